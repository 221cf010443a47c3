//! A file of targets: TOML, one table `[[target]]` each, for one province.

use anyhow::{Context as _, ensure};
use ocop_proto::evaluation::v1::target::Goal;
use ocop_proto::evaluation::v1::{Indicator, PlaceLevel, ProducerTrait, Target};
use serde::Deserialize;

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    province: String,
    #[serde(default)]
    target: Vec<Written>,
}

/// A target as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name_vi: String,
    #[serde(default)]
    name_en: String,
    from: String,
    to: String,
    indicator: String,
    #[serde(default)]
    min_star: u32,
    #[serde(default)]
    cohort_from: String,
    #[serde(default)]
    cohort_to: String,
    producers: Option<String>,
    places: Option<String>,
    goal: Option<u32>,
    goal_percent: Option<f64>,
    baseline: Option<u32>,
    baseline_percent: Option<f64>,
}

/// The province and the targets of a file.
///
/// # Errors
/// It is no TOML, or a target names something that is not known, with its name.
pub(super) fn read(text: &str) -> anyhow::Result<(String, Vec<Target>)> {
    let file: File = toml::from_str(text)?;
    ensure!(!file.target.is_empty(), "there is no [[target]] in it");
    let targets = file.target.into_iter().map(|written| {
        let name = written.name_vi.clone();
        target(written, &file.province).with_context(|| format!("target {name:?}"))
    });
    let targets = targets.collect::<anyhow::Result<Vec<Target>>>()?;
    Ok((file.province, targets))
}

fn target(written: Written, province: &str) -> anyhow::Result<Target> {
    let indicator = word("INDICATOR_", &written.indicator, Indicator::from_str_name)
        .with_context(|| format!("there is no indicator {:?}", written.indicator))?;
    let which = match &written.producers {
        None => ProducerTrait::Unspecified,
        Some(which) => word("PRODUCER_TRAIT_", which, ProducerTrait::from_str_name)
            .with_context(|| format!("there are no producers {which:?}"))?,
    };
    let level = match written.places.as_deref() {
        None | Some("commune") => PlaceLevel::Unspecified,
        Some("district") => PlaceLevel::District,
        Some(other) => anyhow::bail!("there are no places {other:?}; commune or district"),
    };
    let goal = match (written.goal, written.goal_percent) {
        (Some(count), None) => Goal::GoalCount(count),
        (None, Some(percent)) => Goal::GoalShare(hundredths(percent)?),
        _ => anyhow::bail!("it needs either a goal or a goal_percent"),
    };
    let baseline = match (written.baseline, written.baseline_percent) {
        (Some(_), Some(_)) => anyhow::bail!("it needs either a baseline or a baseline_percent"),
        (count, None) => count,
        (None, Some(percent)) => Some(hundredths(percent)?),
    };
    Ok(Target {
        province_code: province.to_owned(),
        period_from: written.from,
        period_to: written.to,
        name_vi: written.name_vi,
        name_en: written.name_en,
        indicator: indicator.into(),
        min_star: written.min_star,
        cohort_from: written.cohort_from,
        cohort_to: written.cohort_to,
        producer_trait: which.into(),
        place_level: level.into(),
        goal: Some(goal),
        baseline,
        ..Target::default()
    })
}

/// `new_products` is `INDICATOR_NEW_PRODUCTS`.
fn word<T>(prefix: &str, word: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let known = word != "unspecified";
    read(&format!("{prefix}{}", word.to_uppercase())).filter(|_| known)
}

/// A percentage in hundredths of a percent.
fn hundredths(percent: f64) -> anyhow::Result<u32> {
    ensure!(
        (0.0..=100.0).contains(&percent),
        "{percent} is no percentage from 0 to 100"
    );
    // Between 0 and 10,000 by the check above.
    let text = format!("{:.0}", percent * 100.0);
    Ok(text.parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_of_the_demo_can_be_read() {
        let (province, targets) =
            read(include_str!("../../../demo/quang-ngai-targets.toml")).expect("they can be read");
        assert_eq!(province, "51");
        assert_eq!(targets[0].goal, Some(Goal::GoalCount(200)));
        assert_eq!(targets[0].indicator(), Indicator::NewProducts);
        let share = |target: &Target| matches!(target.goal, Some(Goal::GoalShare(_)));
        assert!(targets.iter().any(share));
    }

    #[test]
    fn a_target_that_cannot_be_read_is_named() {
        let text = "province = \"51\"\n[[target]]\nname_vi = \"Mới\"\nfrom = \"2021-01-01\"\n\
                    to = \"2025-12-31\"\nindicator = \"novelties\"\ngoal = 1\n";
        let error = format!("{:#}", read(text).expect_err("no such indicator"));
        assert!(
            error.contains("Mới") && error.contains("novelties"),
            "{error}"
        );
    }

    #[test]
    fn twelve_and_a_half_percent_are_1250_hundredths() {
        assert_eq!(hundredths(12.5).expect("a percentage"), 1_250);
        assert_eq!(hundredths(0.29).expect("a percentage"), 29);
        assert!(hundredths(100.1).is_err());
    }
}
