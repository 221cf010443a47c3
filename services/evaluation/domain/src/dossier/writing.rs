//! What the producer does: write, hand in, add what was asked for.

use chrono::NaiveDate;

use super::completeness::{Lack, hold, lacks_of};
use super::content::Content;
use super::review::Supplement;
use super::revision::Revision;
use super::{Dossier, Held, Lodged, Refusal, Stage, State, Step};
use crate::certificate::certification::Certification;
use crate::criteria::CriteriaSet;
use crate::criteria::calendar::not_before;
use crate::criteria::library::Library;
use crate::criteria::regulation::Code;
use crate::evidence::Evidence;

/// What a dossier is lodged with, besides what is written in it.
#[derive(Clone, Copy, Debug)]
pub struct Lodging<'a> {
    /// The certificates of its product.
    pub certificates: &'a Certification,
    /// The documents that it refers to.
    pub papers: &'a [Evidence],
    /// Names of what is advised and not there, by which the producer acknowledges it.
    pub acknowledged: &'a [String],
    /// The day it is lodged.
    pub on: NaiveDate,
}

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
    /// Not a draft; dated before it was last given back; no such set under the regulation of the day; what Article 6 asks for is not there, or what is
    /// advised is not acknowledged; or the product's certificates, as they stood on that day, do not allow a dossier of
    /// the kind.
    pub fn submit(&mut self, library: &Library, lodging: Lodging<'_>) -> Result<(), Refusal> {
        let Stage::Draft { returned } = &self.stage else {
            return Err(self.wrong_state());
        };
        let Lodging {
            certificates,
            papers,
            acknowledged,
            on,
        } = lodging;
        not_before(on, self.last_step_on())?;
        let answers_to = returned.clone();
        let set = self.set_for_lodging(library, on)?;
        let regulation = set.law;
        let lacks = lacks_of(&self.content, self.kind, set, papers, on);
        let lacking: Vec<String> = lacks.iter().map(Lack::name).collect();
        hold(lacks, acknowledged)?;
        self.held = Held::for_lodging(self.kind, certificates, on)?;
        self.acknowledged = lacking;
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

    fn freeze(&mut self, regulation: Code, answers_to: String, on: NaiveDate) {
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
