//! What a partner may do on NATS: read its own events, live and from its own durable consumer.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::partner::NatsCredentials;

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

/// What of trade partners are told of, by the aggregate of the event.
const TRADE: [&str; 4] = [
    "trade_offer",
    "trade_deal",
    "trade_invitation",
    "trade_match",
];

/// What a partner subscribes to for what happens to its orders for gift sets.
pub fn order_subject(partner_id: Uuid) -> String {
    format!("ocop.promotion.v1.gift_order.*.{partner_id}")
}

/// What it subscribes to for what happens to the offers for its demands, its deals, its invitations and what
/// comes to suit its demands.
pub fn trade_subjects(partner_id: Uuid) -> [String; 4] {
    TRADE.map(|aggregate| format!("ocop.promotion.v1.{aggregate}.*.{partner_id}"))
}

/// The subjects of all that a partner is told of.
pub(super) fn subjects(partner_id: Uuid) -> Vec<String> {
    let mut subjects = vec![
        format!("ocop.promotion.v1.match.*.*.{partner_id}"),
        order_subject(partner_id),
    ];
    subjects.extend(trade_subjects(partner_id));
    subjects
}

/// Where answers are delivered. Only these credentials may subscribe there, and nobody else knows the prefix: whoever pulls
/// chooses the subject that events are delivered to, and NATS does not ask whether that is the subject of another partner.
pub fn inbox_prefix(credentials: &NatsCredentials) -> String {
    let secret = [b"inbox".as_slice(), &credentials.password_hash].concat();
    let secret = digest(&SHA256, &secret);
    let mut prefix = "_INBOX_".to_owned();
    for byte in &secret.as_ref()[..16] {
        let _infallible = write!(prefix, "{byte:02x}");
    }
    prefix
}

/// The user claims of a partner.
pub(super) fn claims(credentials: &NatsCredentials) -> Value {
    let partner_id = credentials.partner_id;
    let consumer = consumer(partner_id);
    let mut allowed = subjects(partner_id);
    allowed.push(format!("{}.>", inbox_prefix(credentials)));
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
        "sub": {"allow": allowed},
    })
}
