//! The count of a dossier's ballots, and what its result leads to (Articles 7.3d and 7.4).

use chrono::NaiveDate;

use super::{Dossier, DossierKind, Refusal, Scored, Stage, State, Step};
use crate::council;
use crate::council::tally::{Counted, Outcome, SecondBallot, Session, tally};
use crate::criteria::calendar::not_before;
use crate::criteria::star::Star;

impl Dossier {
    /// Counts the ballots and closes the vote (Article 7.3d). `held` is the star of the product's certificate that is
    /// valid on the day of the minutes: an upgrade is compared with it and not with the one of the day it was drafted. A result that allows no recognition,
    /// or an upgrade that gives no higher star, ends the dossier. If the totals lie too far apart
    /// there is no result: the dossier stays before the council and every member votes anew.
    ///
    /// # Errors
    /// Not before its council; dated before it was accepted, before the advisory team reported or before the council
    /// was appointed (Article 7.3b to d); or [`council::Refusal::Tally`] with everything that stands against a
    /// count.
    pub fn count(
        &mut self,
        session: &Session<'_>,
        held: Option<Star>,
    ) -> Result<Option<SecondBallot>, Refusal> {
        let on = session.on;
        let (vote, accepted) = self.before_council()?;
        let central = self.state() == State::InCentralRound;
        if !central {
            let council = &session.council;
            self.same_province(session.places, &council.province_code, council.appointed_on)?;
        }
        not_before(on, self.last_step_on())?;
        not_before(on, self.stage.advice().map(|advice| advice.filed_on))?;
        not_before(on, Some(session.council.appointed_on))?;
        let counted = tally(session, self.kind, vote.attempt).map_err(council::Refusal::Tally)?;
        let tally = match counted {
            Counted::Result(result) => *result,
            Counted::Again(again) => {
                self.ballot_attempt += 1;
                self.since.vote = Some(on);
                self.emit(Step::SecondBallot, on);
                return Ok(Some(again));
            }
        };
        let accepted = match &self.stage {
            Stage::ReadyForCouncil { accepted, advice } => {
                accepted.clone().with_advice(advice.clone())
            }
            _ => accepted.clone(),
        };
        let scored = Scored { accepted, tally };
        if central {
            self.count_central(scored, on);
        } else {
            let scored = Scored {
                tally: scored.tally.of_province(session.set.law),
                ..scored
            };
            self.count_provincial(scored, held, on);
        }
        Ok(None)
    }

    /// What the province's council found: no star, or for an upgrade none above that of the certificate valid
    /// on the day of the minutes, ends the dossier.
    pub(super) fn count_provincial(&mut self, scored: Scored, held: Option<Star>, on: NaiveDate) {
        let held = match self.granted_before() {
            // A complaint: what the first result led to is no bar to the second.
            Some(_) => self.held.map(|held| held.star),
            None => held,
        };
        let recognised = match scored.tally.star {
            None => false,
            Some(star) if self.kind == DossierKind::Upgrade => held.is_none_or(|held| star > held),
            Some(_) => true,
        };
        self.stage = Stage::ProvincialScored(scored.clone());
        self.emit(Step::Scored, on);
        if !recognised {
            self.stage = Stage::NotRecognised(scored);
            self.emit(Step::NotRecognised, on);
        }
    }

    /// What the centre's council found: five stars wait for the minister's decision, anything less goes
    /// back to the province (Article 7.4).
    pub(super) fn count_central(&mut self, scored: Scored, on: NaiveDate) {
        let five = scored.tally.outcome == Outcome::Forward;
        self.stage = Stage::CentralScored(scored.clone());
        self.emit(Step::Scored, on);
        if !five {
            self.stage = Stage::CentralBelow90(scored);
            self.emit(Step::SentBack, on);
        }
    }
}
