//! Records one decision of an authority on many scored dossiers and grants a certificate for each product (Article 7.3e):
//! decisions are given per round, certificates per product. It is all or nothing, unless it is asked to leave out what cannot
//! be decided; whatever stands against it is reported of every dossier at once.

use std::collections::{HashMap, HashSet};

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::registration;
use crate::application::{Error, Resource, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::{Certification, Registration};
use crate::domain::certificate::decision::Decision;
use crate::domain::council::round::Round;
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::{Dossier, State};
use crate::domain::register::product::Product;
use crate::storage::certificate::Deciding;
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
    /// Whether what cannot be decided is left out and named, instead of refusing all.
    pub skip_undecidable: bool,
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

/// What came of the decision.
#[derive(Debug)]
pub struct Recorded {
    /// In the order of the dossiers' ids, which is the order of their making.
    pub outcomes: Vec<Outcome>,
    /// Dossiers that cannot be decided, each with the reason; in the same order.
    pub left_out: Vec<(Uuid, Error)>,
    /// One certificate of each decision that contradicts this one in a province of the dossiers.
    pub contradicting: Vec<Certificate>,
}

impl UseCase<Event> for RecordRoundDecision {
    type Answer = Recorded;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Recorded, Error> {
        on(tx, Some(self.decision.date))?;
        let mut dossiers = self.dossiers(tx).await?;
        for dossier in &dossiers {
            registration::may_decide(&self.caller, dossier)?;
        }
        let mut left_out = self.missing(&dossiers);
        let products: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.product_id).collect();
        let known = storage::register::products(tx, &products).await?;
        for dossier in &dossiers {
            if !known.contains_key(&dossier.product_id) {
                let unknown = register::product_unknown(tx, dossier.product_id).await?;
                left_out.push((dossier.id, unknown));
            }
        }
        dossiers.retain(|dossier| known.contains_key(&dossier.product_id));
        let mut certifications = storage::certificate::certifications(tx, &products).await?;
        if self.skip_undecidable {
            left_out.extend(self.undecidable(&dossiers, &known, &certifications, tx));
            let refused: HashSet<Uuid> = left_out.iter().map(|(dossier, _)| *dossier).collect();
            dossiers.retain(|dossier| !refused.contains(&dossier.id));
        }
        let entries: Vec<_> = dossiers
            .iter()
            .filter_map(|dossier| Some((&**dossier, known.get(&dossier.product_id)?)))
            .collect();
        let registered = registration::of(tx, &entries, &self.decision).await?;
        let decided = dossiers.iter_mut().zip(registered);
        let (outcomes, refused) = self.decide(decided, &known, &mut certifications);
        // Whoever asked for all of them, or for some of which none is left, gets none.
        if !refused.is_empty()
            || !left_out.is_empty() && (!self.skip_undecidable || outcomes.is_empty())
        {
            left_out.extend(refused);
            left_out.sort_by_key(|(dossier, _)| *dossier);
            return Err(Error::Undecidable(left_out));
        }
        left_out.sort_by_key(|(dossier, _)| *dossier);
        let mut certifications: Vec<Saved<Certification>> = certifications.into_values().collect();
        certifications.sort_unstable_by_key(|certification| certification.product_id);
        tx.save_all(&mut certifications).await?;
        tx.save_all(&mut dossiers).await?;
        let decision = &self.decision;
        let places = dossiers.iter().map(|dossier| &dossier.place);
        let mut contradicting = Vec::new();
        for province in &Deciding::all(tx, places, decision.date) {
            contradicting
                .extend(storage::certificate::contradicting(tx, province, decision).await?);
        }
        Ok(Recorded {
            outcomes,
            left_out,
            contradicting,
        })
    }
}

type Products = HashMap<Uuid, Product>;
type Certifications = HashMap<Uuid, Saved<Certification>>;

impl RecordRoundDecision {
    /// Decides on each in turn; a refusal changes nothing.
    fn decide<'a>(
        &self,
        dossiers: impl Iterator<Item = (&'a mut Saved<Dossier>, Registration)>,
        known: &Products,
        certifications: &mut Certifications,
    ) -> (Vec<Outcome>, Vec<(Uuid, Error)>) {
        let (mut outcomes, mut refused) = (Vec::new(), Vec::new());
        for (dossier, registration) in dossiers {
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
                Err(rule) => refused.push((dossier.id, rule.into())),
            }
        }
        (outcomes, refused)
    }

    /// Those that the decision cannot be on, found on copies: what is left out takes no serial of its commune.
    fn undecidable(
        &self,
        dossiers: &[Saved<Dossier>],
        known: &Products,
        certifications: &Certifications,
        tx: &Tx,
    ) -> Vec<(Uuid, Error)> {
        let mut copies = dossiers.to_vec();
        let registration = |dossier: &Saved<Dossier>| Registration {
            certificate_id: dossier.id,
            product_code: String::new(),
            recorded_on: tx.today(),
            recorded_at: tx.now(),
        };
        let tried = copies.iter_mut().map(|dossier| {
            let registration = registration(dossier);
            (dossier, registration)
        });
        self.decide(tried, known, &mut certifications.clone()).1
    }

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
        Level::Province | Level::District => {
            Target::province(&round.province_code, round.said_on())
        }
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
