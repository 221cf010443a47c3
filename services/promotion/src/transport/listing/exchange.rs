//! What e-commerce floors ask for: what changed, and a listing as schema.org describes products.

use chrono::{DateTime, Utc};
use ocop_chassis::grpc::{Violations, instant};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::exchange_service_server::ExchangeService;
use serde_json::{Value, json};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::trade::trace_url;
use crate::application::Error;
use crate::domain::Refusal;
use crate::domain::listing::{self, Listing, ListingState};
use crate::storage;
use crate::transport::service::Service;

#[tonic::async_trait]
impl ExchangeService for Service {
    async fn list_changed_listings(
        &self,
        request: Request<proto::ListChangedListingsRequest>,
    ) -> Result<Response<proto::ListChangedListingsResponse>, Status> {
        let read = |v: &mut Violations, _: Caller, request: proto::ListChangedListingsRequest| {
            Some(instant(v, "changed_since", request.changed_since.as_ref()))
        };
        let work = async |since: Option<DateTime<Utc>>, page| {
            Ok(storage::listing::changed(self.store(), since, &page).await?)
        };
        let shown = |view| self.pictures.shown(view);
        self.rpc.page(request, read, work, shown).await
    }

    async fn get_product_markup(
        &self,
        request: Request<proto::GetProductMarkupRequest>,
    ) -> Result<Response<proto::GetProductMarkupResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::GetProductMarkupRequest| {
            v.uuid("id", &request.id)
        };
        let work = async |id: Uuid| {
            let found = self.listings.get(id).await?;
            let unknown = Refusal::Listing(listing::Refusal::Unknown(id));
            let view = found.ok_or(Error::Refused(unknown))?;
            let mut markup = markup(&view.listing);
            let pictures = self.pictures.urls(&view.listing.product.trade);
            if !pictures.is_empty() {
                markup["image"] = json!(pictures);
            }
            let json_ld = markup.to_string();
            Ok(proto::GetProductMarkupResponse { json_ld })
        };
        self.rpc.get(request, read, work).await
    }
}

/// A listing as schema.org describes a product.
fn markup(listing: &Listing) -> Value {
    let (product, trade) = (&listing.product, &listing.product.trade);
    let mut found = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": format!("urn:uuid:{}", product.id),
        "sku": product.id.to_string(),
        "name": product.name,
        "manufacturer": {"@type": "Organization", "name": product.producer_name},
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
    });
    if let Some(gtin) = &trade.gtin {
        found["gtin"] = json!(gtin);
        found["sameAs"] = json!(trace_url(gtin));
    }
    if !trade.brand.is_empty() {
        found["brand"] = json!({"@type": "Brand", "name": trade.brand});
    }
    if !trade.net_content.is_empty() {
        found["size"] = json!(trade.net_content);
    }
    if let Some(price) = &trade.wholesale_price {
        found["offers"] = json!({
            "@type": "Offer",
            "priceCurrency": "VND",
            "price": price.vnd,
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "priceCurrency": "VND",
                "price": price.vnd,
                "unitText": price.per,
            },
        });
    }
    let open = listing.state() == Some(&ListingState::Open);
    if let Some(held) = listing.held().filter(|_| open) {
        let certificate = &held.certificate;
        let star = certificate.star.number();
        found["award"] = json!(format!("OCOP {star} sao"));
        found["hasCertification"] = json!({
            "@type": "Certification",
            "name": "Sản phẩm OCOP Việt Nam",
            "certificationIdentification": certificate.decision.number,
            "issuedBy": {"@type": "Organization", "name": certificate.decision.authority},
            "validFrom": certificate.valid_from.to_string(),
            "expires": certificate.valid_to.to_string(),
            "certificationRating": {
                "@type": "Rating", "ratingValue": star, "worstRating": 3, "bestRating": 5,
            },
        });
    }
    found
}
