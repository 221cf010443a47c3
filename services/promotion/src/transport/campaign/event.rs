//! The events of campaigns as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::write;
use crate::domain::campaign::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let whose = (fact.id, fact.province_code.as_str(), fact.said_on);
    let campaign = proto::Campaign {
        participant_count: u32::try_from(fact.participants).unwrap_or(u32::MAX),
        ..write::planned(whose, &fact.terms)
    };
    let message = proto::CampaignFact {
        campaign: Some(campaign),
        participant: fact.participant.as_ref().map(write::participant),
        attended: Some(proto::CampaignAttendances {
            attendances: fact.attended.iter().filter_map(write::attendance).collect(),
        }),
    };
    encoded("campaign", event.change, &fact.province_code, &message)
}
