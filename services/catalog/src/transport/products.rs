//! Products on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::places;
use crate::application::{RegisterProduct, RetireProduct, UpdateProduct};
use crate::domain::Status;
use crate::domain::product::{CRITERIA_SETS, Gtin, Profile};
use crate::storage::{ProductFilter, ProductRecord};

const NAME: usize = 200;
const DESCRIPTION: usize = 4_000;
const STORY: usize = 20_000;

pub(super) fn told(record: ProductRecord, today: NaiveDate) -> proto::Product {
    let star = record
        .certificate
        .as_ref()
        .map_or(0, |held| held.star_on(today));
    let status = match record.status {
        Status::Active => proto::ProductStatus::Active,
        Status::Retired => proto::ProductStatus::Retired,
    };
    let certificate = record.certificate.map(|held| proto::ProductCertificate {
        id: held.id.to_string(),
        star: held.star,
        decision_number: held.decision_number,
        valid_from: held.valid_from.to_string(),
        valid_to: held.valid_to.to_string(),
        revoked_on: held
            .revoked_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
    });
    let profile = record.profile;
    proto::Product {
        id: record.id.to_string(),
        etag: record.version.to_string(),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
        producer_id: record.producer_id.to_string(),
        criteria_set: profile.criteria_set,
        name: profile.name,
        description: profile.description,
        story: profile.story,
        packaging: profile.packaging,
        gtin: profile
            .gtin
            .map(|gtin| gtin.as_str().to_owned())
            .unwrap_or_default(),
        place_code: record.place_code,
        status: status.into(),
        star,
        certificate,
        province_code: record.province_code,
    }
}

/// Reads one field of a profile after the other; only the fields in `named` are read, the others keep their
/// value. Every violation is noted.
fn profile(
    v: &mut Violations,
    said: &proto::Product,
    named: &dyn Fn(&str) -> bool,
    mut of: Profile,
) -> Profile {
    if named("name") {
        of.name = v
            .required_text("product.name", &said.name, NAME)
            .unwrap_or_default();
    }
    for (field, value, most, to) in [
        (
            "description",
            &said.description,
            DESCRIPTION,
            &mut of.description,
        ),
        ("story", &said.story, STORY, &mut of.story),
        ("packaging", &said.packaging, NAME, &mut of.packaging),
    ] {
        if named(field) {
            *to = v
                .optional_text(&format!("product.{field}"), value, most)
                .unwrap_or_default();
        }
    }
    if named("criteria_set") {
        of.criteria_set = said.criteria_set;
        set(v, "product.criteria_set", said.criteria_set);
    }
    if named("gtin") {
        of.gtin = Gtin::parse(&said.gtin);
        if of.gtin.is_none() && !said.gtin.is_empty() {
            v.add(
                "product.gtin",
                "MALFORMED",
                "must be 8, 12, 13 or 14 digits with a right check digit",
            );
        }
    }
    of
}

fn set(v: &mut Violations, field: &str, number: u32) {
    if !CRITERIA_SETS.contains(&number) {
        v.add(
            field,
            "OUT_OF_RANGE",
            "must be the number of a criteria set, 1 to 26",
        );
    }
}

fn blank() -> Profile {
    Profile {
        criteria_set: 0,
        name: String::new(),
        description: String::new(),
        story: String::new(),
        packaging: String::new(),
        gtin: None,
    }
}

pub(super) fn register(
    caller: Caller,
    request: &proto::RegisterProductRequest,
) -> Result<RegisterProduct, RpcError> {
    let mut v = Violations::new();
    let said = request.product.clone().unwrap_or_default();
    let producer_id = v.uuid("product.producer_id", &said.producer_id);
    let profile = profile(&mut v, &said, &|_| true, blank());
    let place_code = places::code(&mut v, "product.place_code", &said.place_code);
    v.finish()?;
    let (Some(producer_id), Some(place_code)) = (producer_id, place_code) else {
        return Err(RpcError::internal());
    };
    Ok(RegisterProduct {
        caller,
        producer_id,
        profile,
        place_code,
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
    "place_code",
];

pub(super) fn update(
    caller: Caller,
    request: &proto::UpdateProductRequest,
) -> Result<UpdateProduct, RpcError> {
    let mut v = Violations::new();
    let said = request.product.clone().unwrap_or_default();
    let id = v.uuid("product.id", &said.id);
    let seen = v.etag("product.etag", &said.etag);
    let fields = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    // Read once for the violations; read again, now known to be good, on top of what is stored.
    profile(&mut v, &said, &|field| fields.contains(&field), blank());
    let place_code = fields
        .contains(&"place_code")
        .then(|| places::code(&mut v, "product.place_code", &said.place_code))
        .flatten();
    v.finish()?;
    let (Some(id), Some(seen)) = (id, seen) else {
        return Err(RpcError::internal());
    };
    let change = move |of| {
        profile(
            &mut Violations::new(),
            &said,
            &|field| fields.contains(&field),
            of,
        )
    };
    Ok(UpdateProduct {
        caller,
        id,
        seen,
        place_code,
        change: Box::new(change),
    })
}

pub(super) fn retire(
    caller: Caller,
    request: &proto::RetireProductRequest,
) -> Result<RetireProduct, RpcError> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    v.optional_text("reason", &request.reason, 500);
    v.finish()?;
    let (Some(id), Some(seen)) = (id, seen) else {
        return Err(RpcError::internal());
    };
    Ok(RetireProduct { caller, id, seen })
}

pub(super) fn filter(
    v: &mut Violations,
    request: &proto::ListProductsRequest,
    today: NaiveDate,
) -> ProductFilter {
    let place = (!request.place_code.is_empty())
        .then(|| places::code(v, "place_code", &request.place_code));
    let producer =
        (!request.producer_id.is_empty()).then(|| v.uuid("producer_id", &request.producer_id));
    for (index, number) in request.criteria_sets.iter().enumerate() {
        set(v, &format!("criteria_sets[{index}]"), *number);
    }
    if request.star.is_some_and(|star| !(3..=5).contains(&star)) {
        v.add("star", "OUT_OF_RANGE", "must be 3, 4 or 5");
    }
    let status = match v.known_or_any::<proto::ProductStatus>("status", request.status) {
        Some(proto::ProductStatus::Retired) => Status::Retired,
        _ => Status::Active,
    };
    ProductFilter {
        place: place.flatten(),
        criteria_sets: request.criteria_sets.clone(),
        producer: producer.flatten(),
        star: request.star.map(|star| (star, today)),
        status,
        search: v
            .optional_text("search", &request.search, NAME)
            .unwrap_or_default(),
    }
}
