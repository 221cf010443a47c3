//! What a partner looks for, and how it leaves and comes back.

use std::collections::BTreeSet;

use super::*;
use crate::listing::Star;
use crate::samples::*;

fn wants(partner: &Partner, product: &Product, star: Star) -> bool {
    let certificate = certificate(1, star, "2026-06-01");
    partner
        .wants(&ocop_places::built_in(), product, &certificate)
        .holds(today())
}

fn looking_for(profile: Profile) -> Partner {
    let mut partner = supermarket();
    partner.look_for(Sourcing::one(profile));
    partner
}

#[test]
fn a_partner_wants_its_sets_its_provinces_and_enough_stars() {
    let partner = supermarket();
    assert!(wants(&partner, &fish_sauce(), Star::Three));
    let drink = Product {
        criteria_set: set(14),
        ..fish_sauce()
    };
    assert!(!wants(&partner, &drink, Star::Five));
    let mut elsewhere = fish_sauce();
    elsewhere.place.code = "20965".into();
    elsewhere.place.province_code = "48".into();
    assert!(!wants(&partner, &elsewhere, Star::Five));
    let choosy = looking_for(Profile {
        minimum_star: Star::Four,
        ..partner.sourcing.first
    });
    assert!(!wants(&choosy, &fish_sauce(), Star::Three));
}

#[test]
fn a_partner_of_quang_ngai_wants_what_had_been_kon_tum_since_the_merger() {
    let mut of_kon_tum = fish_sauce();
    of_kon_tum.place.code = "608".into();
    of_kon_tum.place.province_code = "62".into();
    of_kon_tum.place.said_on = "2024-05-01".parse().unwrap();
    let quang_ngai = supermarket();
    assert!(wants(&quang_ngai, &of_kon_tum, Star::Three));
    let before = Profile {
        said_on: "2024-05-01".parse().unwrap(),
        ..quang_ngai.sourcing.first
    };
    assert!(!wants(
        &looking_for(before.clone()),
        &of_kon_tum,
        Star::Three
    ));
    let of_62 = Profile {
        province_codes: ["62".to_owned()].into(),
        ..before
    };
    assert!(wants(&looking_for(of_62), &of_kon_tum, Star::Three));
}

#[test]
fn an_empty_list_means_any() {
    let any = Profile {
        criteria_sets: BTreeSet::new(),
        province_codes: BTreeSet::new(),
        ..supermarket().sourcing.first
    };
    assert!(wants(&looking_for(any), &fish_sauce(), Star::Three));
}

#[test]
fn a_partner_that_has_left_wants_nothing_and_leaves_once() {
    let mut partner = supermarket();
    let noon = at("2026-11-24T12:00:00Z");
    assert_eq!(partner.leave(noon), Ok(()));
    assert!(!wants(&partner, &fish_sauce(), Star::Five));
    assert_eq!(partner.leave(noon), Err(Refusal::Left));
    assert_eq!(partner.events.len(), 2);
}

#[test]
fn a_partner_that_comes_back_wants_what_it_wanted() {
    let mut partner = supermarket();
    assert_eq!(partner.come_back(), Err(Refusal::Present));
    partner.leave(at("2026-11-24T12:00:00Z")).unwrap();
    assert_eq!(partner.come_back(), Ok(()));
    assert!(wants(&partner, &fish_sauce(), Star::Three));
    assert_eq!(partner.events.last().unwrap().change, Change::Returned);
}

#[test]
fn a_change_of_what_is_known_of_a_partner_changes_what_it_names_only() {
    let mut partner = supermarket();
    let kind = Some(Some(PartnerKind::Supermarket));
    let patch = DetailsPatch {
        kind,
        ..DetailsPatch::default()
    };
    partner.update(patch.clone());
    assert_eq!(partner.details.name, supermarket().details.name);
    assert_eq!(
        partner.events.last().unwrap().fact.kind,
        Some(PartnerKind::Supermarket)
    );
    partner.update(patch);
    assert_eq!(partner.events.len(), 2);
}

#[test]
fn the_same_wishes_again_are_no_event() {
    let mut partner = supermarket();
    partner.look_for(partner.sourcing.clone());
    assert_eq!(partner.events.len(), 1);
}
