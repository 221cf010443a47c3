//! Reads requests about growing areas.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use super::{mark_from_proto, scheme_from_proto};
use crate::application::growing_area::{RegisterArea, UpdateArea};
use crate::domain::growing_area::{
    AreaCertificate, AreaMark, AreaPatch, Code, LinkageContract, Scheme, Term,
};
use crate::storage::growing_area::{AreaFilter, LapseFilter};
use crate::transport::{REASON, place, seen};

const NAME: usize = 200;
const NUMBER: usize = 100;
const CODE: usize = 50;
/// A thousand square kilometres.
const LARGEST: u64 = 10_000_000_000;

/// Reads two days, the second of which must not come before the first.
fn term(v: &mut Violations, within: &str, from: &str, to: &str) -> Term {
    let term = Term {
        from: v.optional_date(&format!("{within}valid_from"), from),
        to: v.optional_date(&format!("{within}valid_to"), to),
    };
    if let (Some(from), Some(to)) = (term.from, term.to)
        && to < from
    {
        let rule = "must not be before valid_from";
        v.add(format!("{within}valid_to"), "OUT_OF_ORDER", rule);
    }
    term
}

fn required(v: &mut Violations, field: String, text: &str) {
    if text.is_empty() {
        v.add(field, "REQUIRED", "must be a date, YYYY-MM-DD");
    }
}

fn certificate(
    v: &mut Violations,
    within: &str,
    given: &proto::AreaCertificate,
) -> Option<AreaCertificate> {
    let field = |name: &str| format!("{within}{name}");
    let scheme = v
        .known(&field("scheme"), given.scheme)
        .and_then(scheme_from_proto);
    let name = if scheme == Some(Scheme::Other) {
        v.name(&field("name"), &given.name, NAME)
    } else {
        v.optional_name(&field("name"), &given.name, NAME)
    };
    let number = v.required_text(&field("number"), &given.number, NUMBER);
    let issuer = v.name(&field("issuer"), &given.issuer, NAME);
    required(v, field("valid_from"), &given.valid_from);
    required(v, field("valid_to"), &given.valid_to);
    let valid = term(v, within, &given.valid_from, &given.valid_to);
    Some(AreaCertificate {
        scheme: scheme?,
        name: name?,
        number: number?,
        issuer: issuer?,
        valid,
    })
}

fn contract(
    v: &mut Violations,
    within: &str,
    given: &proto::LinkageContract,
) -> Option<LinkageContract> {
    let field = |name: &str| format!("{within}{name}");
    let partner = v.name(&field("partner"), &given.partner, NAME);
    let output_percent = v.within(&field("output_percent"), given.output_percent, 1..=100);
    required(v, field("valid_from"), &given.valid_from);
    let term = term(v, within, &given.valid_from, &given.valid_to);
    Some(LinkageContract {
        partner: partner?,
        output_percent: output_percent?,
        term,
    })
}

fn mark(v: &mut Violations, within: &str, given: &proto::AreaMark) -> Option<AreaMark> {
    let field = |name: &str| format!("{within}{name}");
    let kind = v
        .known(&field("kind"), given.kind)
        .and_then(mark_from_proto);
    let paper = v.required_text(&field("paper"), &given.paper, NAME);
    let hash = given.paper_sha256.to_ascii_lowercase();
    let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !hash.is_empty() && !is_hash {
        let rule = "must be 64 hexadecimal digits";
        v.add(field("paper_sha256"), "MALFORMED", rule);
    }
    required(v, field("valid_from"), &given.valid_from);
    let valid = term(v, within, &given.valid_from, &given.valid_to);
    Some(AreaMark {
        kind: kind?,
        paper: paper?,
        paper_sha256: hash,
        valid,
    })
}

fn ids(v: &mut Violations, field: &str, given: &[String]) -> Vec<Uuid> {
    let ids = given.iter().enumerate();
    ids.filter_map(|(index, id)| v.uuid(&format!("{field}[{index}]"), id))
        .collect()
}

/// Reads the fields of an area that `named` says.
fn patch(v: &mut Violations, area: &proto::GrowingArea, named: impl Fn(&str) -> bool) -> AreaPatch {
    let term = term(v, "area.", &area.valid_from, &area.valid_to);
    let crop = named("crop").then(|| v.name("area.crop", &area.crop, NAME));
    let square_metres = named("square_metres")
        .then(|| v.within("area.square_metres", area.square_metres, 1..=LARGEST));
    let holders = named("holder_ids").then(|| ids(v, "area.holder_ids", &area.holder_ids));
    let products = named("product_ids").then(|| ids(v, "area.product_ids", &area.product_ids));
    let certificates = named("certificates").then(|| {
        let given = area.certificates.iter().enumerate();
        given
            .filter_map(|(n, given)| certificate(v, &format!("area.certificates[{n}]."), given))
            .collect()
    });
    let contracts = named("contracts").then(|| {
        let given = area.contracts.iter().enumerate();
        given
            .filter_map(|(n, given)| contract(v, &format!("area.contracts[{n}]."), given))
            .collect()
    });
    let marks = named("marks").then(|| {
        let given = area.marks.iter().enumerate();
        given
            .filter_map(|(n, given)| mark(v, &format!("area.marks[{n}]."), given))
            .collect()
    });
    AreaPatch {
        crop: crop.flatten(),
        square_metres: square_metres.flatten(),
        valid_from: named("valid_from").then_some(term.from),
        valid_to: named("valid_to").then_some(term.to),
        holders,
        products,
        certificates,
        contracts,
        marks,
    }
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterAreaRequest,
) -> Option<RegisterArea> {
    let area = request.area.unwrap_or_default();
    let text = v.required_text("area.code", &area.code, CODE);
    let issuer = v.name("area.issuer", &area.issuer, NAME);
    let said = (area.place_code.as_str(), area.place_on.as_str());
    let place = place::named(v, &caller, "area.", said);
    let profile = patch(v, &area, |_| true).complete();
    Some(RegisterArea {
        caller,
        code: Code {
            text: text?,
            issuer: issuer?,
        },
        place: place?,
        profile: profile?,
    })
}

/// The fields of an area that a caller may change.
const CHANGEABLE: &[&str] = &[
    "crop",
    "square_metres",
    "valid_from",
    "valid_to",
    "holder_ids",
    "product_ids",
    "certificates",
    "contracts",
    "marks",
];

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateAreaRequest,
) -> Option<UpdateArea> {
    let area = request.area.unwrap_or_default();
    let seen = seen(v, "area.", &area.id, &area.etag);
    let fields = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let patch = patch(v, &area, |field| fields.contains(&field));
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(UpdateArea {
        caller,
        id,
        seen,
        patch,
        reason: reason?,
    })
}

/// Reads an id that may be left out.
fn optional_id(v: &mut Violations, field: &str, text: &str) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListAreasRequest,
) -> Option<(Caller, AreaFilter)> {
    let filter = AreaFilter {
        place: place::area(
            v,
            &caller,
            ("place_code", &request.place_code),
            &request.in_units_of,
        ),
        producer: optional_id(v, "producer_id", &request.producer_id),
        product: optional_id(v, "product_id", &request.product_id),
        on: v.optional_date("on_date", &request.on_date),
    };
    Some((caller, filter))
}

pub(super) fn lapses(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListAreaLapsesRequest,
) -> Option<LapseFilter> {
    let from = v.date("from_date", &request.from_date);
    let to = v.date("to_date", &request.to_date);
    let province = place::area(
        v,
        &caller,
        ("province_code", &request.province_code),
        &request.in_units_of,
    );
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        v.add("to_date", "OUT_OF_ORDER", "must not be before from_date");
    }
    Some(LapseFilter {
        from: from?,
        to: to?,
        province,
    })
}
