//! Puts right the decision that gave a certificate, or all certificates that it gave: all of them, or none. A dossier that it
//! decided on takes it over; what stands against that refuses the correction.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::dossier::Dossier;
use crate::storage::certificate::Deciding;
use crate::storage::{self, Tx};

/// Most certificates corrected at once.
const MOST: usize = 500;

/// The decision as it should read.
#[derive(Debug)]
pub struct CorrectDecision {
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    pub decision: Decision,
    pub reason: String,
    /// Whether all certificates of the province that the same decision gave are meant.
    pub whole_decision: bool,
    /// The day since which decisions are made here.
    pub before: NaiveDate,
}

/// What was corrected.
#[derive(Debug)]
pub struct CorrectedDecision {
    /// In order of recording.
    pub certificates: Vec<Certificate>,
    /// One certificate of each decision that contradicts the one as it reads now.
    pub contradicting: Vec<Certificate>,
}

impl UseCase<Event> for CorrectDecision {
    type Answer = CorrectedDecision;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<CorrectedDecision, Error> {
        let first = super::certificate(tx, self.id).await?;
        self.caller.within(super::target_of_authority(&first))?;
        on(tx, Some(self.decision.date))?;
        let grounds = super::grounds(tx, &self.caller, &self.reason);
        let place = first.place.clone();
        let mut all = vec![first];
        if self.whole_decision {
            let (given, most) = (all[0].decision.clone(), MOST + 1);
            let most = most.try_into().unwrap_or(u64::MAX);
            let province = Deciding::of(tx, &place, given.date);
            all = storage::certificate::given_by(tx, &province, &given, most).await?;
        }
        if all.len() > MOST {
            let (count, most) = (all.len(), MOST);
            return Err(Error::TooMany { count, most });
        }
        let products: Vec<Uuid> = all.iter().map(|one| one.product_id).collect();
        let today = tx.today();
        // Dossiers are locked before certificates, as when they are decided.
        let mut dossiers = Vec::new();
        for id in all.iter().filter_map(|one| one.dossier_id) {
            dossiers.push(Dossier::reached(tx, &self.caller, id).await?);
        }
        let mut found = storage::certificate::certifications(tx, &products).await?;
        for one in &all {
            self.caller.within(super::target_of_authority(one))?;
            if let Some(certification) = found.get_mut(&one.product_id) {
                let decision = &self.decision;
                certification.correct_decision(one.id, decision, &grounds, self.before, today)?;
            }
        }
        for dossier in &mut dossiers {
            dossier.correct_decision(self.decision.clone(), today)?;
        }
        tx.save_all(&mut dossiers).await?;
        let mut certifications: Vec<_> = found.into_values().collect();
        certifications.sort_unstable_by_key(|certification| certification.product_id);
        tx.save_all(&mut certifications).await?;
        let corrected = |one: &Certificate| {
            let mut of = certifications.iter();
            let of = of.find(|certification| certification.product_id == one.product_id)?;
            super::granted(of, one.id).ok()
        };
        let province = Deciding::of(tx, &place, self.decision.date);
        let contradicting =
            storage::certificate::contradicting(tx, &province, &self.decision).await?;
        Ok(CorrectedDecision {
            certificates: all.iter().filter_map(corrected).collect(),
            contradicting,
        })
    }
}
