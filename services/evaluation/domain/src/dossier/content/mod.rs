//! What a producer hands in: the registration form (Form 01), the self-assessment report (Form 02)
//! with one answer for each criterion, and what proves the answers (Article 6, Appendix III).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::criteria::answers::{AnswerProblem, Answers, Given};
use crate::criteria::regulation::DossierKind;
use crate::criteria::sheet::Sheet;
use crate::criteria::{Case, CriteriaSet, Refusal};

/// The registration form (Phiếu đăng ký, Form 01). What names the product, its group and the kind of
/// evaluation stands in the dossier itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationForm {
    /// Name of the unit that registers.
    pub unit_name: String,
    /// Its legal representative.
    pub representative: String,
    /// What the representative is in the unit.
    pub position: String,
    pub address: String,
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// How many samples are handed in.
    pub samples: u32,
    /// Whether the representative declares that all of it is true.
    pub declared_true: bool,
    /// Who runs the service, where the set has two cases for it (set 26).
    #[serde(default)]
    pub service_case: Option<Case>,
}

impl RegistrationForm {
    /// Takes out who represents the unit and how that person is reached.
    pub fn forget_person(&mut self) {
        *self = Self {
            unit_name: std::mem::take(&mut self.unit_name),
            samples: self.samples,
            declared_true: self.declared_true,
            service_case: self.service_case,
            representative: String::new(),
            position: String::new(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
        };
    }
}

/// The written parts of the self-assessment report (Báo cáo tự đánh giá, Form 02); part III, the
/// scores, are the dossier's answers and [`Statement`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// I. What the product is.
    pub description: String,
    /// I. How the unit came to be.
    pub history: String,
    /// I. How the unit is organised.
    pub structure: String,
    /// II. Results of the business plan.
    pub results: String,
    /// IV. What is planned.
    pub plan: String,
    /// What changed since the product was recognised; for upgrades and re-evaluations (Article 6).
    pub changes: String,
}

/// What a producer says on one criterion (Form 02, part III).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub text: String,
    /// Ids of the evidence that proves it.
    pub evidence: Vec<Uuid>,
}

/// All that a producer hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Form 01.
    pub form: RegistrationForm,
    /// Form 02, its written parts.
    pub report: Report,
    /// Form 02, part III: one answer for each criterion, once it is lodged.
    pub self_assessment: Answers,
    /// Form 02, part III: what is said on criteria, by code.
    pub statements: BTreeMap<String, Statement>,
}

impl Content {
    /// Ids of all evidence named, each once, in order.
    pub fn evidence(&self) -> Vec<Uuid> {
        let named = self
            .statements
            .values()
            .flat_map(|statement| &statement.evidence);
        let mut ids: Vec<Uuid> = named.copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// What of it a new dossier of the product can start from under a set: all but what is to be said
    /// anew, that it is true and what changed (Article 6).
    pub fn reused(mut self, set: &CriteriaSet) -> Self {
        self.form.declared_true = false;
        self.report.changes.clear();
        self.self_assessment = self.self_assessment.fitting(set);
        self.statements
            .retain(|code, _| set.criterion(code).is_some());
        self
    }

    /// What the forms ask for and is not there, as field paths (Article 6, Appendix III). `samples` is what the
    /// criteria set asks for; what changed is asked of upgrades and re-evaluations.
    pub fn missing(&self, kind: DossierKind, samples: u32) -> Vec<&'static str> {
        let mut missing = self.blank(kind);
        missing.extend(self.handed_in().missing(samples));
        missing
    }

    /// The texts among them.
    pub(super) fn blank(&self, kind: DossierKind) -> Vec<&'static str> {
        let texts = [
            ("form.unit_name", &self.form.unit_name),
            ("form.representative", &self.form.representative),
            ("form.position", &self.form.position),
            ("form.address", &self.form.address),
            ("form.phone", &self.form.phone),
            ("report.description", &self.report.description),
            ("report.results", &self.report.results),
            ("report.plan", &self.report.plan),
        ];
        let changes = ("report.changes", &self.report.changes);
        let texts = texts
            .into_iter()
            .chain((kind != DossierKind::First).then_some(changes));
        silent(texts)
    }

    /// What is handed in with the texts.
    pub(super) fn handed_in(&self) -> HandedIn {
        HandedIn {
            samples: self.form.samples,
            declared_true: self.form.declared_true,
        }
    }

    /// What the forms have room for and nothing stands in, though no article asks for it.
    pub fn left_blank(&self) -> Vec<&'static str> {
        silent([
            ("form.email", &self.form.email),
            ("report.history", &self.report.history),
            ("report.structure", &self.report.structure),
        ])
    }

    /// The case that the dossier is of: as it is said, or as its answers tell.
    pub fn case(&self, set: &CriteriaSet) -> Option<Case> {
        let said = self.form.service_case.filter(|_| set.has_cases());
        said.or_else(|| Sheet::of(set, &self.self_assessment).case())
    }
}

/// What Form 01 says besides its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HandedIn {
    samples: u32,
    declared_true: bool,
}

impl HandedIn {
    /// What of it the form asks for and is not there, as field paths.
    pub(super) fn missing(self, samples: u32) -> impl Iterator<Item = &'static str> {
        let samples = (self.samples < samples).then_some("form.samples");
        let declared = (!self.declared_true).then_some("form.declared_true");
        samples.into_iter().chain(declared)
    }
}

fn silent<'a>(texts: impl IntoIterator<Item = (&'static str, &'a String)>) -> Vec<&'static str> {
    let texts = texts.into_iter();
    let silent = texts.filter(|(_, text)| text.trim().is_empty());
    silent.map(|(path, _)| path).collect()
}

/// What a producer changes; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Form 01.
    pub form: Option<RegistrationForm>,
    /// Form 02, its written parts.
    pub report: Option<Report>,
    /// The answers, not looked at yet.
    pub self_assessment: Option<Vec<Given>>,
    /// What is said on criteria.
    pub statements: Option<BTreeMap<String, Statement>>,
}

/// Whether what is handed in has to be whole already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is being written: any half of the answers will do.
    Draft,
    /// It is handed in.
    Whole,
}

impl Change {
    /// What is handed in after the change, by the criteria of a set.
    ///
    /// # Errors
    /// [`Refusal::Answers`] with everything wrong with answers and statements.
    pub fn of(&self, before: Content, set: &CriteriaSet, asked: Asked) -> Result<Content, Refusal> {
        let mut after = before;
        let mut problems = Vec::new();
        if let Some(given) = &self.self_assessment {
            let answers = match asked {
                Asked::Draft => Answers::parse_draft(set, given),
                Asked::Whole => Answers::parse(set, given),
            };
            match answers {
                Ok(answers) => after.self_assessment = answers,
                Err(more) => problems.extend(more),
            }
        } else if asked == Asked::Whole {
            problems.extend(after.self_assessment.problems(set, None));
        }
        let named = self.statements.iter().flat_map(BTreeMap::keys);
        let unknown = named.filter(|code| set.criterion(code).is_none());
        problems.extend(unknown.map(|code| AnswerProblem::UnknownStatement {
            criterion: code.clone(),
        }));
        if !problems.is_empty() {
            return Err(Refusal::Answers(problems));
        }
        if let Some(form) = &self.form {
            after.form.clone_from(form);
        }
        if let Some(report) = &self.report {
            after.report.clone_from(report);
        }
        if let Some(statements) = &self.statements {
            after.statements.clone_from(statements);
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests;
