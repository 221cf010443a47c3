//! Growing areas on the wire.

pub(super) mod event;
mod read;
mod rpcs;

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_identity::{Caller, Target};
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use super::date;
use crate::domain::growing_area::{
    AreaCertificate, AreaMark, Code, GrowingArea, LinkageContract, MarkKind, Paper, Profile, Scheme,
};
use crate::storage::growing_area::{AreaLapse, Dependent};

enum_pairs! {
    fn scheme_to_proto(Scheme) -> proto::AreaScheme;
    fn scheme_from_proto(proto::AreaScheme) -> Option<Scheme>;
    Vietgap, Globalgap, Organic, Other
}

enum_pairs! {
    fn paper_to_proto(Paper) -> proto::AreaPaper;
    Code, Certificate, Mark
}

enum_pairs! {
    fn mark_to_proto(MarkKind) -> proto::AreaMarkKind;
    fn mark_from_proto(proto::AreaMarkKind) -> Option<MarkKind>;
    Circular, Green
}

fn certificate(certificate: AreaCertificate) -> proto::AreaCertificate {
    proto::AreaCertificate {
        scheme: scheme_to_proto(certificate.scheme).into(),
        name: certificate.name,
        number: certificate.number,
        issuer: certificate.issuer,
        valid_from: date(certificate.valid.from),
        valid_to: date(certificate.valid.to),
    }
}

fn mark(mark: AreaMark) -> proto::AreaMark {
    proto::AreaMark {
        kind: mark_to_proto(mark.kind).into(),
        paper: mark.paper,
        paper_sha256: mark.paper_sha256,
        valid_from: date(mark.valid.from),
        valid_to: date(mark.valid.to),
    }
}

fn contract(contract: LinkageContract) -> proto::LinkageContract {
    proto::LinkageContract {
        partner: contract.partner,
        output_percent: contract.output_percent,
        valid_from: date(contract.term.from),
        valid_to: date(contract.term.to),
    }
}

/// An area without its etag and times; `place` and `province` are codes, said for a day.
fn message(
    id: Uuid,
    code: &Code,
    (place, province, said_on): (&str, &str, NaiveDate),
    profile: &Profile,
) -> proto::GrowingArea {
    let ids = |ids: &[Uuid]| ids.iter().map(Uuid::to_string).collect();
    proto::GrowingArea {
        id: id.to_string(),
        code: code.text.clone(),
        issuer: code.issuer.clone(),
        crop: profile.crop.clone(),
        square_metres: profile.square_metres,
        place_code: place.to_owned(),
        province_code: province.to_owned(),
        place_on: said_on.to_string(),
        valid_from: date(profile.code_valid.from),
        valid_to: date(profile.code_valid.to),
        holder_ids: ids(&profile.holders),
        product_ids: ids(&profile.products),
        certificates: profile
            .certificates
            .iter()
            .cloned()
            .map(certificate)
            .collect(),
        contracts: profile.contracts.iter().cloned().map(contract).collect(),
        marks: profile.marks.iter().cloned().map(mark).collect(),
        ..Default::default()
    }
}

/// An area with all that is known of it.
fn to_proto(saved: Saved<GrowingArea>) -> proto::GrowingArea {
    let spot = (
        saved.place_code.as_str(),
        saved.province_code.as_str(),
        saved.place_on,
    );
    proto::GrowingArea {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..message(saved.id, &saved.code, spot, &saved.profile)
    }
}

/// An area as this caller sees it: its contracts are shown to its holders and to those whose scope covers its place.
fn seen_by(caller: &Caller, saved: Saved<GrowingArea>) -> proto::GrowingArea {
    let place = Target::place(&saved.province_code, &saved.place_code, saved.place_on);
    let shown = |target: &Target| caller.is_shown_personal_data(target);
    let mut holders = saved.profile.holders.iter();
    let is_shown = shown(&place) || holders.any(|id| shown(&Target::default().of_producer(id)));
    let mut area = to_proto(saved);
    if !is_shown {
        area.contracts.clear();
    }
    area
}

/// What ends of an area, with the stars that what depends on it has `today`.
fn lapse(found: AreaLapse, today: NaiveDate) -> proto::AreaLapse {
    let dependent = |product: Dependent| proto::DependentProduct {
        id: product.id.to_string(),
        name: product.name,
        producer_id: product.producer_id.to_string(),
        star: product.certificate.map_or(0, |held| held.star_on(today)),
    };
    proto::AreaLapse {
        area_id: found.area_id.to_string(),
        area_code: found.code,
        crop: found.crop,
        paper: paper_to_proto(found.lapse.paper).into(),
        name: found.lapse.name,
        last_day: found.lapse.last_day.to_string(),
        products: found.products.into_iter().map(dependent).collect(),
        holder_ids: found.holders.iter().map(Uuid::to_string).collect(),
    }
}
