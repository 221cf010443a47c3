//! The evidence that a dossier refers to: it is the producer's own, there, and not withdrawn. One
//! document may serve all the producer's products.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Dossier, Refusal, Stage};
use crate::criteria::regulation::Regulation;
use crate::evidence::Evidence;

/// Something wrong with evidence that is referred to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentProblem {
    #[error("there is no evidence {0}")]
    Unknown(Uuid),
    #[error("evidence {0} belongs to another producer")]
    OfAnother(Uuid),
    #[error("evidence {0} was withdrawn")]
    Withdrawn(Uuid),
}

impl Dossier {
    /// Every document that has to stay for it: what it refers to now, and what it referred to when it was
    /// lodged, whatever was handed in since.
    pub fn evidence(&self) -> Vec<Uuid> {
        let mut ids = self.content.evidence();
        ids.extend(&self.lodged_evidence);
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// From when to when its documents are needed: for the life of the certificate it led to, or of one that
    /// would be given today.
    pub fn certificate_term(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let begins = match &self.stage {
            Stage::Certified { decision, .. } => decision.date,
            _ => today,
        };
        let lodged = self.stage.lodged();
        let law = lodged.map(|lodged| lodged.regulation.regulation());
        let law = law.or_else(|| Regulation::in_force_on(today));
        let ends = law.map_or(begins, |law| law.last_day_of_term(begins));
        (today, ends)
    }

    /// Looks at the evidence that what is handed in refers to; `found` are those that exist.
    ///
    /// # Errors
    /// [`Refusal::Documents`] with everything wrong with them.
    pub fn check_documents(&self, found: &[Evidence]) -> Result<(), Refusal> {
        let problem = |id: Uuid| match found.iter().find(|document| document.id == id) {
            None => Some(DocumentProblem::Unknown(id)),
            Some(document) if document.producer_id != self.producer_id => {
                Some(DocumentProblem::OfAnother(id))
            }
            Some(document) if document.withdrawal.is_some() => Some(DocumentProblem::Withdrawn(id)),
            Some(_) => None,
        };
        let named = self.content.evidence().into_iter();
        let problems: Vec<DocumentProblem> = named.filter_map(problem).collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Documents(problems))
        }
    }
}
