//! Demands and what suits them, as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_places::day_of;
use ocop_proto::promotion::v1 as proto;

use super::status_to_proto;
use crate::application::trade::Suiting;
use crate::domain::listing::Branch;
use crate::domain::trade::{Demand, DemandState, FactorKind, Ranked};
use crate::storage::trade::DemandStatus;
use crate::transport::listing::trade::amount_to_proto;

enum_pairs! {
    fn kind_to_proto(FactorKind) -> proto::DemandFactorKind;
    Fit, Capacity, Distance, Price
}

/// A demand without etag and times, as it stands by what was recorded.
pub(in crate::transport::trade) fn bare(demand: &Demand) -> proto::Demand {
    let terms = &demand.terms;
    let (delivery, wanted) = (&terms.delivery, &terms.wanted);
    // The state that was recorded, whatever the day.
    let status = DemandStatus::on(demand, terms.period.to);
    proto::Demand {
        id: demand.id.to_string(),
        state: status_to_proto(status).into(),
        partner_id: demand.partner_id.to_string(),
        partner_name: demand.partner_name.clone(),
        product: Some(proto::DemandedProduct {
            criteria_sets: wanted.sets.iter().map(|set| set.number()).collect(),
            branches: wanted.branches.iter().map(Branch::to_string).collect(),
            words: wanted.words.clone(),
            minimum_star: wanted.star.map(|star| star.number()),
        }),
        volume: Some(amount_to_proto(&terms.volume)),
        price_from_vnd: terms.price.from,
        price_to_vnd: terms.price.to,
        place_code: delivery
            .place_code
            .as_ref()
            .unwrap_or(&delivery.province_code)
            .clone(),
        province_code: delivery.province_code.clone(),
        place_on: delivery.said_on.to_string(),
        address: delivery.address.clone(),
        from_date: terms.period.from.to_string(),
        to_date: terms.period.to.to_string(),
        note: terms.note.clone(),
        agreed_quantity: demand.agreed,
        reason: match &demand.state {
            DemandState::Withdrawn(reason) => reason.clone(),
            DemandState::Open | DemandState::Expired => String::new(),
        },
        ..Default::default()
    }
}

/// A demand after a change, on whose day it is shown.
pub(in crate::transport::trade) fn changed(saved: &Saved<Demand>) -> proto::Demand {
    demand(saved, day_of(saved.updated_at()))
}

/// A demand as it stands on a day.
pub(in crate::transport::trade) fn demand(
    saved: &Saved<Demand>,
    today: chrono::NaiveDate,
) -> proto::Demand {
    proto::Demand {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        state: status_to_proto(DemandStatus::on(saved, today)).into(),
        ..bare(saved)
    }
}

fn ranked(found: &Ranked) -> proto::DemandMatch {
    let factors = found.factors.iter().map(|factor| proto::DemandFactor {
        kind: kind_to_proto(factor.kind).into(),
        points: factor.points,
        most_points: factor.most,
        why: factor.why.clone(),
    });
    proto::DemandMatch {
        product_id: found.goods.product_id.to_string(),
        product_name: found.goods.product_name.clone(),
        producer_id: found.goods.producer_id.to_string(),
        producer_name: found.goods.producer_name.clone(),
        star: found.star.number(),
        province_code: found.goods.place.province_code.clone(),
        score: found.score(),
        factors: factors.collect(),
        capacity_left: found.left.as_ref().map(amount_to_proto),
        offer_id: found.offer_id.map(|id| id.to_string()).unwrap_or_default(),
    }
}

pub(in crate::transport::trade) fn suiting(
    found: &Suiting,
    limit: usize,
) -> proto::ListDemandMatchesResponse {
    proto::ListDemandMatchesResponse {
        matches: found.ranked.iter().take(limit).map(ranked).collect(),
        considered: u32::try_from(found.ranked.len()).unwrap_or(u32::MAX),
        more_exist: found.more_exist,
    }
}
