//! What the producer does: write, hand in, add what was asked for.

use chrono::NaiveDate;

use super::completeness::{hold, lacks_of};
use super::content::Content;
use super::review::Supplement;
use super::revision::Revision;
use super::{Dossier, Refusal, Stage, State, Step};
use crate::criteria::CriteriaSet;
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::Code;
use crate::evidence::Evidence;
use crate::register::product::Product;

impl Dossier {
    /// Replaces what the producer hands in while the dossier is a draft, such as after a return. The answers are those of
    /// the criteria set that the product has now.
    ///
    /// # Errors
    /// It is lodged.
    pub fn rewrite(
        &mut self,
        content: Content,
        product: &Product,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.state() != State::Draft {
            return Err(self.wrong_state());
        }
        self.content = content;
        self.criteria_set = product.criteria_set;
        self.emit(Step::Updated, on);
        Ok(())
    }

    /// Hands in the supplement that the advisory team asked for (Article 7.3c): a new revision under
    /// the regulation of the first, for the team to look at.
    ///
    /// # Errors
    /// None was asked for; what Article 6 asks for is no longer there; dated before it was asked for.
    pub fn add_supplement(
        &mut self,
        content: Content,
        set: &CriteriaSet,
        papers: &[Evidence],
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let Stage::SupplementRequested {
            accepted,
            supplement,
        } = &self.stage
        else {
            return Err(self.wrong_state());
        };
        let mut lacks = lacks_of(&content, self.kind, set, papers, on);
        lacks.retain(|lack| lack.required_by().is_some());
        hold(lacks, &[])?;
        not_before(on, self.last_step_on())?;
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

    pub(super) fn freeze(&mut self, regulation: Code, answers_to: String, on: NaiveDate) {
        self.revision += 1;
        self.lodged_evidence = self.evidence();
        self.frozen = Some(Revision {
            number: self.revision,
            lodged_on: on,
            regulation,
            criteria_set: self.criteria_set,
            answers_to,
            acknowledged: self.acknowledged.clone(),
            content: self.content.clone(),
        });
    }
}
