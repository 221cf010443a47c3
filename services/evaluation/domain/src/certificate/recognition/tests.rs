use super::*;
use crate::certificate::certification::tests::{day, decision, fish_sauce, three_stars};
use crate::certificate::certification::{Certification, OldCertificate};
use crate::criteria::star::Star;
use uuid::Uuid;

fn running(kind: DossierKind, lodged_on: &str) -> Running {
    Running {
        kind,
        lodged_on: day(lodged_on),
        forwarded_on: None,
        sent_back_on: None,
        closed_on: None,
    }
}

/// Three stars from 20 June 2026 to 20 June 2029, and dossiers.
fn recognition(dossiers: &[Running]) -> Recognition {
    Recognition {
        certificates: three_stars().certificates,
        dossiers: dossiers.to_vec(),
    }
}

fn finding(of: &Recognition, on: &str) -> Finding {
    of.of_product(day(on)).finding
}

const EXPIRED: Finding = Finding::Stands(Standing::Expired {
    since: NaiveDate::from_ymd_opt(2029, 6, 21).unwrap(),
});

#[test]
fn a_certificate_is_expiring_in_its_last_thirty_days_and_valid_before() {
    let product = recognition(&[]);
    let (since, until) = (day("2026-06-20"), day("2029-06-20"));
    let valid = Finding::Stands(Standing::Valid { since, until });
    let expiring = Finding::Expiring {
        since: day("2029-05-21"),
        until,
    };
    assert_eq!(finding(&product, "2029-05-20"), valid);
    assert_eq!(finding(&product, "2029-05-21"), expiring);
    assert_eq!(finding(&product, "2029-06-20"), expiring);
    assert_eq!(finding(&product, "2029-06-21"), EXPIRED);
    assert!(valid.is_good() && expiring.is_good() && !EXPIRED.is_good());
}

#[test]
fn a_re_evaluation_filed_in_time_keeps_an_expired_certificate_good_for_180_days() {
    let grace = Finding::InGrace {
        since: day("2029-06-21"),
        until: day("2029-12-17"),
    };
    let filed = recognition(&[running(DossierKind::ReEvaluation, "2029-06-20")]);
    assert_eq!(finding(&filed, "2029-06-21"), grace);
    assert_eq!(finding(&filed, "2029-12-17"), grace);
    assert_eq!(finding(&filed, "2029-12-18"), EXPIRED);
}

#[test]
fn there_is_no_grace_without_a_re_evaluation_filed_before_the_end() {
    for dossiers in [
        vec![],
        vec![running(DossierKind::ReEvaluation, "2029-06-21")],
        vec![running(DossierKind::Upgrade, "2029-01-01")],
        vec![running(DossierKind::ReEvaluation, "2026-06-19")],
    ] {
        assert_eq!(finding(&recognition(&dossiers), "2029-07-01"), EXPIRED);
    }
}

#[test]
fn whether_a_re_evaluation_may_be_lodged_in_grace_is_for_the_regulation_to_say() {
    let held = &three_stars().certificates[0];
    let law = Regulation::in_force_on(day("2029-06-21")).unwrap();
    let late = Regulation {
        lodge_before_end: false,
        ..law.clone()
    };
    let lodged = |on: &str, law| lodged_for(held, day(on), law);
    assert!(!lodged("2026-06-19", Some(law)) && lodged("2026-06-20", Some(law)));
    for (law, last, after) in [
        (None, "2029-06-20", "2029-06-21"),
        (Some(law), "2029-06-20", "2029-06-21"),
        (Some(&late), "2029-12-17", "2029-12-18"),
    ] {
        assert!(lodged(last, law), "{last}");
        assert!(!lodged(after, law), "{after}");
    }
}

#[test]
fn grace_ends_on_the_day_of_the_result() {
    let mut dossier = running(DossierKind::ReEvaluation, "2029-02-01");
    dossier.closed_on = Some(day("2029-07-10"));
    let product = recognition(&[dossier]);
    assert!(finding(&product, "2029-07-09").is_good());
    assert_eq!(finding(&product, "2029-07-10"), EXPIRED);
}

#[test]
fn a_certificate_that_ended_before_the_law_of_2026_has_no_grace() {
    let mut product = Certification::none(fish_sauce().id);
    let old = OldCertificate {
        id: Uuid::from_u128(1),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: Star::Three,
        decision: decision("1/QĐ-UBND", "2023-05-20"),
        product_code: String::new(),
    };
    product
        .import(&fish_sauce(), old, NaiveDate::MAX, day("2026-06-01"))
        .unwrap();
    let product = Recognition {
        certificates: product.certificates,
        dossiers: vec![running(DossierKind::ReEvaluation, "2026-02-01")],
    };
    assert!(!finding(&product, "2026-05-21").is_good());
}

#[test]
fn five_stars_on_their_way_make_a_candidate_and_never_a_star() {
    let mut forwarded = running(DossierKind::First, "2026-05-01");
    forwarded.forwarded_on = Some(day("2026-07-01"));
    forwarded.sent_back_on = Some(day("2026-10-01"));
    forwarded.closed_on = Some(day("2026-11-01"));
    let product = Recognition {
        certificates: Vec::new(),
        dossiers: vec![forwarded],
    };
    let unknown = Finding::Stands(Standing::Unknown);
    assert_eq!(finding(&product, "2026-06-30"), unknown);
    let verdict = product.of_product(day("2026-07-01"));
    assert_eq!(
        verdict.finding,
        Finding::Candidate {
            since: day("2026-07-01")
        }
    );
    assert!(!verdict.finding.is_good());
    assert_eq!(verdict.certificate, None);
    assert_eq!(finding(&product, "2026-10-01"), unknown);
}

#[test]
fn a_product_is_no_candidate_any_more_from_the_day_the_centre_sent_it_back() {
    let mut forwarded = running(DossierKind::First, "2026-05-01");
    forwarded.forwarded_on = Some(day("2026-07-01"));
    forwarded.sent_back_on = Some(day("2026-08-20"));
    let product = Recognition {
        certificates: Vec::new(),
        dossiers: vec![forwarded],
    };
    let since = day("2026-07-01");
    assert_eq!(
        finding(&product, "2026-08-19"),
        Finding::Candidate { since }
    );
    let unknown = Finding::Stands(Standing::Unknown);
    assert_eq!(finding(&product, "2026-08-20"), unknown);
}

#[test]
fn a_valid_certificate_of_a_candidate_is_valid_and_says_so_besides() {
    let mut forwarded = running(DossierKind::Upgrade, "2027-01-01");
    forwarded.forwarded_on = Some(day("2027-03-01"));
    let product = recognition(&[forwarded]);
    let verdict = product.of_product(day("2027-03-01"));
    assert!(matches!(
        verdict.finding,
        Finding::Stands(Standing::Valid { .. })
    ));
    assert_eq!(verdict.candidate_since, Some(day("2027-03-01")));
    assert_eq!(verdict.certificate.unwrap().star, Star::Three);
    // Once it has run out, the product is a candidate and the certificate itself expired.
    let late = day("2029-07-01");
    assert!(matches!(
        product.of_product(late).finding,
        Finding::Candidate { .. }
    ));
    assert_eq!(product.of_certificate(|_| true, late).finding, EXPIRED);
}

#[test]
fn a_certificate_that_was_followed_points_to_the_one_that_is_good() {
    let mut product = three_stars();
    product
        .upgrade(
            &fish_sauce(),
            crate::certificate::certification::Grant {
                id: Uuid::from_u128(2),
                star: Star::Four,
                regulation: crate::criteria::regulation::Code::R2026,
                decision: decision("2/QĐ-UBND", "2026-11-10"),
                valid_from: day("2026-11-10"),
                product_code: String::new(),
                dossier_id: None,
                recorded_on: day("2026-11-10"),
                recorded_at: chrono::DateTime::UNIX_EPOCH,
            },
        )
        .unwrap();
    let product = Recognition {
        certificates: product.certificates,
        dossiers: Vec::new(),
    };
    let first = |held: &Certificate| held.id == Uuid::from_u128(1);
    let verdict = product.of_certificate(first, day("2026-11-10"));
    assert!(matches!(
        verdict.finding,
        Finding::Stands(Standing::Replaced { .. })
    ));
    assert_eq!(verdict.current.unwrap().star, Star::Four);
    // The day before, nobody knew that another would follow: the first was valid to the end of its term.
    let before = product.of_certificate(first, day("2026-11-09"));
    let (since, until) = (day("2026-06-20"), day("2029-06-20"));
    let valid = Standing::Valid { since, until };
    assert_eq!(before.finding, Finding::Stands(valid));
    let then = before
        .certificate
        .unwrap()
        .as_it_stood_on(day("2026-11-09"));
    assert_eq!((then.valid_to, then.replaced_by), (until, None));
    let now = verdict
        .certificate
        .unwrap()
        .as_it_stood_on(day("2026-11-10"));
    assert_eq!(now.valid_to, day("2026-11-09"));
    assert_eq!(now.replaced_by, Some(Uuid::from_u128(2)));
    assert_eq!(before.current, None);
}

#[test]
fn a_certificate_bears_no_revocation_of_a_later_day() {
    let mut certificate = three_stars().certificates.remove(0);
    let revocation = crate::certificate::Revocation {
        ground: crate::certificate::Ground::Fraud,
        reason: "hồ sơ giả".to_owned(),
        decision: decision("9/QĐ-UBND", "2027-01-10"),
    };
    certificate.revocation = Some(revocation.clone());
    let revoked = |on: &str| certificate.as_it_stood_on(day(on)).revocation;
    assert_eq!(revoked("2027-01-09"), None);
    assert_eq!(revoked("2027-01-10"), Some(revocation));
}

#[test]
fn certificates_that_are_asked_for_stand_as_the_last_that_had_begun_and_none_is_good_after_its_end()
{
    let mut product = three_stars();
    let upgrade = crate::certificate::certification::tests::grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), upgrade).unwrap();
    let product = Recognition {
        certificates: product.certificates,
        dossiers: Vec::new(),
    };
    let shown = |on: &str| {
        let verdict = product.of_certificate(|_| true, day(on));
        verdict.certificate.map(|held| held.star)
    };
    assert_eq!(shown("2026-06-19"), Some(Star::Three));
    assert_eq!(shown("2026-11-09"), Some(Star::Three));
    assert_eq!(shown("2026-11-10"), Some(Star::Four));
    let ended = product.of_certificate(|_| true, day("2030-01-01"));
    assert!(!ended.finding.is_good());
    assert_eq!(ended.current, None);
}
