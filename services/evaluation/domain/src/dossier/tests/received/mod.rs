//! What the offices note when they receive a dossier, whom they tell of its result, and corrections of ends and supplements.

mod corrections;
mod notices;
mod receipts;

use super::*;
use crate::correction::Grounds;
use crate::dossier::correcting::{Facts, Values};
use ocop_places::built_in;

fn grounds() -> Grounds {
    Grounds {
        reason: "Đếm nhầm".into(),
        by: "cuc".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn correct(dossier: &mut Dossier, values: &Values, product: &Product) -> Result<(), Refusal> {
    let facts = Facts {
        places: &built_in(),
        certificates: &uncertified(),
        first_round: Some(&first_round(None)),
        council: Some(&council_of(5)),
        product: Some(product),
    };
    dossier.correct(values, facts, &grounds(), day("2026-07-01"))
}
