//! How the catalog's events travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;
use serde::Serialize;

use super::{places, producers};
use crate::domain::producer::ProducerFact;
use crate::domain::product::ProductFact;
use crate::domain::{Event, Location};

/// An event in the form in which it travels.
pub fn encode(event: &Event) -> EncodedEvent {
    match event {
        Event::ProducerRegistered(fact) => producer("registered", fact),
        Event::ProducerUpdated(fact) => producer("updated", fact),
        Event::ProductRegistered(fact) => product("registered", fact),
        Event::ProductUpdated(fact) => product("updated", fact),
        Event::ProductRetired(fact) => product("retired", fact),
    }
}

fn draft(
    aggregate: &str,
    happened: &str,
    location: &Location,
    fact: &impl Serialize,
) -> EncodedEvent {
    EncodedEvent {
        event_type: format!("ocop.catalog.{aggregate}.{happened}.v1"),
        subject: format!(
            "ocop.catalog.v1.{aggregate}.{happened}.{}",
            location.province.0
        ),
        data: serde_json::to_vec(fact).expect("a message of the contract has a JSON form"),
    }
}

fn producer(happened: &str, fact: &ProducerFact) -> EncodedEvent {
    let profile = &fact.profile;
    let told = proto::ProducerFact {
        id: fact.id.to_string(),
        name: profile.name.clone(),
        kind: producers::kind(profile.kind).into(),
        registration_number: profile.registration_number.clone(),
        place: Some(place(&fact.location)),
        representative_sex: producers::sex(profile.representative.sex).into(),
        representative_ethnicity: profile.representative.ethnicity.clone(),
        representative_has_disability: profile.representative.has_disability,
        local_capital_percent: profile.local_capital_percent,
        value_chain: producers::chain(profile.value_chain).into(),
        stable_raw_material: profile.stable_raw_material,
    };
    draft("producer", happened, &fact.location, &told)
}

fn product(happened: &str, fact: &ProductFact) -> EncodedEvent {
    let told = proto::ProductFact {
        id: fact.id.to_string(),
        name: fact.profile.name.clone(),
        criteria_set: fact.profile.criteria_set,
        gtin: fact
            .profile
            .gtin
            .as_ref()
            .map(|gtin| gtin.as_str().to_owned())
            .unwrap_or_default(),
        place: Some(place(&fact.location)),
        producer_id: fact.maker.id.to_string(),
        producer_name: fact.maker.name.clone(),
        producer_kind: producers::kind(fact.maker.kind).into(),
        active: fact.active,
    };
    draft("product", happened, &fact.location, &told)
}

fn place(location: &Location) -> proto::PlaceFact {
    let (district_code, district_name) = location.district.clone().unwrap_or_default();
    let (province_code, province_name) = location.province.clone();
    proto::PlaceFact {
        code: location.place.code.clone(),
        name: location.place.name.clone(),
        kind: places::kind(location.place.kind).into(),
        district_code,
        district_name,
        province_code,
        province_name,
    }
}
