//! A criteria set as a person reads it.

use ocop_proto::evaluation::v1::{
    AnswerCase, AnswerOption, CriteriaSet, Criterion, EvidenceKind, KnockOutEffect,
};

use crate::output;

/// Shows a set.
pub(super) fn show(set: &CriteriaSet) {
    let place = set.classification.clone().unwrap_or_default();
    output::line(output::heading(&format!(
        "{} · {} · {}",
        set.number, set.name_vi, set.name_en
    )));
    output::line(format_args!(
        "{} · {} {} ({}) · {} samples",
        set.regulation, place.branch, place.branch_vi, place.group_vi, set.samples
    ));
    let mut table = output::table(&["code", "", "", "points", "least for", "proved by"]);
    for part in &set.parts {
        table.add_row(row(
            &part.code,
            &part.label_vi,
            &part.label_en,
            part.max_points,
        ));
        for section in &part.sections {
            let heading = |criterion: &Criterion| criterion.code != section.code;
            if section.criteria.iter().any(heading) {
                let points = section.max_points;
                table.add_row(row(
                    &section.code,
                    &section.label_vi,
                    &section.label_en,
                    points,
                ));
            }
            let mut groups = section.groups.iter().peekable();
            for criterion in &section.criteria {
                while let Some(group) =
                    groups.next_if(|group| criterion.code.starts_with(&format!("{}.", group.code)))
                {
                    let points = group.max_points;
                    table.add_row(row(&group.code, &group.label_vi, &group.label_en, points));
                }
                table.add_row([
                    criterion.code.as_str().into(),
                    criterion.label_vi.as_str().into(),
                    criterion.label_en.as_str().into(),
                    output::number(criterion.max_points),
                    "".into(),
                    evidence(criterion).into(),
                ]);
                for answer in &criterion.answers {
                    table.add_row([
                        format!("  {}{}", answer.code, case(answer)).into(),
                        format!("  {}", answer.label_vi).into(),
                        format!("  {}", answer.label_en).into(),
                        output::number(answer.points),
                        output::stars(answer.minimum_star).into(),
                        "".into(),
                    ]);
                }
            }
        }
    }
    output::line(format_args!("{table}"));
    knock_outs(set);
    besides(set);
}

fn row(code: &str, vi: &str, en: &str, points: u32) -> [comfy_table::Cell; 6] {
    [
        code.into(),
        vi.into(),
        en.into(),
        output::number(points),
        "".into(),
        "".into(),
    ]
}

fn knock_outs(set: &CriteriaSet) {
    if set.knock_outs.is_empty() && set.disqualifiers.is_empty() {
        return;
    }
    let mut table = output::table(&["ends it", "what follows", "", ""]);
    for found in &set.knock_outs {
        table.add_row([
            format!("at {}", found.criterion),
            effect(found.effect()).replace('_', " "),
            found.label_vi.clone(),
            found.label_en.clone(),
        ]);
    }
    for ground in &set.disqualifiers {
        table.add_row([
            format!("ground {}", ground.number),
            "reject".to_owned(),
            ground.label_vi.clone(),
            ground.label_en.clone(),
        ]);
    }
    output::line(format_args!("{table}"));
}

/// Conditions and notes.
fn besides(set: &CriteriaSet) {
    let sections = set.parts.iter().flat_map(|part| &part.sections);
    for criterion in sections.flat_map(|section| &section.criteria) {
        if let Some(needs) = &criterion.applies_if {
            output::line(format_args!(
                "{} counts only if {} gives {} points or more.",
                criterion.code, needs.criterion, needs.points
            ));
        }
        for (vi, en) in criterion.notes.iter().zip(&criterion.notes_en) {
            output::line(format_args!("{}: {vi} · {en}", criterion.code));
        }
    }
}

/// The word of an effect, as files have it.
pub(super) fn effect(effect: KnockOutEffect) -> &'static str {
    match effect {
        KnockOutEffect::Unspecified => "",
        KnockOutEffect::Reject => "reject",
        KnockOutEffect::Stop => "stop_evaluation",
        KnockOutEffect::NotEligible => "not_eligible",
        KnockOutEffect::Precondition => "precondition",
    }
}

fn case(answer: &AnswerOption) -> &'static str {
    match answer.case() {
        AnswerCase::Unspecified => "",
        AnswerCase::A => " (case a)",
        AnswerCase::B => " (case b)",
    }
}

/// The kinds of evidence, in the words of the contract.
fn evidence(criterion: &Criterion) -> String {
    let word = |kind: EvidenceKind| {
        let name = kind.as_str_name().trim_start_matches("EVIDENCE_KIND_");
        name.to_lowercase().replace('_', " ")
    };
    let kinds: Vec<String> = criterion.evidence_kinds().map(word).collect();
    kinds.join(", ")
}
