//! Puts values of a dossier right on record: the day of a step or of its end, its round.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, OutOfScope, Role};
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, Resource, on, register};
use crate::domain::Event;
use crate::domain::correction::Grounds;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::correcting::{Facts, Values};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct CorrectDossier {
    pub caller: Caller,
    pub id: Uuid,
    pub reason: String,
    /// The values; their round is looked up by `round_id`.
    pub values: Values,
    pub round_id: Option<Uuid>,
}

impl UseCase<Event> for CorrectDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        tx.because(&self.reason);
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        self.may_correct(&dossier)?;
        for day in self.days() {
            on(tx, Some(day))?;
        }
        let mut values = self.values.clone();
        if let Some(id) = self.round_id {
            let round = storage::council::round(tx, id).await?;
            values.round = Some(Resource::Round.found(round, id)?);
        }
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let (first_round, council) = match dossier.stage.accepted() {
            None => (None, None),
            Some(accepted) => {
                let earlier = accepted.past.earlier.first();
                let first = earlier.map_or(accepted.round_id, |result| result.round_id);
                (
                    storage::council::round(tx, first).await?,
                    storage::council::council(tx, accepted.council_id).await?,
                )
            }
        };
        let product = match dossier.stage.closing() {
            Some(_) => Some(register::product(tx, dossier.product_id).await?),
            None => None,
        };
        let units = tx.units();
        let facts = Facts {
            places: units.places(),
            certificates: &certificates,
            first_round: first_round.as_ref(),
            council: council.as_deref(),
            product: product.as_ref(),
        };
        let grounds = Grounds {
            reason: self.reason.clone(),
            by: self.caller.actor.subject.clone(),
            at: tx.now(),
        };
        let before = handed_in(&dossier);
        dossier.correct(&values, facts, &grounds, tx.today())?;
        tx.save(&mut dossier).await?;
        // What was handed in bears the day of its step: first the supplement, which came last.
        let mut earlier = None;
        let after = handed_in(&dossier);
        let days = before.into_iter().zip(after);
        for (was, becomes) in days.filter(|_| before != after) {
            if let (Some(was), Some(becomes)) = (was, becomes) {
                let days = (was, becomes);
                let found =
                    storage::dossier::redate_revision(tx, dossier.id, days, earlier).await?;
                earlier = found.or(earlier);
            }
        }
        Ok(dossier)
    }
}

/// The days on which the supplement of the round and the dossier were handed in.
fn handed_in(dossier: &Dossier) -> [Option<NaiveDate>; 2] {
    let supplement = dossier.stage.supplement_of_round();
    [
        supplement.and_then(|supplement| supplement.filed_on),
        dossier.stage.lodged().map(|lodged| lodged.on),
    ]
}

impl CorrectDossier {
    /// A commune puts right its own days until the province accepts the dossier; the office puts right the rest.
    fn may_correct(&self, dossier: &Dossier) -> Result<(), OutOfScope> {
        let own = Values {
            lodged_on: self.values.lodged_on,
            endorsed_on: self.values.endorsed_on,
            ..Values::default()
        };
        let before_the_province = dossier.stage.accepted().is_none();
        if before_the_province && self.values == own && self.round_id.is_none() {
            return Ok(());
        }
        let office = self.caller.only(&[Role::OcopOffice]);
        office.within(dossier.target())?;
        if self.corrects_the_round() {
            office.within(super::target_of_round(dossier))?;
        }
        if self.values.closed_on.is_some() {
            office.within(super::target_in_charge(dossier))?;
        }
        Ok(())
    }

    /// Whether it corrects what the last round did.
    fn corrects_the_round(&self) -> bool {
        let values = &self.values;
        let days = [
            values.accepted_on,
            values.advised_on,
            values.tallied_on,
            values.supplement_asked_on,
            values.supplement_due_on,
            values.supplement_filed_on,
        ];
        self.round_id.is_some() || days.iter().any(Option::is_some)
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let values = &self.values;
        let days = [
            values.lodged_on,
            values.endorsed_on,
            values.accepted_on,
            values.advised_on,
            values.tallied_on,
            values.supplement_asked_on,
            values.supplement_filed_on,
            values.closed_on,
        ];
        days.into_iter().flatten()
    }
}
