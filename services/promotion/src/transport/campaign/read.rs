//! Requests about campaigns.

use std::collections::HashSet;

use chrono::Months;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use super::write::{kind_from_proto, reach_from_proto};
use crate::application::campaign::{
    AdmitParticipant, CallOffCampaign, DismissParticipant, PlanCampaign, RecordAttendance,
    UpdateCampaign, WithdrawAttendance,
};
use crate::domain::campaign::{Outcome, Terms};
use crate::storage::campaign::CampaignFilter;
use crate::transport::listing::asked_province;

/// The longest campaign.
const YEAR: Months = Months::new(12);
/// Products that a producer shows.
const PRODUCTS: usize = 50;
/// The most that sales or contracts may come to, in VND.
const MOST_VND: u64 = 100_000_000_000_000;

fn terms(v: &mut Violations, campaign: &proto::Campaign) -> Option<Terms> {
    let name = v.name("campaign.name", &campaign.name, 200);
    let kind = v.known("campaign.kind", campaign.kind);
    let reach = v.known("campaign.reach", campaign.reach);
    let venue = v.name("campaign.venue", &campaign.venue, 300);
    let organiser = v.name("campaign.organiser", &campaign.organiser, 200);
    let from = v.date("campaign.from_date", &campaign.from_date);
    let to = v.date("campaign.to_date", &campaign.to_date);
    if let Some((from, to)) = from.zip(to) {
        if to < from {
            let rule = "must not be before the first day";
            v.add("campaign.to_date", "OUT_OF_ORDER", rule);
        } else if to > from + YEAR {
            let rule = "must be at most a year after the first day";
            v.add("campaign.to_date", "OUT_OF_RANGE", rule);
        }
    }
    Some(Terms {
        name: name?,
        kind: kind_from_proto(kind?)?,
        reach: reach_from_proto(reach?)?,
        venue: venue?,
        organiser: organiser?,
        from: from?,
        to: to?,
    })
}

pub(super) fn plan(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanCampaignRequest,
) -> Option<PlanCampaign> {
    let campaign = request.campaign.unwrap_or_default();
    let code = ("campaign.province_code", campaign.province_code.as_str());
    let province_code = v.province_of(caller.units.places(), code, caller.units.day());
    let terms = terms(v, &campaign);
    Some(PlanCampaign {
        caller,
        province_code: province_code?,
        terms: terms?,
    })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateCampaignRequest,
) -> Option<UpdateCampaign> {
    let campaign = request.campaign.unwrap_or_default();
    let id = v.uuid("campaign.id", &campaign.id);
    let seen = v.etag("campaign.etag", &campaign.etag);
    let terms = terms(v, &campaign);
    Some(UpdateCampaign {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

pub(super) fn call_off(
    v: &mut Violations,
    caller: Caller,
    request: proto::CallOffCampaignRequest,
) -> Option<CallOffCampaign> {
    let id = v.uuid("campaign_id", &request.campaign_id);
    let reason = v.required_text("reason", &request.reason, 1_000);
    Some(CallOffCampaign {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn admit(
    v: &mut Violations,
    caller: Caller,
    request: proto::AdmitParticipantRequest,
) -> Option<AdmitParticipant> {
    let id = v.uuid("campaign_id", &request.campaign_id);
    let producer_id = v.uuid("producer_id", &request.producer_id);
    if !(1..=PRODUCTS).contains(&request.product_ids.len()) {
        let rule = format!("must name 1 to {PRODUCTS}");
        v.add("product_ids", "OUT_OF_RANGE", rule);
    }
    let mut seen = HashSet::new();
    let mut products = Vec::with_capacity(request.product_ids.len());
    for (index, text) in request.product_ids.iter().enumerate() {
        let field = format!("product_ids[{index}]");
        let product = v.uuid(&field, text);
        if product.is_some_and(|product| !seen.insert(product)) {
            v.add(field, "REPEATED", "must be named once");
        }
        products.push(product);
    }
    Some(AdmitParticipant {
        caller,
        id: id?,
        producer_id: producer_id?,
        products: products.into_iter().collect::<Option<_>>()?,
    })
}

pub(super) fn dismiss(
    v: &mut Violations,
    caller: Caller,
    request: proto::DismissParticipantRequest,
) -> Option<DismissParticipant> {
    let id = v.uuid("campaign_id", &request.campaign_id);
    let producer_id = v.uuid("producer_id", &request.producer_id);
    Some(DismissParticipant {
        caller,
        id: id?,
        producer_id: producer_id?,
    })
}

pub(super) fn attendance(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordAttendanceRequest,
) -> Option<RecordAttendance> {
    let outcome = request.outcome.unwrap_or_default();
    let id = v.uuid("campaign_id", &request.campaign_id);
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let sales_vnd = v.within("outcome.sales_vnd", outcome.sales_vnd, 0..=MOST_VND);
    let contracts = v.within("outcome.contracts", outcome.contracts, 0..=100_000);
    let contracts_vnd = v.within("outcome.contracts_vnd", outcome.contracts_vnd, 0..=MOST_VND);
    if contracts == Some(0) && contracts_vnd.is_some_and(|vnd| vnd > 0) {
        let rule = "must be 0 where no contract was signed";
        v.add("outcome.contracts_vnd", "OUT_OF_RANGE", rule);
    }
    let document = v.required_text("outcome.document_number", &outcome.document_number, 100);
    let recorded_on = caller.units.day();
    Some(RecordAttendance {
        caller,
        id: id?,
        producer_id: producer_id?,
        outcome: Outcome {
            sales_vnd: sales_vnd?,
            contracts: contracts?,
            contracts_vnd: contracts_vnd?,
            document: document?,
            recorded_on,
        },
    })
}

pub(super) fn withdraw_attendance(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawAttendanceRequest,
) -> Option<WithdrawAttendance> {
    let id = v.uuid("campaign_id", &request.campaign_id);
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let reason = v.required_text("reason", &request.reason, 1_000);
    Some(WithdrawAttendance {
        caller,
        id: id?,
        producer_id: producer_id?,
        reason: reason?,
    })
}

pub(super) fn campaigns(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListCampaignsRequest,
) -> Option<CampaignFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let kind = v
        .known_or_any("kind", request.kind)
        .and_then(kind_from_proto);
    Some(CampaignFilter {
        province: asked_province(v, &caller, asked),
        kind,
        held_from: v.optional_date("held_from", &request.held_from),
        held_to: v.optional_date("held_to", &request.held_to),
    })
}
