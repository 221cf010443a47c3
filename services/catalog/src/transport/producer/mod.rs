//! Producers on the wire.

mod business;
pub(super) mod event;
pub(super) mod personal;

use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::{date, place, seen};
use crate::application::producer::{RegisterProducer, UpdateProducer};
use crate::domain::producer::{ProducerKind, ProducerPatch, Representative, Sex, ValueChain};
use crate::storage::producer::{ProducerFilter, ProducerView};

const NAME: usize = 200;
const LINE: usize = 300;

enum_pairs! {
    pub(super) fn kind_to_proto(ProducerKind) -> proto::ProducerKind;
    pub(super) fn kind_from_proto(proto::ProducerKind) -> Option<ProducerKind>;
    Cooperative, CooperativeGroup, LimitedCompany, PrivateEnterprise, JointStockCompany, Farm, Household, Association,
    OperatingCentre
}

enum_pairs! {
    fn sex_to_proto(Sex) -> proto::Sex;
    fn sex_from_proto(proto::Sex) -> Sex;
    Unknown = Unspecified, Female, Male
}

enum_pairs! {
    pub(super) fn chain_to_proto(ValueChain) -> proto::ValueChain;
    pub(super) fn chain_from_proto(proto::ValueChain) -> ValueChain;
    Unknown = Unspecified, Ordinary, Circular, Green
}

/// A producer as callers see it.
pub(super) fn to_proto(view: impl Into<ProducerView>) -> proto::Producer {
    let view = view.into();
    let (profile, person) = (view.profile.clone(), view.profile.representative);
    proto::Producer {
        id: view.id.to_string(),
        etag: view.version.to_string(),
        create_time: Some(timestamp(view.created_at)),
        update_time: Some(timestamp(view.updated_at)),
        name: profile.name,
        kind: kind_to_proto(profile.kind).into(),
        registration_number: profile.registration_number,
        registration_date: date(profile.registration_date),
        place_code: view.place_code,
        address: profile.address,
        phone: profile.phone,
        email: profile.email,
        representative: (!person.is_erased()).then(|| proto::LegalRepresentative {
            full_name: person.full_name,
            position: person.position,
            sex: sex_to_proto(person.sex).into(),
            ethnicity: person.ethnicity,
            has_disability: person.has_disability,
        }),
        local_capital_percent: profile.local_capital_percent,
        province_code: view.province_code,
        value_chain: chain_to_proto(profile.value_chain).into(),
        stable_raw_material: profile.stable_raw_material,
        gln: profile
            .gln
            .map(|gln| gln.as_str().to_owned())
            .unwrap_or_default(),
        years: business::years_to_proto(profile.years),
        people: business::people_to_proto(profile.people),
        place_on: view.place_on.to_string(),
        merged_from: view.merged_from.iter().map(ToString::to_string).collect(),
        merged_into: view
            .merged_into
            .map(|id| id.to_string())
            .unwrap_or_default(),
    }
}

/// Reads the fields of a producer that `named` says.
pub(super) fn patch(
    v: &mut Violations,
    producer: &proto::Producer,
    named: impl Fn(&str) -> bool,
) -> ProducerPatch {
    let field = |name: &str| named(name).then(|| format!("producer.{name}"));
    ProducerPatch {
        name: field("name").and_then(|field| v.name(&field, &producer.name, NAME)),
        registration_number: field("registration_number")
            .and_then(|field| v.required_text(&field, &producer.registration_number, 50)),
        address: field("address")
            .and_then(|field| v.optional_text(&field, &producer.address, LINE)),
        phone: field("phone").and_then(|field| v.optional_text(&field, &producer.phone, 30)),
        email: field("email").and_then(|field| v.optional_text(&field, &producer.email, 254)),
        kind: field("kind")
            .and_then(|field| v.known(&field, producer.kind))
            .and_then(kind_from_proto),
        registration_date: field("registration_date")
            .map(|field| v.optional_date(&field, &producer.registration_date)),
        representative: field("representative")
            .and_then(|field| representative(v, &field, producer.representative.as_ref())),
        local_capital_percent: field("local_capital_percent").map(|field| {
            let percent = producer.local_capital_percent?;
            v.within(&field, percent, 0..=100)
        }),
        value_chain: field("value_chain")
            .and_then(|field| v.known_or_any(&field, producer.value_chain))
            .map(chain_from_proto),
        stable_raw_material: field("stable_raw_material").map(|_| producer.stable_raw_material),
        gln: field("gln").map(|field| business::gln(v, &field, &producer.gln)),
        years: field("years").and_then(|field| business::years(v, &field, &producer.years)),
        people: field("people").and_then(|field| business::people(v, &field, &producer.people)),
    }
}

fn representative(
    v: &mut Violations,
    path: &str,
    person: Option<&proto::LegalRepresentative>,
) -> Option<Representative> {
    let person = person.cloned().unwrap_or_default();
    let field = |name: &str| format!("{path}.{name}");
    let full_name = v.name(&field("full_name"), &person.full_name, NAME);
    let position = v.optional_text(&field("position"), &person.position, NAME);
    let sex = v.known_or_any(&field("sex"), person.sex);
    let ethnicity = v.optional_text(&field("ethnicity"), &person.ethnicity, 50);
    Some(Representative {
        full_name: full_name?,
        position: position?,
        sex: sex_from_proto(sex?),
        ethnicity: ethnicity?,
        has_disability: person.has_disability,
    })
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterProducerRequest,
) -> Option<RegisterProducer> {
    let producer = request.producer.unwrap_or_default();
    let profile = patch(v, &producer, |_| true).complete();
    let said = (producer.place_code.as_str(), producer.place_on.as_str());
    let place = place::named(v, &caller, "producer.", said);
    Some(RegisterProducer {
        caller,
        profile: profile?,
        place: place?,
    })
}

/// The fields of a producer that a caller may change.
const CHANGEABLE: &[&str] = &[
    "name",
    "kind",
    "registration_number",
    "registration_date",
    "place_code",
    "address",
    "phone",
    "email",
    "representative",
    "local_capital_percent",
    "value_chain",
    "stable_raw_material",
    "gln",
    "years",
    "people",
    "place_on",
];

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateProducerRequest,
) -> Option<UpdateProducer> {
    let producer = request.producer.unwrap_or_default();
    let seen = seen(v, "producer.", &producer.id, &producer.etag);
    let fields = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let named = |field: &str| fields.contains(&field);
    let patch = patch(v, &producer, named);
    let said = (producer.place_code.as_str(), producer.place_on.as_str());
    let place = (named("place_code") || named("place_on"))
        .then(|| place::named(v, &caller, "producer.", said))
        .flatten();
    let (id, seen) = seen?;
    Some(UpdateProducer {
        caller,
        id,
        seen,
        place,
        patch,
    })
}

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListProducersRequest,
) -> Option<(Caller, ProducerFilter)> {
    let number = (!request.registration_number.is_empty())
        .then(|| v.required_text("registration_number", &request.registration_number, 50));
    let filter = ProducerFilter {
        place: place::area(
            v,
            &caller,
            ("place_code", &request.place_code),
            &request.in_units_of,
        ),
        kind: v
            .known_or_any("kind", request.kind)
            .and_then(kind_from_proto),
        search: v.search("search", &request.search, NAME)?,
        registration_number: number.flatten(),
    };
    Some((caller, filter))
}
