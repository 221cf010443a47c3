//! Listings on the wire.

mod certificate;
pub(super) mod event;
mod exchange;
pub(super) mod filter;
mod pictures;
mod places;
mod producer;
mod product;
mod recognition;
pub(super) mod trade;

use chrono::NaiveDate;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::listing_service_server::ListingService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

pub use certificate::Certificates;
pub(super) use filter::asked_province;
pub use pictures::Pictures;
pub use places::Places;
pub use producer::Producers;
pub use product::Products;

use super::service::Service;
use crate::application::Error;
use crate::domain::Refusal;
use crate::domain::listing::{
    self, Certificate, CriteriaSet, ListingState, Product, Star, Stock, Suspension,
};
use crate::storage;
use crate::storage::listing::{ListingStatus, ListingView};

enum_pairs! {
    fn status_to_proto(ListingStatus) -> proto::ListingState;
    fn status_from_proto(proto::ListingState) -> Option<ListingStatus>;
    Open, Suspended, Closed
}

fn state(state: &ListingState) -> proto::ListingState {
    status_to_proto(match state {
        ListingState::Open => ListingStatus::Open,
        ListingState::Suspended(_) => ListingStatus::Suspended,
        ListingState::Closed => ListingStatus::Closed,
    })
}

/// Why and since when something is suspended.
pub(super) fn suspension(suspension: Option<&Suspension>) -> (proto::SuspensionReason, String) {
    let Some(suspension) = suspension else {
        return (proto::SuspensionReason::Unspecified, String::new());
    };
    let reason = match suspension {
        Suspension::Expired { .. } => proto::SuspensionReason::Expired,
        wrong if wrong.is_of_another_product() => proto::SuspensionReason::EnteredWrongly,
        Suspension::Revoked(_) => proto::SuspensionReason::Revoked,
    };
    (reason, suspension.since().to_string())
}

/// A listing without its etag and times.
pub(super) fn message(
    product: &Product,
    certificate: Option<&Certificate>,
    stands: Option<&ListingState>,
) -> proto::Listing {
    let (suspension_reason, suspended_since) = suspension(match stands {
        Some(ListingState::Suspended(suspension)) => Some(suspension),
        _ => None,
    });
    let mut listing = proto::Listing {
        id: product.id.to_string(),
        state: stands
            .map_or(proto::ListingState::Unspecified, state)
            .into(),
        suspension_reason: suspension_reason.into(),
        suspended_since,
        product_name: product.name.clone(),
        producer_id: product.producer_id.to_string(),
        producer_name: product.producer_name.clone(),
        criteria_set: product.criteria_set.number(),
        province_code: product.place.province_code.clone(),
        place_code: product.place.code.clone(),
        place_on: product.place.said_on.to_string(),
        ..trade::listing(&product.trade)
    };
    if let Some(certificate) = certificate {
        listing.star = certificate.star.number();
        listing.certificate_id = certificate.id.to_string();
        listing.decision_number = certificate.decision.number.clone();
        listing.valid_from = certificate.valid_from.to_string();
        listing.valid_to = certificate.valid_to.to_string();
        listing.imported = certificate.imported;
    }
    listing
}

fn stock_to_proto(stock: &Stock) -> proto::ProductStock {
    proto::ProductStock {
        amount: Some(trade::amount_to_proto(&stock.amount)),
        on_date: stock.on.to_string(),
        counts_to: stock.counts_to().to_string(),
    }
}

/// A listing as callers see it on a day.
fn to_proto(view: ListingView, today: NaiveDate) -> proto::Listing {
    let listing = &view.listing;
    let certificate = listing.held().map(|held| &held.certificate);
    proto::Listing {
        stock: listing.stock_on(today).map(stock_to_proto),
        etag: view.version.to_string(),
        create_time: Some(timestamp(view.opened_at)),
        update_time: Some(timestamp(view.updated_at)),
        ..message(&listing.product, certificate, listing.state())
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

#[tonic::async_trait]
impl ListingService for Service {
    async fn get_listing(
        &self,
        request: Request<proto::GetListingRequest>,
    ) -> Result<Response<proto::GetListingResponse>, Status> {
        let id = |v: &mut Violations, caller: Caller, request: proto::GetListingRequest| {
            Some((v.uuid("id", &request.id)?, caller.units.day()))
        };
        let work = async |(id, today): (Uuid, NaiveDate)| {
            let found = self.listings.get(id).await?;
            let unknown = Refusal::Listing(listing::Refusal::Unknown(id));
            let view = found.ok_or(Error::Refused(unknown))?;
            Ok(proto::GetListingResponse {
                listing: Some(self.pictures.shown(view, today)),
            })
        };
        self.rpc.get(request, id, work).await
    }

    async fn list_listings(
        &self,
        request: Request<proto::ListListingsRequest>,
    ) -> Result<Response<proto::ListListingsResponse>, Status> {
        let read = |v: &mut Violations, caller: Caller, request| {
            let today = caller.units.day();
            Some((filter::read(v, caller, request)?, today))
        };
        let work = async |(filter, today), page| {
            let (found, next_page_token) =
                storage::listing::list(self.store(), &filter, &page).await?;
            Ok(proto::ListListingsResponse {
                listings: found
                    .into_iter()
                    .map(|view| self.pictures.shown(view, today))
                    .collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }
}
