//! Listings on the wire.

use ocop_chassis::grpc::{Violations, id_of, list_of, refuse_shared, timestamp};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::listing_service_server::ListingService;
use tonic::{Request, Response, Status};

use super::errors::status;
use super::service::{Service, failed, refused};
use crate::domain::certificate::Certificate;
use crate::domain::listing::{ListingState, Suspension};
use crate::domain::product::Product;
use crate::domain::refusal::Refusal;
use crate::domain::star::{CriteriaSet, Star};
use crate::storage::{self, ListingFilter, ListingRecord, ListingStatus};

fn state(state: &ListingState) -> proto::ListingState {
    match state {
        ListingState::Unlisted => proto::ListingState::Unspecified,
        ListingState::Open => proto::ListingState::Open,
        ListingState::Suspended(_) => proto::ListingState::Suspended,
        ListingState::Closed => proto::ListingState::Closed,
    }
}

/// Why and since when something is suspended.
pub(super) fn suspension(suspension: Option<&Suspension>) -> (proto::SuspensionReason, String) {
    let Some(suspension) = suspension else {
        return (proto::SuspensionReason::Unspecified, String::new());
    };
    let reason = match suspension {
        Suspension::Expired { .. } => proto::SuspensionReason::Expired,
        Suspension::Revoked(_) => proto::SuspensionReason::Revoked,
    };
    (reason, suspension.since().to_string())
}

/// A listing without its etag and times.
pub(super) fn message(
    product: &Product,
    certificate: Option<&Certificate>,
    stands: &ListingState,
) -> proto::Listing {
    let (suspension_reason, suspended_since) = suspension(match stands {
        ListingState::Suspended(suspension) => Some(suspension),
        _ => None,
    });
    let mut listing = proto::Listing {
        id: product.id.to_string(),
        state: state(stands).into(),
        suspension_reason: suspension_reason.into(),
        suspended_since,
        product_name: product.name.clone(),
        producer_id: product.producer_id.to_string(),
        producer_name: product.producer_name.clone(),
        criteria_set: product.criteria_set.number(),
        province_code: product.place.province_code.clone(),
        ..Default::default()
    };
    if let Some(certificate) = certificate {
        listing.star = certificate.star.number();
        listing.certificate_id = certificate.id.to_string();
        listing.decision_number = certificate.decision.number.clone();
        listing.valid_from = certificate.valid_from.to_string();
        listing.valid_to = certificate.valid_to.to_string();
    }
    listing
}

fn told(record: ListingRecord) -> proto::Listing {
    let listing = &record.listing;
    let certificate = listing.certificate();
    proto::Listing {
        etag: listing.version.to_string(),
        create_time: Some(timestamp(record.opened_at)),
        update_time: Some(timestamp(record.updated_at)),
        ..message(&listing.product, certificate, &listing.state)
    }
}

/// Reads numbers of criteria sets.
pub(super) fn sets(v: &mut Violations, field: &str, numbers: &[u32]) -> Vec<CriteriaSet> {
    let mut sets = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        match CriteriaSet::try_from(*number) {
            Ok(set) => sets.push(set),
            Err(unknown) => v.add(
                format!("{field}[{index}]"),
                "OUT_OF_RANGE",
                unknown.to_string(),
            ),
        }
    }
    sets
}

/// Reads a number of stars.
pub(super) fn star(v: &mut Violations, field: &str, number: u32) -> Option<Star> {
    let star = Star::try_from(number);
    if star.is_err() {
        v.add(field, "OUT_OF_RANGE", "must be 3, 4 or 5");
    }
    star.ok()
}

/// Reads the code of a province: one to ten digits.
pub(super) fn province(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    let code = v.required_text(field, text, 10)?;
    if !code.bytes().all(|digit| digit.is_ascii_digit()) {
        v.add(field, "MALFORMED", "must be digits only, such as \"51\"");
        return None;
    }
    Some(code)
}

fn filter(v: &mut Violations, asked: &proto::ListListingsRequest) -> ListingFilter {
    let status = match v.known_or_any("state", asked.state) {
        Some(proto::ListingState::Suspended) => ListingStatus::Suspended,
        Some(proto::ListingState::Closed) => ListingStatus::Closed,
        Some(proto::ListingState::Open | proto::ListingState::Unspecified) | None => {
            ListingStatus::Open
        }
    };
    sets(v, "criteria_sets", &asked.criteria_sets);
    ListingFilter {
        status,
        criteria_sets: asked.criteria_sets.clone(),
        province: (!asked.province_code.is_empty())
            .then(|| province(v, "province_code", &asked.province_code))
            .flatten(),
        minimum_star: asked
            .minimum_star
            .and_then(|number| star(v, "minimum_star", number))
            .map(Star::number),
    }
}

#[tonic::async_trait]
impl ListingService for Service {
    async fn get_listing(
        &self,
        request: Request<proto::GetListingRequest>,
    ) -> Result<Response<proto::GetListingResponse>, Status> {
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = self
            .listings
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let record = found.ok_or_else(|| status(Refusal::ListingUnknown(id).into()))?;
        Ok(Response::new(proto::GetListingResponse {
            listing: Some(told(record)),
        }))
    }

    async fn list_listings(
        &self,
        request: Request<proto::ListListingsRequest>,
    ) -> Result<Response<proto::ListListingsResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListListingsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (filter, page) = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            filter(v, &asked)
        })
        .map_err(refused)?;
        let (found, next_page_token) = storage::list_listings(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListListingsResponse {
            listings: found.into_iter().map(told).collect(),
            next_page_token,
        }))
    }
}
