//! Reads the file of a criteria set; `criteria/README.md` says how one is written.

use serde::Deserialize;

use super::index::Index;
use super::{
    Answer, Case, Condition, CriteriaSet, Criterion, Effect, Group, KnockOut, Label, Part, Section,
};
use crate::criteria::regulation::Regulation;
use crate::criteria::star::Star;
use crate::evidence::EvidenceKind;

/// What is wrong with the text of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("{0}")]
    Shape(String),
    #[error(
        "criterion {criterion}: {mark:?} is not a mark: write \"\", \"***\", \"****\" or \"*****\""
    )]
    Mark {
        criterion: String,
        /// What stands there.
        mark: String,
    },
    #[error("{0} lies in no section of its part")]
    Homeless(String),
    #[error("there is no regulation {0:?}")]
    NoRegulation(String),
    #[error("criterion {0} is spoken of, but there is none")]
    NoCriterion(String),
    #[error("criterion {0} has more than 26 answers")]
    TooManyAnswers(String),
}

type Words = [String; 2];
type AnswerLine = (u32, String, String, String);
type CriterionLine = (String, u32, String, String, Vec<AnswerLine>);
type Head = (String, u32, String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    number: u8,
    regulation: String,
    name: Words,
    samples: u8,
    part: Vec<PartTable>,
    #[serde(default)]
    applies_if: Vec<AppliesIf>,
    #[serde(default)]
    branch: Vec<Branch>,
    #[serde(default)]
    knock_out: Vec<KnockOutTable>,
    #[serde(default)]
    disqualifier: Vec<Disqualifier>,
    #[serde(default)]
    note: Vec<Note>,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartTable {
    head: Head,
    sections: Vec<Head>,
    criteria: Vec<CriterionLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppliesIf {
    criterion: String,
    needs: (String, u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Branch {
    criterion: String,
    a: String,
    b: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnockOutTable {
    criterion: String,
    effect: Effect,
    label: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Disqualifier {
    label: Words,
    paper: Option<EvidenceKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    criterion: String,
    label: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    kind: EvidenceKind,
    criteria: Vec<String>,
}

/// Reads a set of one of the regulations `laws`. It is not checked yet: see
/// [`super::check::check`].
///
/// # Errors
/// The first thing that cannot be read.
pub fn read(laws: &'static [Regulation], text: &str) -> Result<CriteriaSet, Unreadable> {
    let file: File = toml::from_str(text).map_err(|error| Unreadable::Shape(error.to_string()))?;
    let law = laws
        .iter()
        .find(|law| law.code.as_str() == file.regulation)
        .ok_or(Unreadable::NoRegulation(file.regulation))?;
    let parts: Vec<Part> = file.part.into_iter().map(part).collect::<Result<_, _>>()?;
    let mut set = CriteriaSet {
        law,
        number: file.number,
        name: label(file.name),
        samples: file.samples,
        index: Index::of(&parts),
        parts,
        knock_outs: Vec::new(),
        papers: file
            .disqualifier
            .iter()
            .filter_map(|line| line.paper)
            .collect(),
        disqualifiers: file
            .disqualifier
            .into_iter()
            .map(|line| label(line.label))
            .collect(),
    };
    for line in file.applies_if {
        let (criterion, points) = line.needs;
        existing(&mut set, &criterion)?;
        existing(&mut set, &line.criterion)?.applies_if = Some(Condition { criterion, points });
    }
    for line in file.branch {
        for answer in &mut existing(&mut set, &line.criterion)?.answers {
            let in_case = |letters: &str| letters.contains(answer.letter);
            answer.case = match (in_case(&line.a), in_case(&line.b)) {
                (true, false) => Some(Case::A),
                (false, true) => Some(Case::B),
                _ => None,
            };
        }
    }
    for line in file.note {
        existing(&mut set, &line.criterion)?
            .notes
            .push(label(line.label));
    }
    for line in file.evidence {
        for code in &line.criteria {
            let proved_by = &mut existing(&mut set, code)?.evidence;
            if !proved_by.contains(&line.kind) {
                proved_by.push(line.kind);
            }
        }
    }
    for line in file.knock_out {
        existing(&mut set, &line.criterion)?;
        set.knock_outs.push(KnockOut {
            criterion: line.criterion,
            effect: line.effect,
            label: label(line.label),
        });
    }
    Ok(set)
}

fn label([vi, en]: Words) -> Label {
    Label { vi, en }
}

fn existing<'a>(set: &'a mut CriteriaSet, code: &str) -> Result<&'a mut Criterion, Unreadable> {
    set.parts
        .iter_mut()
        .flat_map(|part| &mut part.sections)
        .flat_map(|section| &mut section.criteria)
        .find(|criterion| criterion.code == code)
        .ok_or_else(|| Unreadable::NoCriterion(code.to_owned()))
}

fn part(table: PartTable) -> Result<Part, Unreadable> {
    let (code, max_points, vi, en) = table.head;
    let mut sections: Vec<Section> = Vec::new();
    for (code, max_points, vi, en) in table.sections {
        let label = Label { vi, en };
        if code.contains('.') {
            home(&mut sections, &code)?.groups.push(Group {
                code,
                label,
                max_points,
            });
        } else {
            sections.push(Section {
                code,
                label,
                max_points,
                groups: Vec::new(),
                criteria: Vec::new(),
            });
        }
    }
    for line in table.criteria {
        let criterion = criterion(line)?;
        home(&mut sections, &criterion.code)?
            .criteria
            .push(criterion);
    }
    Ok(Part {
        code,
        label: Label { vi, en },
        max_points,
        sections,
    })
}

/// The section in which a code lies: the one named by what stands before its first dot.
fn home<'a>(sections: &'a mut [Section], code: &str) -> Result<&'a mut Section, Unreadable> {
    let first = code.split('.').next().unwrap_or_default();
    sections
        .iter_mut()
        .find(|section| section.code == first)
        .ok_or_else(|| Unreadable::Homeless(code.to_owned()))
}

fn criterion((code, max_points, vi, en, lines): CriterionLine) -> Result<Criterion, Unreadable> {
    if lines.len() > 26 {
        return Err(Unreadable::TooManyAnswers(code));
    }
    let answers = ('a'..='z')
        .zip(lines)
        .map(|(letter, (points, mark, vi, en))| {
            Ok(Answer {
                letter,
                points,
                minimum_star: star(&code, mark)?,
                case: None,
                label: Label { vi, en },
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Criterion {
        code,
        label: Label { vi, en },
        max_points,
        answers,
        applies_if: None,
        notes: Vec::new(),
        evidence: Vec::new(),
    })
}

fn star(criterion: &str, mark: String) -> Result<Option<Star>, Unreadable> {
    match mark.as_str() {
        "" => Ok(None),
        "***" => Ok(Some(Star::Three)),
        "****" => Ok(Some(Star::Four)),
        "*****" => Ok(Some(Star::Five)),
        _ => Err(Unreadable::Mark {
            criterion: criterion.to_owned(),
            mark,
        }),
    }
}

#[cfg(test)]
mod tests;
