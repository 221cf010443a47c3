//! The events of a producer as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::{chain_to_proto, kind_to_proto, sex_to_proto};
use crate::domain::producer::{Event, Fact};
use crate::transport::event::encoded;
use crate::transport::place;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let (name, fact) = match event {
        Event::Registered(fact) => ("registered", fact),
        Event::Updated(fact) => ("updated", fact),
        Event::Merged(fact, _) => ("merged", fact),
    };
    let province = &fact.location.province.code;
    let mut message = to_proto(fact);
    if let Event::Merged(_, into) = event {
        message.merged_into = into.to_string();
    }
    encoded("producer", name, province, &message)
}

fn to_proto(fact: &Fact) -> proto::ProducerFact {
    let profile = &fact.profile;
    proto::ProducerFact {
        id: fact.id.to_string(),
        name: profile.name.clone(),
        kind: kind_to_proto(profile.kind).into(),
        registration_number: profile.registration_number.clone(),
        place: Some(place::fact(&fact.location)),
        representative_sex: sex_to_proto(profile.representative.sex).into(),
        representative_ethnicity: profile.representative.ethnicity.clone(),
        representative_has_disability: profile.representative.has_disability,
        local_capital_percent: profile.local_capital_percent,
        value_chain: chain_to_proto(profile.value_chain).into(),
        stable_raw_material: profile.stable_raw_material,
        personal_data_erased: profile.representative.is_erased(),
        merged_into: String::new(),
    }
}
