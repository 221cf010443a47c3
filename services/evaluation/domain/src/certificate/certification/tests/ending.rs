use super::*;
use crate::criteria::regulation::Level;

#[test]
fn a_revoked_certificate_is_not_valid_from_the_date_of_the_decision() {
    let mut product = three_stars();
    product
        .revoke(Uuid::from_u128(1), revocation("2027-03-05"))
        .unwrap();
    assert!(product.valid_on(day("2027-03-04")).is_some());
    let revoked = Standing::Revoked {
        since: day("2027-03-05"),
        ground: Ground::LegalBreach,
    };
    assert_eq!(product.standing(day("2027-03-05")), revoked);
    assert_eq!(product.standing(day("2031-01-01")), revoked);
    assert!(!product.emit_due(day("2031-01-01")));
    let again = product.revoke(Uuid::from_u128(1), revocation("2027-04-05"));
    assert_eq!(
        again,
        Err(Refusal::RevokedAlready {
            since: day("2027-03-05")
        })
    );
    product
        .issue(&fish_sauce(), grant(2, Star::Three, "2027-03-05"))
        .unwrap();
    assert_eq!(product.certificates[0].valid_to, day("2029-06-20"));
}

#[test]
fn the_ministry_revokes_five_stars_and_the_province_the_rest() {
    let mut product = three_stars();
    assert_eq!(product.newest().unwrap().revoked_by(), Level::Province);
    product
        .upgrade(&fish_sauce(), grant(2, Star::Five, "2026-11-10"))
        .unwrap();
    assert_eq!(product.newest().unwrap().revoked_by(), Level::Centre);
}

#[test]
fn an_expired_certificate_can_be_revoked_and_keeps_both_ends() {
    let mut product = three_stars();
    assert!(product.emit_due(day("2029-06-21")));
    product
        .revoke(Uuid::from_u128(1), revocation("2029-12-01"))
        .unwrap();
    assert_eq!(
        product.standing(day("2029-11-30")),
        Standing::Expired {
            since: day("2029-06-21")
        }
    );
    assert!(matches!(
        product.standing(day("2029-12-01")),
        Standing::Revoked { .. }
    ));
}

#[test]
fn only_the_newest_certificate_is_revoked_and_not_before_it_began() {
    let mut product = three_stars();
    let early = product.revoke(Uuid::from_u128(1), revocation("2026-06-19"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
    product
        .upgrade(&fish_sauce(), grant(2, Star::Four, "2026-11-10"))
        .unwrap();
    let replaced = product.revoke(Uuid::from_u128(1), revocation("2027-03-05"));
    assert_eq!(
        replaced,
        Err(Refusal::Replaced {
            by: Uuid::from_u128(2)
        })
    );
    let unknown = product.revoke(Uuid::from_u128(5), revocation("2027-03-05"));
    assert_eq!(
        unknown,
        Err(Refusal::NoSuchCertificate {
            id: Uuid::from_u128(5)
        })
    );
}

#[test]
fn a_certificate_dated_before_the_revocation_of_the_newest_is_refused() {
    let mut product = three_stars();
    product
        .revoke(Uuid::from_u128(1), revocation("2027-03-05"))
        .unwrap();
    let backdated = product.upgrade(&fish_sauce(), grant(2, Star::Four, "2027-03-04"));
    assert_eq!(
        backdated,
        Err(Refusal::RevokedAlready {
            since: day("2027-03-05")
        })
    );
}

#[test]
fn a_lifted_revocation_leaves_the_certificate_as_if_it_had_never_been_revoked_and_stays_on_record()
{
    let mut product = three_stars();
    let id = Uuid::from_u128(1);
    let grounds = crate::correction::Grounds {
        reason: "Khiếu nại: 12/QĐ-KN".into(),
        by: "chu-tich".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let never = product.lift_revocation(id, &grounds, day("2027-05-01"));
    assert_eq!(never, Err(Refusal::NotRevoked));
    product.revoke(id, revocation("2027-03-05")).unwrap();
    product.events.clear();
    product
        .lift_revocation(id, &grounds, day("2027-05-01"))
        .unwrap();
    assert!(product.valid_on(day("2027-04-01")).is_some());
    let [correction] = product.certificates[0].corrections.as_slice() else {
        panic!("one correction");
    };
    assert_eq!(
        (correction.field.as_str(), correction.after.as_str()),
        ("revocation", "")
    );
    assert!(correction.before.ends_with("2027-03-05"));
    let names: Vec<_> = product.events.iter().map(Event::name).collect();
    assert_eq!(names, ["certificate.corrected"]);
}

#[test]
fn a_revocation_is_not_lifted_once_another_certificate_has_followed() {
    let mut product = three_stars();
    let id = Uuid::from_u128(1);
    product.revoke(id, revocation("2027-03-05")).unwrap();
    product
        .issue(&fish_sauce(), grant(2, Star::Three, "2027-06-05"))
        .unwrap();
    let grounds = crate::correction::Grounds {
        reason: "Khiếu nại".into(),
        by: "chu-tich".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let refused = product.lift_revocation(id, &grounds, day("2027-07-01"));
    let by = Uuid::from_u128(2);
    assert_eq!(refused, Err(Refusal::Replaced { by }));
}

#[test]
fn a_product_is_worth_what_its_last_certificate_that_had_begun_is_worth() {
    let mut product = three_stars();
    let upgrade = grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), upgrade).unwrap();
    let valid_since = |on: &str| match product.standing(day(on)) {
        Standing::Valid { since, .. } => Some(since),
        _ => None,
    };
    assert_eq!(valid_since("2026-06-19"), None);
    assert_eq!(valid_since("2026-11-09"), Some(day("2026-06-20")));
    assert_eq!(valid_since("2026-11-10"), Some(day("2026-11-10")));
}
