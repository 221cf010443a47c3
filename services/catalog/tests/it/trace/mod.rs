//! Lots: what happens to them, where they come from and where they go.

mod epcis;
mod errors;
mod events;
mod parts;
mod shown;

use ocop_harness::Bearer;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;
use ocop_proto::catalog::v1::trace_event::What;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use tonic::Status;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

use crate::fixture::{Fixture, a_producer, fish_sauce, id};

type Client = TraceServiceClient<InterceptedService<Channel, Bearer>>;

const GTIN: &str = "8938505974194";
const BOTTLES: &str = "https://id.gs1.org/01/08938505974194/10/L0626";
const PALLET: &str = "https://id.gs1.org/00/106141412345678908";

fn traces(fixture: &Fixture, role: Role, scope: &str) -> Client {
    let bearer = fixture.service.bearer("mai", role, scope);
    TraceServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

/// A maker of fish sauce with a product that has a GTIN, a trader, and fishing grounds.
struct Chain {
    fixture: Fixture,
    office: Client,
    maker: String,
    trader: String,
    product: String,
    grounds: String,
}

impl Chain {
    async fn new(url: &str) -> Self {
        let mut fixture = Fixture::new(url).await;
        let maker = fixture.producer().await.id;
        let product = proto::RegisterProductRequest {
            request_id: id(0x400),
            product: Some(proto::Product {
                gtin: GTIN.to_owned(),
                brand: "Mười Quý".to_owned(),
                ..fish_sauce(maker.clone())
            }),
        };
        let product = fixture.office.register_product(product).await.unwrap();
        let trader = proto::RegisterProducerRequest {
            request_id: id(0x401),
            producer: Some(proto::Producer {
                name: "Cửa hàng OCOP".to_owned(),
                ..a_producer("3400000002")
            }),
        };
        let trader = fixture.office.register_producer(trader).await.unwrap();
        let bearer = fixture
            .service
            .bearer("mai", Role::OcopOffice, "province:51");
        let channel = fixture.service.channel();
        let mut areas = GrowingAreaServiceClient::with_interceptor(channel, bearer);
        let grounds = proto::RegisterAreaRequest {
            request_id: id(0x402),
            area: Some(proto::GrowingArea {
                code: "VN-51-0001".to_owned(),
                issuer: "Chi cục Thủy sản".to_owned(),
                crop: "Cá cơm than".to_owned(),
                square_metres: 10_000,
                place_code: "21478".to_owned(),
                ..Default::default()
            }),
        };
        let grounds = areas.register_area(grounds).await.unwrap();
        Self {
            office: traces(&fixture, Role::OcopOffice, "province:51"),
            maker,
            product: product.into_inner().product.unwrap().id,
            trader: trader.into_inner().producer.unwrap().id,
            grounds: grounds.into_inner().area.unwrap().id,
            fixture,
        }
    }

    fn own(&self, text: &str) -> String {
        format!("urn:ocop:lot:{}:{text}", self.maker)
    }

    async fn record(
        &mut self,
        n: u128,
        producer: &str,
        events: Vec<proto::TraceEvent>,
    ) -> Result<proto::CaptureEventsResponse, Status> {
        let request = proto::CaptureEventsRequest {
            request_id: id(n),
            producer_id: producer.to_owned(),
            events,
        };
        Ok(self.office.capture_events(request).await?.into_inner())
    }

    /// From the sea to the shop.
    fn story(&self) -> Vec<proto::TraceEvent> {
        let fish = self.own("ca-01");
        vec![
            event(
                "harvest",
                "2026-06-01T05:00:00Z",
                proto::BizStep::Commissioning,
                What::Object(proto::ObjectEvent {
                    action: proto::TraceAction::Add.into(),
                    lots: vec![kilograms(&fish, "100")],
                    making: Some(proto::LotMaking {
                        description: "Cá cơm than".to_owned(),
                        area_ids: vec![self.grounds.clone()],
                        harvested_from: "2026-05-31".to_owned(),
                        harvested_to: "2026-06-01".to_owned(),
                        ..Default::default()
                    }),
                    ..Default::default()
                }),
            ),
            event(
                "bottle",
                "2026-06-15T05:00:00Z",
                proto::BizStep::CreatingClassInstance,
                What::Transformation(proto::TransformationEvent {
                    inputs: vec![kilograms(&fish, "80.5")],
                    outputs: vec![pieces(BOTTLES, "120")],
                    making: Some(proto::LotMaking {
                        best_before: "2028-06-15".to_owned(),
                        ..Default::default()
                    }),
                    ..Default::default()
                }),
            ),
            event(
                "pack",
                "2026-06-16T05:00:00Z",
                proto::BizStep::Packing,
                What::Aggregation(proto::AggregationEvent {
                    action: proto::TraceAction::Add.into(),
                    parent_id: PALLET.to_owned(),
                    lots: vec![pieces(BOTTLES, "100")],
                    ..Default::default()
                }),
            ),
            event(
                "ship",
                "2026-06-17T05:00:00Z",
                proto::BizStep::Shipping,
                pallet(),
            ),
        ]
    }

    /// What the trader does with the pallet.
    fn shop(&self) -> Vec<proto::TraceEvent> {
        let mut sold = event(
            "sell",
            "2026-06-20T05:00:00Z",
            proto::BizStep::RetailSelling,
            observed(vec![pieces(BOTTLES, "3")]),
        );
        sold.biz_location = format!(
            "urn:ocop:location:{}:C%E1%BB%ADa%20h%C3%A0ng%20s%E1%BB%91%201",
            self.trader
        );
        vec![
            event(
                "receive",
                "2026-06-18T05:00:00Z",
                proto::BizStep::Receiving,
                pallet(),
            ),
            event(
                "unpack",
                "2026-06-19T05:00:00Z",
                proto::BizStep::Unpacking,
                What::Aggregation(proto::AggregationEvent {
                    action: proto::TraceAction::Delete.into(),
                    parent_id: PALLET.to_owned(),
                    ..Default::default()
                }),
            ),
            sold,
        ]
    }

    async fn captured(url: &str) -> Self {
        let mut chain = Self::new(url).await;
        let (maker, trader) = (chain.maker.clone(), chain.trader.clone());
        let (story, shop) = (chain.story(), chain.shop());
        chain.record(0x410, &maker, story).await.unwrap();
        chain.record(0x411, &trader, shop).await.unwrap();
        chain
    }
}

fn event(name: &str, time: &str, step: proto::BizStep, what: What) -> proto::TraceEvent {
    let time: chrono::DateTime<chrono::Utc> = time.parse().unwrap();
    proto::TraceEvent {
        event_id: format!("urn:uuid:{name}"),
        event_time: Some(pbjson_types::Timestamp {
            seconds: time.timestamp(),
            nanos: 0,
        }),
        utc_offset: "+07:00".to_owned(),
        biz_step: step.into(),
        what: Some(what),
        ..Default::default()
    }
}

/// A lot that came to be of a product.
pub(crate) fn made_of(product: &str, lot: &str) -> proto::TraceEvent {
    let name = lot.rsplit(':').next().unwrap();
    event(
        name,
        "2026-06-15T05:00:00Z",
        proto::BizStep::Commissioning,
        What::Object(proto::ObjectEvent {
            action: proto::TraceAction::Add.into(),
            lots: vec![pieces(lot, "100")],
            making: Some(proto::LotMaking {
                product_id: product.to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        }),
    )
}

fn portion(lot: &str, amount: &str, unit: proto::AmountUnit) -> proto::Portion {
    proto::Portion {
        lot_id: lot.to_owned(),
        amount: amount.to_owned(),
        unit: unit.into(),
    }
}

fn kilograms(lot: &str, amount: &str) -> proto::Portion {
    portion(lot, amount, proto::AmountUnit::Kilogram)
}

fn pieces(lot: &str, amount: &str) -> proto::Portion {
    portion(lot, amount, proto::AmountUnit::Piece)
}

fn observed(lots: Vec<proto::Portion>) -> What {
    What::Object(proto::ObjectEvent {
        action: proto::TraceAction::Observe.into(),
        lots,
        ..Default::default()
    })
}

fn pallet() -> What {
    What::Object(proto::ObjectEvent {
        action: proto::TraceAction::Observe.into(),
        container_ids: vec![PALLET.to_owned()],
        ..Default::default()
    })
}

fn question(lot: &str, direction: proto::TraceDirection) -> proto::TraceLotRequest {
    proto::TraceLotRequest {
        lot_id: lot.to_owned(),
        direction: direction.into(),
        depth: 0,
    }
}
