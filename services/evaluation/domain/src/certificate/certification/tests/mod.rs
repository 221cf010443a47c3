mod authorities;
mod correcting;
mod due;
mod ending;
mod importing;
mod issuing;
mod model;
mod over_time;
mod records;
mod withdrawing;

use super::*;
use crate::certificate::{Ground, Revocation};
use crate::criteria;
use crate::register::product::Place;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The fish sauce of the cooperative in Bình Sơn.
pub(crate) fn fish_sauce() -> Product {
    Product {
        id: Uuid::from_u128(0xF1),
        name: "Nước mắm Mười Quý".into(),
        producer_id: Uuid::from_u128(0xE1),
        producer_name: "Hợp tác xã Mười Quý".into(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21064".into(),
            name: "Bình Châu".into(),
            district_code: Some("524".into()),
            district_name: Some("Bình Sơn".into()),
            province_code: "51".into(),
            province_name: "Quảng Ngãi".into(),
            said_on: day("2020-01-01"),
        },
        active: true,
    }
}

pub(crate) fn decision(number: &str, date: &str) -> Decision {
    Decision {
        number: number.into(),
        date: day(date),
        authority: "UBND tỉnh Quảng Ngãi".into(),
        signer: String::new(),
    }
}

/// A decision of the authority that decides on a star.
pub(crate) fn decision_on(star: Star, number: &str, date: &str) -> Decision {
    let authority = match star {
        Star::Five => "Bộ Nông nghiệp và Môi trường",
        Star::Three | Star::Four => "UBND tỉnh Quảng Ngãi",
    };
    Decision {
        authority: authority.into(),
        ..decision(number, date)
    }
}

pub(crate) fn grant(id: u128, star: Star, from: &str) -> Grant {
    Grant {
        id: Uuid::from_u128(id),
        star,
        regulation: Code::R2026,
        decision: decision_on(star, &format!("{id}/QĐ-UBND"), from),
        valid_from: day(from),
        product_code: String::new(),
        dossier_id: Some(Uuid::from_u128(0xD0)),
        recorded_on: day(from),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn old(id: u128, star: Star, from: &str) -> OldCertificate {
    let grant = grant(id, star, from);
    let Grant {
        id,
        star,
        decision,
        product_code,
        recorded_at,
        ..
    } = grant;
    OldCertificate {
        id,
        recorded_at,
        star,
        decision: Decision {
            authority: match star {
                Star::Five => "Bộ Nông nghiệp và Môi trường".into(),
                Star::Three | Star::Four => decision.authority,
            },
            ..decision
        },
        product_code,
    }
}

/// The day since which decisions are made in the system, of tests that ask for nothing else.
pub(crate) const START: NaiveDate = NaiveDate::MAX;

pub(crate) fn revocation(date: &str) -> Revocation {
    Revocation {
        ground: Ground::LegalBreach,
        reason: "Kết luận thanh tra".into(),
        decision: decision("99/QĐ-UBND", date),
    }
}

/// The same, of the authority that decides on a star.
pub(crate) fn revocation_of(star: Star, date: &str) -> Revocation {
    Revocation {
        decision: decision_on(star, "99/QĐ-UBND", date),
        ..revocation(date)
    }
}

/// A product with a certificate of three stars from 20 June 2026.
pub(crate) fn three_stars() -> Certification {
    let mut product = Certification::none(fish_sauce().id);
    product
        .issue(&fish_sauce(), grant(1, Star::Three, "2026-06-20"))
        .unwrap();
    product
}

fn recorded(product: &Certification) -> Vec<(&'static str, Option<u8>, u8)> {
    let line = |event: &Event| {
        (
            event.name(),
            event.previous_star.map(Star::number),
            event.certificate.star.number(),
        )
    };
    product.events.iter().map(line).collect()
}

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

#[test]
fn an_upgrade_may_be_decided_while_the_certificate_is_in_grace() {
    let mut product = three_stars();
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

#[test]
fn an_import_of_2019_that_has_run_out_is_issued_and_expired() {
    let mut product = Certification::none(fish_sauce().id);
    product
        .import(
            &fish_sauce(),
            old(7, Star::Three, "2020-12-25"),
            START,
            day("2026-06-01"),
        )
        .unwrap();
    let certificate = product.newest().unwrap();
    assert_eq!(
        (certificate.regulation, certificate.valid_to),
        (Code::R2019, day("2023-12-25"))
    );
    assert!(certificate.is_valid_on(day("2022-07-14")));
    assert_eq!(
        recorded(&product),
        [
            ("certificate.issued", None, 3),
            ("certificate.expired", None, 3)
        ]
    );
    assert_eq!(product.events[1].on, day("2023-12-26"));
}

#[test]
fn a_second_import_of_the_same_certificate_changes_nothing() {
    let mut product = Certification::none(fish_sauce().id);
    let today = day("2022-07-14");
    let first = product.import(
        &fish_sauce(),
        old(7, Star::Three, "2020-12-25"),
        START,
        today,
    );
    let before = product.clone();
    let mut again = old(7, Star::Three, "2020-12-25");
    again.id = Uuid::from_u128(8);
    assert_eq!(
        product.import(&fish_sauce(), again.clone(), START, today),
        first
    );
    assert_eq!(product, before);
    again.star = Star::Four;
    let other = product.import(&fish_sauce(), again, START, today);
    assert!(matches!(other, Err(Refusal::ImportedOtherwise { .. })));
}

#[test]
fn an_import_from_before_the_programme_is_refused() {
    let mut product = Certification::none(fish_sauce().id);
    let refused = product.import(
        &fish_sauce(),
        old(7, Star::Three, "2018-05-06"),
        START,
        day("2022-07-14"),
    );
    assert_eq!(
        refused,
        Err(criteria::Refusal::NoRegulation {
            on: day("2018-05-06")
        }
        .into())
    );
}

#[test]
fn an_old_register_shows_its_own_upgrades() {
    let mut product = Certification::none(fish_sauce().id);
    let today = day("2022-07-14");
    product
        .import(
            &fish_sauce(),
            old(7, Star::Three, "2019-12-25"),
            START,
            today,
        )
        .unwrap();
    product
        .import(
            &fish_sauce(),
            old(8, Star::Four, "2021-12-25"),
            START,
            today,
        )
        .unwrap();
    assert_eq!(recorded(&product)[1], ("certificate.upgraded", Some(3), 4));
    let older = old(9, Star::Three, "2020-12-25");
    product
        .import(&fish_sauce(), older.clone(), START, today)
        .unwrap();
    let days = product.certificates.iter();
    let days = days.map(|one| (one.valid_from.to_string(), one.valid_to.to_string()));
    let expected = [
        ("2019-12-25", "2020-12-24"),
        ("2020-12-25", "2021-12-24"),
        ("2021-12-25", "2024-12-25"),
    ];
    let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(days.collect::<Vec<_>>(), expected);
    let again = product.import(&fish_sauce(), older, START, today);
    assert_eq!(again, Ok(Uuid::from_u128(9)));
}

#[test]
fn registers_come_in_any_order_with_the_same_result() {
    let today = day("2022-07-14");
    let all = [
        old(7, Star::Three, "2019-12-25"),
        old(8, Star::Four, "2021-01-25"),
        old(9, Star::Three, "2021-12-25"),
    ];
    let imported = |order: [usize; 3]| {
        let mut product = Certification::none(fish_sauce().id);
        for at in order {
            product
                .import(&fish_sauce(), all[at].clone(), START, today)
                .unwrap();
        }
        let certificates = product.certificates.into_iter();
        let worth = certificates.map(|one| (one.id, one.valid_from, one.valid_to, one.replaced_by));
        worth.collect::<Vec<_>>()
    };
    let in_order = imported([0, 1, 2]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(imported(order), in_order, "{order:?}");
    }
}
