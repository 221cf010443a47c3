//! The events of rewards and their schemes as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::write::{bare_reward, bare_scheme};
use crate::domain::reward::{Event, SchemeEvent};
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let reward = &event.fact.reward;
    let message = proto::RewardFact {
        reward: Some(bare_reward(reward)),
    };
    let province = &reward.recognition.place.province_code;
    encoded("reward", event.change, province, &message)
}

pub(in crate::transport) fn encode_scheme(event: &SchemeEvent) -> EncodedEvent {
    let scheme = &event.fact.scheme;
    let message = proto::RewardSchemeFact {
        scheme: Some(bare_scheme(scheme)),
    };
    encoded(
        "reward_scheme",
        event.change,
        &scheme.province_code,
        &message,
    )
}
