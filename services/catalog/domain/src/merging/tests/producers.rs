//! What a kept producer says.

use super::*;

#[test]
fn of_two_registration_numbers_somebody_says_which_one_counts_and_both_lead_to_the_producer() {
    let mut kept = cooperative(1, "3400000001");
    let mut other = cooperative(2, "3400000002");
    other.profile.phone = "0255 3 860 123".to_owned();
    other.profile.registration_date = Some(day("2019-03-01"));
    let refused = absorb_producer(&mut kept, &mut other.clone(), &Choices::default());
    assert_eq!(reasons(refused), ["UNDECIDED"]);
    let choices = Choices(BTreeMap::from([(
        Field::RegistrationNumber,
        Side::Absorbed,
    )]));
    let left = absorb_producer(&mut kept, &mut other, &choices).unwrap();
    assert_eq!(left.registration_number.as_deref(), Some("3400000001"));
    assert_eq!(kept.profile.registration_number, "3400000002");
    assert_eq!(kept.profile.registration_date, Some(day("2019-03-01")));
    assert_eq!(kept.profile.phone, "0255 3 860 123");
    assert!(matches!(
        other.events.last(),
        Some(producer::Event::Merged(_, into)) if *into == kept.id
    ));
}

#[test]
fn a_merge_makes_no_producer_that_could_not_be_registered() {
    let mut kept = cooperative(1, "1");
    kept.profile.kind = ProducerKind::LimitedCompany;
    let mut other = cooperative(2, "2");
    other.profile.years = vec![Year {
        year: 2025,
        employees: Some(9),
        resident_employees: None,
        revenue_vnd: None,
        profit_vnd: None,
        rating: Some(crate::producer::Rating::Good),
    }];
    let choose = |kind| {
        Choices(BTreeMap::from([
            (Field::RegistrationNumber, Side::Kept),
            (Field::Kind, kind),
        ]))
    };
    let refused = absorb_producer(&mut kept, &mut other, &choose(Side::Kept));
    assert_eq!(reasons(refused), ["RATING_NOT_FOR_KIND"]);
    absorb_producer(&mut kept, &mut other, &choose(Side::Absorbed)).unwrap();
    assert_eq!(kept.profile.kind, ProducerKind::Cooperative);
}
