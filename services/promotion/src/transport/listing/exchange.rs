//! What e-commerce floors ask for: what changed, how much there is, and a listing as schema.org describes products.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, instant};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::exchange_service_server::ExchangeService;
use serde_json::{Value, json};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::stock_to_proto;
use super::trade::trace_url;
use crate::application::Error;
use crate::application::listing::ReportStock;
use crate::domain::Refusal;
use crate::domain::listing::{self, Amount, Listing, ListingState, Stock};
use crate::storage;
use crate::transport::service::Service;

#[tonic::async_trait]
impl ExchangeService for Service {
    async fn list_changed_listings(
        &self,
        request: Request<proto::ListChangedListingsRequest>,
    ) -> Result<Response<proto::ListChangedListingsResponse>, Status> {
        let read =
            |v: &mut Violations, caller: Caller, request: proto::ListChangedListingsRequest| {
                let since = instant(v, "changed_since", request.changed_since.as_ref());
                Some((since, caller.units.day()))
            };
        let work = async |(since, today): (Option<DateTime<Utc>>, NaiveDate), page| {
            let (found, next_page_token) =
                storage::listing::changed(self.store(), since, &page).await?;
            let found = found.into_iter();
            Ok(proto::ListChangedListingsResponse {
                listings: found.map(|view| self.pictures.shown(view, today)).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn report_stock(
        &self,
        request: Request<proto::ReportStockRequest>,
    ) -> Result<Response<proto::ReportStockResponse>, Status> {
        let answer = |saved: Saved<Listing>| proto::ReportStockResponse {
            product_id: saved.product.id.to_string(),
            etag: saved.version().to_string(),
            stock: saved.stock.as_ref().map(stock_to_proto),
        };
        self.execute(request, stock, answer).await
    }

    async fn get_product_markup(
        &self,
        request: Request<proto::GetProductMarkupRequest>,
    ) -> Result<Response<proto::GetProductMarkupResponse>, Status> {
        let read = |v: &mut Violations, caller: Caller, request: proto::GetProductMarkupRequest| {
            Some((v.uuid("id", &request.id)?, caller.units.day()))
        };
        let work = async |(id, today): (Uuid, NaiveDate)| {
            let found = self.listings.get(id).await?;
            let unknown = Refusal::Listing(listing::Refusal::Unknown(id));
            let view = found.ok_or(Error::Refused(unknown))?;
            let mut markup = markup(&view.listing, today);
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

/// The most there may be of a product, of whatever unit.
const QUANTITY: u64 = 1_000_000_000;

fn stock(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReportStockRequest,
) -> Option<ReportStock> {
    let product_id = v.uuid("product_id", &request.product_id);
    let on = v.optional_date("on_date", &request.on_date);
    let on = on.unwrap_or(caller.units.day());
    let Some(given) = request.amount else {
        v.add("amount", "REQUIRED", "must be given");
        return None;
    };
    let unit = v.required_text("amount.unit", &given.unit, 50);
    let quantity = v.within("amount.quantity", given.quantity, 0..=QUANTITY);
    let amount = Amount {
        quantity: quantity?,
        unit: unit?,
    };
    Some(ReportStock {
        caller,
        product_id: product_id?,
        stock: Stock { amount, on },
    })
}

/// A listing as schema.org describes a product, on a day.
fn markup(listing: &Listing, today: NaiveDate) -> Value {
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
    if let Some(stock) = listing.stock_on(today) {
        if found["offers"].is_null() {
            found["offers"] = json!({"@type": "Offer"});
        }
        let availability = if stock.amount.quantity > 0 {
            "https://schema.org/InStock"
        } else {
            "https://schema.org/OutOfStock"
        };
        found["offers"]["availability"] = json!(availability);
        found["offers"]["inventoryLevel"] = json!({
            "@type": "QuantitativeValue",
            "value": stock.amount.quantity,
            "unitText": stock.amount.unit,
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
