//! Criteria sets on the wire.

use ocop_proto::evaluation::v1 as proto;

use crate::domain::criteria::classification::{self, SubGroup};
use crate::domain::criteria::regulation::Code;
use crate::domain::criteria::{
    Answer, Case, CriteriaSet, Criterion, Effect, Group, KnockOut, Label, Part, Section,
};
use crate::domain::evidence::EvidenceKind;
use crate::transport::evidence::documents;

pub(crate) fn set(set: &CriteriaSet) -> proto::CriteriaSet {
    proto::CriteriaSet {
        regulation: set.regulation().as_str().to_owned(),
        number: set.number.into(),
        name_vi: set.name.vi.clone(),
        name_en: set.name.en.clone(),
        parts: set.parts.iter().map(part).collect(),
        samples: set.samples.into(),
        knock_outs: set.knock_outs.iter().map(knock_out).collect(),
        disqualifiers: (1..)
            .zip(&set.disqualifiers)
            .map(|(number, label)| disqualifier(number, label))
            .collect(),
        classification: classification::sub_group(set.number).map(place),
    }
}

/// A sub-group with what is known of its set under a regulation.
pub(crate) fn summary(
    group: &SubGroup,
    regulation: Code,
    set: Option<&CriteriaSet>,
) -> proto::CriteriaSetSummary {
    let summary = proto::CriteriaSetSummary {
        regulation: regulation.as_str().to_owned(),
        number: group.set.into(),
        name_vi: group.name_vi.to_owned(),
        name_en: group.name_en.to_owned(),
        classification: Some(place(group)),
        ..proto::CriteriaSetSummary::default()
    };
    let Some(set) = set else { return summary };
    let marked = set.criteria().filter(|criterion| criterion.is_marked());
    let answers = set.criteria().map(|criterion| criterion.answers.len());
    proto::CriteriaSetSummary {
        name_vi: set.name.vi.clone(),
        name_en: set.name.en.clone(),
        scorable: true,
        samples: set.samples.into(),
        sections: count(set.sections().count()),
        criteria: count(set.size()),
        answers: count(answers.sum()),
        marked_criteria: count(marked.count()),
        knock_outs: count(set.knock_outs.len()),
        disqualifiers: count(set.disqualifiers.len()),
        ..summary
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn place(group: &SubGroup) -> proto::Classification {
    proto::Classification {
        branch: group.branch.numeral().to_owned(),
        branch_vi: group.branch.name_vi().to_owned(),
        branch_en: group.branch.name_en().to_owned(),
        group_vi: group.group_vi.to_owned(),
        group_en: group.group_en.to_owned(),
        sub_group_vi: group.name_vi.to_owned(),
        sub_group_en: group.name_en.to_owned(),
    }
}

fn part(part: &Part) -> proto::Part {
    proto::Part {
        code: part.code.clone(),
        label_vi: part.label.vi.clone(),
        label_en: part.label.en.clone(),
        max_points: part.max_points,
        sections: part.sections.iter().map(section).collect(),
    }
}

fn section(section: &Section) -> proto::Section {
    proto::Section {
        code: section.code.clone(),
        label_vi: section.label.vi.clone(),
        label_en: section.label.en.clone(),
        max_points: section.max_points,
        criteria: section.criteria.iter().map(criterion).collect(),
        groups: section.groups.iter().map(sub_heading).collect(),
    }
}

fn sub_heading(group: &Group) -> proto::CriterionGroup {
    proto::CriterionGroup {
        code: group.code.clone(),
        label_vi: group.label.vi.clone(),
        label_en: group.label.en.clone(),
        max_points: group.max_points,
    }
}

fn criterion(criterion: &Criterion) -> proto::Criterion {
    let applies_if = criterion.applies_if.as_ref();
    proto::Criterion {
        code: criterion.code.clone(),
        max_points: criterion.max_points,
        label_vi: criterion.label.vi.clone(),
        label_en: criterion.label.en.clone(),
        answers: criterion.answers.iter().map(answer).collect(),
        notes: criterion.notes.iter().map(|note| note.vi.clone()).collect(),
        notes_en: criterion.notes.iter().map(|note| note.en.clone()).collect(),
        applies_if: applies_if.map(|needs| proto::AppliesIf {
            criterion: needs.criterion.clone(),
            points: needs.points,
        }),
        evidence_kinds: evidence(&criterion.evidence),
    }
}

pub(crate) fn answer(answer: &Answer) -> proto::AnswerOption {
    proto::AnswerOption {
        code: answer.letter.to_string(),
        points: answer.points,
        minimum_star: answer.minimum_star.map_or(0, |star| star.number().into()),
        label_vi: answer.label.vi.clone(),
        label_en: answer.label.en.clone(),
        case: case_to_proto(answer.case).into(),
    }
}

pub(crate) fn case_to_proto(case: Option<Case>) -> proto::AnswerCase {
    match case {
        None => proto::AnswerCase::Unspecified,
        Some(Case::A) => proto::AnswerCase::A,
        Some(Case::B) => proto::AnswerCase::B,
    }
}

pub(crate) fn case_from_proto(case: proto::AnswerCase) -> Option<Case> {
    match case {
        proto::AnswerCase::Unspecified => None,
        proto::AnswerCase::A => Some(Case::A),
        proto::AnswerCase::B => Some(Case::B),
    }
}

pub(crate) fn knock_out(knock_out: &KnockOut) -> proto::KnockOut {
    let effect = match knock_out.effect {
        Effect::Reject => proto::KnockOutEffect::Reject,
        Effect::Stop => proto::KnockOutEffect::Stop,
        Effect::NotEligible => proto::KnockOutEffect::NotEligible,
        Effect::Precondition => proto::KnockOutEffect::Precondition,
    };
    proto::KnockOut {
        criterion: knock_out.criterion.clone(),
        effect: effect.into(),
        label_vi: knock_out.label.vi.clone(),
        label_en: knock_out.label.en.clone(),
    }
}

pub(crate) fn disqualifier(number: u32, label: &Label) -> proto::Disqualifier {
    proto::Disqualifier {
        number,
        label_vi: label.vi.clone(),
        label_en: label.en.clone(),
    }
}

pub(crate) fn evidence(kinds: &[EvidenceKind]) -> Vec<i32> {
    kinds
        .iter()
        .map(|&kind| documents::kind_to_proto(kind).into())
        .collect()
}
