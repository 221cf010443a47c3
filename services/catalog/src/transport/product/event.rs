//! The events of a product as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::{details, status_to_proto};
use crate::domain::product::{Event, Fact, Status};
use crate::transport::event::encoded;
use crate::transport::{place, producer};

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let (name, fact) = match event {
        Event::Registered(fact) => ("registered", fact),
        Event::Updated(fact) => ("updated", fact),
        Event::Retired(fact) => ("retired", fact),
        Event::Merged(fact, _) => ("merged", fact),
    };
    let province = &fact.location.province.code;
    let mut message = to_proto(fact);
    if let Event::Merged(_, into) = event {
        // Whoever does not know of merges sees that it is made no more.
        message.active = false;
        message.status = status_to_proto(Status::Retired).into();
        message.merged_into = into.to_string();
    }
    encoded("product", name, province, &message)
}

fn to_proto(fact: &Fact) -> proto::ProductFact {
    let gtin = fact.profile.gtin.as_ref();
    let bare = proto::ProductFact {
        id: fact.id.to_string(),
        name: fact.profile.name.clone(),
        criteria_set: fact.profile.criteria_set,
        gtin: gtin
            .map(|gtin| gtin.as_str().to_owned())
            .unwrap_or_default(),
        place: Some(place::fact(&fact.location)),
        producer_id: fact.maker.id.to_string(),
        producer_name: fact.maker.name.clone(),
        producer_kind: producer::kind_to_proto(fact.maker.kind).into(),
        active: fact.status == Status::Active,
        status: status_to_proto(fact.status).into(),
        brand: fact.profile.brand.clone(),
        producer_place_code: fact.maker.place_code.clone(),
        producer_province_code: fact.maker.province_code.clone(),
        producer_place_on: fact.maker.place_said_on.to_string(),
        producer_value_chain: producer::chain_to_proto(fact.maker.value_chain).into(),
        ..Default::default()
    };
    details::write_fact(fact.profile.details.clone(), bare)
}
