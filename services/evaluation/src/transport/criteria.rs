//! Regulations and criteria sets on the wire.

use ocop_proto::evaluation::v1 as proto;

use crate::domain::criteria::library::Library;
use crate::domain::criteria::{Answer, CriteriaSet, Criterion, Part, Section};
use crate::domain::regulation::Regulation;

pub(super) fn regulation(law: &Regulation, library: &Library) -> proto::Regulation {
    let sets = library
        .sets()
        .iter()
        .filter(|set| set.regulation == law.code);
    proto::Regulation {
        code: law.code.as_str().to_owned(),
        instruments: law
            .instruments
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        in_force_from: law.in_force_from.to_string(),
        in_force_to: law
            .in_force_to
            .map(|day| day.to_string())
            .unwrap_or_default(),
        validity_months: law.validity_months,
        criteria_sets: sets.map(|set| set.number.into()).collect(),
    }
}

pub(super) fn set(set: &CriteriaSet) -> proto::CriteriaSet {
    proto::CriteriaSet {
        regulation: set.regulation.as_str().to_owned(),
        number: set.number.into(),
        name_vi: set.name.vi.clone(),
        name_en: set.name.en.clone(),
        parts: set.parts.iter().map(part).collect(),
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
    }
}

fn criterion(criterion: &Criterion) -> proto::Criterion {
    proto::Criterion {
        code: criterion.code.clone(),
        max_points: criterion.max_points,
        label_vi: criterion.label.vi.clone(),
        label_en: criterion.label.en.clone(),
        answers: criterion.answers.iter().map(answer).collect(),
        notes: criterion.notes.iter().map(|note| note.vi.clone()).collect(),
    }
}

fn answer(answer: &Answer) -> proto::AnswerOption {
    proto::AnswerOption {
        code: answer.letter.to_string(),
        points: answer.points,
        minimum_star: answer.minimum_star.map_or(0, |star| star.number().into()),
        label_vi: answer.label.vi.clone(),
        label_en: answer.label.en.clone(),
    }
}
