//! Producers on the wire.

use ocop_chassis::grpc::{RpcError, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::places;
use crate::application::{RegisterProducer, UpdateProducer};
use crate::domain::producer::{Profile, Representative, Sex};
use crate::domain::{ProducerKind, ValueChain};
use crate::storage::{ProducerFilter, ProducerRecord};

const NAME: usize = 200;
const LINE: usize = 300;

pub(super) fn kind(kind: ProducerKind) -> proto::ProducerKind {
    match kind {
        ProducerKind::Cooperative => proto::ProducerKind::Cooperative,
        ProducerKind::CooperativeGroup => proto::ProducerKind::CooperativeGroup,
        ProducerKind::LimitedCompany => proto::ProducerKind::LimitedCompany,
        ProducerKind::PrivateEnterprise => proto::ProducerKind::PrivateEnterprise,
        ProducerKind::JointStockCompany => proto::ProducerKind::JointStockCompany,
        ProducerKind::Farm => proto::ProducerKind::Farm,
        ProducerKind::Household => proto::ProducerKind::Household,
        ProducerKind::Association => proto::ProducerKind::Association,
        ProducerKind::OperatingCentre => proto::ProducerKind::OperatingCentre,
    }
}

fn read_kind(kind: proto::ProducerKind) -> Option<ProducerKind> {
    Some(match kind {
        proto::ProducerKind::Unspecified => return None,
        proto::ProducerKind::Cooperative => ProducerKind::Cooperative,
        proto::ProducerKind::CooperativeGroup => ProducerKind::CooperativeGroup,
        proto::ProducerKind::LimitedCompany => ProducerKind::LimitedCompany,
        proto::ProducerKind::PrivateEnterprise => ProducerKind::PrivateEnterprise,
        proto::ProducerKind::JointStockCompany => ProducerKind::JointStockCompany,
        proto::ProducerKind::Farm => ProducerKind::Farm,
        proto::ProducerKind::Household => ProducerKind::Household,
        proto::ProducerKind::Association => ProducerKind::Association,
        proto::ProducerKind::OperatingCentre => ProducerKind::OperatingCentre,
    })
}

pub(super) fn sex(sex: Sex) -> proto::Sex {
    match sex {
        Sex::Unknown => proto::Sex::Unspecified,
        Sex::Female => proto::Sex::Female,
        Sex::Male => proto::Sex::Male,
    }
}

fn read_sex(sex: proto::Sex) -> Sex {
    match sex {
        proto::Sex::Unspecified => Sex::Unknown,
        proto::Sex::Female => Sex::Female,
        proto::Sex::Male => Sex::Male,
    }
}

pub(super) fn chain(chain: ValueChain) -> proto::ValueChain {
    match chain {
        ValueChain::Unknown => proto::ValueChain::Unspecified,
        ValueChain::Ordinary => proto::ValueChain::Ordinary,
        ValueChain::Circular => proto::ValueChain::Circular,
        ValueChain::Green => proto::ValueChain::Green,
    }
}

fn read_chain(chain: proto::ValueChain) -> ValueChain {
    match chain {
        proto::ValueChain::Unspecified => ValueChain::Unknown,
        proto::ValueChain::Ordinary => ValueChain::Ordinary,
        proto::ValueChain::Circular => ValueChain::Circular,
        proto::ValueChain::Green => ValueChain::Green,
    }
}

pub(super) fn told(record: ProducerRecord) -> proto::Producer {
    let (profile, person) = (record.profile.clone(), record.profile.representative);
    proto::Producer {
        id: record.id.to_string(),
        etag: record.version.to_string(),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
        name: profile.name,
        kind: kind(profile.kind).into(),
        registration_number: profile.registration_number,
        registration_date: profile
            .registration_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
        place_code: record.place_code,
        address: profile.address,
        phone: profile.phone,
        email: profile.email,
        representative: Some(proto::LegalRepresentative {
            full_name: person.full_name,
            position: person.position,
            sex: sex(person.sex).into(),
            ethnicity: person.ethnicity,
            has_disability: person.has_disability,
        }),
        local_capital_percent: profile.local_capital_percent,
        province_code: record.province_code,
        value_chain: chain(profile.value_chain).into(),
        stable_raw_material: profile.stable_raw_material,
    }
}

/// Reads one field of a profile after the other; only the fields in `named` are read, the others keep their
/// value. Every violation is noted.
fn profile(
    v: &mut Violations,
    said: &proto::Producer,
    named: &dyn Fn(&str) -> bool,
    mut of: Profile,
) -> Profile {
    let text = |v: &mut Violations,
                field: &str,
                value: &str,
                most: usize,
                required: bool,
                to: &mut String| {
        if named(field) {
            let field = format!("producer.{field}");
            let read = if required {
                v.required_text(&field, value, most)
            } else {
                v.optional_text(&field, value, most)
            };
            *to = read.unwrap_or_default();
        }
    };
    text(v, "name", &said.name, NAME, true, &mut of.name);
    text(
        v,
        "registration_number",
        &said.registration_number,
        50,
        true,
        &mut of.registration_number,
    );
    text(v, "address", &said.address, LINE, false, &mut of.address);
    text(v, "phone", &said.phone, 30, false, &mut of.phone);
    text(v, "email", &said.email, 254, false, &mut of.email);
    if named("kind")
        && let Some(kind) = v
            .known::<proto::ProducerKind>("producer.kind", said.kind)
            .and_then(read_kind)
    {
        of.kind = kind;
    }
    if named("registration_date") {
        of.registration_date =
            v.optional_date("producer.registration_date", &said.registration_date);
    }
    if named("representative") {
        of.representative = representative(v, said.representative.as_ref());
    }
    if named("local_capital_percent") {
        of.local_capital_percent = said.local_capital_percent;
        if said
            .local_capital_percent
            .is_some_and(|percent| percent > 100)
        {
            v.add(
                "producer.local_capital_percent",
                "OUT_OF_RANGE",
                "must be 0 to 100",
            );
        }
    }
    if named("value_chain")
        && let Some(read) =
            v.known_or_any::<proto::ValueChain>("producer.value_chain", said.value_chain)
    {
        of.value_chain = read_chain(read);
    }
    if named("stable_raw_material") {
        of.stable_raw_material = said.stable_raw_material;
    }
    of
}

fn representative(v: &mut Violations, said: Option<&proto::LegalRepresentative>) -> Representative {
    let said = said.cloned().unwrap_or_default();
    let field = |name: &str| format!("producer.representative.{name}");
    Representative {
        full_name: v
            .required_text(&field("full_name"), &said.full_name, NAME)
            .unwrap_or_default(),
        position: v
            .optional_text(&field("position"), &said.position, NAME)
            .unwrap_or_default(),
        sex: v
            .known_or_any::<proto::Sex>(&field("sex"), said.sex)
            .map_or(Sex::Unknown, read_sex),
        ethnicity: v
            .optional_text(&field("ethnicity"), &said.ethnicity, 50)
            .unwrap_or_default(),
        has_disability: said.has_disability,
    }
}

fn blank() -> Profile {
    Profile {
        name: String::new(),
        kind: ProducerKind::Household,
        registration_number: String::new(),
        registration_date: None,
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        representative: Representative {
            full_name: String::new(),
            position: String::new(),
            sex: Sex::Unknown,
            ethnicity: String::new(),
            has_disability: false,
        },
        local_capital_percent: None,
        value_chain: ValueChain::Unknown,
        stable_raw_material: false,
    }
}

pub(super) fn register(
    caller: Caller,
    request: &proto::RegisterProducerRequest,
) -> Result<RegisterProducer, RpcError> {
    let mut v = Violations::new();
    let said = request.producer.clone().unwrap_or_default();
    let profile = profile(&mut v, &said, &|_| true, blank());
    let place_code = places::code(&mut v, "producer.place_code", &said.place_code);
    v.finish()?;
    Ok(RegisterProducer {
        caller,
        profile,
        place_code: place_code.unwrap_or_default(),
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
];

pub(super) fn update(
    caller: Caller,
    request: &proto::UpdateProducerRequest,
) -> Result<UpdateProducer, RpcError> {
    let mut v = Violations::new();
    let said = request.producer.clone().unwrap_or_default();
    let id = v.uuid("producer.id", &said.id);
    let seen = v.etag("producer.etag", &said.etag);
    let fields = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    // Read once for the violations; read again, now known to be good, on top of what is stored.
    profile(&mut v, &said, &|field| fields.contains(&field), blank());
    let place_code = fields
        .contains(&"place_code")
        .then(|| places::code(&mut v, "producer.place_code", &said.place_code))
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
    Ok(UpdateProducer {
        caller,
        id,
        seen,
        place_code,
        change: Box::new(change),
    })
}

pub(super) fn filter(v: &mut Violations, request: &proto::ListProducersRequest) -> ProducerFilter {
    let place = (!request.place_code.is_empty())
        .then(|| places::code(v, "place_code", &request.place_code));
    let number = (!request.registration_number.is_empty())
        .then(|| v.required_text("registration_number", &request.registration_number, 50));
    ProducerFilter {
        place: place.flatten(),
        kind: v
            .known_or_any::<proto::ProducerKind>("kind", request.kind)
            .and_then(read_kind),
        search: v
            .optional_text("search", &request.search, NAME)
            .unwrap_or_default(),
        registration_number: number.flatten(),
    }
}
