//! What may be filed, and when a step is refused.

use super::*;
use crate::dossier::completeness::Lack;
use ocop_places::built_in;

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

/// Lodges a draft that was made long before: what counts is the day it is lodged.
fn lodged(
    kind: DossierKind,
    certificates: &Certification,
    on: &str,
) -> Result<Option<Held>, Refusal> {
    let mut dossier = draft(kind, certificates, "2026-06-01").unwrap();
    lodge(&mut dossier, certificates, day(on))?;
    Ok(dossier.held)
}

#[test]
fn the_certificates_on_the_day_of_lodging_decide_which_kind_may_be_filed() {
    let held = three_stars();
    let until = day("2029-06-20");
    let valid = certificate::Refusal::ValidCertificateExists { until };
    assert_eq!(
        lodged(DossierKind::First, &held, "2026-10-01"),
        Err(valid.into())
    );
    assert_eq!(lodged(DossierKind::First, &held, "2026-06-19"), Ok(None));
    assert_eq!(lodged(DossierKind::First, &held, "2029-06-21"), Ok(None));
    let none = |on: &str| Err(certificate::Refusal::NoValidCertificate { on: day(on) }.into());
    let upgrade = |of: &Certification, on: &str| lodged(DossierKind::Upgrade, of, on);
    assert_eq!(upgrade(&uncertified(), "2026-10-01"), none("2026-10-01"));
    assert_eq!(upgrade(&held, "2026-06-19"), none("2026-06-19"));
    let star = Star::Three;
    assert_eq!(upgrade(&held, "2026-06-20"), Ok(Some(Held { star, until })));
}

#[test]
fn a_re_evaluation_is_filed_180_days_before_the_end_and_not_181_and_may_be_drafted_before() {
    let held = three_stars();
    let lodged = |on| lodged(DossierKind::ReEvaluation, &held, on);
    let from = day("2028-12-22");
    assert_eq!(day("2029-06-20") - from, chrono::TimeDelta::days(180));
    assert_eq!(lodged("2028-12-21"), Err(Refusal::FiledTooEarly { from }));
    assert!(lodged("2028-12-22").is_ok());
    assert!(lodged("2029-06-20").is_ok());
    let on = day("2029-06-21");
    let late = certificate::Refusal::NoValidCertificate { on };
    assert_eq!(lodged("2029-06-21"), Err(late.into()));
}

#[test]
fn minutes_are_not_dated_before_the_advisory_report_or_the_councils_appointment() {
    let mut dossier = in_round();
    let Stage::ReadyForCouncil { advice, .. } = &mut dossier.stage else {
        panic!("it waits for no council")
    };
    advice.filed_on = day("2026-06-09");
    let refused = count(&mut dossier, &[("3.5", 1)], "2026-06-08");
    let (on, before) = (day("2026-06-08"), day("2026-06-09"));
    assert_eq!(refused, Err(BeforePreviousStep { on, before }.into()));
    let ballots = ballots_of(&[("3.5", 1)]);
    let council = council::Council {
        appointed_on: day("2026-06-15"),
        ..council_of(5)
    };
    let session = Session {
        places: &built_in(),
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-06-10"),
    };
    let (on, before) = (session.on, council.appointed_on);
    assert_eq!(
        dossier.count(&session, None),
        Err(BeforePreviousStep { on, before }.into())
    );
}

#[test]
fn a_retired_product_is_not_certified() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let retired = Product {
        status: crate::register::product::Status::Retired,
        ..fish_sauce()
    };
    let refused = decide_on(&mut dossier, &mut certificates, &retired, "2026-06-20");
    assert_eq!(refused, Err(Refusal::ProductRetired));
    assert_eq!(certificates, uncertified());
}

#[test]
fn what_was_lodged_is_certified_whatever_the_catalog_says_since() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let changed = Product {
        name: "Mắm nêm".into(),
        criteria_set: 10,
        producer_id: Uuid::from_u128(0xE9),
        producer_name: "Another".into(),
        place: Place {
            code: "21364".into(),
            ..fish_sauce().place
        },
        ..fish_sauce()
    };
    decide_on(&mut dossier, &mut certificates, &changed, "2026-06-20").unwrap();
    let certificate = certificates.newest().unwrap();
    assert_eq!(
        (certificate.criteria_set, &certificate.product_name),
        (9, &fish_sauce().name)
    );
    assert_eq!(certificate.producer_name, fish_sauce().producer_name);
    assert_eq!(certificate.producer_id, fish_sauce().producer_id);
    assert_eq!(certificate.place.code, fish_sauce().place.code);
}

#[test]
fn a_retired_product_files_nothing() {
    let retired = Product {
        status: crate::register::product::Status::Retired,
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
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-20").unwrap();
    let (number, on) = (9, day("2026-05-21"));
    assert_eq!(
        lodge(&mut dossier, &uncertified(), on),
        Err(criteria::Refusal::NoCriteriaSet { number, on }.into())
    );
    lodge(&mut dossier, &uncertified(), day("2026-05-22")).unwrap();
    assert_eq!(
        dossier.stage.lodged().map(|lodged| lodged.regulation),
        Some(Code::R2026)
    );
}

#[test]
fn a_dossier_given_back_is_a_draft_again_and_can_be_lodged_anew() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    assert!(matches!(
        dossier.rewrite(Content::default(), &fish_sauce(), day("2026-06-05")),
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
        .rewrite(Content::default(), &fish_sauce(), day("2026-06-05"))
        .unwrap();
    let Err(Refusal::Incomplete { lacks }) = lodge(&mut dossier, &uncertified(), day("2026-06-05"))
    else {
        panic!("an empty self-assessment was lodged")
    };
    let answers = lacks.iter().filter(|lack| matches!(lack, Lack::Answer(_)));
    assert_eq!(answers.count(), 31);
    dossier
        .rewrite(answered(), &fish_sauce(), day("2026-06-06"))
        .unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-05")).unwrap();
    assert_eq!(dossier.stage.reason(), "");
}

#[test]
fn a_commune_reports_on_all_four_topics() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    let half = Findings {
        labour: " ".into(),
        identity: String::new(),
        ..findings()
    };
    let refused = dossier.endorse(half, day("2026-06-02"));
    assert_eq!(
        refused,
        Err(Refusal::Incomplete {
            lacks: ["labour", "identity"].map(Lack::Finding).to_vec()
        })
    );
    let early = dossier.endorse(findings(), day("2026-05-31"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
}

#[test]
fn a_round_takes_dossiers_of_its_province_endorsed_in_time() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    let late = dossier.accept(
        &built_in(),
        &first_round(Some("2026-06-01")),
        day("2026-06-03"),
    );
    assert!(matches!(late, Err(Refusal::AfterCutOff { .. })));
    let elsewhere = crate::council::round::Round {
        province_code: "48".into(),
        ..first_round(None)
    };
    assert!(matches!(
        dossier.accept(&built_in(), &elsewhere, day("2026-06-03")),
        Err(Refusal::Council(council::Refusal::OtherProvince { .. }))
    ));
    assert_eq!(
        dossier.accept(
            &built_in(),
            &first_round(Some("2026-06-02")),
            day("2026-06-03")
        ),
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

#[test]
fn whether_a_re_evaluation_is_lodged_in_grace_is_for_the_regulation_to_say() {
    let certificates = three_stars();
    let law = Regulation::in_force_on(day("2029-06-21")).unwrap();
    let late = Regulation {
        lodge_before_end: false,
        ..law.clone()
    };
    let held = |on: &str, law: &Regulation| Held::in_grace(day(on), &certificates, law);
    assert_eq!(held("2029-06-21", law), None);
    let star = held("2029-12-17", &late).map(|held| held.star);
    assert_eq!(star, Some(Star::Three));
    assert_eq!(held("2029-12-18", &late), None);
    assert_eq!(held("2029-06-20", &late), None, "it is valid still");
}

#[test]
fn what_was_advised_and_acknowledged_is_on_record_with_what_was_lodged() {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-05-25").unwrap();
    let mut content = answered();
    content.form.email.clear();
    dossier
        .rewrite(content, &fish_sauce(), day("2026-05-26"))
        .unwrap();
    let on = day("2026-06-01");
    let blank = Lack::Blank("form.email");
    assert_eq!(
        lodge(&mut dossier, &uncertified(), on),
        Err(Refusal::Incomplete {
            lacks: vec![blank.clone()]
        })
    );
    let lodging = Lodging {
        product: &fish_sauce(),
        certificates: &uncertified(),
        papers: &[paper()],
        acknowledged: &["form.email".to_owned(), "form.phone".to_owned()],
        on,
    };
    let found = dossier.check(&LIBRARY, &lodging).unwrap();
    assert_eq!(found.step, completeness::NextStep::Submit);
    assert_eq!((found.lacks, found.refusals), (vec![blank], vec![]));
    dossier.submit(&LIBRARY, lodging).unwrap();
    assert_eq!(dossier.acknowledged, ["form.email"]);
    assert_eq!(dossier.frozen.unwrap().acknowledged, ["form.email"]);
}
