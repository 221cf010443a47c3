//! First certificates, upgrades and re-evaluations, and the days on which they are valid.

use super::*;

#[test]
fn a_certificate_is_valid_from_its_first_to_its_last_day_and_not_a_day_longer() {
    let product = three_stars();
    let valid = |on: &str| product.valid_on(day(on)).is_some();
    assert_eq!(
        product.standing(day("2026-06-19")),
        Standing::NotYet {
            from: day("2026-06-20")
        }
    );
    assert!(valid("2026-06-20") && valid("2029-06-20"));
    assert_eq!(
        product.standing(day("2029-06-21")),
        Standing::Expired {
            since: day("2029-06-21")
        }
    );
    assert_eq!(
        Certification::none(Uuid::nil()).standing(day("2026-06-20")),
        Standing::Unknown
    );
}

#[test]
fn an_upgrade_ends_the_old_certificate_the_day_before_and_starts_36_months_anew() {
    let mut product = three_stars();
    product
        .upgrade(&fish_sauce(), grant(2, Star::Four, "2026-11-10"))
        .unwrap();
    let [before, after] = product.certificates.as_slice() else {
        panic!("two certificates")
    };
    assert_eq!(
        (before.valid_to, before.replaced_by),
        (day("2026-11-09"), Some(after.id))
    );
    assert_eq!(
        (after.valid_to, after.kind),
        (day("2029-11-10"), Kind::Upgrade)
    );
    assert_eq!(
        before.standing(day("2026-11-10")),
        Standing::Replaced {
            since: day("2026-11-10"),
            by: after.id
        }
    );
    assert_eq!(
        recorded(&product),
        [
            ("certificate.issued", None, 3),
            ("certificate.upgraded", Some(3), 4)
        ]
    );
}

#[test]
fn an_upgrade_needs_a_valid_certificate_with_a_lower_star() {
    let mut product = three_stars();
    let same = product.upgrade(&fish_sauce(), grant(2, Star::Three, "2026-11-10"));
    assert_eq!(same, Err(Refusal::NoHigherStar { held: Star::Three }));
    let late = product.upgrade(&fish_sauce(), grant(2, Star::Four, "2029-12-18"));
    assert_eq!(
        late,
        Err(Refusal::NoValidCertificate {
            on: day("2029-12-18")
        })
    );
    let same_day = product.upgrade(&fish_sauce(), grant(2, Star::Four, "2026-06-20"));
    assert!(matches!(same_day, Err(Refusal::NotAfterNewest { .. })));
    assert_eq!((product.certificates.len(), product.events.len()), (1, 1));
}

/// A re-evaluation of the three stars, lodged in time and without a result.
pub(super) fn lodged_in_time() -> Running {
    Running {
        kind: DossierKind::ReEvaluation,
        lodged_on: day("2029-01-10"),
        forwarded_on: None,
        sent_back_on: None,
        closed_on: None,
    }
}

#[test]
fn a_certificate_that_ran_out_is_raised_only_while_a_re_evaluation_keeps_it_good() {
    let mut product = three_stars();
    let on = day("2029-06-21");
    let without = product.upgrade(&fish_sauce(), grant(2, Star::Four, "2029-06-21"));
    assert_eq!(without, Err(Refusal::NoValidCertificate { on }));
    product.dossiers = vec![Running {
        closed_on: Some(day("2029-06-01")),
        ..lodged_in_time()
    }];
    let decided = product.upgrade(&fish_sauce(), grant(2, Star::Four, "2029-06-21"));
    assert_eq!(decided, Err(Refusal::NoValidCertificate { on }));
}

#[test]
fn an_upgrade_may_be_decided_while_the_certificate_is_in_grace() {
    let mut product = three_stars();
    product.dossiers = vec![lodged_in_time()];
    let last_day = grant(2, Star::Four, "2029-12-17");
    assert_eq!(product.upgrade(&fish_sauce(), last_day), Ok(()));
    assert_eq!(product.certificates[0].valid_to, day("2029-06-20"));
}

#[test]
fn a_first_certificate_is_not_given_beside_a_valid_one() {
    let mut product = three_stars();
    let second = product.issue(&fish_sauce(), grant(2, Star::Four, "2029-06-20"));
    assert_eq!(
        second,
        Err(Refusal::ValidCertificateExists {
            until: day("2029-06-20")
        })
    );
    product
        .issue(&fish_sauce(), grant(2, Star::Four, "2029-06-21"))
        .unwrap();
    assert_eq!(product.certificates[0].replaced_by, None);
}

#[test]
fn a_re_evaluation_renews_or_lowers_and_may_come_after_the_end() {
    let mut product = three_stars();
    product
        .upgrade(&fish_sauce(), grant(2, Star::Four, "2026-11-10"))
        .unwrap();
    product
        .recognise_again(&fish_sauce(), grant(3, Star::Four, "2029-10-01"))
        .unwrap();
    product.emit_due(day("2032-10-02"));
    product
        .events
        .retain(|event| event.name() != "certificate.expiring");
    product
        .recognise_again(&fish_sauce(), grant(4, Star::Three, "2032-11-01"))
        .unwrap();
    assert_eq!(
        recorded(&product)[2..],
        [
            ("certificate.renewed", Some(4), 4),
            ("certificate.expired", Some(4), 4),
            ("certificate.lowered", Some(4), 3),
        ]
    );
    assert_eq!(product.certificates[2].valid_to, day("2032-10-01"));
}
