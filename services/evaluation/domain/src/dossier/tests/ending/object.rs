//! The object of a dossier is gone, or another certificate stands in its place.

use super::*;
use crate::certificate::certification::OldCertificate;
use crate::certificate::certification::tests::revocation;
use crate::certificate::recognition::Running;

#[test]
fn a_certificate_revoked_while_its_upgrade_is_scored_takes_the_object_away() {
    let mut certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    let refused = close(
        &mut dossier,
        CloseGround::ObjectGone,
        &certificates,
        "2026-11-10",
    );
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    let id = certificates.newest().unwrap().id;
    certificates.revoke(id, revocation("2026-11-05")).unwrap();
    close(
        &mut dossier,
        CloseGround::ObjectGone,
        &certificates,
        "2026-11-10",
    )
    .unwrap();
    assert_eq!(dossier.state(), State::Closed);
}

#[test]
fn a_certificate_raised_or_imported_while_a_dossier_is_scored_supersedes_it() {
    let mut certificates = uncertified();
    let mut dossier = scored();
    let ground = CloseGround::Superseded;
    let refused = close(&mut dossier, ground, &certificates, "2026-09-01");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    certificates = three_stars();
    let until = certificates.newest().unwrap().valid_to;
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-09-01"),
        Err(certificate::Refusal::ValidCertificateExists { until }.into())
    );
    close(&mut dossier, ground, &certificates, "2026-09-01").unwrap();
    assert_eq!(dossier.stage.closing().unwrap().ground, ground);
}

#[test]
fn a_dossier_of_a_retired_product_is_closed() {
    let mut dossier = scored();
    let retired = Product {
        status: crate::register::product::Status::Retired,
        ..fish_sauce()
    };
    let gone = closing(CloseGround::ObjectGone, "2026-06-20");
    dossier.close(gone, &retired, &uncertified()).unwrap();
    assert_eq!(dossier.state(), State::Closed);
}

#[test]
fn a_re_evaluation_has_its_object_until_the_grace_of_the_certificate_is_over() {
    let mut certificates = three_stars();
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2029-01-10").unwrap();
    lodge(&mut dossier, &certificates, day("2029-01-10")).unwrap();
    let (last_day_of_grace, after) = ("2029-12-17", "2029-12-18");
    let gone = |certificates: &Certification, on: &str| {
        close(
            &mut dossier.clone(),
            CloseGround::ObjectGone,
            certificates,
            on,
        )
    };
    for on in ["2029-01-10", "2029-06-21", last_day_of_grace] {
        let refused = gone(&certificates, on);
        assert!(matches!(refused, Err(Refusal::NoGround { .. })), "{on}");
    }
    assert_eq!(gone(&certificates, after), Ok(()));
    let newest = certificates.certificates[0].id;
    certificates
        .revoke(newest, revocation("2029-02-01"))
        .unwrap();
    assert_eq!(gone(&certificates, "2029-02-01"), Ok(()));
}

/// Three stars of 16 June 2023, given under the regulation of that time, which knew no grace.
fn of_2023() -> Certification {
    let mut certificates = uncertified();
    let old = OldCertificate {
        id: Uuid::from_u128(7),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: Star::Three,
        decision: decision_on(Star::Three, "900/QĐ-UBND", "2023-06-16"),
        product_code: String::new(),
    };
    let (before, today) = (day("2026-05-01"), day("2026-05-01"));
    certificates
        .import(&fish_sauce(), old, before, today)
        .unwrap();
    certificates
}

#[test]
fn the_grace_of_a_certificate_is_that_of_the_law_after_its_end_and_not_of_the_one_it_was_given_under()
 {
    let certificates = of_2023();
    let last_day = certificates.certificates[0].valid_to;
    assert_eq!(last_day, day("2026-06-16"));
    let mut dossier = draft(DossierKind::ReEvaluation, &certificates, "2026-06-01").unwrap();
    lodge(&mut dossier, &certificates, day("2026-06-01")).unwrap();
    for (on, gone) in [
        ("2026-06-16", false),
        ("2026-06-17", false),
        ("2026-12-13", false),
        ("2026-12-14", true),
    ] {
        let ground = CloseGround::ObjectGone;
        let closed = close(&mut dossier.clone(), ground, &certificates, on);
        assert_eq!(closed.is_ok(), gone, "{on}");
    }
}

#[test]
fn an_upgrade_has_its_object_as_long_as_a_re_evaluation_keeps_the_certificate_good() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2029-06-01").unwrap();
    let dossier = through_to_round(dossier, &certificates, "2029-06-02");
    let closed = |certificates: &Certification, on: &str| {
        let ground = CloseGround::ObjectGone;
        close(&mut dossier.clone(), ground, certificates, on).is_ok()
    };
    assert!(!closed(&certificates, "2029-06-20"));
    assert!(closed(&certificates, "2029-06-21"));
    certificates.dossiers = vec![Running {
        kind: DossierKind::ReEvaluation,
        lodged_on: day("2029-01-10"),
        forwarded_on: None,
        sent_back_on: None,
        closed_on: None,
    }];
    assert!(!closed(&certificates, "2029-12-17"));
    assert!(closed(&certificates, "2029-12-18"));
}

#[test]
fn the_certificate_that_an_upgrade_is_to_raise_does_not_supersede_it() {
    let certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    let superseded = CloseGround::Superseded;
    let refused = close(&mut dossier, superseded, &certificates, "2026-11-01");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    // A first dossier has no certificate beside it, however early that began.
    let mut first = draft(DossierKind::First, &uncertified(), "2026-07-01").unwrap();
    lodge(&mut first, &uncertified(), day("2026-07-01")).unwrap();
    let closed = close(&mut first, superseded, &certificates, "2026-07-02");
    assert_eq!(closed, Ok(()));
}

#[test]
fn an_upgrade_of_a_certificate_that_went_over_to_a_successor_is_not_decided_but_closed() {
    let mut certificates = three_stars();
    let mut dossier = upgrade(&certificates);
    count(&mut dossier, &[("4.1", 3)], "2026-10-20").unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    let successor = crate::certificate::certification::issuing::Successor {
        id: Uuid::from_u128(9),
        producer_id: Uuid::from_u128(0xE2),
        producer_name: "Công ty Mười Quý".into(),
        decision: decision_on(Star::Three, "9/QĐ-UBND", "2026-10-21"),
        recorded_on: day("2026-10-21"),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let held = certificates.certificates[0].id;
    certificates.transfer(held, successor).unwrap();
    let since = day("2026-10-21");
    let decided = decide(&mut dossier, &mut certificates, "2026-10-25");
    assert_eq!(decided, Err(Refusal::ObjectEnded { since }));
    let superseded = CloseGround::Superseded;
    let closed = close(&mut dossier, superseded, &certificates, "2026-10-25");
    assert_eq!(closed, Ok(()));
}

#[test]
fn a_certificate_of_the_day_of_lodging_supersedes_nothing_and_a_later_one_does() {
    let mut certificates = three_stars();
    let mut dossier = draft(DossierKind::Upgrade, &certificates, "2026-06-20").unwrap();
    lodge(&mut dossier, &certificates, day("2026-06-20")).unwrap();
    let superseded = CloseGround::Superseded;
    let refused = close(&mut dossier, superseded, &certificates, "2026-07-01");
    assert!(matches!(refused, Err(Refusal::NoGround { .. })));
    let raised = certificate::certification::tests::grant(9, Star::Four, "2026-11-01");
    certificates.upgrade(&fish_sauce(), raised).unwrap();
    let closed = close(&mut dossier, superseded, &certificates, "2026-11-02");
    assert_eq!(closed, Ok(()));
}
