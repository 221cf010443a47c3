//! A dossier that is lodged anew after it was given back for completion.

use super::*;
use crate::certificate::recognition::{Finding, Recognition, Running};
use crate::dossier::returning::ReturnedTo;

/// A re-evaluation of the certificate of 20 June 2026, lodged on its last day and given back in the days after.
fn given_back(to_province: bool) -> Dossier {
    let certificates = three_stars();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-06-01").unwrap();
    lodge(&mut dossier, &certificates, day("2029-06-20")).unwrap();
    if to_province {
        dossier.endorse(findings(), day("2029-06-22")).unwrap();
        let to = ReturnedTo::Producer;
        dossier
            .give_back_from_province(to, "Thiếu mẫu", day("2029-06-25"))
            .unwrap();
    } else {
        dossier.give_back("Thiếu mẫu", day("2029-06-25")).unwrap();
    }
    assert_eq!(dossier.first_lodged_on(), Some(day("2029-06-20")));
    dossier
}

#[test]
fn a_re_evaluation_lodged_in_time_and_given_back_after_the_end_is_lodged_anew_while_grace_runs() {
    let certificates = three_stars();
    for from_province in [false, true] {
        for on in ["2029-06-25", "2029-12-17"] {
            let mut dossier = given_back(from_province);
            let held = dossier.held;
            assert_eq!(lodge(&mut dossier, &certificates, day(on)), Ok(()), "{on}");
            assert_eq!(dossier.held, held);
            assert_eq!(dossier.first_lodged_on(), Some(day("2029-06-20")));
        }
        let on = day("2029-12-18");
        let late = certificate::Refusal::NoValidCertificate { on };
        let mut dossier = given_back(from_province);
        assert_eq!(lodge(&mut dossier, &certificates, on), Err(late.into()));
    }
}

#[test]
fn a_re_evaluation_is_not_lodged_anew_for_a_certificate_that_was_revoked_meanwhile() {
    let mut certificates = three_stars();
    let newest = certificates.certificates[0].id;
    certificates
        .revoke(
            newest,
            crate::certificate::certification::tests::revocation("2029-06-19"),
        )
        .unwrap();
    let on = day("2029-06-26");
    let refused = certificate::Refusal::NoValidCertificate { on };
    assert_eq!(
        lodge(&mut given_back(false), &certificates, on),
        Err(refused.into())
    );
}

#[test]
fn the_certificate_stays_good_while_its_re_evaluation_is_with_the_producer_for_completion() {
    let dossier = given_back(false);
    let recognition = Recognition {
        certificates: three_stars().certificates,
        dossiers: vec![Running {
            kind: dossier.kind,
            lodged_on: dossier.first_lodged_on().unwrap(),
            forwarded_on: None,
            sent_back_on: None,
            closed_on: None,
        }],
    };
    let verdict = recognition.of_product(day("2029-07-01"));
    assert!(
        matches!(verdict.finding, Finding::InGrace { .. }),
        "{verdict:?}"
    );
}

#[test]
fn the_first_lodging_moves_with_the_correction_of_its_day() {
    let certificates = three_stars();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-06-01").unwrap();
    lodge(&mut dossier, &certificates, day("2029-06-20")).unwrap();
    let values = crate::dossier::correcting::Values {
        lodged_on: Some(day("2029-06-19")),
        ..Default::default()
    };
    let facts = crate::dossier::correcting::Facts {
        places: &built_in(),
        certificates: &certificates,
        first_round: None,
        council: None,
        product: None,
    };
    let grounds = crate::correction::Grounds {
        reason: "Ghi nhầm".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    dossier
        .correct(&values, facts, &grounds, day("2029-06-21"))
        .unwrap();
    assert_eq!(dossier.first_lodged_on(), Some(day("2029-06-19")));
}

#[test]
fn the_communes_days_begin_anew_when_the_province_gives_a_dossier_back_to_it() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    let due = |dossier: &Dossier| dossier.next_deadline().unwrap().due_on;
    let first = due(&dossier);
    dossier.endorse(findings(), day("2026-06-10")).unwrap();
    dossier
        .give_back_from_province(ReturnedTo::Commune, "Thiếu công văn", day("2026-07-01"))
        .unwrap();
    assert!(first < day("2026-07-01") && due(&dossier) > day("2026-07-01"));
}

#[test]
fn the_communes_report_and_letter_stay_when_the_province_gives_a_dossier_back() {
    for to in [ReturnedTo::Commune, ReturnedTo::Producer] {
        let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
        lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
        dossier.endorse(findings(), day("2026-06-10")).unwrap();
        let letter = crate::dossier::receipt::Letter {
            number: "12/UBND".into(),
            date: day("2026-06-09"),
        };
        dossier.note_letter(letter.clone()).unwrap();
        dossier
            .give_back_from_province(to, "Thiếu mẫu", day("2026-06-12"))
            .unwrap();
        let kept = &dossier.returned_reports[0];
        assert_eq!((&kept.findings, &kept.letter), (&findings(), &Some(letter)));
        assert_eq!(
            (kept.sent_on, kept.returned_on),
            (day("2026-06-10"), day("2026-06-12"))
        );
    }
}

#[test]
fn a_second_report_before_the_council_asks_why_it_replaces_the_first() {
    let mut dossier = in_round();
    let refused = dossier.advise(advice("2026-06-02")).unwrap_err();
    let Refusal::Asked { field, .. } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(field, "replaces_because");
}

#[test]
fn a_letter_of_another_time_is_named_when_it_is_refused() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-05")).unwrap();
    let letter = crate::dossier::receipt::Letter {
        number: "12/UBND".into(),
        date: day("2026-06-06"),
    };
    let refused = dossier.note_letter(letter).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("the letter is dated 2026-06-06")
    );
}

#[test]
fn a_receipt_recorded_once_more_asks_for_its_reason() {
    use crate::dossier::receipt::{Office, Received};
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.give_number(Office::Commune, 1, day("2026-06-01"));
    let mut note = |samples: u32, reason: &str| {
        let received = Received {
            receiver: "Lan".into(),
            samples,
        };
        let grounds = crate::correction::Grounds {
            reason: reason.into(),
            by: "lan".into(),
            at: chrono::DateTime::UNIX_EPOCH,
        };
        dossier.note_receipt(Office::Commune, &received, &grounds, day("2026-06-02"))
    };
    assert_eq!(note(5, ""), Ok(()));
    let refused = note(6, " ");
    assert!(matches!(
        refused,
        Err(Refusal::Asked {
            field: "reason",
            ..
        })
    ));
    assert_eq!(note(6, "Đếm nhầm"), Ok(()));
}

#[test]
fn there_is_nothing_to_complain_of_before_a_result() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    assert!(dossier.result_since().is_err());
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    assert!(matches!(
        dossier.result_since(),
        Err(Refusal::WrongState { .. })
    ));
    dossier.reject("Hồ sơ giả", day("2026-06-03")).unwrap();
    assert_eq!(dossier.result_since(), Ok(day("2026-06-03")));
    assert_eq!(scored().result_since(), Ok(day("2026-06-10")));
}
