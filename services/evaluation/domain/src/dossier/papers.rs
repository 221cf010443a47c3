//! The papers that a dossier refers to: they are the producer's own, there, and not taken back. One
//! paper may serve all the producer's products.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Dossier;
use crate::criteria::regulation::Regulation;
use crate::evidence::Evidence;
use crate::refusal::Refusal;

/// Something wrong with a paper that is referred to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperProblem {
    /// There is none with this id.
    #[error("there is no evidence {0}")]
    Unknown(Uuid),
    /// It is another producer's.
    #[error("evidence {0} belongs to another producer")]
    OfAnother(Uuid),
    /// It was taken back.
    #[error("evidence {0} was withdrawn")]
    Withdrawn(Uuid),
}

impl Dossier {
    /// Every paper that has to stay for it: what it refers to now, and what it referred to when it was
    /// lodged, whatever was handed in since.
    pub fn evidence(&self) -> Vec<Uuid> {
        let mut ids = self.content.evidence();
        ids.extend(&self.lodged_evidence);
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// From when to when its papers are needed: for the life of the certificate it led to, or of one that
    /// would be given today.
    pub fn certificate_term(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let given = self.certificate_id.and(self.decision.as_ref());
        let begins = given.map_or(today, |decision| decision.date);
        let law = self.regulation.map(|code| code.regulation());
        let law = law.or_else(|| Regulation::in_force_on(today));
        let ends = law.map_or(begins, |law| law.last_day_of_term(begins));
        (today, ends)
    }

    /// Looks at the papers that what is handed in refers to; `found` are those that exist.
    ///
    /// # Errors
    /// [`Refusal::Papers`] with everything wrong with them.
    pub fn check_papers(&self, found: &[Evidence]) -> Result<(), Refusal> {
        let problem = |id: Uuid| match found.iter().find(|paper| paper.id == id) {
            None => Some(PaperProblem::Unknown(id)),
            Some(paper) if paper.producer_id != self.producer_id => {
                Some(PaperProblem::OfAnother(id))
            }
            Some(paper) if paper.withdrawal.is_some() => Some(PaperProblem::Withdrawn(id)),
            Some(_) => None,
        };
        let named = self.content.evidence().into_iter();
        let problems: Vec<PaperProblem> = named.filter_map(problem).collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Papers(problems))
        }
    }
}
