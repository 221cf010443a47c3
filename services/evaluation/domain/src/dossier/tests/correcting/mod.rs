//! What is put right on record, and what a correction may not leave behind.

mod days;
mod minutes;
mod reports;
mod rounds;

use chrono::DateTime;
use ocop_places::built_in;

use super::*;
use crate::correction::{self, Grounds};
use crate::council::Council;
use crate::council::round::Round;
use crate::dossier::correcting::{Facts, Values};

fn grounds() -> Grounds {
    Grounds {
        reason: "Ghi nhầm ngày".into(),
        by: "lan".into(),
        at: DateTime::UNIX_EPOCH,
    }
}

struct Office {
    certificates: Certification,
    first_round: Round,
    council: Council,
}

impl Office {
    fn new() -> Self {
        Self {
            certificates: uncertified(),
            first_round: first_round(None),
            council: council_of(5),
        }
    }

    fn correct(&self, dossier: &mut Dossier, values: Values) -> Result<(), Refusal> {
        let before = dossier.clone();
        let facts = Facts {
            places: &built_in(),
            product: None,
            certificates: &self.certificates,
            first_round: Some(&self.first_round),
            council: Some(&self.council),
        };
        let outcome = dossier.correct(&values, facts, &grounds(), day("2026-07-01"));
        if outcome.is_err() {
            assert_eq!(*dossier, before, "a refusal leaves no trace");
        }
        outcome
    }
}

fn lodged(on: &str) -> Values {
    Values {
        lodged_on: Some(day(on)),
        ..Values::default()
    }
}

fn endorsed(on: &str) -> Values {
    Values {
        endorsed_on: Some(day(on)),
        ..Values::default()
    }
}

fn tallied(on: &str) -> Values {
    Values {
        tallied_on: Some(day(on)),
        ..Values::default()
    }
}
