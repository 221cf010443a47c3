//! What a complaint that is found right leads to.

mod decided;
mod ended;

use super::central::{central_round, scored_centrally};
use super::*;
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::recount::TakenBack;
use ocop_places::built_in;

fn complaint(on: &str) -> TakenBack {
    TakenBack {
        reason: "Khiếu nại: 12/QĐ-KN".into(),
        by: "lan".into(),
        on: day(on),
    }
}

fn evaluated_again(dossier: &mut Dossier, certificates: &Certification, on: &str) {
    dossier
        .evaluate_again(complaint(on), certificates, &[])
        .unwrap();
}

/// Certified with three stars on 15 June 2026.
fn certified() -> (Dossier, Certification) {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    decide(&mut dossier, &mut certificates, "2026-06-15").unwrap();
    (dossier, certificates)
}
