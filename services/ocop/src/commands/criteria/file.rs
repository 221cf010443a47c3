//! The file of criteria sets: what `ocop criteria export` writes and `ocop criteria diff` reads.

use anyhow::Context as _;
use ocop_proto::evaluation::v1 as proto;
use serde::{Deserialize, Serialize};

/// A file of sets. Names and labels are written for people and not compared.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) sets: Vec<Set>,
}

/// A set of a file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    pub(super) no: u32,
    #[serde(default)]
    name: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    regulation: String,
    pub(super) requires_sample_products: Option<u32>,
    #[serde(default)]
    pub(super) knock_outs: Vec<KnockOut>,
    #[serde(default)]
    disqualifiers: Vec<String>,
    pub(super) parts: Vec<Part>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) code: String,
    #[serde(default)]
    name: String,
    pub(super) max: u32,
    pub(super) sections: Vec<Question>,
}

/// A section, a sub-heading or a criterion: the first has criteria, the last has options.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) code: String,
    #[serde(default)]
    name: String,
    pub(super) max: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) applies_if: Option<Condition>,
    #[serde(default)]
    pub(super) options: Vec<Choice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) criteria: Vec<Question>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    #[serde(default)]
    label: String,
    pub(super) points: u32,
    pub(super) min_star: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub(super) criterion: String,
    pub(super) min_points: u32,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnockOut {
    pub(super) criterion: String,
    pub(super) effect: String,
    #[serde(default)]
    text: String,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or is no file of sets; the message has line and column.
    pub(super) fn open(path: &std::path::Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is no file of criteria sets", path.display()))
    }
}

impl From<&proto::CriteriaSet> for Set {
    fn from(set: &proto::CriteriaSet) -> Self {
        let part = |part: &proto::Part| Part {
            code: part.code.clone(),
            name: part.label_vi.clone(),
            max: part.max_points,
            sections: part.sections.iter().map(section).collect(),
        };
        let knock_out = |found: &proto::KnockOut| KnockOut {
            criterion: found.criterion.clone(),
            effect: super::show::effect(found.effect()).to_owned(),
            text: found.label_vi.clone(),
        };
        let grounds = set.disqualifiers.iter();
        Self {
            no: set.number,
            name: set.name_vi.clone(),
            name_en: set.name_en.clone(),
            regulation: set.regulation.clone(),
            requires_sample_products: Some(set.samples),
            knock_outs: set.knock_outs.iter().map(knock_out).collect(),
            disqualifiers: grounds.map(|ground| ground.label_vi.clone()).collect(),
            parts: set.parts.iter().map(part).collect(),
        }
    }
}

/// A section with its sub-headings among its criteria; one that is a criterion itself has its answers.
fn section(section: &proto::Section) -> Question {
    if let [only] = section.criteria.as_slice()
        && only.code == section.code
    {
        return Question {
            max: section.max_points,
            ..criterion(only)
        };
    }
    let groups = section.groups.iter().map(|group| Question {
        code: group.code.clone(),
        name: group.label_vi.clone(),
        max: group.max_points,
        applies_if: None,
        options: Vec::new(),
        criteria: Vec::new(),
        notes: Vec::new(),
    });
    Question {
        code: section.code.clone(),
        name: section.label_vi.clone(),
        max: section.max_points,
        applies_if: None,
        options: Vec::new(),
        criteria: groups
            .chain(section.criteria.iter().map(criterion))
            .collect(),
        notes: Vec::new(),
    }
}

fn criterion(criterion: &proto::Criterion) -> Question {
    let condition = |needs: &proto::AppliesIf| Condition {
        criterion: needs.criterion.clone(),
        min_points: needs.points,
    };
    let choice = |answer: &proto::AnswerOption| Choice {
        label: answer.label_vi.clone(),
        points: answer.points,
        min_star: (answer.minimum_star != 0).then_some(answer.minimum_star),
        branch: match answer.case() {
            proto::AnswerCase::Unspecified => None,
            proto::AnswerCase::A => Some("a".to_owned()),
            proto::AnswerCase::B => Some("b".to_owned()),
        },
    };
    Question {
        code: criterion.code.clone(),
        name: criterion.label_vi.clone(),
        max: criterion.max_points,
        applies_if: criterion.applies_if.as_ref().map(condition),
        options: criterion.answers.iter().map(choice).collect(),
        criteria: Vec::new(),
        notes: criterion.notes.clone(),
    }
}
