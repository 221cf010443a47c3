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
