use super::*;

#[test]
fn every_kind_is_read_back_as_it_was_stored() {
    for text in [
        "cooperative",
        "cooperative_group",
        "limited_company",
        "private_enterprise",
        "joint_stock_company",
        "farm",
        "household",
        "association",
        "operating_centre",
    ] {
        assert_eq!(text.parse::<ProducerKind>().unwrap().to_string(), text);
    }
    assert!("guild".parse::<ProducerKind>().is_err());
}

#[test]
fn every_chain_is_read_back_as_it_was_stored() {
    for text in ["", "ordinary", "circular", "green"] {
        assert_eq!(text.parse::<ValueChain>().unwrap().to_string(), text);
    }
    assert!("long".parse::<ValueChain>().is_err());
}

#[test]
fn every_sex_is_read_back_as_it_was_stored() {
    for text in ["", "female", "male"] {
        assert_eq!(text.parse::<Sex>().unwrap().to_string(), text);
    }
}

fn profile() -> Profile {
    Profile {
        name: "HTX Mười Quý".to_owned(),
        kind: ProducerKind::Cooperative,
        registration_number: "340407000001".to_owned(),
        registration_date: None,
        address: "Thôn Châu Thuận Biển".to_owned(),
        phone: "0255 3900 000".to_owned(),
        email: "muoiquy@example.vn".to_owned(),
        representative: Representative {
            full_name: "Nguyễn Văn Quý".to_owned(),
            position: "Giám đốc".to_owned(),
            sex: Sex::Male,
            ethnicity: "Kinh".to_owned(),
            has_disability: true,
        },
        local_capital_percent: None,
        value_chain: ValueChain::Circular,
        stable_raw_material: true,
        gln: None,
        years: Vec::new(),
        people: vec![Person {
            full_name: "Trần Thị Mười".to_owned(),
            position: "Kế toán".to_owned(),
            phone: String::new(),
            email: String::new(),
        }],
    }
}

fn location() -> Location {
    let on = "2026-11-28".parse().unwrap();
    Location::find(&ocop_places::built_in(), "51", on).unwrap()
}

fn registered() -> Producer {
    Producer::register(Uuid::from_u128(7), profile(), location()).unwrap()
}

fn published(producer: &Producer) -> Vec<(bool, &Fact)> {
    let events = producer.events.iter();
    events
        .map(|event| match event {
            Event::Registered(fact) => (true, fact.as_ref()),
            Event::Updated(fact) | Event::Merged(fact, _) => (false, fact.as_ref()),
        })
        .collect()
}

#[test]
fn a_registered_producer_is_told_of_as_it_is() {
    let producer = registered();
    let fact = Fact {
        id: Uuid::from_u128(7),
        profile: profile(),
        location: location(),
    };
    assert_eq!(published(&producer), [(true, &fact)]);
}

#[test]
fn a_change_is_told_and_one_that_changes_nothing_is_not() {
    let mut producer = registered();
    producer.update(profile(), location()).unwrap();
    assert_eq!(producer.events.len(), 1);
    let renamed = Profile {
        name: "HTX Mười Quý mới".to_owned(),
        ..profile()
    };
    producer.update(renamed.clone(), location()).unwrap();
    assert_eq!(producer.profile, renamed);
    let on = "2025-06-30".parse().unwrap();
    let moved = Location::find(&ocop_places::built_in(), "51", on).unwrap();
    producer.update(renamed, moved.clone()).unwrap();
    assert_eq!(producer.location, moved);
    let new: Vec<bool> = published(&producer)
        .into_iter()
        .map(|(new, _)| new)
        .collect();
    assert_eq!(new, [true, false, false]);
}

#[test]
fn a_local_share_of_capital_is_that_of_a_joint_stock_company() {
    let with = |kind| Profile {
        kind,
        local_capital_percent: Some(51),
        ..profile()
    };
    let refused = Err(Refusal::LocalCapitalNotForKind);
    let mut producer = registered();
    let changed = producer.update(with(ProducerKind::Cooperative), location());
    assert_eq!(changed, refused);
    assert_eq!(producer, registered(), "a refusal changes nothing");
    let company = with(ProducerKind::JointStockCompany);
    assert_eq!(producer.update(company, location()), Ok(()));
    let other = with(ProducerKind::LimitedCompany);
    let registered = Producer::register(Uuid::nil(), other, location());
    assert_eq!(registered.map(|_| ()), refused);
}

#[test]
fn nothing_personal_is_left_of_who_was_erased_and_the_figures_stay() {
    let mut producer = registered();
    producer.erase_personal_data();
    let left = &producer.profile;
    assert!(left.representative.is_erased());
    assert_eq!(left.representative, Representative::erased());
    assert_eq!(
        (
            left.address.as_str(),
            left.phone.as_str(),
            left.email.as_str()
        ),
        ("", "", "")
    );
    assert!(left.people.is_empty());
    assert_eq!(
        (
            left.name.as_str(),
            left.value_chain,
            left.stable_raw_material
        ),
        ("HTX Mười Quý", ValueChain::Circular, true)
    );
    assert_eq!(
        published(&producer).last(),
        Some(&(false, &producer.fact()))
    );
    // Once is enough.
    producer.erase_personal_data();
    assert_eq!(producer.events.len(), 2);
    assert!(!profile().representative.is_erased());
}

#[test]
fn only_what_a_change_names_is_changed_and_a_new_profile_names_all() {
    let renamed = ProducerPatch {
        name: Some("HTX mới".to_owned()),
        ..ProducerPatch::default()
    };
    let expected = Profile {
        name: "HTX mới".to_owned(),
        ..profile()
    };
    assert_eq!(renamed.apply(&profile()), expected);
    assert_eq!(renamed.complete(), None);
    let all = profile();
    let whole = ProducerPatch {
        name: Some(all.name.clone()),
        kind: Some(all.kind),
        registration_number: Some(all.registration_number.clone()),
        registration_date: Some(all.registration_date),
        address: Some(all.address.clone()),
        phone: Some(all.phone.clone()),
        email: Some(all.email.clone()),
        representative: Some(all.representative.clone()),
        local_capital_percent: Some(all.local_capital_percent),
        value_chain: Some(all.value_chain),
        stable_raw_material: Some(all.stable_raw_material),
        gln: Some(all.gln.clone()),
        years: Some(all.years.clone()),
        people: Some(all.people.clone()),
    };
    assert_eq!(whole.complete(), Some(all));
}
