//! What anybody may know of a lot: the name and image of a product, who made it and where, when, its brand, code and serial, and until
//! when it keeps are what Circular 02/2024/TT-BKHCN has consumers look up. Who else handled it is not among them.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_places::Said;
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::product::Gtin;
use crate::domain::product::details::FileKind;
use crate::domain::trace::{LotId, Refusal};
use crate::storage::product::ProductView;
use crate::storage::trace::{self, LotView};
use crate::storage::{self, Store};
use crate::transport::date;

/// What somebody without a token asks for.
pub(super) enum Asked {
    /// A lot, with the one that the URI of a single piece names besides.
    Lot(LotId, Option<LotId>),
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
        return Some(Asked::Lot(lot, LotId::named_beside(text)));
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
    let unknown = |name: String| Error::from(Refusal::Unknown(name));
    let (view, name) = match asked {
        Asked::Product(gtin) => {
            let found = trace::product_of_gtin(store, &gtin).await?;
            let view = product(store, found).await?;
            let view = view.ok_or_else(|| unknown(gtin.as_str().to_owned()))?;
            return of_product(store, view).await;
        }
        Asked::Lot(lot, beside) => {
            let name = lot.to_string();
            let beside = beside.map(|lot| lot.to_string());
            let names: Vec<String> = [name.clone()].into_iter().chain(beside).collect();
            let mut found = trace::lots(store, &names).await?;
            let view = names.iter().find_map(|name| found.remove(name));
            // A piece of which nothing is recorded is of its product.
            if let (None, true, Some(gtin)) = (&view, lot.is_serial(), lot.gtin()) {
                let found = trace::product_of_gtin(store, &gtin).await?;
                let view = product(store, found).await?.ok_or_else(|| unknown(name))?;
                return of_product(store, view).await;
            }
            (view, name)
        }
        Asked::Id(id) => (trace::one(store, id).await?, id.to_string()),
    };
    // A lot that was recorded in error is none.
    let view = view.filter(|view| !view.lot.declared_in_error);
    of_lot(store, &view.ok_or_else(|| unknown(name))?).await
}

async fn product(store: &Store, id: Option<Uuid>) -> Result<Option<ProductView>, RpcError> {
    let Some(id) = id else {
        return Ok(None);
    };
    let mut found = storage::product::by_ids(store.clone(), vec![id]).await?;
    Ok(found.remove(&id))
}

/// A product with its star of today.
async fn of_product(store: &Store, view: ProductView) -> Result<proto::PublicLot, RpcError> {
    let today = store.clock().today();
    let valid = view.certificate.as_ref();
    let valid = valid.filter(|held| held.star_on(today) > 0);
    let (star, decision_number) = valid
        .map(|held| (held.star, held.decision_number.clone()))
        .unwrap_or_default();
    let made_by = made_by(store, view.producer_id).await?;
    Ok(proto::PublicLot {
        star,
        decision_number,
        ..described(view, made_by)
    })
}

async fn of_lot(store: &Store, view: &LotView) -> Result<proto::PublicLot, RpcError> {
    let lot = &view.lot;
    let made_by = made_by(store, lot.origin.producer_id).await?;
    let answer = match product(store, lot.making.product).await? {
        Some(view) => described(view, made_by),
        None => proto::PublicLot {
            name: lot.making.description.clone(),
            ..made_by
        },
    };
    let newest = view.certificate.as_ref();
    let decision = newest.filter(|held| held.star_on(lot.made_on) > 0);
    let making = &lot.making;
    Ok(proto::PublicLot {
        lot_id: lot.lot.to_string(),
        number: lot.lot.number().to_owned(),
        made_on: lot.made_on.to_string(),
        harvested_on: date(making.harvested_to.or(making.harvested_from)),
        best_before: date(making.best_before),
        expires_on: date(making.expires_on),
        star: lot.star(newest),
        decision_number: decision
            .map(|held| held.decision_number.clone())
            .unwrap_or_default(),
        ..answer
    })
}

/// Whose something is.
async fn made_by(store: &Store, producer: Uuid) -> Result<proto::PublicLot, RpcError> {
    let Some(found) = trace::producer(store, producer).await? else {
        return Ok(proto::PublicLot::default());
    };
    let mut names = Vec::new();
    let places = store.places().places();
    for code in [&found.place_code, &found.province_code] {
        let on = found.place_on;
        let place = places.meant(Said { code, on });
        let name = place
            .map(|place| place.name.to_string())
            .unwrap_or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(proto::PublicLot {
        producer_name: found.name,
        producer_address: names.join(", "),
        ..Default::default()
    })
}

/// What a product is, and whose.
fn described(view: ProductView, made_by: proto::PublicLot) -> proto::PublicLot {
    let profile = view.profile;
    let files = profile.details.files.into_iter();
    let pictures = files.filter(|file| file.kind != FileKind::Paper);
    proto::PublicLot {
        product_id: view.id.to_string(),
        name: profile.name,
        gtin: profile
            .gtin
            .map(|gtin| gtin.as_str().to_owned())
            .unwrap_or_default(),
        story: profile.story,
        brand: profile.brand,
        net_content: profile.details.net_content,
        shelf_life_days: profile.details.shelf_life_days,
        picture_sha256: pictures.map(|file| file.sha256).collect(),
        ..made_by
    }
}
