//! Growing areas, lots and their codes at a terminal.

use std::fs;
use std::path::Path;

use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::Request;
use tonic::metadata::MetadataValue;
use tonic::transport::{Channel, Endpoint};
use uuid::Uuid;

use crate::program::{Up, ocop, run};

/// Mộ Đức in Quảng Ngãi, a commune of today.
const PLACE: &str = "21400";

/// A request from its canonical JSON, with the token of the office.
fn request<Q: DeserializeOwned>(token: &str, body: Value) -> Request<Q> {
    let mut request = Request::new(serde_json::from_value(body).unwrap());
    let bearer: MetadataValue<_> = format!("Bearer {}", token.trim()).parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    request
}

/// A producer with a growing area; the id of the producer.
async fn producer(channel: &Channel, token: &str) -> String {
    let body = json!({"requestId": Uuid::from_u128(1), "producer": {
        "name": "HTX Tỏi Lý Sơn", "kind": "PRODUCER_KIND_COOPERATIVE", "registrationNumber": "4300000001",
        "placeCode": PLACE, "representative": {"fullName": "Nguyễn Thị Lan"}
    }});
    let asked = request::<catalog::RegisterProducerRequest>(token, body);
    let mut service = CatalogServiceClient::new(channel.clone());
    let answer = service.register_producer(asked).await.unwrap();
    let producer = answer.into_inner().producer.unwrap().id;
    let body = json!({"requestId": Uuid::from_u128(2), "area": {
        "code": "VN-51OR-0001", "issuer": "Chi cục", "crop": "Tỏi", "squareMetres": "125000", "placeCode": PLACE,
        "validTo": "2027-06-30", "holderIds": [producer]
    }});
    let asked = request::<catalog::RegisterAreaRequest>(token, body);
    let mut service = GrowingAreaServiceClient::new(channel.clone());
    service.register_area(asked).await.unwrap();
    producer
}

/// A document in which garlic is harvested and peeled.
fn document(producer: &str, to: &Path) {
    let lot = |text: &str| format!("urn:ocop:lot:{producer}:{text}");
    let document = json!({
        "@context": "https://ref.gs1.org/standards/epcis/epcis-context.jsonld", "type": "EPCISDocument",
        "schemaVersion": "2.0", "creationDate": "2026-06-02T05:00:00Z",
        "epcisBody": {"eventList": [
            {
                "type": "ObjectEvent", "eventID": "urn:uuid:1", "eventTime": "2026-06-01T06:00:00+07:00",
                "eventTimeZoneOffset": "+07:00", "action": "ADD", "bizStep": "commissioning",
                "quantityList": [{"epcClass": lot("ruong-3"), "quantity": 50, "uom": "KGM"}],
                "ilmd": {"ocop:description": "Tỏi tươi", "cbvmda:harvestEndDate": "2026-06-01"}
            },
            {
                "type": "TransformationEvent", "eventID": "urn:uuid:2", "eventTime": "2026-06-02T06:00:00+07:00",
                "eventTimeZoneOffset": "+07:00", "bizStep": "creating_class_instance",
                "inputQuantityList": [{"epcClass": lot("ruong-3"), "quantity": 20, "uom": "KGM"}],
                "outputQuantityList": [{"epcClass": lot("den-1"), "quantity": 15.5, "uom": "KGM"}],
                "ilmd": {"ocop:description": "Tỏi đen"}
            }
        ]}
    });
    fs::write(to, document.to_string()).unwrap();
}

#[tokio::test]
async fn a_lot_is_recorded_listed_traced_and_drawn_at_a_terminal() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let say = |words: &[&str]| run(ocop(directory.path()).args(words));
    let printed = |words: &[&str]| -> Value {
        let (_, stdout, error) = run(ocop(directory.path()).arg("--json").args(words));
        serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{words:?}: {stdout}{error}"))
    };
    let (_, token, _) = say(&["token", "--role", "ocop_office", "--scope", "province:51"]);
    let address = up.started["services"]["catalog"]
        .as_str()
        .unwrap()
        .to_owned();
    let channel = Endpoint::from_shared(address).unwrap().connect_lazy();
    let producer = producer(&channel, &token).await;

    let areas = printed(&["areas", "list", "--producer", &producer]);
    let area = areas["areas"][0]["id"].as_str().unwrap();
    let (code, shown, _) = say(&["areas", "show", area]);
    assert!(code == 0 && shown.contains("12.5"), "{shown}");
    let period = ["--from", "2027-01-01", "--to", "2027-12-31"];
    let (code, lapses, _) = say(&[&["areas", "lapses"][..], &period[..]].concat());
    assert!(code == 1 && lapses.contains("VN-51OR-0001"), "{lapses}");

    let file = directory.path().join("events.json");
    document(&producer, &file);
    let capture = [
        "lots",
        "capture",
        file.to_str().unwrap(),
        "--producer",
        &producer,
    ];
    let (code, recorded, error) = say(&capture);
    assert_eq!(code, 0, "{error}");
    assert!(recorded.contains("2 events recorded"), "{recorded}");
    assert_eq!(printed(&capture)["known"], 2);
    let lots = printed(&["lots", "list", "--from", "2026-06-02"]);
    let lot = lots["lots"][0]["lot_id"].as_str().unwrap();
    assert!(lot.ends_with(":den-1"), "{lot}");

    let (code, tree, error) = say(&["trace", lot]);
    assert_eq!(code, 0, "{error}");
    assert!(tree.contains("den-1 · Tỏi đen"), "{tree}");
    assert!(tree.contains("  ruong-3 · Tỏi tươi"), "{tree}");
    assert!(tree.contains("2026-06-01 06:00"), "{tree}");
    let (_, document, _) = say(&["trace", lot, "--epcis"]);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(
        document["epcisBody"]["eventList"].as_array().unwrap().len(),
        2
    );

    let png = directory.path().join("lot.png");
    let drawn = printed(&[
        "qr",
        lot,
        "--base",
        "https://ocop.example",
        "--png",
        png.to_str().unwrap(),
    ]);
    assert_eq!(
        drawn["address"],
        format!("https://ocop.example/lot/{producer}/den-1")
    );
    assert!(fs::read(&png).unwrap().starts_with(b"\x89PNG"));
}
