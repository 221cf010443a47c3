//! What moved: what began and ended, who holds it, and the trend as a line of small bars.

use ocop_proto::evaluation::v1::{GetProgressResponse, TrendPoint};

use crate::output;

/// Draws movements, producers and trend.
pub(super) fn draw(progress: &GetProgressResponse) {
    let moved = progress.movements.unwrap_or_default();
    let mut table = output::table(&[
        &format!("since {}", progress.since),
        "new",
        "upgraded",
        "renewed",
        "lowered",
        "expired",
        "revoked",
    ]);
    table.add_row([
        "certificates".into(),
        output::number(moved.first),
        output::number(moved.upgraded),
        output::number(moved.renewed),
        output::number(moved.lowered),
        output::number(moved.expired),
        output::number(moved.revoked),
    ]);
    output::line(format_args!("{table}"));
    producers(progress);
    trend(&progress.trend);
}

fn producers(progress: &GetProgressResponse) {
    let Some(producers) = progress.producers.as_ref().filter(|all| all.total > 0) else {
        return;
    };
    let mut table = output::table(&["producers", "", ""]);
    let mut row = |name: &str, count: u32| {
        table.add_row([
            name.into(),
            output::number(count),
            output::bar(count, producers.total).into(),
        ]);
    };
    row("all with a valid certificate", producers.total);
    for kind in &producers.kinds {
        row(&kind.name, kind.count);
    }
    for (name, count) in [
        ("led by a woman", producers.led_by_woman),
        ("led by an ethnic minority", producers.led_by_minority),
        ("led by somebody disabled", producers.led_by_disabled),
        ("circular or green, stable raw material", producers.circular),
        ("sold through modern channels", producers.modern_channels),
        ("trained", producers.trained),
    ] {
        row(name, count);
    }
    output::line(format_args!("{table}"));
}

/// The bars of a sparkline, lowest first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Values as small bars, the greatest as high as can be. Nothing is a space.
fn sparkline(values: &[u32]) -> String {
    let greatest = values.iter().copied().max().unwrap_or_default();
    let bar = |value: &u32| {
        if *value == 0 {
            return ' ';
        }
        let height = (u64::from(*value) * 8).div_ceil(u64::from(greatest));
        let at = usize::try_from(height).map_or(0, |height| height.saturating_sub(1));
        BARS.get(at).copied().unwrap_or(' ')
    };
    values.iter().map(bar).collect()
}

fn all(point: &TrendPoint) -> u32 {
    point.three_star + point.four_star + point.five_star
}

fn trend(points: &[TrendPoint]) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    if points.iter().all(|point| all(point) == 0) {
        return;
    }
    let mut table = output::table(&["trend", &first.on_date, "", &last.on_date]);
    let mut row = |name: &str, of: fn(&TrendPoint) -> u32| {
        let values: Vec<u32> = points.iter().map(of).collect();
        if values.iter().any(|value| *value > 0) {
            table.add_row([
                name.into(),
                output::number(of(first)),
                sparkline(&values).into(),
                output::number(of(last)),
            ]);
        }
    };
    row("★★★", |point| point.three_star);
    row("★★★★", |point| point.four_star);
    row("★★★★★", |point| point.five_star);
    row("all", all);
    output::line(format_args!("{table}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_is_highest_and_nothing_is_nothing() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(sparkline(&[0, 0]), "  ");
        assert_eq!(sparkline(&[1, 61]), "▁█");
    }
}
