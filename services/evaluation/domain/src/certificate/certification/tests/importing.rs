//! Certificates of the time before the system are taken over.

use super::*;
use crate::criteria::regulation::Level;

fn import(old: OldCertificate, before: &str) -> Result<Certification, Refusal> {
    let mut product = Certification::none(fish_sauce().id);
    product.import(&fish_sauce(), old, day(before), day("2026-11-28"))?;
    Ok(product)
}

#[test]
fn a_decision_that_the_system_could_have_made_is_not_taken_over() {
    let yesterday = old(7, Star::Four, "2026-11-27");
    let refused = import(yesterday, "2026-05-22").map(|_| ());
    let (date, before) = (day("2026-11-27"), day("2026-05-22"));
    assert_eq!(refused, Err(Refusal::DecidedSinceStart { date, before }));
    let first_day = old(7, Star::Four, "2026-05-22");
    assert!(import(first_day, "2026-05-22").is_err());
    assert!(import(old(7, Star::Four, "2026-05-21"), "2026-05-22").is_ok());
}

#[test]
fn an_import_names_an_authority_that_could_give_the_star() {
    let mut by_a_commune = old(7, Star::Five, "2024-01-10");
    by_a_commune.decision.authority = "UBND xã Bình Châu".into();
    let refused = import(by_a_commune.clone(), "2026-05-22").map(|_| ());
    let authority = "UBND xã Bình Châu".to_owned();
    let (star, level) = (Star::Five, Level::Centre);
    let otherwise = Refusal::OtherAuthority {
        authority,
        act: crate::certificate::authority::Act::Give,
        star,
        level,
    };
    assert_eq!(refused, Err(otherwise));
    by_a_commune.decision.authority = "Bộ Nông nghiệp và PTNT".into();
    assert!(import(by_a_commune, "2026-05-22").is_ok());
}

#[test]
fn a_certificate_bears_a_district_only_while_there_were_districts() {
    let district = |on: &str| {
        let product = import(old(7, Star::Four, on), "2026-05-22").unwrap();
        product.certificates[0].place.district_code.clone()
    };
    assert_eq!(district("2025-06-30").as_deref(), Some("524"));
    assert_eq!(district("2025-07-01"), None);
}

#[test]
fn the_same_decision_in_another_spelling_is_no_second_certificate() {
    let mut product = import(old(7, Star::Three, "2020-12-25"), "2026-05-22").unwrap();
    let mut again = old(8, Star::Three, "2020-12-25");
    again.decision.number = "7 / QÐ – ubnd".into();
    let (before, today) = (day("2026-05-22"), day("2026-11-28"));
    let id = product.import(&fish_sauce(), again, before, today);
    assert_eq!(id, Ok(Uuid::from_u128(7)));
    assert_eq!(product.certificates.len(), 1);
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
