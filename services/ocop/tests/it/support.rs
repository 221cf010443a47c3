//! Programmes of support, sessions of training and grants at a terminal.

use std::fs;

use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use serde_json::{Value, json};
use tonic::Request;
use tonic::metadata::MetadataValue;
use tonic::transport::Endpoint;
use uuid::Uuid;

use crate::program::{Up, ocop, run};

#[tokio::test]
async fn training_is_planned_attended_and_granted_for_at_a_terminal() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let say = |words: &[&str]| run(ocop(directory.path()).args(words));
    let printed = |words: &[&str]| -> Value {
        let (_, stdout, error) = run(ocop(directory.path()).arg("--json").args(words));
        serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{words:?}: {stdout}{error}"))
    };
    let (_, token, _) = say(&["token", "--role", "ocop_office", "--scope", "province:51"]);
    let address = up.started["services"]["catalog"].as_str().unwrap();
    let channel = Endpoint::from_shared(address.to_owned())
        .unwrap()
        .connect_lazy();
    let producer: catalog::RegisterProducerRequest = serde_json::from_value(json!({
        "requestId": Uuid::from_u128(1), "producer": {
            "name": "HTX Tỏi Lý Sơn", "kind": "PRODUCER_KIND_COOPERATIVE",
            "registrationNumber": "4300000001", "placeCode": "21548",
            "representative": {"fullName": "Nguyễn Thị Lan"}
        }
    }))
    .unwrap();
    let mut register = Request::new(producer);
    let bearer: MetadataValue<_> = format!("Bearer {}", token.trim()).parse().unwrap();
    register.metadata_mut().insert("authorization", bearer);
    let registered = CatalogServiceClient::new(channel)
        .register_producer(register)
        .await
        .unwrap();
    let producer = registered.into_inner().producer.unwrap().id;

    let plan = [
        "support",
        "plan",
        "Tập huấn OCOP",
        "--kind",
        "training",
        "--organiser",
        "Chi cục",
        "--place",
        "51",
        "--from",
        "2025-07-01",
        "--to",
        "2025-12-31",
        "--budget",
        "9000000",
    ];
    let programme = printed(&plan)["id"].as_str().unwrap().to_owned();
    let open = ["support", "list", "--place", "51", "--open"];
    assert_eq!(printed(&open)["programmes"][0]["id"], programme.as_str());
    let held = [
        "support",
        "session",
        &programme,
        "--topic",
        "Bao bì",
        "--on",
        "2025-08-20",
        "--hours",
        "8",
        "--place",
        "21548",
    ];
    let session = printed(&held)["id"].as_str().unwrap().to_owned();
    let came = format!("{producer}=3");
    let attended = printed(&["support", "attend", &session, "--producer", &came]);
    assert_eq!(
        (&attended["producers"], &attended["persons"]),
        (&1.into(), &"3".into())
    );
    // One person less: that needs a reason.
    let fewer = ["support", "attend", &session, "--producer", &producer];
    let (code, _, error) = say(&fewer);
    assert!(code != 0 && error.contains("REASON_MISSING"), "{error}");
    let put_right = printed(&[&fewer[..], &["--reason", "ghi nhầm"]].concat());
    assert_eq!(put_right["persons"], "1");

    let grant = |vnd: &'static str| {
        let terms = [
            "--vnd",
            vnd,
            "--on",
            "2025-09-01",
            "--purpose",
            "Tem truy xuất",
            "--paper",
            "12/QĐ-SNNMT",
        ];
        ["support", "grant", &programme, &producer]
            .into_iter()
            .chain(terms)
    };
    let (code, _, error) = say(&grant("9000001").collect::<Vec<_>>());
    assert!(code != 0 && error.contains("OVER_BUDGET"), "{error}");
    let given = printed(&grant("5000000").collect::<Vec<_>>());
    let (code, shown, _) = say(&["support", "show", &programme]);
    assert!(code == 0 && shown.contains("5000000"), "{shown}");
    let file = directory.path().join("grants.jsonl");
    let export = ["export", "support-grants", "--place", "51", "--output"];
    let (code, _, error) = say(&[&export[..], &[file.to_str().unwrap()]].concat());
    assert_eq!(code, 0, "{error}");
    let exported = fs::read_to_string(&file).unwrap();
    let exported: Value = serde_json::from_str(exported.trim()).unwrap();
    assert_eq!(
        (&exported["id"], &exported["amount_vnd"]),
        (&given["id"], &"5000000".into())
    );

    let closed = printed(&["support", "close", &programme, "--reason", "hết kinh phí"]);
    assert_eq!(closed["closed_reason"], "hết kinh phí");
    assert_eq!(printed(&open)["programmes"], json!([]));
}
