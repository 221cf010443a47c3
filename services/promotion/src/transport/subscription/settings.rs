//! How a subscription is served, on the wire.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::UnitsOfDay;
use ocop_proto::promotion::v1 as proto;

use crate::domain::gift::OrderChange;
use crate::domain::listing::CriteriaSet;
use crate::domain::partner::MatchChange;
use crate::domain::subscription::{Headers, Schemes, Selection, Subscription};
use crate::domain::trade::{DealChange, InvitationChange, OfferChange, TradeMatchChange};
use crate::transport::listing::sets;

/// Most provinces that a selection names.
const PROVINCES: usize = 100;

enum_pairs! {
    fn kind_to_proto(MatchChange) -> proto::MatchEventKind;
    fn kind_from_proto(proto::MatchEventKind) -> Option<MatchChange>;
    Opened, Upgraded, Lowered, Renewed, Corrected, Suspended, GroundAdded, Resumed, Ended, StageChanged
}

enum_pairs! {
    fn order_kind_to_proto(OrderChange) -> proto::GiftOrderEventKind;
    fn order_kind_from_proto(proto::GiftOrderEventKind) -> Option<OrderChange>;
    Placed, Confirmed, Delivered, Cancelled, SetSuspended, SetResumed
}

enum_pairs! {
    fn offer_kind_to_proto(OfferChange) -> proto::TradeOfferEventKind;
    fn offer_kind_from_proto(proto::TradeOfferEventKind) -> Option<OfferChange>;
    Made, TotalChanged, Withdrawn, Declined, Accepted
}

enum_pairs! {
    fn deal_kind_to_proto(DealChange) -> proto::TradeDealEventKind;
    fn deal_kind_from_proto(proto::TradeDealEventKind) -> Option<DealChange>;
    Agreed, DeliveryReported, DeliveryCorrected, Completed, Cancelled
}

enum_pairs! {
    fn invitation_kind_to_proto(InvitationChange) -> proto::TradeInvitationEventKind;
    fn invitation_kind_from_proto(proto::TradeInvitationEventKind) -> Option<InvitationChange>;
    Sent, Accepted, Declined, CalledOff
}

enum_pairs! {
    fn found_kind_to_proto(TradeMatchChange) -> proto::TradeMatchEventKind;
    fn found_kind_from_proto(proto::TradeMatchEventKind) -> Option<TradeMatchChange>;
    Found
}

/// A selection; nothing if it takes everything.
pub(super) fn selection(selection: &Selection) -> Option<proto::EventSelection> {
    (*selection != Selection::default()).then(|| proto::EventSelection {
        kinds: selection
            .changes
            .iter()
            .map(|change| kind_to_proto(*change).into())
            .collect(),
        criteria_sets: selection
            .criteria_sets
            .iter()
            .copied()
            .map(CriteriaSet::number)
            .collect(),
        province_codes: selection.province_codes.iter().cloned().collect(),
        gift_order_kinds: selection
            .order_changes
            .iter()
            .map(|change| order_kind_to_proto(*change).into())
            .collect(),
        trade_offer_kinds: selection
            .offer_changes
            .iter()
            .map(|change| offer_kind_to_proto(*change).into())
            .collect(),
        trade_deal_kinds: selection
            .deal_changes
            .iter()
            .map(|change| deal_kind_to_proto(*change).into())
            .collect(),
        trade_invitation_kinds: selection
            .invitation_changes
            .iter()
            .map(|change| invitation_kind_to_proto(*change).into())
            .collect(),
        trade_match_kinds: selection
            .trade_match_changes
            .iter()
            .map(|change| found_kind_to_proto(*change).into())
            .collect(),
    })
}

pub(super) fn headers(headers: &Headers) -> Vec<proto::WebhookHeader> {
    let header = |(name, value): (&str, &str)| proto::WebhookHeader {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    headers.iter().map(header).collect()
}

pub(super) fn read_selection(
    v: &mut Violations,
    units: &UnitsOfDay,
    given: Option<&proto::EventSelection>,
) -> Selection {
    let Some(given) = given else {
        return Selection::default();
    };
    let changes = kinds(v, ("kinds", &given.kinds), kind_from_proto);
    let orders = ("gift_order_kinds", given.gift_order_kinds.as_slice());
    let order_changes = kinds(v, orders, order_kind_from_proto);
    let offers = ("trade_offer_kinds", given.trade_offer_kinds.as_slice());
    let offer_changes = kinds(v, offers, offer_kind_from_proto);
    let deals = ("trade_deal_kinds", given.trade_deal_kinds.as_slice());
    let deal_changes = kinds(v, deals, deal_kind_from_proto);
    let invitations = given.trade_invitation_kinds.as_slice();
    let invitations = ("trade_invitation_kinds", invitations);
    let invitation_changes = kinds(v, invitations, invitation_kind_from_proto);
    let found = ("trade_match_kinds", given.trade_match_kinds.as_slice());
    let trade_match_changes = kinds(v, found, found_kind_from_proto);
    if given.province_codes.len() > PROVINCES {
        let rule = format!("must name at most {PROVINCES}");
        v.add("selection.province_codes", "TOO_LONG", rule);
    }
    let mut provinces = Vec::new();
    for (index, code) in given.province_codes.iter().take(PROVINCES).enumerate() {
        let field = format!("selection.province_codes[{index}]");
        let day = units.day();
        provinces.extend(v.province_of(units.places(), (&field, code), day));
    }
    Selection {
        changes,
        order_changes,
        offer_changes,
        deal_changes,
        invitation_changes,
        trade_match_changes,
        criteria_sets: sets(v, "selection.criteria_sets", &given.criteria_sets)
            .into_iter()
            .collect(),
        province_codes: provinces.into_iter().collect(),
    }
}

/// Reads the kinds of a list of the selection.
fn kinds<P, K>(
    v: &mut Violations,
    (list, given): (&str, &[i32]),
    known: fn(P) -> Option<K>,
) -> BTreeSet<K>
where
    P: TryFrom<i32> + Default + PartialEq,
    K: Ord,
{
    let mut kinds = BTreeSet::new();
    for (index, kind) in given.iter().enumerate() {
        let kind = v.known(&format!("selection.{list}[{index}]"), *kind);
        kinds.extend(kind.and_then(known));
    }
    kinds
}

pub(super) fn read_headers(
    v: &mut Violations,
    field: &str,
    given: &[proto::WebhookHeader],
) -> Headers {
    let pairs = given
        .iter()
        .map(|header| (header.name.as_str(), header.value.as_str()));
    match Headers::parse(pairs) {
        Ok(headers) => headers,
        Err(all) => {
            for (index, bad) in all {
                v.add(format!("{field}[{index}]"), "BAD_HEADER", bad.to_string());
            }
            Headers::default()
        }
    }
}

/// How events are signed.
pub(super) fn schemes(schemes: Schemes) -> proto::SignatureSchemes {
    let (v1, v1a) = (proto::SignatureScheme::V1, proto::SignatureScheme::V1a);
    let schemes = match schemes {
        Schemes::V1 => vec![v1],
        Schemes::V1a => vec![v1a],
        Schemes::Both => vec![v1, v1a],
    };
    proto::SignatureSchemes {
        schemes: schemes.into_iter().map(Into::into).collect(),
    }
}

/// The public keys that verify now, the present one first.
pub(super) fn verification_keys(
    subscription: &Subscription,
    now: DateTime<Utc>,
) -> Vec<proto::VerificationKey> {
    let keys = subscription.signing.keys().into_iter();
    let keys = keys.flat_map(|keys| keys.signing(now));
    let shown = keys.map(|(key, until)| proto::VerificationKey {
        public_key: key.public.clone(),
        expire_time: until.map(timestamp),
    });
    shown.collect()
}

/// Reads how events are to be signed; `Some(None)` if that was not given.
pub(super) fn read_schemes(
    v: &mut Violations,
    given: Option<&proto::SignatureSchemes>,
) -> Option<Option<Schemes>> {
    let Some(given) = given else {
        return Some(None);
    };
    let (mut v1, mut v1a) = (false, false);
    let mut known = true;
    for (index, scheme) in given.schemes.iter().enumerate() {
        let field = format!("signature_schemes.schemes[{index}]");
        match v.known(&field, *scheme) {
            Some(proto::SignatureScheme::V1) => v1 = true,
            Some(proto::SignatureScheme::V1a) => v1a = true,
            Some(proto::SignatureScheme::Unspecified) | None => known = false,
        }
    }
    let schemes = match (v1, v1a) {
        (true, true) => Some(Schemes::Both),
        (true, false) => Some(Schemes::V1),
        (false, true) => Some(Schemes::V1a),
        (false, false) => None,
    };
    if schemes.is_none() && known {
        let rule = "must name at least one scheme";
        v.add("signature_schemes.schemes", "REQUIRED", rule);
    }
    schemes.filter(|_| known).map(Some)
}

/// Reads a rate; 0 is no limit.
pub(super) fn read_rate(v: &mut Violations, rate: u32) -> Option<u32> {
    if rate == 0 {
        return None;
    }
    v.within("rate_per_minute", rate, 1..=100_000)
}
