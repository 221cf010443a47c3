//! What may be filed, and when a step is refused.

use super::*;

#[test]
fn two_open_dossiers_of_a_kind_are_refused_but_not_of_two_kinds() {
    let certificates = three_stars();
    let open = |kinds: &[DossierKind]| {
        let (kind, answers) = (DossierKind::Upgrade, answered());
        Dossier::draft(
            Uuid::nil(),
            &fish_sauce(),
            kind,
            answers,
            &certificates,
            kinds,
            day("2026-10-01"),
        )
    };
    let twice = open(&[DossierKind::Upgrade]);
    assert_eq!(
        twice,
        Err(Refusal::OpenDossier {
            kind: DossierKind::Upgrade
        })
    );
    assert!(open(&[DossierKind::ReEvaluation]).is_ok());
}

#[test]
fn the_certificates_decide_which_kind_may_be_filed() {
    let held = three_stars();
    let first = draft(DossierKind::First, &held, "2026-10-01");
    assert_eq!(
        first,
        Err(certificate::Refusal::ValidCertificateExists {
            until: day("2029-06-20")
        }
        .into())
    );
    assert!(draft(DossierKind::First, &held, "2029-06-21").is_ok());
    let upgrade = draft(DossierKind::Upgrade, &uncertified(), "2026-10-01");
    assert_eq!(
        upgrade,
        Err(certificate::Refusal::NoValidCertificate {
            on: day("2026-10-01")
        }
        .into())
    );
}

#[test]
fn a_re_evaluation_is_filed_180_days_before_the_end_and_not_181() {
    let held = three_stars();
    let early = draft(DossierKind::ReEvaluation, &held, "2028-12-21");
    assert_eq!(
        early,
        Err(Refusal::FiledTooEarly {
            from: day("2028-12-22")
        })
    );
    assert_eq!(
        day("2029-06-20") - day("2028-12-22"),
        chrono::TimeDelta::days(180)
    );
    assert!(draft(DossierKind::ReEvaluation, &held, "2028-12-22").is_ok());
    assert!(draft(DossierKind::ReEvaluation, &held, "2029-06-20").is_ok());
}

#[test]
fn a_retired_product_files_nothing() {
    let retired = Product {
        active: false,
        ..fish_sauce()
    };
    let answers = answered();
    let kind = DossierKind::First;
    let refused = Dossier::draft(
        Uuid::nil(),
        &retired,
        kind,
        answers,
        &uncertified(),
        &[],
        day("2026-06-01"),
    );
    assert_eq!(refused, Err(Refusal::ProductRetired));
}

#[test]
fn the_day_of_lodging_fixes_the_regulation() {
    let library = Library::load().unwrap();
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-20").unwrap();
    let (number, on) = (9, day("2026-05-21"));
    assert_eq!(
        dossier.submit(&library, on),
        Err(criteria::Refusal::NoCriteriaSet { number, on }.into())
    );
    dossier.submit(&library, day("2026-05-22")).unwrap();
    assert_eq!(
        dossier.stage.lodged().map(|lodged| lodged.regulation),
        Some(Code::R2026)
    );
}

#[test]
fn a_dossier_given_back_is_a_draft_again_and_can_be_lodged_anew() {
    let library = Library::load().unwrap();
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    dossier.submit(&library, day("2026-06-01")).unwrap();
    assert!(matches!(
        dossier.rewrite(Content::default(), day("2026-06-05")),
        Err(Refusal::WrongState { .. })
    ));
    dossier
        .give_back("Thiếu giấy an toàn thực phẩm", day("2026-06-03"))
        .unwrap();
    assert_eq!(
        (dossier.state(), dossier.stage.lodged()),
        (State::Draft, None)
    );
    dossier
        .rewrite(Content::default(), day("2026-06-05"))
        .unwrap();
    let Err(Refusal::Criteria(criteria::Refusal::Answers(problems))) =
        dossier.submit(&library, day("2026-06-05"))
    else {
        panic!("an empty self-assessment was lodged")
    };
    assert_eq!(problems.len(), 31);
    dossier.rewrite(answered(), day("2026-06-06")).unwrap();
    dossier.submit(&library, day("2026-06-05")).unwrap();
    assert_eq!(dossier.stage.reason(), "");
}

#[test]
fn a_commune_reports_on_all_four_topics() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    dossier
        .submit(&Library::load().unwrap(), day("2026-06-01"))
        .unwrap();
    let half = Findings {
        labour: " ".into(),
        identity: String::new(),
        ..findings()
    };
    let refused = dossier.endorse(half, day("2026-06-02"));
    assert_eq!(
        refused,
        Err(Refusal::FindingsIncomplete {
            missing: vec!["labour", "identity"]
        })
    );
    let early = dossier.endorse(findings(), day("2026-05-31"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
}

#[test]
fn a_round_takes_dossiers_of_its_province_endorsed_in_time() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    dossier
        .submit(&Library::load().unwrap(), day("2026-06-01"))
        .unwrap();
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    let late = dossier.accept(&first_round(Some("2026-06-01")), day("2026-06-03"));
    assert!(matches!(late, Err(Refusal::AfterCutOff { .. })));
    let elsewhere = crate::council::round::Round {
        province_code: "48".into(),
        ..first_round(None)
    };
    assert!(matches!(
        dossier.accept(&elsewhere, day("2026-06-03")),
        Err(Refusal::Council(council::Refusal::OtherProvince { .. }))
    ));
    assert_eq!(
        dossier.accept(&first_round(Some("2026-06-02")), day("2026-06-03")),
        Ok(())
    );
}

#[test]
fn a_rejected_dossier_stays_rejected() {
    let mut dossier = in_round();
    dossier.reject("Hồ sơ giả mạo", day("2026-06-05")).unwrap();
    assert_eq!(names(&dossier.events).last(), Some(&"dossier.rejected"));
    let refused = Err(Refusal::WrongState {
        state: State::Rejected,
    });
    assert_eq!(dossier.reject("", day("2026-06-06")), refused);
    assert_eq!(dossier.open_vote().map(drop), refused);
    let mut draft = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    assert!(draft.reject("", day("2026-06-06")).is_err());
}
