//! The events that a partner is told of, for those who ask for them.

use ocop_chassis::grpc::{RpcError, Violations, timestamp};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use tracing::error;
use uuid::Uuid;

use crate::storage::Store;
use crate::storage::delivery::{PlacedEvent, events};

#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) partner_id: Uuid,
    after: i64,
}

pub(super) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListEventsRequest,
) -> Option<(Caller, Asked)> {
    let partner_id = v.uuid("partner_id", &request.partner_id)?;
    let after = i64::try_from(request.after).unwrap_or(i64::MAX);
    Some((caller, Asked { partner_id, after }))
}

pub(super) async fn page(
    store: &Store,
    asked: Asked,
    page: Page,
) -> Result<proto::ListEventsResponse, RpcError> {
    let (found, next_page_token) = events(store, (asked.partner_id, asked.after), &page).await?;
    let events: Result<Vec<_>, _> = found.into_iter().map(to_proto).collect();
    let events = events.map_err(|error| {
        error!(
            error = format!("{error:#}"),
            "an event of a partner cannot be read"
        );
        RpcError::internal()
    })?;
    Ok(proto::ListEventsResponse {
        events,
        next_page_token,
    })
}

fn to_proto(placed: PlacedEvent) -> anyhow::Result<proto::PartnerEvent> {
    let event = placed.event;
    let mut said = proto::PartnerEvent::default();
    let fact = event.data.as_slice();
    match event.aggregate_type.as_str() {
        "gift_order" => said.gift_order = Some(serde_json::from_slice(fact)?),
        "trade_offer" => said.trade_offer = Some(serde_json::from_slice(fact)?),
        "trade_deal" => said.trade_deal = Some(serde_json::from_slice(fact)?),
        "trade_invitation" => said.trade_invitation = Some(serde_json::from_slice(fact)?),
        "trade_match" => said.trade_match = Some(serde_json::from_slice(fact)?),
        _ => said.data = Some(serde_json::from_slice(fact)?),
    }
    Ok(proto::PartnerEvent {
        position: placed.position.unsigned_abs(),
        id: event.event_id.to_string(),
        r#type: event.event_type,
        time: Some(timestamp(event.recorded_at)),
        sequence: event.version,
        ..said
    })
}
