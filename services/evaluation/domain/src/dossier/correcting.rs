//! What is put right of a dossier on record: the day of a step, its round. What later steps rest on is asked again.

use chrono::{Days, NaiveDate};

use super::receipt::Office;
use super::review::Supplement;
use super::{Dossier, DossierKind, Held, Lodged, Refusal, Stage, State, Step};
use crate::certificate::certification::Certification;
use crate::correction::Grounds;
use crate::council::Council;
use crate::council::round::Round;
use crate::criteria;
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::{Level, Regulation};
use crate::register::product::Product;

/// What is put right; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub lodged_on: Option<NaiveDate>,
    /// The day the commune sent it on.
    pub endorsed_on: Option<NaiveDate>,
    /// The day the last round accepted it.
    pub accepted_on: Option<NaiveDate>,
    /// The day of the advisory team's last report.
    pub advised_on: Option<NaiveDate>,
    /// The day of the council's last minutes.
    pub tallied_on: Option<NaiveDate>,
    /// The day the supplement of the round was asked for.
    pub supplement_asked_on: Option<NaiveDate>,
    /// By when it is to be handed in.
    pub supplement_due_on: Option<NaiveDate>,
    /// The day it was handed in.
    pub supplement_filed_on: Option<NaiveDate>,
    /// The day it was rejected, withdrawn or closed.
    pub closed_on: Option<NaiveDate>,
    /// The round it is in, before its council has counted.
    pub round: Option<Round>,
}

/// What the steps rested on.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
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
            after.move_to(round)?;
        }
        after.check_end(values, facts)?;
        let differences = self.differences(&after);
        grounds.record(&mut after.corrections, differences)?;
        after.emit_with(Step::Corrected, grounds.reason.clone(), today);
        *self = after;
        Ok(())
    }

    /// `None` if a step was not taken.
    fn put(&mut self, values: &Values) -> Option<()> {
        for (office, was, becomes) in [
            (
                Office::Commune,
                self.stage.lodged().map(|lodged| lodged.on),
                values.lodged_on,
            ),
            (
                Office::Province,
                self.stage.accepted().map(|accepted| accepted.on),
                values.accepted_on,
            ),
        ] {
            self.move_receipt(office, was, becomes);
        }
        let stage = &mut self.stage;
        if let Some(on) = values.lodged_on {
            stage.lodged_mut()?.on = on;
        }
        if let Some(on) = values.endorsed_on {
            stage.endorsed_mut()?.on = on;
        }
        if let Some(on) = values.accepted_on {
            let accepted = stage.accepted_mut()?;
            let of_round = accepted.round_id;
            let earlier = accepted.past.earlier.iter_mut();
            for result in earlier.filter(|result| result.round_id == of_round) {
                result.accepted_on = on;
            }
            accepted.on = on;
        }
        if let Some(on) = values.advised_on {
            match stage {
                Stage::ReadyForCouncil { advice, .. } => advice.filed_on = on,
                _ => stage.accepted_mut()?.advice.as_mut()?.filed_on = on,
            }
        }
        if values.supplement_asked_on.is_some()
            || values.supplement_due_on.is_some()
            || values.supplement_filed_on.is_some()
        {
            put_supplement(stage.supplement_mut()?, values)?;
        }
        if let Some(on) = values.closed_on {
            *stage.closed_on_mut()? = on;
        }
        if let Some(on) = values.tallied_on {
            let scored = stage.scored_mut()?;
            let past = &mut scored.accepted.past;
            if past.sent_back_on == Some(scored.tally.tallied_on) {
                past.sent_back_on = Some(on);
            }
            scored.tally.tallied_on = on;
        }
        // A round without a council's result, or nothing else to be put right.
        let counted = stage.scored().is_some();
        (values.round.is_none() || stage.accepted().is_some() && !counted).then_some(())
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
            _ => Held::for_lodging(self.kind, certificates, on),
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
            None => facts.certificates.valid_on(on).map(|held| held.star),
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
    fn move_to(&mut self, round: &Round) -> Result<(), Refusal> {
        let level = match self.state() {
            State::InCentralRound => Level::Centre,
            _ => Level::Province,
        };
        if round.level != level {
            return Err(self.wrong_state());
        }
        if level == Level::Province {
            self.same_province(&round.province_code, round.said_on())?;
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

/// `None` if it was not handed in and is said to have been.
fn put_supplement(supplement: &mut Supplement, values: &Values) -> Option<()> {
    if let Some(on) = values.supplement_asked_on {
        supplement.asked_on = on;
    }
    if let Some(on) = values.supplement_due_on {
        supplement.due_on = Some(on);
    }
    if let Some(on) = values.supplement_filed_on {
        supplement.filed_on = Some(supplement.filed_on.map(|_| on)?);
    }
    Some(())
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
