//! What a partner may do on NATS: read its own events, live and from its own durable consumer.

use serde_json::{Value, json};
use uuid::Uuid;

/// The stream of promotion's events.
pub const STREAM: &str = "OCOP_PROMOTION";

/// The JetStream domain under which partners reach the stream from their own account.
pub const DOMAIN: &str = "ocop";

/// Most subscriptions of a connection, and most bytes of a message: acknowledgements and pulls are short.
const MAX_SUBSCRIPTIONS: u32 = 50;
const MAX_BYTES: u32 = 4_096;

/// The durable consumer of a partner.
pub fn consumer(partner_id: Uuid) -> String {
    format!("partner-{partner_id}")
}

/// The subjects of a partner's events.
pub(super) fn subject(partner_id: Uuid) -> String {
    format!("ocop.promotion.v1.match.*.*.{partner_id}")
}

/// Where a partner gets answers. Every partner has inboxes of its own, so that nobody can listen to another's.
pub fn inbox_prefix(partner_id: Uuid) -> String {
    format!("_INBOX_{partner_id}")
}

/// The user claims of a partner.
pub(super) fn claims(partner_id: Uuid) -> Value {
    let consumer = consumer(partner_id);
    let api = |verb: &str| format!("$JS.{DOMAIN}.API.CONSUMER.{verb}.{STREAM}.{consumer}");
    json!({
        "type": "user",
        "version": 2,
        "subs": MAX_SUBSCRIPTIONS,
        "data": -1,
        "payload": MAX_BYTES,
        "pub": {"allow": [
            api("MSG.NEXT"),
            api("INFO"),
            format!("$JS.ACK.{STREAM}.{consumer}.>"),
        ]},
        "sub": {"allow": [subject(partner_id), format!("{}.>", inbox_prefix(partner_id))]},
    })
}
