//! What the offices note when they receive a dossier.

use super::*;
use crate::dossier::receipt::{Letter, Office, Received};

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
