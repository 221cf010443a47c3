//! What anybody may know of a lot: the name and image of a product, who made it and where, when, its brand, code and serial, and until
//! when it keeps are what Circular 02/2024/TT-BKHCN has consumers look up. Who else handled it is not among them.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::product::Gtin;
use crate::domain::trace::{LotId, Refusal};
use crate::storage::Store;
use crate::storage::trace::{self, LotView, PublicProduct};
use crate::transport::date;

/// What somebody without a token asks for.
pub(super) enum Asked {
    Lot(LotId),
    Id(Uuid),
    Product(Gtin),
}

pub(super) fn read(
    v: &mut Violations,
    _: Caller,
    request: proto::GetPublicLotRequest,
) -> Option<Asked> {
    let text = request.id.trim();
    if let Ok(lot) = text.parse() {
        return Some(Asked::Lot(lot));
    }
    if let Ok(id) = text.parse() {
        return Some(Asked::Id(id));
    }
    let product = gtin(text).map(Asked::Product);
    if product.is_none() {
        let rule = "must be a lot, https://…/01/<GTIN>/10/<lot>, or a product, https://…/01/<GTIN>";
        v.add("id", "MALFORMED", rule);
    }
    product
}

/// The GTIN of a Digital Link of a product.
fn gtin(uri: &str) -> Option<Gtin> {
    let rest = uri
        .strip_prefix("https://")
        .or_else(|| uri.strip_prefix("http://"))?;
    let path = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (before, gtin) = path.rsplit_once('/')?;
    before.ends_with("/01").then(|| Gtin::parse(gtin)).flatten()
}

/// Looks up what anybody may know.
pub(super) async fn look_up(store: &Store, asked: Asked) -> Result<proto::PublicLot, RpcError> {
    let (view, name) = match asked {
        Asked::Product(gtin) => {
            let found = trace::product_of_gtin(store, &gtin).await?;
            let unknown = || Error::from(Refusal::Unknown(gtin.as_str().to_owned()));
            let product = found.ok_or_else(unknown)?;
            let today = store.clock().today();
            let certificate = product.certificate.clone();
            let star = certificate.as_ref().map_or(0, |held| held.star_on(today));
            let mut answer = of_product(store, product).await?;
            answer.star = star;
            if let Some(held) = certificate.filter(|_| star > 0) {
                answer.decision_number = held.decision_number;
            }
            return Ok(answer);
        }
        Asked::Lot(lot) => {
            let name = lot.to_string();
            let found = trace::lots(store, std::slice::from_ref(&name)).await?;
            (found.into_values().next(), name)
        }
        Asked::Id(id) => (trace::one(store, id).await?, id.to_string()),
    };
    let view = view.ok_or_else(|| Error::from(Refusal::Unknown(name)))?;
    of_lot(store, &view).await
}

async fn of_lot(store: &Store, view: &LotView) -> Result<proto::PublicLot, RpcError> {
    let lot = &view.lot;
    let (producer, product) = (lot.origin.producer_id, lot.making.product);
    let found = trace::product_of_lot(store, producer, product).await?;
    let found = found.ok_or_else(|| Error::from(Refusal::Unknown(lot.lot.to_string())))?;
    let newest = found.certificate.clone();
    let star = lot.star(newest.as_ref());
    let decision = newest.filter(|held| held.star_on(lot.made_on) > 0);
    let mut answer = of_product(store, found).await?;
    if answer.name.is_empty() {
        answer.name.clone_from(&lot.making.description);
    }
    if let Some(gtin) = lot.lot.gtin() {
        gtin.as_str().clone_into(&mut answer.gtin);
    }
    let making = &lot.making;
    Ok(proto::PublicLot {
        lot_id: lot.lot.to_string(),
        number: lot.lot.number().to_owned(),
        made_on: lot.made_on.to_string(),
        harvested_on: date(making.harvested_to.or(making.harvested_from)),
        best_before: date(making.best_before),
        expires_on: date(making.expires_on),
        star,
        decision_number: decision
            .map(|held| held.decision_number)
            .unwrap_or_default(),
        ..answer
    })
}

/// The part of an answer that says what the product is and whose.
async fn of_product(store: &Store, product: PublicProduct) -> Result<proto::PublicLot, RpcError> {
    let mut names = Vec::new();
    for code in [&product.place_code, &product.province_code] {
        let place = crate::storage::place::place(store, code).await?;
        let name = place.map(|place| place.name).unwrap_or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(proto::PublicLot {
        product_id: product.id.map(|id| id.to_string()).unwrap_or_default(),
        name: product.name,
        gtin: product.gtin,
        story: product.story,
        producer_name: product.producer_name,
        producer_address: names.join(", "),
        ..Default::default()
    })
}
