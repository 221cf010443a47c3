//! Targets as a table: what is reached, what is missing, where the pace leads.

use comfy_table::{Cell, Color};
use ocop_proto::evaluation::v1::TargetProgress;
use ocop_proto::evaluation::v1::target::Goal;

use super::sales::growth;
use crate::commands::targets::goal;
use crate::output;

/// Draws the targets; nothing if there are none.
pub(super) fn draw(targets: &[TargetProgress]) {
    if targets.is_empty() {
        return;
    }
    let mut table = output::table(&["target", "until", "goal", "reached", "", "missing", "pace"]);
    for line in targets {
        let Some(target) = &line.target else { continue };
        let share = matches!(target.goal, Some(Goal::GoalShare(_)));
        let shown = |value: Option<u32>| match value {
            None => "–".to_owned(),
            Some(value) if share => output::percent(value),
            Some(value) => value.to_string(),
        };
        let reached = if let Some(sales) = &line.sales {
            let (compared, all) = (sales.products, sales.of_products);
            format!("{} ({compared} of {all} compared)", growth(sales))
        } else if share && line.base > 0 {
            format!("{} ({} of {})", shown(line.achieved), line.value, line.base)
        } else {
            shown(line.achieved)
        };
        let colour = match line.of_goal {
            _ if line.reached => Color::Green,
            Some(part) if part >= 5_000 => Color::Yellow,
            _ => Color::Red,
        };
        let missing = match (line.reached, line.missing) {
            (true, _) => "✓".to_owned(),
            (false, 0) => String::new(),
            (false, missing) => missing.to_string(),
        };
        table.add_row([
            target.name_vi.as_str().into(),
            target.period_to.as_str().into(),
            output::number(goal(target)),
            output::number(reached),
            Cell::new(output::gauge(line.of_goal.unwrap_or_default())).fg(colour),
            output::number(missing),
            output::number(
                line.projected
                    .map_or_else(String::new, |value| shown(Some(value))),
            ),
        ]);
    }
    output::line(format_args!("{table}"));
}
