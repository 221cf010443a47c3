//! What the producer does: write, hand in, add what was asked for.

use chrono::NaiveDate;

use super::content::Content;
use super::review::Supplement;
use super::revision::Revision;
use super::{Dossier, Held, Lodged, Refusal, Stage, State, Step};
use crate::certificate::certification::Certification;
use crate::criteria::answers::Answers;
use crate::criteria::calendar::not_before;
use crate::criteria::library::Library;
use crate::criteria::regulation::{Code, Regulation};
use crate::criteria::{self, CriteriaSet};

impl Dossier {
    /// Replaces what the producer hands in while the dossier is a draft, such as after a return.
    ///
    /// # Errors
    /// It is lodged.
    pub fn rewrite(&mut self, content: Content, on: NaiveDate) -> Result<(), Refusal> {
        if self.state() != State::Draft {
            return Err(self.wrong_state());
        }
        self.content = content;
        self.emit(Step::Updated, on);
        Ok(())
    }

    /// Lodges it at the commune (Article 7.1). The day fixes the regulation and with it the criteria
    /// set (Articles 11 and 12); what is handed in is frozen as a new revision.
    ///
    /// # Errors
    /// Not a draft; no such set under the regulation of the day; answers that do not fit that set; or the product's
    /// certificates, as they stood on that day, do not allow a dossier of the kind.
    pub fn submit(
        &mut self,
        library: &Library,
        certificates: &Certification,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let Stage::Draft { returned } = &self.stage else {
            return Err(self.wrong_state());
        };
        let answers_to = returned.clone();
        let regulation =
            Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?;
        let number = self.criteria_set;
        let set = library
            .set(regulation.code, number)
            .ok_or(criteria::Refusal::NoCriteriaSet { number, on })?;
        fits(set, &self.content.self_assessment)?;
        self.held = Held::for_lodging(self.kind, certificates, on)?;
        self.freeze(regulation.code, answers_to, on);
        self.stage = Stage::Submitted {
            lodged: Lodged {
                regulation: regulation.code,
                on,
            },
            returned: String::new(),
        };
        self.emit(Step::Submitted, on);
        Ok(())
    }

    /// Hands in the supplement that the advisory team asked for (Article 7.3c): a new revision under
    /// the regulation of the first, for the team to look at.
    ///
    /// # Errors
    /// None was asked for; answers that do not fit the set it was lodged under; dated before it was
    /// asked for.
    pub fn add_supplement(
        &mut self,
        content: Content,
        set: &CriteriaSet,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let Stage::SupplementRequested {
            accepted,
            supplement,
        } = &self.stage
        else {
            return Err(self.wrong_state());
        };
        fits(set, &content.self_assessment)?;
        not_before(on, Some(supplement.asked_on))?;
        let answers_to = supplement.text.clone();
        let accepted = accepted.clone().with_supplement(Supplement {
            filed_on: Some(on),
            ..supplement.clone()
        });
        self.content = content;
        self.freeze(set.regulation(), answers_to, on);
        self.stage = Stage::InProvincialRound(accepted);
        self.emit(Step::Supplemented, on);
        Ok(())
    }

    fn freeze(&mut self, regulation: Code, answers_to: String, on: NaiveDate) {
        self.revision += 1;
        self.lodged_evidence = self.evidence();
        self.frozen = Some(Revision {
            number: self.revision,
            lodged_on: on,
            regulation,
            criteria_set: self.criteria_set,
            answers_to,
            content: self.content.clone(),
        });
    }
}

/// Says whether answers fit a set.
fn fits(set: &CriteriaSet, answers: &Answers) -> Result<(), Refusal> {
    let problems = answers.problems(set);
    if problems.is_empty() {
        return Ok(());
    }
    Err(criteria::Refusal::Answers(problems).into())
}
