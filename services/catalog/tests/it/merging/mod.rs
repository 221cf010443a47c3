//! Records that were registered twice.

mod producers;
mod products;

use std::collections::BTreeSet;

use ocop_harness::{Bearer, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::merging_service_client::MergingServiceClient;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Status};

use crate::fixture::{Fixture, a_producer, fish_sauce, id};

type Client = MergingServiceClient<InterceptedService<Channel, Bearer>>;

const REASON: &str = "một sản phẩm nhập hai lần";

fn merging(fixture: &Fixture, role: Role, scope: &str) -> Client {
    let bearer = fixture.service.bearer("lan", role, scope);
    MergingServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

fn office(fixture: &Fixture) -> Client {
    merging(fixture, Role::OcopOffice, "province:51")
}

fn keep(field: proto::MergeField, side: proto::MergeSide) -> proto::MergeChoice {
    proto::MergeChoice {
        field: field.into(),
        side: side.into(),
    }
}

fn of_products(
    n: u128,
    kept: &proto::Product,
    absorbed: &proto::Product,
    keep: &[proto::MergeChoice],
) -> proto::MergeProductsRequest {
    proto::MergeProductsRequest {
        request_id: id(n),
        kept_id: kept.id.clone(),
        kept_etag: kept.etag.clone(),
        absorbed_id: absorbed.id.clone(),
        absorbed_etag: absorbed.etag.clone(),
        keep: keep.to_vec(),
        reason: REASON.to_owned(),
        validate_only: false,
    }
}

fn of_producers(
    n: u128,
    kept: &proto::Producer,
    absorbed: &proto::Producer,
    keep: &[proto::MergeChoice],
) -> proto::MergeProducersRequest {
    proto::MergeProducersRequest {
        request_id: id(n),
        kept_id: kept.id.clone(),
        kept_etag: kept.etag.clone(),
        absorbed_id: absorbed.id.clone(),
        absorbed_etag: absorbed.etag.clone(),
        keep: keep.to_vec(),
        reason: REASON.to_owned(),
        validate_only: false,
    }
}

/// What stands against a merge that is refused: where, and in which words.
fn obstacles(refused: &Status) -> Vec<(String, String)> {
    use tonic_types::StatusExt as _;

    assert_eq!(
        (refused.code(), reason_of(refused).0.as_str()),
        (Code::FailedPrecondition, "MERGE_REFUSED")
    );
    let details = refused.get_error_details();
    let violations = details.bad_request().unwrap().field_violations.iter();
    violations
        .map(|violation| (violation.field.clone(), violation.reason.clone()))
        .collect()
}

async fn producer(fixture: &mut Fixture, n: u128, number: &str) -> proto::Producer {
    let request = proto::RegisterProducerRequest {
        request_id: id(n),
        producer: Some(a_producer(number)),
    };
    let answer = fixture.office.register_producer(request).await.unwrap();
    answer.into_inner().producer.unwrap()
}

async fn product(
    fixture: &mut Fixture,
    n: u128,
    producer: &str,
    name: &str,
    gtin: &str,
) -> proto::Product {
    let request = proto::RegisterProductRequest {
        request_id: id(n),
        product: Some(proto::Product {
            name: name.to_owned(),
            gtin: gtin.to_owned(),
            ..fish_sauce(producer.to_owned())
        }),
    };
    let answer = fixture.office.register_product(request).await.unwrap();
    answer.into_inner().product.unwrap()
}

async fn get_product(fixture: &mut Fixture, id: &str) -> proto::GetProductResponse {
    let request = proto::GetProductRequest {
        id: id.to_owned(),
        ..Default::default()
    };
    fixture
        .office
        .get_product(request)
        .await
        .unwrap()
        .into_inner()
}

async fn get_producer(fixture: &mut Fixture, id: &str) -> proto::GetProducerResponse {
    let request = proto::GetProducerRequest {
        id: id.to_owned(),
        ..Default::default()
    };
    fixture
        .office
        .get_producer(request)
        .await
        .unwrap()
        .into_inner()
}

/// The products that a list shows: those that are registered at one moment come in any order.
async fn listed(fixture: &mut Fixture, producer: &str) -> BTreeSet<String> {
    let request = proto::ListProductsRequest {
        producer_id: producer.to_owned(),
        ..Default::default()
    };
    let answer = fixture.office.list_products(request).await.unwrap();
    let products = answer.into_inner().products.into_iter();
    products.map(|one| one.id).collect()
}
