//! What the offices note when they receive a dossier, whom they tell of its result, and corrections of ends and supplements.

use super::*;
use crate::correction::Grounds;
use crate::dossier::correcting::{Facts, Values};
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::notice::{Notice, Recipient};
use crate::dossier::receipt::{Letter, Office, Received};
use crate::dossier::review::Want;
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

#[test]
fn each_office_gives_a_form_one_number_that_a_dossier_keeps_when_it_is_lodged_anew() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    assert_eq!(
        dossier.awaits_number(Office::Commune, day("2026-06-01")),
        Some(2026)
    );
    dossier.give_number(Office::Commune, 12, day("2026-06-01"));
    dossier
        .give_back("Thiếu giấy tờ", day("2026-06-02"))
        .unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-05")).unwrap();
    assert_eq!(
        dossier.awaits_number(Office::Commune, day("2026-06-05")),
        None
    );
    dossier.give_number(Office::Commune, 13, day("2026-06-05"));
    dossier.give_number(Office::Province, 3, day("2026-06-10"));
    let forms: Vec<String> = dossier
        .receipts
        .iter()
        .map(|receipt| receipt.form.to_string())
        .collect();
    assert_eq!(forms, ["12/PĐK-51-21064-2026", "3/PĐK-51-21064-2026"]);
    assert_eq!(
        dossier.receipt(Office::Commune).unwrap().on,
        day("2026-06-01")
    );
}

#[test]
fn receiver_and_samples_are_noted_and_said_otherwise_only_on_record() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    let received = |samples| Received {
        receiver: "Trần Văn Cúc".into(),
        samples,
    };
    let note = |dossier: &mut Dossier, samples| {
        dossier.note_receipt(
            Office::Commune,
            &received(samples),
            &grounds(),
            day("2026-06-02"),
        )
    };
    let refused = note(&mut dossier, 5).unwrap_err();
    assert_eq!(refused.reason(), "WRONG_STATE", "no form has a number yet");
    dossier.give_number(Office::Commune, 1, day("2026-06-01"));
    note(&mut dossier, 5).unwrap();
    assert_eq!(dossier.corrections, []);
    let same = note(&mut dossier, 5).unwrap_err();
    assert_eq!(same.reason(), "NOTHING_TO_CORRECT");
    note(&mut dossier, 4).unwrap();
    let receipt = dossier.receipt(Office::Commune).unwrap();
    assert_eq!(
        (receipt.receiver.as_str(), receipt.samples),
        ("Trần Văn Cúc", Some(4))
    );
    let [correction] = dossier.corrections.as_slice() else {
        panic!("one correction");
    };
    assert_eq!(
        (
            correction.field.as_str(),
            correction.before.as_str(),
            correction.after.as_str()
        ),
        ("receipts.commune.samples", "5", "4")
    );
}

#[test]
fn the_day_of_a_receipt_moves_with_the_corrected_day_of_lodging() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-02")).unwrap();
    dossier.give_number(Office::Commune, 1, day("2026-06-02"));
    let values = Values {
        lodged_on: Some(day("2026-06-01")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    assert_eq!(
        dossier.receipt(Office::Commune).unwrap().on,
        day("2026-06-01")
    );
}

#[test]
fn the_communes_letter_is_dated_between_lodging_and_sending_on() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    let letter = |on: &str| Letter {
        number: "15/UBND-KT".into(),
        date: day(on),
    };
    assert!(dossier.note_letter(letter("2026-06-01")).is_err());
    dossier.endorse(findings(), day("2026-06-05")).unwrap();
    for wrong in ["2026-05-31", "2026-06-06"] {
        let refused = dossier.note_letter(letter(wrong)).unwrap_err();
        assert_eq!(refused.reason(), "BEFORE_PREVIOUS_STEP");
    }
    dossier.note_letter(letter("2026-06-04")).unwrap();
    let kept = dossier.stage.endorsed().unwrap().letter.clone();
    assert_eq!(kept, Some(letter("2026-06-04")));
}

#[test]
fn who_was_told_of_a_result_and_when_is_kept_with_what_they_were_told() {
    let notice = |on: &str| Notice {
        to: Recipient::Producer,
        name: "HTX Mười Quý".into(),
        means: "112/TB-VPĐP".into(),
        of: State::Draft,
        on: day(on),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let early = dossier.record_notice(notice("2026-06-12")).unwrap_err();
    assert_eq!(early.reason(), "WRONG_STATE", "nothing is decided yet");
    decide(&mut dossier, &mut certificates, "2026-06-15").unwrap();
    let before = dossier.record_notice(notice("2026-06-14")).unwrap_err();
    assert_eq!(before.reason(), "BEFORE_PREVIOUS_STEP");
    dossier.record_notice(notice("2026-06-16")).unwrap();
    assert_eq!(dossier.notices[0].of, State::Certified);
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.notified"));
}

#[test]
fn no_more_than_fifty_notices_are_kept_and_each_state_with_a_result_is_told_of() {
    let notice = |on: &str| Notice {
        to: Recipient::Public,
        name: String::new(),
        means: "ocop.quangngai.gov.vn".into(),
        of: State::Draft,
        on: day(on),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let mut rejected = scored();
    rejected.reject("Hồ sơ giả", day("2026-06-12")).unwrap();
    for _ in 0..50 {
        rejected.record_notice(notice("2026-06-13")).unwrap();
    }
    let one_more = rejected.record_notice(notice("2026-06-13"));
    assert_eq!(one_more.unwrap_err().reason(), "TOO_MANY_CORRECTIONS");
    let mut nothing = in_round();
    count(&mut nothing, &[("3.5", 0)], "2026-06-10").unwrap();
    nothing.record_notice(notice("2026-06-10")).unwrap();
    let (mut forwarded, mut certificates) = (in_round(), uncertified());
    count(&mut forwarded, &[], "2026-06-10").unwrap();
    decide(&mut forwarded, &mut certificates, "2026-06-20").unwrap();
    forwarded.record_notice(notice("2026-06-20")).unwrap();
    let mut withdrawn = scored();
    withdrawn.withdraw("", day("2026-06-12")).unwrap();
    let refused = withdrawn.record_notice(notice("2026-06-13"));
    assert_eq!(refused.unwrap_err().reason(), "WRONG_STATE");
}

#[test]
fn the_provinces_receipt_moves_with_the_day_of_acceptance_and_the_communes_stays() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.give_number(Office::Commune, 1, day("2026-06-01"));
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-05"))
        .unwrap();
    dossier.give_number(Office::Province, 1, day("2026-06-05"));
    let values = Values {
        accepted_on: Some(day("2026-06-03")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    let on = |office| dossier.receipt(office).unwrap().on;
    assert_eq!(
        (on(Office::Commune), on(Office::Province)),
        (day("2026-06-01"), day("2026-06-03"))
    );
}

#[test]
fn the_day_of_a_rejection_is_put_right_and_not_before_the_step_it_followed() {
    let mut dossier = in_round();
    dossier.reject("Hồ sơ giả", day("2026-06-20")).unwrap();
    let on = |text: &str| Values {
        closed_on: Some(day(text)),
        ..Values::default()
    };
    let early = correct(&mut dossier, &on("2026-05-31"), &fish_sauce()).unwrap_err();
    assert_eq!(early.reason(), "BEFORE_PREVIOUS_STEP");
    correct(&mut dossier, &on("2026-06-18"), &fish_sauce()).unwrap();
    assert_eq!(dossier.stage.closed_on(), Some(day("2026-06-18")));
    assert_eq!(dossier.corrections[0].field, "closed_on");
    // The steps before it are put right as long as they stay before it.
    let lodged = Values {
        lodged_on: Some(day("2026-05-30")),
        ..Values::default()
    };
    correct(&mut dossier, &lodged, &fish_sauce()).unwrap();
    let certified_days = Values {
        closed_on: Some(day("2026-06-21")),
        ..Values::default()
    };
    let refused = correct(&mut scored(), &certified_days, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "WRONG_STATE");
}

#[test]
fn the_steps_of_a_dossier_that_ended_after_its_count_are_put_right_in_their_order() {
    let mut dossier = scored();
    dossier.withdraw("", day("2026-06-20")).unwrap();
    let values = Values {
        lodged_on: Some(day("2026-05-30")),
        tallied_on: Some(day("2026-06-11")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    let fields: Vec<&str> = dossier
        .corrections
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["lodged_on", "tally.tallied_on"]);
    let late = Values {
        tallied_on: Some(day("2026-06-21")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &late, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "BEFORE_PREVIOUS_STEP");
}

#[test]
fn a_corrected_day_of_the_minutes_is_one_correction_also_where_the_dossier_ended_with_them() {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    let values = Values {
        tallied_on: Some(day("2026-06-11")),
        ..Values::default()
    };
    correct(&mut dossier, &values, &fish_sauce()).unwrap();
    let [correction] = dossier.corrections.as_slice() else {
        panic!("one correction");
    };
    assert_eq!(correction.field, "tally.tallied_on");
}

#[test]
fn a_closing_moves_only_to_a_day_on_which_its_ground_is_there() {
    let mut dossier = in_round_with_supplement("2026-06-10");
    let closing = Closing {
        ground: CloseGround::SupplementMissing,
        reason: "Không nộp".into(),
        authority: "Văn phòng điều phối".into(),
        on: day("2026-06-20"),
    };
    dossier
        .close(closing, &fish_sauce(), &uncertified())
        .unwrap();
    let on = |text: &str| Values {
        closed_on: Some(day(text)),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &on("2026-06-10"), &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "NO_GROUND_TO_CLOSE");
    correct(&mut dossier, &on("2026-06-11"), &fish_sauce()).unwrap();
    let longer = Values {
        supplement_due_on: Some(day("2026-06-12")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &longer, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "NO_GROUND_TO_CLOSE");
}

#[test]
fn the_days_of_a_supplement_are_put_right_in_their_order() {
    let mut dossier = in_round_with_supplement("2026-06-10");
    let filed = Values {
        supplement_filed_on: Some(day("2026-06-08")),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &filed, &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "WRONG_STATE", "it was not handed in");
    dossier
        .add_supplement(answered(), &set(9), &[paper()], day("2026-06-09"))
        .unwrap();
    correct(&mut dossier, &filed, &fish_sauce()).unwrap();
    let asked = |text: &str| Values {
        supplement_asked_on: Some(day(text)),
        ..Values::default()
    };
    let refused = correct(&mut dossier, &asked("2026-06-09"), &fish_sauce()).unwrap_err();
    assert_eq!(refused.reason(), "BEFORE_PREVIOUS_STEP");
    correct(&mut dossier, &asked("2026-06-04"), &fish_sauce()).unwrap();
    let supplement = dossier.stage.supplement().unwrap();
    assert_eq!(
        (supplement.asked_on, supplement.filed_on),
        (day("2026-06-04"), Some(day("2026-06-08")))
    );
}

/// Asked for a supplement on 5 June 2026, due on a day.
fn in_round_with_supplement(due_on: &str) -> Dossier {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-01")).unwrap();
    dossier
        .accept(&built_in(), &first_round(None), day("2026-06-01"))
        .unwrap();
    let supplement = Supplement {
        wants: vec![Want::Documents],
        text: "Phiếu kiểm nghiệm".into(),
        asked_on: day("2026-06-05"),
        due_on: Some(day(due_on)),
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    dossier
}
