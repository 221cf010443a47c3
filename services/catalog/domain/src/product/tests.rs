use super::*;
use crate::producer::{ProducerKind, ValueChain};

fn fish_sauce() -> Product {
    let maker = Maker {
        id: Uuid::nil(),
        name: "HTX".to_owned(),
        kind: ProducerKind::Cooperative,
        value_chain: ValueChain::Unknown,
        place_code: "51".to_owned(),
        province_code: "51".to_owned(),
        place_said_on: day("2026-11-20"),
    };
    let profile = Profile {
        criteria_set: 9,
        name: "Nước mắm Mười Quý".to_owned(),
        ..Profile::default()
    };
    Product::register(
        Uuid::nil(),
        maker,
        profile,
        Location::find(&ocop_places::built_in(), "51", day("2026-11-20")).unwrap(),
    )
    .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn by_itself() -> Basis<'static> {
    Basis {
        by_office: false,
        reason: "",
        on: day("2026-11-20"),
    }
}

/// A product with a certificate from 20 January 2026 to 19 January 2029.
fn certified() -> Product {
    Product {
        certificate: Some(HeldCertificate {
            product_id: Uuid::nil(),
            id: Uuid::nil(),
            star: 4,
            decision_number: "1/QĐ-UBND".to_owned(),
            valid_from: day("2026-01-20"),
            valid_to: day("2029-01-19"),
            revoked_on: None,
            imported: false,
        }),
        ..fish_sauce()
    }
}

fn renamed(product: &mut Product, basis: &Basis<'_>) -> Result<(), Refusal> {
    let profile = Profile {
        name: "Nước mắm Sa Huỳnh".to_owned(),
        ..product.profile.clone()
    };
    let location = product.location.clone();
    product.update(profile, location, basis)
}

#[test]
fn what_is_certified_is_renamed_by_the_office_only_and_with_a_reason() {
    let mut product = certified();
    assert_eq!(renamed(&mut product, &by_itself()), Err(Refusal::Certified));
    let office = Basis {
        by_office: true,
        ..by_itself()
    };
    assert_eq!(renamed(&mut product, &office), Err(Refusal::ReasonMissing));
    let reason = "sai chính tả trong quyết định";
    assert_eq!(renamed(&mut product, &Basis { reason, ..office }), Ok(()));
}

#[test]
fn what_no_certificate_is_about_changes_as_before() {
    let mut product = certified();
    let with_story = Profile {
        story: "Cá cơm than.".to_owned(),
        ..product.profile.clone()
    };
    let location = product.location.clone();
    assert_eq!(product.update(with_story, location, &by_itself()), Ok(()));
    let after = Basis {
        on: day("2029-01-20"),
        ..by_itself()
    };
    assert_eq!(renamed(&mut product, &after), Ok(()));
    let before = Basis {
        on: day("2026-01-19"),
        ..by_itself()
    };
    assert_eq!(renamed(&mut certified(), &before), Err(Refusal::Certified));
}

#[test]
fn a_change_that_changes_nothing_is_no_event() {
    let mut product = fish_sauce();
    product.events.clear();
    let (profile, location) = (product.profile.clone(), product.location.clone());
    product.update(profile, location, &by_itself()).unwrap();
    assert!(product.events.is_empty());
}

#[test]
fn a_retired_product_does_not_change() {
    let mut product = fish_sauce();
    product.retire("").unwrap();
    let (profile, location) = (product.profile.clone(), product.location.clone());
    let refused = product.update(profile, location, &by_itself());
    assert_eq!(refused, Err(Refusal::Retired));
    assert_eq!(product.retire(""), Err(Refusal::Retired));
}

#[test]
fn a_change_is_told_with_what_the_product_is_after_it() {
    let mut product = fish_sauce();
    product.events.clear();
    renamed(&mut product, &by_itself()).unwrap();
    product.retire("").unwrap();
    let [Event::Updated(updated), Event::Retired(retired)] = product.events.as_slice() else {
        panic!("{:?}", product.events);
    };
    assert_eq!(updated.profile.name, "Nước mắm Sa Huỳnh");
    assert_eq!(
        (updated.status, retired.status),
        (Status::Active, Status::Retired)
    );
}

#[test]
fn a_product_is_suspended_with_a_reason_and_goes_on() {
    let mut product = fish_sauce();
    let refused = product.stand_at(Status::Suspended, "");
    assert_eq!(refused, Err(Refusal::SuspendedWithoutReason));
    product
        .stand_at(Status::Suspended, "hết mùa cá cơm")
        .unwrap();
    assert_eq!(product.status_reason, "hết mùa cá cơm");
    let again = product.stand_at(Status::Suspended, "hết mùa");
    assert!(matches!(again, Err(Refusal::OtherStatus { .. })));
    product.stand_at(Status::Active, "").unwrap();
    assert_eq!(
        (product.status, product.status_reason.as_str()),
        (Status::Active, "")
    );
    assert!(product.stand_at(Status::Draft, "").is_err());
}

#[test]
fn an_association_makes_tourism_services_and_nothing_else() {
    let Product {
        maker,
        profile,
        location,
        ..
    } = fish_sauce();
    let association = Maker {
        kind: ProducerKind::Association,
        ..maker
    };
    let refused = Err(Refusal::ParticipantOnlyForTourism);
    let tour = Profile {
        criteria_set: 26,
        ..profile.clone()
    };
    for make in [Product::register, Product::draft] {
        let of = |profile| make(Uuid::nil(), association.clone(), profile, location.clone());
        assert_eq!(of(profile.clone()).map(|_| ()), refused);
        assert_eq!(of(tour.clone()).map(|_| ()), Ok(()));
    }
    let mut service = Product::register(Uuid::nil(), association, tour, location.clone()).unwrap();
    assert_eq!(service.update(profile, location, &by_itself()), refused);
    assert_eq!(service.profile.criteria_set, 26);
}

#[test]
fn a_revoked_certificate_binds_nobody() {
    let mut product = certified();
    if let Some(held) = &mut product.certificate {
        held.revoked_on = Some(day("2026-11-20"));
    }
    assert_eq!(renamed(&mut product, &by_itself()), Ok(()));
}

fn whole() -> (Profile, ProductPatch) {
    let details = details::Details {
        net_content: "500 ml".to_owned(),
        shelf_life_days: Some(730),
        storage: "Nơi khô ráo".to_owned(),
        ..details::Details::default()
    };
    let profile = Profile {
        criteria_set: 9,
        name: "Nước mắm nhĩ".to_owned(),
        description: "40 độ đạm".to_owned(),
        story: "Cá cơm than.".to_owned(),
        packaging: "Chai thủy tinh".to_owned(),
        gtin: Gtin::parse("4006381333931"),
        brand: "Mười Quý".to_owned(),
        details: details.clone(),
    };
    let patch = ProductPatch {
        criteria_set: Some(profile.criteria_set),
        name: Some(profile.name.clone()),
        description: Some(profile.description.clone()),
        story: Some(profile.story.clone()),
        packaging: Some(profile.packaging.clone()),
        gtin: Some(profile.gtin.clone()),
        brand: Some(profile.brand.clone()),
        details: details::DetailsPatch {
            net_content: Some(details.net_content),
            shelf_life_days: Some(details.shelf_life_days),
            storage: Some(details.storage),
            ..details::DetailsPatch::default()
        },
    };
    (profile, patch)
}

#[test]
fn only_what_a_change_names_is_changed_and_a_new_product_names_all() {
    let (profile, patch) = whole();
    assert_eq!(patch.apply(&fish_sauce().profile), profile);
    let mut without_story = patch.clone();
    without_story.story = None;
    assert_eq!(without_story.complete(), None);
    assert_eq!(patch.complete(), Some(profile.clone()));
    let cooler = ProductPatch {
        details: details::DetailsPatch {
            storage: Some("Tủ lạnh".to_owned()),
            ..details::DetailsPatch::default()
        },
        ..ProductPatch::default()
    };
    let mut expected = profile.clone();
    "Tủ lạnh".clone_into(&mut expected.details.storage);
    assert_eq!(cooler.apply(&profile), expected);
    assert_eq!(ProductPatch::default().apply(&profile), profile);
}
