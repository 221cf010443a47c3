//! The events of sales points and design centres as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::{centres, write};
use crate::domain::sales_point::{CentreEvent, Event};
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let point = &event.fact.point;
    let message = proto::SalesPointFact {
        sales_point: Some(write::bare_point(point)),
    };
    let province = &point.terms.site.province_code;
    encoded("sales_point", event.change, province, &message)
}

pub(in crate::transport) fn encode_centre(event: &CentreEvent) -> EncodedEvent {
    let centre = &event.fact.centre;
    let message = proto::DesignCentreFact {
        design_centre: Some(centres::bare_centre(centre)),
    };
    let province = &centre.terms.site.province_code;
    encoded("design_centre", event.change, province, &message)
}
