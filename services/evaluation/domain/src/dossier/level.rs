//! Whose a dossier's results and ends are: the province's or the centre's. What the centre found or decided is for nobody in a
//! province to change, also after the dossier came back or ended (Articles 7.4 and 8.2).

use super::{Dossier, Reached, Scored, Stage};
use crate::council::Level;

impl Dossier {
    /// The level of the round that accepted it last, whose council found the last result or is to. Before any round it is
    /// the province's.
    pub fn level_of_round(&self) -> Level {
        // A vote that was taken back is of the same round as the one after it.
        let before = self.stage.earlier().iter();
        let before = before.rev().find(|result| result.taken_back.is_none());
        let central = match before {
            Some(result) => result.approval.is_some(),
            None => self.stage.accepted().is_some() && self.is_five_stars_again(),
        };
        if central {
            Level::Centre
        } else {
            Level::Province
        }
    }

    /// The level that has it in hand, or had when it ended: which decided on it, rejected or closed it.
    pub fn level_in_charge(&self) -> Level {
        let ended = match &self.stage {
            Stage::Rejected { reached, .. }
            | Stage::Withdrawn { reached, .. }
            | Stage::Closed { reached, .. } => reached,
            Stage::Certified { scored, .. } | Stage::NotRecognised(scored) => {
                return self.level_after(scored);
            }
            _ if self.state().is_central() => return Level::Centre,
            _ => return Level::Province,
        };
        match ended {
            Reached::Lodged(_) | Reached::Endorsed(_) => Level::Province,
            Reached::Accepted(_) => self.level_of_round(),
            Reached::Scored(scored) => self.level_after(scored),
            Reached::Forwarded(..) => Level::Centre,
        }
    }

    /// The level whose result, decision or end is the last there is, against which a complaint is directed.
    pub fn level_complained_of(&self) -> Level {
        if self.state().is_final() || self.stage.scored().is_none() {
            self.level_in_charge()
        } else {
            self.level_of_round()
        }
    }

    /// Who has what a council scored: what the centre sent back is the province's again.
    fn level_after(&self, scored: &Scored) -> Level {
        match scored.accepted.past.sent_back_on {
            Some(_) => Level::Province,
            None => self.level_of_round(),
        }
    }
}
