//! Products on the wire.

mod certificate;
pub(super) mod count;
mod details;
pub(super) mod event;
pub(super) mod import;

use chrono::NaiveDate;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::{REASON, place, producer, seen};
use crate::application::product::{
    ChangeProductStatus, RegisterProduct, RetireProduct, UpdateProduct,
};
use crate::domain::product::{Branch, CRITERIA_SETS, Gtin, ProductPatch, Similar, Status};
use crate::storage::product::{ProductFilter, ProductView};

pub use certificate::Certificates;

const NAME: usize = 200;
const DESCRIPTION: usize = 4_000;
const STORY: usize = 20_000;

enum_pairs! {
    pub(super) fn status_to_proto(Status) -> proto::ProductStatus;
    fn status_from_proto(proto::ProductStatus) -> Option<Status>;
    Draft, Active, Suspended, Retired
}

/// A product as callers see it, with its star of `today`.
pub(super) fn to_proto(view: impl Into<ProductView>, today: NaiveDate) -> proto::Product {
    let view = view.into();
    let (profile, gtin) = (view.profile, |gtin: Gtin| gtin.as_str().to_owned());
    let product = proto::Product {
        id: view.id.to_string(),
        etag: view.version.to_string(),
        create_time: Some(timestamp(view.created_at)),
        update_time: Some(timestamp(view.updated_at)),
        producer_id: view.producer_id.to_string(),
        criteria_set: profile.criteria_set,
        name: profile.name,
        description: profile.description,
        story: profile.story,
        packaging: profile.packaging,
        gtin: profile.gtin.map(gtin).unwrap_or_default(),
        place_code: view.place_code,
        status: status_to_proto(view.status).into(),
        star: view
            .certificate
            .as_ref()
            .map_or(0, |held| held.star_on(today)),
        certificate: view.certificate.map(certificate::to_proto),
        province_code: view.province_code,
        brand: profile.brand,
        status_reason: view.status_reason,
        place_on: view.place_on.to_string(),
        merged_from: view.merged_from.iter().map(ToString::to_string).collect(),
        merged_into: view
            .merged_into
            .map(|id| id.to_string())
            .unwrap_or_default(),
        ..proto::Product::default()
    };
    details::write(profile.details, product)
}

/// Products that a new one may be another writing of.
pub(super) fn similar(similar: Vec<Similar>) -> Vec<proto::SimilarProduct> {
    let named = similar.into_iter().map(|product| proto::SimilarProduct {
        id: product.id.to_string(),
        name: product.name,
    });
    named.collect()
}

/// Reads the fields of a product that `named` says.
fn patch(
    v: &mut Violations,
    product: &proto::Product,
    named: impl Fn(&str) -> bool,
) -> ProductPatch {
    let field = |name: &str| named(name).then(|| format!("product.{name}"));
    ProductPatch {
        name: field("name").and_then(|field| v.name(&field, &product.name, NAME)),
        description: field("description")
            .and_then(|field| v.optional_text(&field, &product.description, DESCRIPTION)),
        story: field("story").and_then(|field| v.optional_text(&field, &product.story, STORY)),
        packaging: field("packaging")
            .and_then(|field| v.optional_text(&field, &product.packaging, NAME)),
        criteria_set: field("criteria_set").and_then(|field| set(v, &field, product.criteria_set)),
        brand: field("brand").and_then(|field| v.optional_name(&field, &product.brand, NAME)),
        gtin: field("gtin").map(|field| gtin(v, &field, &product.gtin)),
        details: details::patch(v, product, field),
    }
}

fn gtin(v: &mut Violations, field: &str, text: &str) -> Option<Gtin> {
    let gtin = Gtin::parse(text);
    if gtin.is_none() && !text.is_empty() {
        let rule = "must be 8, 12, 13 or 14 digits with a right check digit";
        v.add(field, "MALFORMED", rule);
    }
    gtin
}

fn set(v: &mut Violations, field: &str, number: u32) -> Option<u32> {
    if CRITERIA_SETS.contains(&number) {
        return Some(number);
    }
    let rule = "must be the number of a criteria set, 1 to 26";
    v.add(field, "OUT_OF_RANGE", rule);
    None
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterProductRequest,
) -> Option<RegisterProduct> {
    let product = request.product.unwrap_or_default();
    let producer_id = v.uuid("product.producer_id", &product.producer_id);
    let profile = patch(v, &product, |_| true).complete();
    let said = (product.place_code.as_str(), product.place_on.as_str());
    let place = place::named(v, &caller, "product.", said);
    let draft = product.status() == proto::ProductStatus::Draft;
    Some(RegisterProduct {
        caller,
        producer_id: producer_id?,
        profile: profile?,
        place: place?,
        draft,
    })
}

/// The fields of a product that a caller may change.
const CHANGEABLE: &[&str] = &[
    "name",
    "description",
    "story",
    "packaging",
    "criteria_set",
    "gtin",
    "brand",
    "net_content",
    "shelf_life_days",
    "storage",
    "capacity_per_month",
    "minimum_order",
    "wholesale_price",
    "files",
    "place_code",
    "place_on",
];

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateProductRequest,
) -> Option<UpdateProduct> {
    let product = request.product.unwrap_or_default();
    let seen = seen(v, "product.", &product.id, &product.etag);
    let fields = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let named = |field: &str| fields.contains(&field);
    let patch = patch(v, &product, named);
    let said = (product.place_code.as_str(), product.place_on.as_str());
    let place = (named("place_code") || named("place_on"))
        .then(|| place::named(v, &caller, "product.", said))
        .flatten();
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(UpdateProduct {
        caller,
        id,
        seen,
        place,
        patch,
        reason: reason?,
    })
}

pub(super) fn retire(
    v: &mut Violations,
    caller: Caller,
    request: proto::RetireProductRequest,
) -> Option<RetireProduct> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(RetireProduct {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn change_status(
    v: &mut Violations,
    caller: Caller,
    request: proto::ChangeProductStatusRequest,
) -> Option<ChangeProductStatus> {
    let seen = seen(v, "", &request.id, &request.etag);
    let status = v
        .known("status", request.status)
        .and_then(status_from_proto);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(ChangeProductStatus {
        caller,
        id,
        seen,
        status: status?,
        reason: reason?,
    })
}

/// Reads the numeral of a branch; `None` if there is none.
fn branch(v: &mut Violations, numeral: &str) -> Option<Branch> {
    if numeral.is_empty() {
        return None;
    }
    let read = numeral.parse().ok();
    if read.is_none() {
        v.add(
            "branch",
            "MALFORMED",
            "must be the numeral of a branch, I to VI",
        );
    }
    read
}

/// Reads which products to list; a star is the one of `today`.
pub(super) fn filter(
    v: &mut Violations,
    caller: &Caller,
    request: proto::ListProductsRequest,
    today: NaiveDate,
) -> Option<ProductFilter> {
    let place = place::area(
        v,
        caller,
        ("place_code", &request.place_code),
        &request.in_units_of,
    );
    // What is wrong with it is noted with the place.
    let in_units_of = request.in_units_of.trim().parse().unwrap_or(today);
    let producer =
        (!request.producer_id.is_empty()).then(|| v.uuid("producer_id", &request.producer_id));
    for (index, number) in request.criteria_sets.iter().enumerate() {
        set(v, &format!("criteria_sets[{index}]"), *number);
    }
    if request.star.is_some_and(|star| !(3..=5).contains(&star)) {
        v.add("star", "OUT_OF_RANGE", "must be 3, 4 or 5");
    }
    let status = v
        .known_or_any("status", request.status)
        .and_then(status_from_proto);
    let branch = branch(v, &request.branch);
    let producer_kind = v
        .known_or_any("producer_kind", request.producer_kind)
        .and_then(producer::kind_from_proto);
    let chain = v.known_or_any("value_chain", request.value_chain);
    let chain = chain.filter(|chain| *chain != proto::ValueChain::Unspecified);
    Some(ProductFilter {
        place,
        criteria_sets: request.criteria_sets,
        branch,
        producer_kind,
        value_chain: chain.map(producer::chain_from_proto),
        producer: producer.flatten(),
        star: request.star.map(|star| (star, today)),
        in_units_of,
        status: status.unwrap_or(Status::Active),
        search: v.search("search", &request.search, NAME)?,
    })
}
