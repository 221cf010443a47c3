//! How partner and producer go on with each other once a product fits: from the proposal to the supply.

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::{Match, MatchChange, MatchState};
use crate::partner::{Partner, Refusal};

/// Steps of a match that are kept at most.
pub const MAX_STEPS: usize = 100;

/// How far partner and producer have come with each other.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MatchStage {
    /// The system proposed it.
    #[default]
    Proposed,
    /// One of them wrote or called.
    Contacted,
    /// Samples were sent.
    Sampled,
    /// They talk about price and terms.
    Negotiating,
    /// The partner is supplied.
    Supplied,
    /// The supply has ended.
    Ended,
    /// One of them does not want it.
    Refused,
}

impl MatchStage {
    /// Whether a match goes on from here to there. Steps may be left out, and none is taken back; what was refused or has
    /// ended may begin anew.
    fn goes_on_to(self, to: Self) -> bool {
        match (self, to) {
            (Self::Refused | Self::Ended, _) => to == Self::Contacted,
            (Self::Proposed | Self::Contacted | Self::Sampled | Self::Negotiating, Self::Ended)
            | (Self::Supplied, Self::Refused) => false,
            _ => to > self,
        }
    }
}

/// Who recorded a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The system, or an office for one of them.
    Programme,
    /// The partner.
    Partner,
    /// The producer.
    Producer,
}

/// A step of a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Where they stand since.
    pub stage: MatchStage,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: Side,
    /// Why, or what there is to say; may be empty.
    pub reason: String,
}

impl Match {
    /// How far partner and producer have come with each other.
    pub fn stage(&self) -> MatchStage {
        self.steps.last().map(|step| step.stage).unwrap_or_default()
    }

    /// Records a step.
    ///
    /// # Errors
    /// The match does not go on to that stage, the product does not fit any more, the day is wrong, or a refusal has no reason.
    pub fn record(
        &mut self,
        places: &Places,
        step: Step,
        partner: &Partner,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let (from, to) = (self.stage(), step.stage);
        let closes = matches!(to, MatchStage::Ended | MatchStage::Refused);
        let Some(published) = self.published.clone() else {
            return Err(Refusal::MatchUnknown(self.id));
        };
        if matches!(published.state, MatchState::Ended { .. }) && !closes {
            return Err(Refusal::MatchOver);
        }
        if !from.goes_on_to(to) {
            return Err(Refusal::OtherStage { from, to });
        }
        if to == MatchStage::Refused && step.reason.is_empty() {
            return Err(Refusal::StepReasonMissing);
        }
        if step.on > today {
            return Err(Refusal::StepTooLate);
        }
        if let Some(last) = self.steps.last().filter(|last| step.on < last.on) {
            return Err(Refusal::StepTooEarly(last.on));
        }
        if self.steps.len() >= MAX_STEPS {
            return Err(Refusal::TooManySteps);
        }
        self.steps.push(step);
        let before = self.events.len();
        self.emit(MatchChange::StageChanged, published.state, published.offer);
        self.explain(places, before, partner, today);
        Ok(())
    }

    /// A product that fits again is proposed again if they had done with each other.
    pub(super) fn propose_again(&mut self, today: NaiveDate) {
        let done = matches!(self.stage(), MatchStage::Ended | MatchStage::Refused);
        if done && self.steps.len() < MAX_STEPS {
            self.steps.push(Step {
                stage: MatchStage::Proposed,
                on: today,
                by: Side::Programme,
                reason: String::new(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use ocop_places::built_in;

    use super::*;
    use crate::listing::Star;
    use crate::samples::*;

    fn step(stage: MatchStage, on: &str) -> Step {
        Step {
            stage,
            on: day(on),
            by: Side::Partner,
            reason: String::new(),
        }
    }

    fn proposed() -> Match {
        let partner = supermarket();
        let mut found = Match::between(partner.id, fish_sauce().id);
        let open = listing(&[granted(&certificate(1, Star::Three, "2026-06-01"))]);
        found.follow(&built_in(), &partner, &open, today());
        found
    }

    #[test]
    fn a_match_goes_on_to_later_stages_ends_once_supplied_and_is_refused_before() {
        use MatchStage::{Contacted, Ended, Negotiating, Proposed, Refused, Sampled, Supplied};

        for (from, further) in [
            (
                Proposed,
                &[Contacted, Sampled, Negotiating, Supplied, Refused][..],
            ),
            (Contacted, &[Sampled, Negotiating, Supplied, Refused]),
            (Sampled, &[Negotiating, Supplied, Refused]),
            (Negotiating, &[Supplied, Refused]),
            (Supplied, &[Ended]),
            (Ended, &[Contacted]),
            (Refused, &[Contacted]),
        ] {
            let stages = [
                Proposed,
                Contacted,
                Sampled,
                Negotiating,
                Supplied,
                Ended,
                Refused,
            ];
            let goes_on = stages.into_iter().filter(|to| from.goes_on_to(*to));
            assert_eq!(goes_on.collect::<Vec<_>>(), further, "{from}");
        }
    }

    #[test]
    fn several_steps_of_a_day_are_taken_until_there_are_as_many_as_are_kept() {
        let (mut found, partner) = (proposed(), supermarket());
        let on = "2026-11-20";
        let mut record = |stage| {
            let reason = "Giá cao".to_owned();
            let step = Step {
                reason,
                ..step(stage, on)
            };
            found.record(&built_in(), step, &partner, today())
        };
        for _ in 0..MAX_STEPS / 2 {
            record(MatchStage::Contacted).unwrap();
            record(MatchStage::Refused).unwrap();
        }
        assert_eq!(record(MatchStage::Contacted), Err(Refusal::TooManySteps));
        found.propose_again(today());
        assert_eq!(
            (found.steps.len(), found.stage()),
            (MAX_STEPS, MatchStage::Refused)
        );
    }

    #[test]
    fn a_match_goes_forward_step_by_step_and_tells_each() {
        let (mut found, partner) = (proposed(), supermarket());
        assert_eq!(found.stage(), MatchStage::Proposed);
        for (stage, on) in [
            (MatchStage::Contacted, "2026-11-20"),
            (MatchStage::Sampled, "2026-11-21"),
            (MatchStage::Supplied, "2026-11-24"),
        ] {
            found
                .record(&built_in(), step(stage, on), &partner, today())
                .unwrap();
        }
        let event = found.events.last().unwrap();
        assert_eq!(event.change, MatchChange::StageChanged);
        assert_eq!(event.fact.stage, MatchStage::Supplied);
        assert_eq!(event.fact.state, MatchState::Active);
        assert!(event.fact.assessment.as_ref().unwrap().fits());
        let back = found.record(
            &built_in(),
            step(MatchStage::Sampled, "2026-11-24"),
            &partner,
            today(),
        );
        let (from, to) = (MatchStage::Supplied, MatchStage::Sampled);
        assert_eq!(back, Err(Refusal::OtherStage { from, to }));
    }

    #[test]
    fn a_refusal_needs_a_reason_and_a_refused_match_may_be_taken_up_again() {
        let (mut found, partner) = (proposed(), supermarket());
        let refusal = step(MatchStage::Refused, "2026-11-20");
        let refused = found.record(&built_in(), refusal.clone(), &partner, today());
        assert_eq!(refused, Err(Refusal::StepReasonMissing));
        let reason = "Giá cao".to_owned();
        let refusal = Step { reason, ..refusal };
        found
            .record(&built_in(), refusal, &partner, today())
            .unwrap();
        found
            .record(
                &built_in(),
                step(MatchStage::Contacted, "2026-11-22"),
                &partner,
                today(),
            )
            .unwrap();
        assert_eq!(found.stage(), MatchStage::Contacted);
    }

    #[test]
    fn steps_come_in_the_order_of_their_days_and_none_is_of_tomorrow() {
        let (mut found, partner) = (proposed(), supermarket());
        found
            .record(
                &built_in(),
                step(MatchStage::Contacted, "2026-11-20"),
                &partner,
                today(),
            )
            .unwrap();
        let early = found.record(
            &built_in(),
            step(MatchStage::Sampled, "2026-11-19"),
            &partner,
            today(),
        );
        assert_eq!(early, Err(Refusal::StepTooEarly(day("2026-11-20"))));
        let late = found.record(
            &built_in(),
            step(MatchStage::Sampled, "2026-11-25"),
            &partner,
            today(),
        );
        assert_eq!(late, Err(Refusal::StepTooLate));
    }

    #[test]
    fn what_does_not_fit_any_more_can_only_be_ended() {
        let (mut found, mut partner) = (proposed(), supermarket());
        found
            .record(
                &built_in(),
                step(MatchStage::Supplied, "2026-11-20"),
                &partner,
                today(),
            )
            .unwrap();
        let mut profile = partner.sourcing.first.clone();
        profile.minimum_star = Star::Five;
        partner.look_for(crate::partner::Sourcing::one(profile));
        let open = listing(&[granted(&certificate(1, Star::Three, "2026-06-01"))]);
        found.follow(&built_in(), &partner, &open, today());
        assert!(matches!(found.state(), Some(MatchState::Ended { .. })));
        let contacted = found.record(
            &built_in(),
            step(MatchStage::Contacted, "2026-11-24"),
            &partner,
            today(),
        );
        assert_eq!(contacted, Err(Refusal::MatchOver));
        found
            .record(
                &built_in(),
                step(MatchStage::Ended, "2026-11-24"),
                &partner,
                today(),
            )
            .unwrap();
        found.follow(&built_in(), &supermarket(), &open, today());
        assert_eq!(found.stage(), MatchStage::Proposed);
    }
}
