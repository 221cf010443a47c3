//! What the next step of a dossier asks for and is not there: what the law requires, and what is only advised. The step
//! and the question before it follow the same rule.

use chrono::NaiveDate;

use super::content::Content;
use super::lodging::Lodging;
use super::{Dossier, DossierKind, Findings, Refusal, State};
use crate::criteria::answers::AnswerProblem;
use crate::criteria::calendar::not_before;
use crate::criteria::library::Library;
use crate::criteria::{self, CriteriaSet};
use crate::evidence::{Evidence, EvidenceKind};

/// Something that a step asks for and that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lack {
    /// An answer of the self-assessment.
    #[error(transparent)]
    Answer(AnswerProblem),
    /// A field of the forms, the declaration and the samples among them.
    #[error("{0} is not given, or not enough")]
    Field(&'static str),
    /// A document of this kind without which the dossier is rejected.
    #[error("no document of the kind {0} that is good on the day is referred to")]
    Paper(EvidenceKind),
    /// Which of the two cases of the set it is of.
    #[error("it is not said, and the answers do not tell, which case of the set it is of")]
    Case,
    /// A topic of the commune's report.
    #[error("the commune's report says nothing on {0}")]
    Finding(&'static str),
    /// A field of the forms that no article asks for.
    #[error("{0} is left blank")]
    Blank(&'static str),
    /// An answer that gives points, and no document proves it.
    #[error("criterion {criterion} is given points and refers to no document")]
    Unproven { criterion: String },
}

impl Lack {
    /// What is lacking, as a field: by this name what is only advised is acknowledged.
    pub fn name(&self) -> String {
        match self {
            Self::Answer(
                AnswerProblem::UnknownCriterion { criterion }
                | AnswerProblem::UnknownAnswer { criterion, .. }
                | AnswerProblem::Duplicate { criterion }
                | AnswerProblem::Missing { criterion }
                | AnswerProblem::DoesNotApply { criterion, .. }
                | AnswerProblem::MixedCases { criterion }
                | AnswerProblem::OtherCase { criterion }
                | AnswerProblem::NotMarked { criterion }
                | AnswerProblem::NoOption { criterion }
                | AnswerProblem::UnknownStatement { criterion },
            ) => format!("answers[{criterion}]"),
            Self::Answer(AnswerProblem::NoCriterion { position }) => {
                format!("answers[{position}].criterion")
            }
            Self::Field(path) | Self::Blank(path) => (*path).to_owned(),
            Self::Paper(kind) => format!("papers.{kind}"),
            Self::Case => "form.service_case".to_owned(),
            Self::Finding(topic) => format!("findings.{topic}"),
            Self::Unproven { criterion } => format!("statements[{criterion}].evidence_ids"),
        }
    }

    /// Where the law requires it; `None` if it is only advised.
    pub fn required_by(&self) -> Option<&'static str> {
        Some(match self {
            Self::Answer(_) => "Article 6, Appendix III (Form 02)",
            Self::Field("form.samples") => "Article 6",
            Self::Field(path) if path.starts_with("form.") => "Article 6, Appendix III (Form 01)",
            Self::Field(_) => "Article 6, Appendix III (Form 02)",
            Self::Paper(_) | Self::Case => "Appendix II",
            Self::Finding(_) => "Article 7.2b, Appendix III (Form 03)",
            Self::Blank(_) | Self::Unproven { .. } => return None,
        })
    }
}

/// The step that a dossier waits for, as far as it asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    Submit,
    Endorse,
    Supplement,
    /// Any other, or none: nothing has to be handed in for it.
    Other,
}

/// What lacks for lodging a dossier, or a supplement to it, on a day.
pub(super) fn lacks_of(
    content: &Content,
    kind: DossierKind,
    set: &CriteriaSet,
    papers: &[Evidence],
    on: NaiveDate,
) -> Vec<Lack> {
    let case = content.case(set);
    let answers = content
        .self_assessment
        .problems(set, content.form.service_case);
    let mut lacks: Vec<Lack> = answers.into_iter().map(Lack::Answer).collect();
    let fields = content.missing(kind, set.samples.into());
    lacks.extend(fields.into_iter().map(Lack::Field));
    if set.has_cases() && case.is_none() {
        lacks.push(Lack::Case);
    }
    let mut good: Vec<EvidenceKind> = papers
        .iter()
        .filter(|paper| paper.is_good_on(on))
        .map(|paper| paper.kind)
        .collect();
    for kind in &set.papers {
        // Each paper that the set names is a document of its own.
        match good.iter().position(|one| one == kind) {
            Some(at) => drop(good.swap_remove(at)),
            None => lacks.push(Lack::Paper(*kind)),
        }
    }
    lacks.extend(content.left_blank().into_iter().map(Lack::Blank));
    lacks.extend(unproven(content, set));
    lacks
}

/// Criteria that a document can prove, are given points, and refer to none.
fn unproven<'a>(content: &'a Content, set: &'a CriteriaSet) -> impl Iterator<Item = Lack> + 'a {
    let sheet = criteria::sheet::Sheet::of(set, &content.self_assessment);
    let claimed: Vec<&criteria::Criterion> = sheet
        .rows()
        .iter()
        .filter(|row| row.points > 0 && !row.criterion.evidence.is_empty())
        .map(|row| row.criterion)
        .collect();
    let proven = |code: &str| {
        let statement = content.statements.get(code);
        statement.is_some_and(|statement| !statement.evidence.is_empty())
    };
    let unproven = claimed.into_iter().filter(move |one| !proven(&one.code));
    unproven.map(|criterion| Lack::Unproven {
        criterion: criterion.code.clone(),
    })
}

/// What lacks in a commune's report.
pub(super) fn lacks_in(findings: &Findings) -> Vec<Lack> {
    findings.missing().into_iter().map(Lack::Finding).collect()
}

/// Holds what lacks against what is acknowledged.
///
/// # Errors
/// Something required lacks, or something advised that is not acknowledged by its name.
pub(super) fn hold(lacks: Vec<Lack>, acknowledged: &[String]) -> Result<(), Refusal> {
    let standing: Vec<Lack> = lacks
        .into_iter()
        .filter(|lack| lack.required_by().is_some() || !acknowledged.contains(&lack.name()))
        .collect();
    if standing.is_empty() {
        return Ok(());
    }
    Err(Refusal::Incomplete { lacks: standing })
}

/// What the step that a dossier waits for would find on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub step: NextStep,
    pub lacks: Vec<Lack>,
    /// What stands against the step whatever is handed in.
    pub refusals: Vec<Refusal>,
}

impl Dossier {
    /// What the step that it waits for would find on a day, by the rules of the step itself.
    ///
    /// # Errors
    /// The set that it was lodged under is not known.
    pub fn check(&self, library: &Library, lodging: &Lodging<'_>) -> Result<Checked, Refusal> {
        let on = lodging.on;
        if self.state() == State::Draft {
            let prospect = self.prospect(library, lodging);
            return Ok(Checked {
                step: NextStep::Submit,
                lacks: prospect.lacks,
                refusals: prospect.refusals,
            });
        }
        let (step, lacks) = match self.state() {
            State::Submitted => (NextStep::Endorse, lacks_in(&Findings::default())),
            State::SupplementRequested => {
                let (code, number) = (self.lodged()?.regulation, self.criteria_set);
                let set = library.set(code, number);
                let set = set.ok_or(criteria::Refusal::NoCriteriaSet { number, on })?;
                let mut lacks = lacks_of(&self.content, self.kind, set, lodging.papers, on);
                // What is only advised is not asked for again.
                lacks.retain(|lack| lack.required_by().is_some());
                (NextStep::Supplement, lacks)
            }
            _ => (NextStep::Other, Vec::new()),
        };
        let early = not_before(on, self.last_step_on()).err();
        let refusals = match step {
            NextStep::Other => Vec::new(),
            _ => early.map(Refusal::from).into_iter().collect(),
        };
        Ok(Checked {
            step,
            lacks,
            refusals,
        })
    }
}

#[cfg(test)]
mod tests;
