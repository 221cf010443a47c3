//! Matches on the wire.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations, enum_pairs, instant, timestamp};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::{sourcing, steps};
use crate::domain::listing::Suspension;
use crate::domain::partner::{Assessment, Ending, Match, MatchState, Offer};
use crate::storage;
use crate::storage::partner::{MatchFilter, MatchOwner, MatchStatus};
use crate::transport::listing;
use crate::transport::service::Service;

enum_pairs! {
    fn status_to_proto(MatchStatus) -> proto::MatchState;
    fn status_from_proto(proto::MatchState) -> Option<MatchStatus>;
    Active, Suspended, Ended
}

enum_pairs! {
    fn ending_to_proto(Ending) -> proto::MatchEnding;
    ProductClosed, ProductChanged, PartnerChanged, PartnerLeft, TimeRanOut
}

pub(super) fn state(state: &MatchState) -> proto::MatchState {
    status_to_proto(match state {
        MatchState::Active => MatchStatus::Active,
        MatchState::Suspended(_) => MatchStatus::Suspended,
        MatchState::Ended { .. } => MatchStatus::Ended,
    })
}

/// A match as its events describe it.
pub(super) fn fact(
    (id, partner_id): (Uuid, Uuid),
    stands: &MatchState,
    offer: &Offer,
) -> proto::MatchFact {
    let (product, certificate) = (&offer.product, &offer.certificate);
    let suspension = match stands {
        MatchState::Suspended(suspension) => Some(suspension),
        _ => None,
    };
    let revocation = suspension.and_then(Suspension::revocation);
    let (suspension_reason, suspended_since) = listing::suspension(suspension);
    let (ending, ended_on) = match stands {
        MatchState::Ended { ending, since } => (ending_to_proto(*ending), since.to_string()),
        _ => (proto::MatchEnding::Unspecified, String::new()),
    };
    let decision = revocation.map_or(&certificate.decision, |revocation| &revocation.decision);
    proto::MatchFact {
        id: id.to_string(),
        partner_id: partner_id.to_string(),
        state: state(stands).into(),
        product_id: product.id.to_string(),
        product_name: product.name.clone(),
        producer_name: product.producer_name.clone(),
        criteria_set: product.criteria_set.number(),
        province_code: product.place.province_code.clone(),
        previous_star: 0,
        star: certificate.star.number(),
        certificate_id: certificate.id.to_string(),
        decision_number: decision.number.clone(),
        valid_from: certificate.valid_from.to_string(),
        valid_to: certificate.valid_to.to_string(),
        suspension_reason: suspension_reason.into(),
        suspended_since,
        reason: revocation
            .map(|revocation| revocation.reason.clone())
            .unwrap_or_default(),
        revoked_on: revocation
            .map(|revocation| revocation.decision.date.to_string())
            .unwrap_or_default(),
        ending: ending.into(),
        ended_on,
        ..Default::default()
    }
}

/// A match as callers see it: what its last event said, with its version and times, and how the product answers today.
pub(super) fn to_proto(saved: &Saved<Match>, today: Option<&Assessment>) -> proto::Match {
    let pair = (saved.id, saved.partner_id);
    let published = saved.published.as_ref();
    let fact = published.map(|published| fact(pair, &published.state, &published.offer));
    let fact = fact.unwrap_or_default();
    proto::Match {
        id: saved.id.to_string(),
        partner_id: saved.partner_id.to_string(),
        product_id: saved.product_id.to_string(),
        product_name: fact.product_name,
        state: fact.state,
        star: fact.star,
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        etag: saved.version().to_string(),
        producer_name: fact.producer_name,
        criteria_set: fact.criteria_set,
        province_code: fact.province_code,
        certificate_id: fact.certificate_id,
        decision_number: fact.decision_number,
        valid_from: fact.valid_from,
        valid_to: fact.valid_to,
        suspension_reason: fact.suspension_reason,
        suspended_since: fact.suspended_since,
        reason: fact.reason,
        revoked_on: fact.revoked_on,
        ending: fact.ending,
        ended_on: fact.ended_on,
        assessment: today.map(sourcing::assessment),
        stage: steps::stage_to_proto(saved.stage()).into(),
        steps: saved.steps.iter().map(steps::to_proto).collect(),
    }
}

/// A page of matches, each with how its product answers what the partner looks for today.
pub(super) async fn page(
    service: &Service,
    filter: &MatchFilter,
    page: &Page,
    today: NaiveDate,
) -> Result<(Vec<proto::Match>, String), RpcError> {
    let store = service.store();
    let (found, next) = storage::partner::list_matches(store, filter, page).await?;
    let products: Vec<Uuid> = found.iter().map(|one| one.product_id).collect();
    let listings = storage::listing::by_ids(store.clone(), products).await?;
    let partners: BTreeSet<Uuid> = found.iter().map(|one| one.partner_id).collect();
    let partners: Vec<Uuid> = partners.into_iter().collect();
    let partners = storage::partner::by_ids(store.clone(), partners).await?;
    let places = store.places().places();
    let assessed = |one: &Saved<Match>| {
        let partner = partners.get(&one.partner_id)?;
        let listing = &listings.get(&one.product_id)?.listing;
        // What is not certified today answers nothing.
        listing.star()?;
        let certificate = &listing.held()?.certificate;
        let sourcing = &partner.sourcing;
        partner
            .left_at
            .is_none()
            .then(|| sourcing.assess(&places, &listing.product, certificate, today))
    };
    let matches = found
        .iter()
        .map(|one| to_proto(one, assessed(one).as_ref()));
    Ok((matches.collect(), next))
}

fn read_filter(
    v: &mut Violations,
    owner: Option<MatchOwner>,
    (state, stage): (i32, i32),
    updated_since: Option<DateTime<Utc>>,
) -> Option<MatchFilter> {
    let status = v.known_or_any("state", state).and_then(status_from_proto);
    let stage = v
        .known_or_any("stage", stage)
        .and_then(steps::stage_from_proto);
    Some(MatchFilter {
        owner: owner?,
        status,
        stage,
        updated_since,
    })
}

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListMatchesRequest,
) -> Option<(Caller, Uuid, MatchFilter)> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let updated_since = instant(v, "updated_since", request.updated_since.as_ref());
    let filter = read_filter(
        v,
        partner_id.map(MatchOwner::Partner),
        (request.state, request.stage),
        updated_since,
    )?;
    Some((caller, partner_id?, filter))
}

pub(super) fn producer_filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListProducerMatchesRequest,
) -> Option<(Caller, MatchFilter)> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let updated_since = instant(v, "updated_since", request.updated_since.as_ref());
    let filter = read_filter(
        v,
        producer_id.map(MatchOwner::Producer),
        (request.state, request.stage),
        updated_since,
    )?;
    Some((caller, filter))
}
