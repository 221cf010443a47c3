//! `ocop criteria diff`: does the service know the sets as a file has them?

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::facts::Facts;
use super::file::{File, Set};
use super::{On, Service, get, listed};
use crate::commands::Outcome;
use crate::output::{self, Format};

/// A fact on which file and service differ; a side without it has nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Difference {
    set: u32,
    at: String,
    what: &'static str,
    file: Option<String>,
    service: Option<String>,
}

/// Compares every set of a file.
///
/// # Errors
/// The file cannot be read, or the service refuses.
pub(super) async fn run(
    service: &mut Service,
    file: &Path,
    on: &On,
    format: Format,
) -> anyhow::Result<Outcome> {
    let file = File::open(file)?;
    let known: BTreeSet<u32> = listed(service, on)
        .await?
        .iter()
        .filter(|set| set.scorable)
        .map(|set| set.number)
        .collect();
    let (mut criteria, mut answers, mut different) = (0, 0, Vec::new());
    for set in &file.sets {
        let facts = Facts::of(set);
        criteria += facts.criteria;
        answers += facts.answers;
        if known.contains(&set.no) {
            let known = Facts::of(&Set::from(&get(service, set.no, on).await?));
            different.extend(compare(set.no, &facts, &known));
        } else {
            different.push(Difference {
                set: set.no,
                at: "set".to_owned(),
                what: "criteria",
                file: Some(facts.criteria.to_string()),
                service: None,
            });
        }
    }
    report(criteria, answers, &different, format)?;
    Ok(Outcome::problem_if(!different.is_empty()))
}

fn compare(set: u32, file: &Facts, service: &Facts) -> Vec<Difference> {
    let places: BTreeSet<_> = file.all.keys().chain(service.all.keys()).collect();
    let differ = |place: &&(String, &'static str)| file.all.get(*place) != service.all.get(*place);
    let differing = places.into_iter().filter(differ);
    differing
        .map(|place| Difference {
            set,
            at: place.0.clone(),
            what: place.1,
            file: file.all.get(place).cloned(),
            service: service.all.get(place).cloned(),
        })
        .collect()
}

fn report(
    criteria: usize,
    answers: usize,
    different: &[Difference],
    format: Format,
) -> anyhow::Result<()> {
    if format == Format::Json {
        let report = serde_json::json!({
            "criteria": criteria,
            "answers": answers,
            "differences": different,
        });
        return output::json(&report);
    }
    let compared = format!(
        "{} criteria and {} answers",
        grouped(criteria),
        grouped(answers)
    );
    if different.is_empty() {
        output::line(output::good(&format!("{compared} agree.")));
        return Ok(());
    }
    let mut table = output::table(&["set", "where", "what", "file", "service"]);
    for difference in different {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "–".to_owned()).into();
        table.add_row([
            output::number(difference.set),
            difference.at.as_str().into(),
            difference.what.into(),
            side(&difference.file),
            side(&difference.service),
        ]);
    }
    output::line(format_args!("{table}"));
    let count = grouped(different.len());
    output::line(output::bad(&format!(
        "{compared} compared: {count} differences."
    )));
    Ok(())
}

/// `2,579`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Facts {
        let file: File = serde_json::from_str(text).expect("a file");
        Facts::of(&file.sets[0])
    }

    const SET: &str = r#"{"sets": [{"no": 11, "requires_sample_products": 5,
        "knock_outs": [{"criterion": "6.1.1", "effect": "stop_evaluation", "text": "…"}],
        "parts": [{"code": "C", "max": 9, "sections": [
            {"code": "6", "max": 4, "options": [], "criteria": [
                {"code": "6.1", "max": 4, "options": []},
                {"code": "6.1.1", "max": 4, "options": [
                    {"points": 1, "min_star": null}, {"points": 4, "min_star": 4}]}]},
            {"code": "7", "max": 5, "criteria": [], "applies_if": {"criterion": "6.1.1", "min_points": 1},
                "options": [{"points": 5, "min_star": 5, "branch": "a"}]}]}]}]}"#;

    #[test]
    fn a_file_agrees_with_itself_and_its_sections_and_sub_headings_are_kept_apart() {
        let set = facts(SET);
        assert_eq!((set.criteria, set.answers), (2, 3));
        assert_eq!(compare(11, &set, &set), []);
        let at = |at: &str, what| set.all.get(&(at.to_owned(), what)).map(String::as_str);
        assert_eq!(at("sub-heading 6.1", "points"), Some("4"));
        assert_eq!(at("criterion 6.1", "points"), None);
        assert_eq!(at("criterion 7", "counts if"), Some("6.1.1 ≥ 1"));
        assert_eq!(at("criterion 7, answer a", "branch"), Some("a"));
    }

    #[test]
    fn every_fact_that_differs_is_reported_from_both_sides() {
        let other = SET
            .replace("\"min_star\": 4", "\"min_star\": 5")
            .replace("stop_evaluation", "reject")
            .replace("\"requires_sample_products\": 5,", "");
        let differences: Vec<_> = compare(11, &facts(SET), &facts(&other))
            .into_iter()
            .map(|line| (line.at, line.what, line.file, line.service))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            differences,
            [
                (
                    "criterion 6.1.1, answer b".to_owned(),
                    "mark",
                    some("****"),
                    some("*****")
                ),
                (
                    "knock-out at 6.1.1".to_owned(),
                    "effect",
                    some("stop_evaluation"),
                    some("reject")
                ),
                ("set".to_owned(), "samples", some("5"), None),
            ]
        );
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(787), "787");
        assert_eq!(grouped(2_579), "2,579");
    }
}
