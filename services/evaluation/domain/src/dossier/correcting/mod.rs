//! What is put right of a dossier on record: the day of a step, its round. What later steps rest on is asked again.

mod values;

use chrono::{Days, NaiveDate};
use ocop_places::Places;

use super::{Dossier, DossierKind, Held, Lodged, Refusal, Stage, State, Step};
use crate::certificate::certification::Certification;
use crate::correction::Grounds;
use crate::council::Council;
use crate::council::round::Round;
use crate::criteria;
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::{Level, Regulation};
use crate::register::product::Product;

pub use values::Values;

/// What the steps rested on.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The administrative units that are known.
    pub places: &'a Places,
    pub certificates: &'a Certification,
    /// The round that first accepted it.
    pub first_round: Option<&'a Round>,
    /// The council of the last round.
    pub council: Option<&'a Council>,
    /// The product, of a dossier whose closing is dated otherwise.
    pub product: Option<&'a Product>,
}

impl Dossier {
    /// Puts values right, all of them or none. Corrections are kept, each with what it was before.
    ///
    /// # Errors
    /// It is a draft; a step that was not taken; days that would not follow each other; or what a step rested on does not
    /// hold with the new value: the regulation of the day it was lodged, its certificates then, the cut-off of its round, the
    /// rules and members of the council on the day of the minutes, the ground on which it was closed.
    pub fn correct(
        &mut self,
        values: &Values,
        facts: Facts<'_>,
        grounds: &Grounds,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let mut after = self.clone();
        after.put(values).ok_or_else(|| self.wrong_state())?;
        after.check_order()?;
        if values.lodged_on.is_some() {
            after.held = self.held_if_lodged(&after, facts.certificates)?;
        }
        if values.endorsed_on.is_some()
            && let (Some(round), Some(endorsed)) = (facts.first_round, after.stage.endorsed())
            && after.stage.accepted().is_some()
            // The round that it moves to is asked below.
            && (values.round.is_none() || !after.stage.earlier().is_empty())
        {
            self.in_time_for(round, endorsed.on)?;
        }
        if values.tallied_on.is_some() {
            self.check_count(&after, facts)?;
        }
        if let Some(round) = &values.round {
            after.move_to(facts.places, round)?;
        }
        after.check_end(values, facts)?;
        let differences = self.differences(&after);
        grounds.record(&mut after.corrections, differences)?;
        after.emit_with(Step::Corrected, grounds.reason.clone(), today);
        *self = after;
        Ok(())
    }

    /// Whether it could end as it did on the day on which it is said to have ended, and what was to be handed in is due
    /// after it was asked for.
    fn check_end(&self, values: &Values, facts: Facts<'_>) -> Result<(), Refusal> {
        if let Some(supplement) = self.stage.supplement_of_round()
            && let Some(due_on) = supplement.due_on
        {
            not_before(due_on, Some(supplement.asked_on))?;
        }
        let Some(on) = self.stage.closed_on() else {
            return Ok(());
        };
        if values.closed_on.is_some() {
            not_before(on, self.lifted_on())?;
            if matches!(self.stage, Stage::Rejected { .. }) {
                not_before(on, self.knocked_out_on())?;
            }
        }
        match (self.stage.closing(), facts.product) {
            (Some(closing), Some(product)) => {
                self.check_ground(closing.ground, product, facts.certificates, on)
            }
            _ => Ok(()),
        }
    }

    /// What it starts from if it is lodged on the corrected day.
    fn held_if_lodged(
        &self,
        after: &Self,
        certificates: &Certification,
    ) -> Result<Option<Held>, Refusal> {
        let (
            Lodged {
                regulation,
                on: old,
            },
            on,
        ) = (self.lodged()?, after.lodged()?.on);
        let law = Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?;
        if law.code != *regulation {
            return Err(Refusal::OtherRegulation { on });
        }
        let valid = |day| certificates.valid_on(day).map(|held| held.id);
        let same = valid(on) == valid(*old);
        match self.held {
            // The same certificate, which may have been cut short by what came of this very dossier.
            Some(held) if same => {
                let from = held.until - Days::new(law.filing_opens_days);
                let early = self.kind == DossierKind::ReEvaluation && on < from;
                if early {
                    return Err(Refusal::FiledTooEarly { from });
                }
                Ok(Some(held))
            }
            _ => Held::for_lodging(self.kind, certificates, on, after.since.first_lodged),
        }
    }

    /// A count stays what it is only if the council sat by the same rules and with the same members on the corrected
    /// day, and an upgrade is still compared to the same effect.
    fn check_count(&self, after: &Self, facts: Facts<'_>) -> Result<(), Refusal> {
        let (Some(before), Some(tally)) = (self.tally(), after.tally()) else {
            return Err(self.wrong_state());
        };
        let (old, on) = (before.tallied_on, tally.tallied_on);
        let would_change = Err(Refusal::CountWouldChange { on });
        if let Some(council) = facts.council {
            not_before(on, Some(council.appointed_on))?;
            let same_members = council.members_on(old).eq(council.members_on(on));
            if !same_members || council.rules_on(old) != council.rules_on(on) {
                return would_change;
            }
        }
        let held = match self.granted_before() {
            Some(_) => self.held.map(|held| held.star),
            None => facts.certificates.good_on(on).map(|held| held.star),
        };
        let recognised = tally
            .star
            .is_some_and(|star| held.is_none_or(|held| star > held));
        let provincial = !matches!(
            self.state(),
            State::CentralScored | State::CentralBelow90 | State::Certified
        );
        let was_recognised = self.state() != State::NotRecognised;
        if self.kind == DossierKind::Upgrade && provincial && recognised != was_recognised {
            return would_change;
        }
        Ok(())
    }

    /// Moves it into another round of the same level. The members of another council vote anew.
    fn move_to(&mut self, places: &Places, round: &Round) -> Result<(), Refusal> {
        let level = match self.state() {
            State::InCentralRound => Level::Centre,
            _ => Level::Province,
        };
        if round.level != level {
            return Err(self.wrong_state());
        }
        if level == Level::Province {
            self.same_province(places, &round.province_code, round.said_on())?;
        }
        let refused = self.wrong_state();
        let last = self.stage.earlier().last();
        let sent_on = match last {
            None => self.stage.endorsed().map(|endorsed| endorsed.on),
            // What the centre sent back is held to no cut-off.
            Some(result) => result.approval.as_ref().map(|approval| approval.date),
        };
        if let Some(sent_on) = sent_on {
            self.in_time_for(round, sent_on)?;
        }
        let accepted = self.stage.accepted_mut().ok_or(refused)?;
        let other_council = accepted.council_id != round.council_id;
        accepted.round_id = round.id;
        accepted.council_id = round.council_id;
        accepted.round_ends_on = round.ends_on;
        if other_council {
            self.ballot_attempt += 1;
        }
        Ok(())
    }

    /// The fields of the contract that may be put right, with what they are and what they become.
    fn differences(&self, after: &Self) -> [(&'static str, String, String); 10] {
        let of = |field, read: fn(&Self) -> String| (field, read(self), read(after));
        [
            of("lodged_on", |it| text(it.stage.lodged().map(|it| it.on))),
            of("endorsed_on", |it| {
                text(it.stage.endorsed().map(|it| it.on))
            }),
            of("accepted_on", |it| {
                text(it.stage.accepted().map(|it| it.on))
            }),
            of("advised_on", |it| {
                text(it.stage.advice_of_round().map(|it| it.filed_on))
            }),
            of("tally.tallied_on", |it| {
                text(it.tally().map(|it| it.tallied_on))
            }),
            of("round_id", |it| {
                text(it.stage.accepted().map(|it| it.round_id))
            }),
            of("supplement.asked_on", |it| {
                text(it.stage.supplement_of_round().map(|it| it.asked_on))
            }),
            of("supplement.due_on", |it| {
                text(it.stage.supplement_of_round().and_then(|it| it.due_on))
            }),
            of("supplement.filed_on", |it| {
                text(it.stage.supplement_of_round().and_then(|it| it.filed_on))
            }),
            of("closed_on", |it| text(it.stage.ended_on())),
        ]
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
