//! What the products of a producer lack for which partners, on the wire.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::paging::Page;
use ocop_identity::{Caller, Target, Touched};
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::sourcing;
use crate::application::Error;
use crate::application::partner::near_misses;
use crate::domain::Refusal;
use crate::domain::listing::{self, Listing};
use crate::storage;
use crate::storage::partner::{MatchFilter, MatchOwner};
use crate::transport::service::Service;

/// Listings of a producer that are looked at.
const MOST: u64 = 50;

/// Whose products.
#[derive(Clone, Copy, Debug)]
pub(in crate::transport) enum Whose {
    /// One product.
    Product(Uuid),
    /// Those of a producer.
    Producer(Uuid),
}

fn target(listing: &Listing) -> Target {
    let (place, producer) = (&listing.product.place, listing.product.producer_id);
    Target::place(&place.province_code, &place.code, place.said_on).of_producer(producer)
}

impl Whose {
    pub(super) fn of(filter: &MatchFilter) -> Self {
        match filter.owner {
            MatchOwner::Partner(id) | MatchOwner::Producer(id) => Self::Producer(id),
        }
    }

    /// The open listings, all of which the caller may see.
    pub(in crate::transport) async fn listings(
        self,
        service: &Service,
        caller: &Caller,
    ) -> Result<Vec<Listing>, RpcError> {
        let listings = match self {
            Self::Product(id) => {
                let unknown = Refusal::Listing(listing::Refusal::Unknown(id));
                let view = service.listings.get(id).await?;
                vec![view.ok_or(Error::Refused(unknown))?.listing]
            }
            Self::Producer(id) => {
                storage::listing::open_of_producer(service.store(), id, MOST).await?
            }
        };
        let mut targets = listings.iter().map(target);
        let touched = match (targets.next(), self) {
            (Some(first), _) => Touched::new(first).and(targets.collect::<Vec<Target>>()),
            // A producer without a listing has a say in what it has none of.
            (None, Self::Product(id) | Self::Producer(id)) => {
                Touched::new(Target::default().of_producer(id))
            }
        };
        caller.within(touched).map_err(Error::from)?;
        Ok(listings)
    }
}

pub(super) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListNearMissesRequest,
) -> Option<(Caller, Whose)> {
    let whose = match (request.product_id.as_str(), request.producer_id.as_str()) {
        ("", "") => {
            v.add(
                "product_id",
                "REQUIRED",
                "a product or a producer must be given",
            );
            None
        }
        (product, "") => v.uuid("product_id", product).map(Whose::Product),
        ("", producer) => v.uuid("producer_id", producer).map(Whose::Producer),
        _ => {
            v.add(
                "producer_id",
                "TOO_MANY",
                "only one of product and producer may be given",
            );
            None
        }
    };
    Some((caller, whose?))
}

pub(super) async fn page(
    service: &Service,
    caller: &Caller,
    whose: Whose,
    page: Page,
) -> Result<proto::ListNearMissesResponse, RpcError> {
    let whose = match whose {
        Whose::Product(id) => Whose::Product(id),
        Whose::Producer(id) => {
            Whose::Producer(storage::listing::find_producer(service.store(), id).await?)
        }
    };
    let listings = whose.listings(service, caller).await?;
    let looked_at = (page.after_id(), page.size);
    let (found, last) =
        near_misses(service.store(), &listings, looked_at, caller.units.day()).await?;
    let near_miss = |found: &crate::application::partner::NearMiss| proto::NearMiss {
        product_id: found.product_id.to_string(),
        product_name: found.product_name.clone(),
        partner_id: found.partner.id.to_string(),
        partner_name: found.partner.details.name.clone(),
        assessment: Some(sourcing::assessment(&found.assessment)),
    };
    Ok(proto::ListNearMissesResponse {
        near_misses: found.iter().map(near_miss).collect(),
        next_page_token: last.map(|id| id.to_string()).unwrap_or_default(),
    })
}
