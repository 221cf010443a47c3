//! Searches of certificates, and what is counted of them, on the wire.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use strum::VariantArray as _;

use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::Line;
use crate::storage::certificate::CertificateFilter;
use crate::storage::search::Facets;
use crate::transport::certificate::certificates::kind_from_proto;
use crate::transport::fields::{given, optional_id, product_code};
use crate::transport::programme::progress;

/// Reads a search; `prefix` is where its fields are.
fn read(
    v: &mut Violations,
    prefix: &str,
    caller: &Caller,
    request: &proto::ListCertificatesRequest,
) -> CertificateFilter {
    let units = v.optional_date(&format!("{prefix}in_units_of"), &request.in_units_of);
    let units = units.unwrap_or(caller.units.day());
    let field = |name: &str| format!("{prefix}{name}");
    let kind = v.known_or_any(&field("kind"), request.kind);
    let set = request.criteria_set;
    let (number, code) = (&request.decision_number, &request.product_code);
    CertificateFilter {
        product: optional_id(v, &field("product_id"), &request.product_id),
        province: v.asked_unit(
            &caller.units,
            (&field("province_code"), &request.province_code),
            units,
        ),
        valid_on: v.optional_date(&field("valid_on"), &request.valid_on),
        star: request
            .star
            .and_then(|star| v.within(&field("star"), star, 3..=5)),
        decision_number: given(v, &field("decision_number"), number, 100),
        product_code: product_code(v, &field("product_code"), code),
        producer: optional_id(v, &field("producer_id"), &request.producer_id),
        place: v.asked_unit(
            &caller.units,
            (&field("place_code"), &request.place_code),
            units,
        ),
        criteria_set: set.and_then(|set| v.within(&field("criteria_set"), set, 1..=26)),
        kind: kind.and_then(kind_from_proto),
        search: given(v, &field("search"), &request.search, 200).unwrap_or_default(),
        decided_from: v.optional_date(&field("decided_from"), &request.decided_from),
        decided_to: v.optional_date(&field("decided_to"), &request.decided_to),
        ends_from: v.optional_date(&field("ends_from"), &request.ends_from),
        ends_to: v.optional_date(&field("ends_to"), &request.ends_to),
        in_units_of: units,
    }
}

/// Reads the search of a list.
pub(crate) fn list(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListCertificatesRequest,
) -> Option<CertificateFilter> {
    Some(read(v, "", &caller, &request))
}

/// Reads a search and by what to count.
pub(crate) fn facets(
    v: &mut Violations,
    caller: Caller,
    request: proto::FacetCertificatesRequest,
) -> Option<(CertificateFilter, Vec<Dimension>)> {
    let filter = read(v, "of.", &caller, &request.of.unwrap_or_default());
    let mut by = Vec::new();
    for (at, number) in request.by.iter().enumerate() {
        let dimension = v.known(&format!("by[{at}]"), *number);
        let dimension = dimension.and_then(progress::dimension_from_proto);
        by.extend(dimension.filter(|dimension| !by.contains(dimension)));
    }
    if by.is_empty() {
        by.extend(Dimension::VARIANTS);
    }
    Some((filter, by))
}

pub(crate) fn facets_to_proto(counted: Facets<Dimension>) -> proto::FacetCertificatesResponse {
    let facet = |(by, lines): (Dimension, Vec<Line>)| proto::CertificateFacet {
        by: progress::dimension_to_proto(by).into(),
        rows: lines
            .into_iter()
            .map(|line| progress::row(by, line))
            .collect(),
    };
    proto::FacetCertificatesResponse {
        facets: counted.facets.into_iter().map(facet).collect(),
        total: counted.total,
    }
}
