//! Counts of products on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use crate::domain::producer::{ProducerKind, ValueChain};
use crate::storage::product::{ProductFilter, Summary};
use crate::transport::{producer, product};

pub(in crate::transport) fn filter(
    v: &mut Violations,
    caller: &Caller,
    request: proto::CountProductsRequest,
    today: NaiveDate,
) -> Option<ProductFilter> {
    let request = proto::ListProductsRequest {
        place_code: request.place_code,
        criteria_sets: request.criteria_sets,
        producer_id: request.producer_id,
        star: request.star,
        status: request.status,
        search: request.search,
        branch: request.branch,
        producer_kind: request.producer_kind,
        value_chain: request.value_chain,
        in_units_of: request.in_units_of,
        ..proto::ListProductsRequest::default()
    };
    product::filter(v, caller, request, today)
}

fn counts<V: ToString>(of: impl IntoIterator<Item = (V, u64)>) -> Vec<proto::ProductCount> {
    let count = |(value, count): (V, u64)| proto::ProductCount {
        value: value.to_string(),
        count,
    };
    of.into_iter().map(count).collect()
}

pub(in crate::transport) fn answer(summary: Summary) -> proto::CountProductsResponse {
    let kind = |(text, count): (String, u64)| {
        let kind: Option<ProducerKind> = text.parse().ok();
        let kind = kind.map_or(proto::ProducerKind::Unspecified, producer::kind_to_proto);
        (kind.as_str_name(), count)
    };
    let chain = |(text, count): (String, u64)| {
        let chain: ValueChain = text.parse().unwrap_or_default();
        (producer::chain_to_proto(chain).as_str_name(), count)
    };
    proto::CountProductsResponse {
        total: summary.total,
        with_typing_error: summary.corrected,
        by_place: counts(summary.places),
        by_criteria_set: counts(summary.sets),
        by_branch: counts(summary.branches),
        by_star: counts(summary.stars),
        by_producer_kind: counts(summary.kinds.into_iter().map(kind)),
        by_value_chain: counts(summary.chains.into_iter().map(chain)),
    }
}
