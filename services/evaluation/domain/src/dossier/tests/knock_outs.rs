//! Knock-outs and disqualifiers in the procedure (Appendix II).

use super::*;
use crate::council::withdrawal::Withdrawal;
use crate::dossier::knock_out::{Hit, KnockOutFound, Observer};
use crate::dossier::recount::TakenBack;
use ocop_places::built_in;

pub(super) fn found(hit: Hit, on: NaiveDate) -> KnockOutFound {
    KnockOutFound {
        number: 0,
        hit,
        observer: Observer::CouncilMember,
        seen_by: "m2".into(),
        seen_on: on,
        note: "Có sạn trong mẫu".into(),
        recorded_by: "m2".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        withdrawn: None,
    }
}

pub(super) fn recorded_wrongly() -> Withdrawal {
    Withdrawal {
        reason: "Nhầm mẫu".into(),
        by: "m2".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

/// The knock-out of a fish sauce at foreign matter.
pub(super) fn foreign_matter() -> Hit {
    Hit::Criterion("6.1".into())
}

fn record(dossier: &mut Dossier, hit: Hit, on: &str) -> Result<(), Refusal> {
    let on = day(on);
    dossier.record_knock_out(found(hit, on), &set(9), on)
}

#[test]
fn a_knock_out_stops_the_evaluation_until_it_is_withdrawn() {
    let mut dossier = in_round();
    record(&mut dossier, foreign_matter(), "2026-06-05").unwrap();
    let stopped = Refusal::Stopped {
        hits: vec![foreign_matter()],
    };
    assert_eq!(dossier.open_vote().unwrap_err(), stopped);
    assert_eq!(count(&mut dossier, &[], "2026-06-10").unwrap_err(), stopped);
    dossier
        .withdraw_knock_out(1, recorded_wrongly(), day("2026-06-06"))
        .unwrap();
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    let kept = &dossier.knock_outs[0];
    assert_eq!(
        kept.withdrawn,
        Some(recorded_wrongly()),
        "it stays on record"
    );
    assert_eq!(
        names(&dossier.events[5..7]),
        ["dossier.knock_out_found", "dossier.knock_out_withdrawn"]
    );
}

#[test]
fn no_round_accepts_and_nobody_decides_what_is_knocked_out() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-01")).unwrap();
    record(&mut dossier, Hit::Disqualifier(1), "2026-06-02").unwrap();
    let refused = dossier.accept(&built_in(), &first_round(None), day("2026-06-03"));
    assert_eq!(refused.unwrap_err().reason(), "EVALUATION_STOPPED");

    let (mut scored, mut certificates) = (scored(), uncertified());
    record(&mut scored, foreign_matter(), "2026-06-12").unwrap();
    let refused = decide(&mut scored, &mut certificates, "2026-06-15");
    assert_eq!(refused.unwrap_err().reason(), "EVALUATION_STOPPED");
    assert_eq!(certificates.newest(), None);
}

#[test]
fn what_stands_is_the_ground_of_the_rejection_which_is_not_dated_before_it_was_seen() {
    let mut dossier = in_round();
    record(&mut dossier, foreign_matter(), "2026-06-05").unwrap();
    record(&mut dossier, Hit::Disqualifier(2), "2026-06-07").unwrap();
    dossier
        .withdraw_knock_out(2, recorded_wrongly(), day("2026-06-08"))
        .unwrap();
    record(&mut dossier, Hit::Disqualifier(2), "2026-06-09").unwrap();
    let early = dossier.reject("Loại", day("2026-06-08")).unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
    dossier.reject("Loại", day("2026-06-09")).unwrap();
    let grounds: Vec<u32> = dossier
        .standing_knock_outs()
        .map(|one| one.number)
        .collect();
    assert_eq!(grounds, [1, 3]);
    let late = dossier.withdraw_knock_out(1, recorded_wrongly(), day("2026-06-10"));
    assert_eq!(late.unwrap_err().reason(), "WRONG_STATE");
}

#[test]
fn only_what_the_set_knows_is_recorded_once_and_after_it_was_lodged() {
    let mut dossier = in_round();
    let unknown = [
        Hit::Criterion("4.1".into()),
        Hit::Disqualifier(0),
        Hit::Disqualifier(99),
    ];
    for hit in unknown {
        let refused = record(&mut dossier, hit, "2026-06-05");
        assert_eq!(refused.unwrap_err().reason(), "KNOCK_OUT_UNKNOWN");
    }
    let early = record(&mut dossier, foreign_matter(), "2026-05-31");
    assert_eq!(early.unwrap_err().reason(), "BEFORE_PREVIOUS_STEP");
    record(&mut dossier, foreign_matter(), "2026-06-05").unwrap();
    let again = record(&mut dossier, foreign_matter(), "2026-06-06");
    assert_eq!(again.unwrap_err().reason(), "KNOCK_OUT_RECORDED");
    let mut draft = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let refused = record(&mut draft, foreign_matter(), "2026-06-05");
    assert_eq!(refused.unwrap_err().reason(), "WRONG_STATE");
    let nothing = dossier.withdraw_knock_out(2, recorded_wrongly(), day("2026-06-06"));
    assert_eq!(nothing.unwrap_err().reason(), "NO_KNOCK_OUT");
}

#[test]
fn a_rejection_that_a_complaint_lifts_leaves_what_was_found_to_be_withdrawn() {
    let mut dossier = in_round();
    record(&mut dossier, foreign_matter(), "2026-06-05").unwrap();
    dossier.reject("Loại", day("2026-06-09")).unwrap();
    let because = TakenBack {
        reason: "Khiếu nại: 12/QĐ-KN".into(),
        by: "lan".into(),
        on: day("2026-06-20"),
    };
    dossier
        .evaluate_again(because, &uncertified(), &[])
        .unwrap();
    let stopped = count(&mut dossier, &[], "2026-06-25").unwrap_err();
    assert_eq!(stopped.reason(), "EVALUATION_STOPPED");
    dossier
        .withdraw_knock_out(1, recorded_wrongly(), day("2026-06-21"))
        .unwrap();
    count(&mut dossier, &[("3.5", 1)], "2026-06-25").unwrap();
}

#[test]
fn no_more_than_fifty_are_kept_of_one_dossier() {
    let mut dossier = in_round();
    for number in 1..=50 {
        record(&mut dossier, foreign_matter(), "2026-06-05").unwrap();
        dossier
            .withdraw_knock_out(number, recorded_wrongly(), day("2026-06-06"))
            .unwrap();
    }
    let one_more = record(&mut dossier, foreign_matter(), "2026-06-07");
    assert_eq!(one_more.unwrap_err().reason(), "TOO_MANY_CORRECTIONS");
    assert_eq!(dossier.knock_outs.len(), 50);
}
