//! Merges of records that were registered twice, on the wire.

use std::collections::BTreeMap;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::merging_service_server::MergingService;
use tonic::{Request, Response, Status};

use super::service::Service;
use super::{REASON, producer, seen};
use crate::application::merging::{MergeProducers, MergeProducts, Merged, Moved, Pair};
use crate::domain::merging::{Choices, Field, Side};
use crate::domain::producer::Producer;
use crate::domain::product::Product;

fn field_from_proto(field: proto::MergeField) -> Option<Field> {
    Some(match field {
        proto::MergeField::Unspecified => return None,
        proto::MergeField::RegistrationNumber => Field::RegistrationNumber,
        proto::MergeField::Kind => Field::Kind,
        proto::MergeField::Place => Field::Place,
        proto::MergeField::Gln => Field::Gln,
        proto::MergeField::Gtin => Field::Gtin,
        proto::MergeField::CriteriaSet => Field::CriteriaSet,
        proto::MergeField::Producer => Field::Producer,
    })
}

fn side_from_proto(side: proto::MergeSide) -> Option<Side> {
    match side {
        proto::MergeSide::Unspecified => None,
        proto::MergeSide::Kept => Some(Side::Kept),
        proto::MergeSide::Absorbed => Some(Side::Absorbed),
    }
}

/// The two records, each with its etag.
struct Named<'a> {
    kept: (&'a str, &'a str),
    absorbed: (&'a str, &'a str),
    keep: &'a [proto::MergeChoice],
    reason: &'a str,
}

/// Reads two records of which one absorbs the other, and what was decided of `fields`.
fn pair(v: &mut Violations, named: &Named<'_>, fields: &[Field]) -> Option<Pair> {
    let kept = seen(v, "kept_", named.kept.0, named.kept.1);
    let absorbed = seen(v, "absorbed_", named.absorbed.0, named.absorbed.1);
    let reason = v.required_text("reason", named.reason, REASON);
    let mut choices = BTreeMap::new();
    for (at, choice) in named.keep.iter().enumerate() {
        let part = |name: &str| format!("keep[{at}].{name}");
        let field = v.known(&part("field"), choice.field);
        let side = v.known(&part("side"), choice.side);
        let (Some(field), Some(side)) = (
            field.and_then(field_from_proto),
            side.and_then(side_from_proto),
        ) else {
            continue;
        };
        if !fields.contains(&field) {
            v.add(
                part("field"),
                "NOT_OF_SUCH_RECORDS",
                "is nothing that such records have",
            );
        } else if choices.insert(field, side).is_some() {
            v.add(part("field"), "TWICE", "stands here already");
        }
    }
    Some(Pair {
        kept: kept?,
        absorbed: absorbed?,
        choices: Choices(choices),
        reason: reason?,
    })
}

const OF_PRODUCERS: &[Field] = &[
    Field::RegistrationNumber,
    Field::Kind,
    Field::Place,
    Field::Gln,
];

fn producers(
    v: &mut Violations,
    caller: Caller,
    request: proto::MergeProducersRequest,
) -> Option<MergeProducers> {
    let named = Named {
        kept: (&request.kept_id, &request.kept_etag),
        absorbed: (&request.absorbed_id, &request.absorbed_etag),
        keep: &request.keep,
        reason: &request.reason,
    };
    let pair = pair(v, &named, OF_PRODUCERS)?;
    Some(MergeProducers { caller, pair })
}

const OF_PRODUCTS: &[Field] = &[
    Field::Gtin,
    Field::CriteriaSet,
    Field::Producer,
    Field::Place,
];

fn products(
    v: &mut Violations,
    caller: Caller,
    request: proto::MergeProductsRequest,
) -> Option<MergeProducts> {
    let named = Named {
        kept: (&request.kept_id, &request.kept_etag),
        absorbed: (&request.absorbed_id, &request.absorbed_etag),
        keep: &request.keep,
        reason: &request.reason,
    };
    let pair = pair(v, &named, OF_PRODUCTS)?;
    Some(MergeProducts { caller, pair })
}

fn moved(moved: Moved) -> proto::MergeMoved {
    let count = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
    proto::MergeMoved {
        products: count(moved.products),
        growing_areas: count(moved.areas),
        lots: count(moved.lots),
        files: count(moved.files),
        sessions: count(moved.sessions),
        grants: count(moved.grants),
        former_numbers: moved.former,
    }
}

#[tonic::async_trait]
impl MergingService for Service {
    async fn merge_producers(
        &self,
        request: Request<proto::MergeProducersRequest>,
    ) -> Result<Response<proto::MergeProducersResponse>, Status> {
        let answer = |merged: Merged<Producer>| proto::MergeProducersResponse {
            producer: Some(producer::to_proto(merged.kept)),
            moved: Some(moved(merged.moved)),
        };
        self.rpc.execute(request, producers, answer).await
    }

    async fn merge_products(
        &self,
        request: Request<proto::MergeProductsRequest>,
    ) -> Result<Response<proto::MergeProductsResponse>, Status> {
        let answer = |merged: Merged<Product>| proto::MergeProductsResponse {
            product: self.product(merged.kept),
            moved: Some(moved(merged.moved)),
        };
        self.rpc.execute(request, products, answer).await
    }
}
