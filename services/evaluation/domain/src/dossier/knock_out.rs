//! Knock-outs and disqualifiers of Appendix II as they are found: by the advisory team, a member of the council or an
//! inspection, with what was seen and when. While one stands the dossier is not evaluated: no round accepts it, nobody votes
//! on it, nothing is counted or decided. It is then rejected, and what stands is the ground; or what was recorded was wrong
//! and is withdrawn on record.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Dossier, Refusal, State, Step};
use crate::correction;
use crate::council::withdrawal::Withdrawal;
use crate::criteria::CriteriaSet;
use crate::criteria::calendar::not_before;

/// Most that are kept of one dossier.
const MOST: usize = 50;

/// Which of the criteria set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hit {
    /// The knock-out at this criterion.
    Criterion(String),
    /// The disqualifier with this number, from 1.
    Disqualifier(u32),
}

/// Who found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Observer {
    AdvisoryTeam,
    CouncilMember,
    Inspection,
}

/// One that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnockOutFound {
    /// From 1, in the order of recording.
    pub number: u32,
    pub hit: Hit,
    pub observer: Observer,
    /// Who saw it: the subject of the member, or whoever is named.
    pub seen_by: String,
    pub seen_on: NaiveDate,
    /// What was seen.
    pub note: String,
    /// The subject of who recorded it.
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
    /// Why it does not stand any more.
    pub withdrawn: Option<Withdrawal>,
}

impl Dossier {
    /// Records one that was found.
    ///
    /// # Errors
    /// The dossier is a draft or final; its set has no such one; it stands already; seen before the dossier was lodged; too
    /// many.
    pub fn record_knock_out(
        &mut self,
        found: KnockOutFound,
        set: &CriteriaSet,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let lodged_on = self.lodged()?.on;
        if self.state().is_final() || self.state() == State::Draft {
            return Err(self.wrong_state());
        }
        not_before(found.seen_on, Some(lodged_on))?;
        let known = match &found.hit {
            Hit::Criterion(code) => set.knock_out(code).is_some(),
            Hit::Disqualifier(number) => {
                (1..=set.disqualifiers.len()).contains(&usize::try_from(*number).unwrap_or(0))
            }
        };
        if !known {
            return Err(Refusal::NoSuchKnockOut { hit: found.hit });
        }
        if self.standing_knock_outs().any(|one| one.hit == found.hit) {
            return Err(Refusal::KnockOutStands { hit: found.hit });
        }
        if self.knock_outs.len() >= MOST {
            return Err(correction::Refusal::TooManyCorrections.into());
        }
        let number = u32::try_from(self.knock_outs.len()).unwrap_or(u32::MAX) + 1;
        let note = found.note.clone();
        self.knock_outs.push(KnockOutFound { number, ..found });
        self.emit_with(Step::KnockOutFound, note, today);
        Ok(())
    }

    /// Withdraws one that was recorded wrongly: it stays on record and does not stand.
    ///
    /// # Errors
    /// There is none with the number that stands; the dossier has ended.
    pub fn withdraw_knock_out(
        &mut self,
        number: u32,
        withdrawal: Withdrawal,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.state().is_final() {
            return Err(self.wrong_state());
        }
        let mut standing = self.knock_outs.iter_mut();
        let one = standing
            .find(|one| one.number == number && one.withdrawn.is_none())
            .ok_or(Refusal::NoKnockOut { number })?;
        let reason = withdrawal.reason.clone();
        one.withdrawn = Some(withdrawal);
        self.emit_with(Step::KnockOutWithdrawn, reason, today);
        Ok(())
    }

    /// Those that stand: of a rejected dossier its grounds.
    pub fn standing_knock_outs(&self) -> impl Iterator<Item = &KnockOutFound> {
        self.knock_outs.iter().filter(|one| one.withdrawn.is_none())
    }

    /// Whether it may be evaluated.
    ///
    /// # Errors
    /// [`Refusal::Stopped`] with everything that stands.
    pub(super) fn not_stopped(&self) -> Result<(), Refusal> {
        let hits: Vec<Hit> = self
            .standing_knock_outs()
            .map(|one| one.hit.clone())
            .collect();
        if hits.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Stopped { hits })
        }
    }

    /// The last day on which one that stands was seen: it is not rejected before.
    pub(super) fn knocked_out_on(&self) -> Option<NaiveDate> {
        self.standing_knock_outs().map(|one| one.seen_on).max()
    }
}

impl std::fmt::Display for Hit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Criterion(code) => write!(f, "the knock-out at criterion {code}"),
            Self::Disqualifier(number) => write!(f, "disqualifier {number} of the set"),
        }
    }
}
