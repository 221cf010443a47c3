//! Traces: what a call leads to in another service is part of its trace, and a receiver of OTLP sees it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use ocop_harness::eventually;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::resource::v1::Resource;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

use crate::callers::{a_producer, client};
use crate::system::System;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// A span that was received.
#[derive(Clone, Debug)]
struct Seen {
    service: String,
    name: String,
    trace: String,
    parent: String,
}

/// A receiver of traces that keeps what it is sent.
#[derive(Clone, Debug, Default)]
struct Collector(Arc<Mutex<Vec<Seen>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        for of_resource in request.into_inner().resource_spans {
            let service = name_of(of_resource.resource.as_ref());
            let spans = of_resource.scope_spans.into_iter();
            let mut seen = self.0.lock().unwrap();
            seen.extend(spans.flat_map(|scope| scope.spans).map(|span| Seen {
                service: service.clone(),
                name: span.name,
                trace: hex(&span.trace_id),
                parent: hex(&span.parent_span_id),
            }));
        }
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

impl Collector {
    /// Serves it on a free port. Gives its URL.
    async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server::builder().add_service(TraceServiceServer::new(self.clone()));
        tokio::spawn(server.serve_with_incoming(TcpIncoming::from(listener)));
        url
    }

    /// The spans of one trace.
    fn of(&self, trace: &str) -> Vec<Seen> {
        let seen = self.0.lock().unwrap();
        let of_trace = seen.iter().filter(|span| span.trace == trace);
        of_trace.cloned().collect()
    }
}

fn name_of(resource: Option<&Resource>) -> String {
    let attributes = resource.into_iter().flat_map(|held| &held.attributes);
    let named = attributes
        .filter(|pair| pair.key == "service.name")
        .find_map(|pair| pair.value.as_ref()?.value.clone());
    match named {
        Some(Value::StringValue(name)) => name,
        _ => String::new(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_of_traces_sees_a_call_and_what_it_led_to_in_another_service() {
    let collector = Collector::default();
    let url = collector.start().await;
    let system = System::start_with(vec![("TELEMETRY__OTLP_ENDPOINT", url)]).await;
    let producer_id = a_producer(&system).await;
    let mut office = client(&system, 0, Role::OcopOffice, CatalogServiceClient::new);
    let mut request = Request::new(catalog::RegisterProductRequest {
        request_id: uuid::Uuid::from_u128(77).to_string(),
        product: Some(catalog::Product {
            producer_id,
            criteria_set: 9,
            name: "Nước mắm".to_owned(),
            place_code: "21040".to_owned(),
            ..Default::default()
        }),
    });
    let traceparent = format!("00-{TRACE}-{PARENT}-01");
    let metadata = request.metadata_mut();
    metadata.insert("traceparent", traceparent.parse().unwrap());
    office.register_product(request).await.unwrap();

    eventually("spans of three services in one trace", async || {
        let spans = collector.of(TRACE);
        let services: BTreeSet<&str> = spans.iter().map(|span| span.service.as_str()).collect();
        if services == BTreeSet::from(["catalog", "evaluation", "promotion"]) {
            Ok(())
        } else {
            Err(format!("{spans:?}"))
        }
    })
    .await;
    let spans = collector.of(TRACE);
    let call = spans.iter().find(|span| span.service == "catalog").unwrap();
    assert_eq!(call.name, "/ocop.catalog.v1.CatalogService/RegisterProduct");
    assert_eq!(call.parent, PARENT, "the caller's span is its parent");
    let consumed = spans.iter().find(|span| span.service == "evaluation");
    let consumed = consumed.unwrap();
    assert_eq!(consumed.name, "ocop.catalog.product.registered.v1");
}
