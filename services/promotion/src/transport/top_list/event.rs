//! The events of top lists as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::write;
use crate::domain::top_list::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let list = &event.fact.list;
    let nominations = event.fact.nominations.iter().map(write::nomination);
    let message = proto::TopListFact {
        top_list: Some(proto::TopList {
            result: write::won(list),
            ..write::planned(list)
        }),
        nominations: nominations.collect(),
    };
    encoded("top_list", event.change, &list.province_code, &message)
}
