//! The events of a listing as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::{message, stock_to_proto};
use crate::domain::listing::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let listing = proto::Listing {
        stock: fact.stock.as_ref().map(stock_to_proto),
        ..message(&fact.product, Some(&fact.certificate), Some(&fact.state))
    };
    let message = proto::ListingFact {
        listing: Some(listing),
    };
    let province = &fact.product.place.province_code;
    encoded("listing", event.change, province, &message)
}
