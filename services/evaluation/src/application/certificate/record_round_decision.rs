//! Records one decision of an authority on many scored dossiers and grants a certificate for each product (Article 7.3e):
//! decisions are given per round, certificates per product. It is all or nothing, and whatever stands against it is reported
//! of every dossier at once.

use std::collections::HashSet;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::registration;
use crate::application::{Error, Resource, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::Certification;
use crate::domain::certificate::decision::Decision;
use crate::domain::council::round::Round;
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::{Dossier, State};
use crate::storage::{self, Tx};

/// Most dossiers in one decision.
pub const MAX_DOSSIERS: usize = 500;

/// What a decision is on.
#[derive(Debug)]
pub enum DecidedOn {
    /// These dossiers, at most [`MAX_DOSSIERS`] and none twice.
    Dossiers(Vec<Uuid>),
    /// Every scored dossier of this round that may be certified. Of a province's round those with five
    /// stars are left: their approval is another decision.
    Round(Uuid),
}

/// The decision to record.
#[derive(Debug)]
pub struct RecordRoundDecision {
    /// Who asks.
    pub caller: Caller,
    /// What it is on.
    pub on: DecidedOn,
    /// The decision.
    pub decision: Decision,
}

/// What came of one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Id of the dossier.
    pub dossier_id: Uuid,
    /// Id of its product.
    pub product_id: Uuid,
    /// The certificate granted; `None` if five stars were approved and sent to the centre.
    pub certificate: Option<Certificate>,
}

impl UseCase<Event> for RecordRoundDecision {
    /// In the order of the dossiers' ids, which is the order of their making.
    type Answer = Vec<Outcome>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Vec<Outcome>, Error> {
        on(tx, Some(self.decision.date))?;
        let mut dossiers = self.dossiers(tx).await?;
        for dossier in &dossiers {
            registration::may_decide(&self.caller, dossier)?;
        }
        let mut problems = self.missing(&dossiers);
        let products: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.product_id).collect();
        let known = storage::register::products(tx, &products).await?;
        for dossier in &dossiers {
            if !known.contains_key(&dossier.product_id) {
                let unknown = register::product_unknown(tx, dossier.product_id).await?;
                problems.push((dossier.id, unknown));
            }
        }
        dossiers.retain(|dossier| known.contains_key(&dossier.product_id));
        let mut certifications = storage::certificate::certifications(tx, &products).await?;
        let entries: Vec<_> = dossiers
            .iter()
            .filter_map(|dossier| Some((&**dossier, known.get(&dossier.product_id)?)))
            .collect();
        let registered = registration::of(tx, &entries, &self.decision).await?;

        let mut outcomes = Vec::with_capacity(dossiers.len());
        for (dossier, registration) in dossiers.iter_mut().zip(registered) {
            let of = (
                known.get(&dossier.product_id),
                certifications.get_mut(&dossier.product_id),
            );
            let (Some(product), Some(certification)) = of else {
                continue;
            };
            let decision = self.decision.clone();
            match dossier.decide(decision, product, certification, registration) {
                Ok(_) => outcomes.push(outcome(dossier, certification)),
                Err(rule) => problems.push((dossier.id, rule.into())),
            }
        }
        if !problems.is_empty() {
            problems.sort_by_key(|(dossier, _)| *dossier);
            return Err(Error::Undecidable(problems));
        }
        let mut certifications: Vec<Saved<Certification>> = certifications.into_values().collect();
        certifications.sort_unstable_by_key(|certification| certification.product_id);
        tx.save_all(&mut certifications).await?;
        tx.save_all(&mut dossiers).await?;
        Ok(outcomes)
    }
}

impl RecordRoundDecision {
    async fn dossiers(&self, tx: &Tx) -> Result<Vec<Saved<Dossier>>, Error> {
        let round = match &self.on {
            DecidedOn::Dossiers(ids) => return Ok(tx.load_many(ids).await?),
            DecidedOn::Round(round) => *round,
        };
        let found = Resource::Round.found(storage::council::round(tx, round).await?, round)?;
        self.caller.within(target_of_round(&found))?;
        let mut scored = storage::dossier::scored_in(tx, round).await?;
        scored.retain(|dossier| dossier.star_to_grant().is_some());
        match scored.len() {
            0 => Err(Error::NothingToDecide),
            1..=MAX_DOSSIERS => Ok(scored),
            count => Err(Error::TooMany {
                count,
                most: MAX_DOSSIERS,
            }),
        }
    }

    /// The dossiers asked for that are not there.
    fn missing(&self, found: &[Saved<Dossier>]) -> Vec<(Uuid, Error)> {
        let DecidedOn::Dossiers(named) = &self.on else {
            return Vec::new();
        };
        let found: HashSet<Uuid> = found.iter().map(|dossier| dossier.id).collect();
        let missing = named.iter().filter(|id| !found.contains(id));
        missing
            .map(|&id| {
                let what = Resource::Dossier;
                (id, Error::Unknown { what, id })
            })
            .collect()
    }
}

/// Where a round belongs. That of the centre belongs to no province.
fn target_of_round(round: &Round) -> Target {
    match round.level {
        Level::Centre => Target::default(),
        Level::Province | Level::District => Target::province(&round.province_code),
    }
}

fn outcome(dossier: &Dossier, certification: &Certification) -> Outcome {
    let granted = dossier.state() == State::Certified;
    Outcome {
        dossier_id: dossier.id,
        product_id: dossier.product_id,
        certificate: certification.newest().filter(|_| granted).cloned(),
    }
}
