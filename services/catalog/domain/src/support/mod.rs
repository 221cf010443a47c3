//! Support of producers (chương trình hỗ trợ): programmes, the sessions of training in them, and what was granted.

mod grant;
mod programme;
mod refusal;
mod session;

use chrono::NaiveDate;

pub use grant::{Grant, GrantStep, GrantTerms, Granted, Ground};
pub use programme::{Closing, Done, Programme, ProgrammeKind, ProgrammeStep, ProgrammeTerms};
pub use refusal::Refusal;
pub use session::{Session, SessionStep, SessionTerms};

use crate::place::Location;

/// A place as it was said for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its code.
    pub place_code: String,
    /// Code of its province.
    pub province_code: String,
    /// The day for which both were said.
    pub said_on: NaiveDate,
}

impl From<&Location> for Spot {
    fn from(location: &Location) -> Self {
        Self {
            place_code: location.place.code.to_string(),
            province_code: location.province.code.clone(),
            said_on: location.said_on,
        }
    }
}

/// What happened in support, with how it stands since.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// To a programme.
    Programme(ProgrammeStep, Box<Programme>),
    /// To a session.
    Session(SessionStep, Box<Session>),
    /// To a grant.
    Grant(GrantStep, Box<Grant>),
}

#[cfg(test)]
mod tests;
