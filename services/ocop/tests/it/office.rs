//! What an office reads and does at a terminal: dossiers, rounds, councils and certificates.

use std::fs;

use ocop_harness::eventually;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::topology;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use uuid::Uuid;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

/// Mộ Đức in Quảng Ngãi, a commune of today.
const PLACE: &str = "21400";

type Office =
    InterceptedService<Channel, Box<dyn FnMut(Request<()>) -> Result<Request<()>, Status> + Send>>;

/// A message from its canonical JSON.
fn message<Q: DeserializeOwned>(body: Value) -> Q {
    serde_json::from_value(body).unwrap()
}

struct System {
    up: Up,
    directory: tempfile::TempDir,
}

impl System {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let up = Up::start(directory.path());
        Self { up, directory }
    }

    fn ocop(&self, words: &[&str]) -> (i32, String, String) {
        run(ocop(self.directory.path()).args(words))
    }

    fn json(&self, words: &[&str]) -> Value {
        let (_, stdout, error) = run(ocop(self.directory.path()).arg("--json").args(words));
        serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{words:?}: {stdout}{error}"))
    }

    /// A service as the office of the province calls it.
    fn office(&self, service: &str) -> Office {
        let words = ["token", "--role", "ocop_office", "--scope", "province:51"];
        let (code, token, error) = self.ocop(&words);
        assert_eq!(code, 0, "{error}");
        let bearer =
            format!("Bearer {}", token.trim()).parse::<tonic::metadata::MetadataValue<_>>();
        let bearer = bearer.unwrap();
        let address = self.up.started["services"][service]
            .as_str()
            .unwrap()
            .to_owned();
        let channel = Endpoint::from_shared(address).unwrap().connect_lazy();
        let with_token = move |mut request: Request<()>| {
            request
                .metadata_mut()
                .insert("authorization", bearer.clone());
            Ok(request)
        };
        InterceptedService::new(channel, Box::new(with_token))
    }

    /// A product of a new producer, and a draft of its first dossier.
    async fn draft(&self) -> (String, String) {
        let mut places = CatalogServiceClient::new(self.office("catalog"));
        let request = json!({"requestId": Uuid::from_u128(1), "producer": {
            "name": "HTX Sa Huỳnh", "kind": "PRODUCER_KIND_COOPERATIVE", "registrationNumber": "4300000001",
            "placeCode": PLACE, "representative": {"fullName": "Nguyễn Thị Lan"}
        }});
        let answer: catalog::RegisterProducerResponse = places
            .register_producer(message::<catalog::RegisterProducerRequest>(request))
            .await
            .unwrap()
            .into_inner();
        let request = json!({"requestId": Uuid::from_u128(2), "product": {
            "producerId": answer.producer.unwrap().id, "criteriaSet": 9, "name": "Nước mắm Sa Huỳnh",
            "placeCode": PLACE
        }});
        let answer: catalog::RegisterProductResponse = places
            .register_product(message::<catalog::RegisterProductRequest>(request))
            .await
            .unwrap()
            .into_inner();
        let product = answer.product.unwrap().id;
        let body: evaluation::CreateDossierRequest = message(json!({
            "requestId": Uuid::from_u128(3), "productId": product, "kind": "DOSSIER_KIND_FIRST",
            "selfAssessment": self.best().await
        }));
        let dossier = eventually("evaluation to hear of the product", async || {
            let mut dossiers = DossierServiceClient::new(self.office("evaluation"));
            match dossiers.create_dossier(body.clone()).await {
                Ok(answer) => Some(answer.into_inner().dossier.unwrap().id),
                Err(status) if status.code() == Code::FailedPrecondition => None,
                Err(status) => panic!("{status:?}"),
            }
        })
        .await;
        (product, dossier)
    }

    /// The best answer to every criterion of set 9.
    async fn best(&self) -> Value {
        let mut criteria = CriteriaServiceClient::new(self.office("evaluation"));
        let request = evaluation::GetCriteriaSetRequest {
            number: 9,
            on_date: String::new(),
        };
        let set = criteria
            .get_criteria_set(request)
            .await
            .unwrap()
            .into_inner();
        let parts = set.criteria_set.unwrap().parts.into_iter();
        let sections = parts.flat_map(|part| part.sections);
        let best = sections
            .flat_map(|section| section.criteria)
            .map(|criterion| {
                let mut answers = criterion.answers.iter();
                let best = answers.find(|answer| answer.points == criterion.max_points);
                json!({"criterion": criterion.code, "option": best.unwrap().code})
            });
        best.collect()
    }

    /// A council and three rounds of it.
    async fn council(&self) -> String {
        let mut councils = CouncilServiceClient::new(self.office("evaluation"));
        let members = ["an", "binh", "chi", "dung", "giang"].map(|subject| {
            let role = if subject == "an" { "CHAIR" } else { "MEMBER" };
            json!({"subject": subject, "fullName": "Ủy viên", "role": format!("MEMBER_ROLE_{role}")})
        });
        let request = json!({"requestId": Uuid::from_u128(4), "council": {
            "provinceCode": "51", "decisionNumber": "100/QĐ-UBND", "appointedOn": "2026-05-25", "members": members
        }});
        let answer = councils
            .appoint_council(message::<evaluation::AppointCouncilRequest>(request))
            .await;
        let council = answer.unwrap().into_inner().council.unwrap().id;
        for number in 1..=2 {
            let request = json!({"requestId": Uuid::from_u128(10 + number), "round": {
                "provinceCode": "51", "year": 2026, "number": u32::try_from(number).unwrap(), "councilId": council
            }});
            councils
                .open_round(message::<evaluation::OpenRoundRequest>(request))
                .await
                .unwrap();
        }
        council
    }
}

#[tokio::test]
async fn dossiers_are_listed_shown_and_named_by_what_is_due() {
    let system = System::start();
    let (product, dossier) = system.draft().await;

    let found = system.json(&["dossiers", "list", "--province", "51", "--state", "draft"]);
    assert_eq!(found["dossiers"][0]["id"], dossier.as_str());
    assert_eq!(found["dossiers"][0]["product_id"], product.as_str());
    assert_eq!(found["more"], false);
    let none = system.json(&["dossiers", "list", "--state", "certified"]);
    assert_eq!(none, json!({"dossiers": [], "more": false}));
    let (code, table, _) = system.ocop(&["dossiers", "list", "--product", &product]);
    assert_eq!(code, 0);
    assert!(
        table.contains("Nước mắm Sa Huỳnh") && table.contains("draft"),
        "{table}"
    );
    let widest = table.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(120), "a table in a pipe is {widest:?} wide");

    let (code, text, _) = system.ocop(&["dossiers", "show", &dossier]);
    assert_eq!(code, 0);
    assert!(
        text.contains("missing") && text.contains(&product),
        "{text}"
    );
    assert_eq!(
        system.json(&["dossiers", "show", &dossier])["id"],
        dossier.as_str()
    );
    let nobody = Uuid::from_u128(9).to_string();
    assert_eq!(system.ocop(&["dossiers", "show", &nobody]).0, 3);

    let due = system.json(&["dossiers", "due", "--province", "51"]);
    assert_eq!((&due["more"], &due["matters"]), (&json!(false), &json!([])));
    let (code, text, _) = system.ocop(&["dossiers", "check", &dossier]);
    assert_eq!(code, 1, "the law requires what the draft lacks");
    for word in ["submit", "required", "form.declared_true", "Article 6"] {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    let lacks = system.json(&["dossiers", "check", &dossier, "--on", "2026-12-01"]);
    assert!(
        lacks["lacks"]
            .as_array()
            .is_some_and(|lacks| !lacks.is_empty())
    );

    let searched = [
        "--search",
        "huynh mam",
        "--state",
        "draft,submitted",
        "--set",
        "9",
    ];
    let found = system.json(&[&["dossiers", "list"], &searched[..]].concat());
    assert_eq!(found["dossiers"][0]["id"], dossier.as_str());
    let counted = system.json(&[&["dossiers", "count", "--by", "state"], &searched[..]].concat());
    assert_eq!(counted["total"], 1);
    assert_eq!(counted["facets"][0]["rows"][0]["key"], "draft");
    let (code, text, _) = system.ocop(&["dossiers", "count"]);
    assert_eq!(code, 0);
    assert!(
        text.contains("bản nháp") && text.contains("commune"),
        "{text}"
    );
    let late = system.json(&["dossiers", "list", "--late"]);
    assert_eq!(late["dossiers"], json!([]));
    let (code, _, error) = system.ocop(&["dossiers", "due"]);
    assert_eq!(code, 2);
    assert!(error.contains("--province"), "{error}");
}

#[tokio::test]
async fn councils_and_rounds_are_listed_as_far_as_was_asked_for() {
    let system = System::start();
    let council = system.council().await;

    let (code, text, _) = system.ocop(&["councils", "show", &council]);
    assert_eq!(code, 0);
    for word in ["100/QĐ-UBND", "chair", "75 %"] {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    let found = system.json(&[
        "councils",
        "list",
        "--province",
        "51",
        "--level",
        "province",
    ]);
    assert_eq!(
        found["councils"][0]["members"].as_array().map(Vec::len),
        Some(5)
    );

    let both = system.json(&["rounds", "list", "--year", "2026"]);
    assert_eq!(both["rounds"].as_array().map(Vec::len), Some(2));
    assert_eq!(both["rounds"][1]["council_id"], council.as_str());
    let first = system.json(&["rounds", "list", "--limit", "1"]);
    assert_eq!(first["rounds"].as_array().map(Vec::len), Some(1));
    assert_eq!(first["more"], true);
    let (code, table, _) = system.ocop(&["rounds", "list", "--limit", "1"]);
    assert_eq!(code, 0);
    assert!(table.contains("--limit"), "{table}");
    let (code, none, _) = system.ocop(&["rounds", "list", "--year", "2031"]);
    assert_eq!((code, none.trim()), (0, "There are none."));
}

#[tokio::test]
async fn a_certificate_is_found_shown_and_revoked_once() {
    let system = System::start();
    let file = system.directory.path().join("one.csv");
    let lines: Vec<&str> = REGISTER.lines().take(2).collect();
    fs::write(&file, lines.join("\n")).unwrap();
    assert_eq!(system.ocop(&["import", file.to_str().unwrap()]).0, 0);

    let found = system.json(&[
        "certificates",
        "list",
        "--province",
        "51",
        "--valid-on",
        "2022-07-14",
    ]);
    let id = found["certificates"][0]["id"].as_str().unwrap().to_owned();
    let star = found["certificates"][0]["star"].to_string();
    let same = system.json(&["certificates", "list", "--star", &star]);
    assert_eq!(same["certificates"], found["certificates"]);
    let (code, text, _) = system.ocop(&["certificates", "show", &id]);
    assert_eq!(code, 0);
    assert!(text.contains("51-533-M01-2019"), "{text}");

    let code_typed = system.json(&["certificates", "list", "--code", "51 – 533 – m01 – 2019"]);
    assert_eq!(code_typed["certificates"], found["certificates"]);
    let (_, table, _) = system.ocop(&["certificates", "list", "--kind", "imported"]);
    assert!(table.contains("imported"), "{table}");
    let counted = system.json(&["certificates", "count", "--by", "kind"]);
    assert_eq!(counted["facets"][0]["rows"][0]["key"], "imported");
    let name = found["certificates"][0]["product_name"].as_str().unwrap();
    let verified = ["verify", "--name", name, "--as-of", "2022-07-14"];
    assert_eq!(system.ocop(&verified).0, 0);
    let answer = system.json(&verified);
    assert_eq!(answer["found"][0]["certificate"]["id"], id.as_str());
    let producer = answer["producers"][0]["producer_name"].as_str().unwrap();
    let (code, text, _) = system.ocop(&["verify", "--producer", producer]);
    assert_eq!(code, 1, "it holds nothing today: {text}");
    assert!(text.contains("no certificate that is valid"), "{text}");
    assert_eq!(system.ocop(&["verify"]).0, 2);

    let correct = [
        "certificates",
        "correct",
        &id,
        "--reason",
        "ghi nhầm số",
        "--decision",
        "1899/QĐ-UBND",
    ];
    let corrected = system.json(&correct);
    let corrected = &corrected["certificates"][0];
    assert_eq!(corrected["decision"]["number"], "1899/QĐ-UBND");
    assert_eq!(corrected["corrections"].as_array().map(Vec::len), Some(1));
    let other_star = if star == "3" { "4" } else { "3" };
    let import = [
        "certificates",
        "correct",
        &id,
        "--reason",
        "ghi nhầm sao",
        "--star",
        other_star,
    ];
    let (code, text, error) = system.ocop(&import);
    assert_eq!(code, 0, "{error}");
    assert!(
        text.contains("ghi nhầm sao") && text.contains("1899/QĐ-UBND"),
        "{text}"
    );

    let revoke = |date: &str| {
        system.ocop(&[
            "certificates",
            "revoke",
            &id,
            "--ground",
            "ceased",
            "--reason",
            "Ngừng sản xuất",
            "--decision",
            "7/QĐ-UBND",
            "--date",
            date,
            "--authority",
            "UBND tỉnh Quảng Ngãi",
        ])
    };
    let (code, _, error) = revoke("14/07/2021");
    assert_eq!(code, 2);
    assert!(error.contains("YYYY-MM-DD"), "{error}");
    let (code, text, error) = revoke("2021-07-14");
    assert_eq!(code, 0, "{error}");
    assert!(
        text.contains("Revoked by 7/QĐ-UBND") && text.contains("Ngừng sản xuất"),
        "{text}"
    );
    assert_eq!(
        revoke("2021-07-14").1,
        text,
        "the same command again changes nothing"
    );
    let (code, text, _) = system.ocop(&["certificates", "list"]);
    assert_eq!(code, 0);
    assert!(text.contains("revoked"), "{text}");
}

#[tokio::test]
async fn status_says_what_runs_and_what_to_do() {
    let system = System::start();
    let status = eventually("every service to be ready", async || {
        let status = system.json(&["status"]);
        status["problems"]
            .as_array()
            .unwrap()
            .is_empty()
            .then_some(status)
    })
    .await;
    let services = status["services"].as_array().unwrap();
    assert_eq!(services.len(), 3);
    for service in services {
        assert_eq!(service["ready"], true);
        assert_eq!(service["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(service["dead_letters"], 0);
        assert_eq!(service["dependencies"]["database"]["up"], true);
    }
    let (code, text, _) = system.ocop(&["status"]);
    assert_eq!(code, 0);
    assert!(text.contains("Everything runs"), "{text}");
    let (code, text, _) = system.ocop(&["status", "--admin", "promotion=127.0.0.1:1"]);
    assert_eq!(code, 1);
    assert!(text.contains("promotion does not answer"), "{text}");
}

#[tokio::test]
async fn doctor_finds_every_stream_and_consumer_and_says_which_check_was_not_made() {
    let system = System::start();
    let found = eventually("every check to be good", async || {
        let found = system.json(&["doctor"]);
        (found["bad"] == 0).then_some(found)
    })
    .await;
    let checks = found["checks"].as_array().unwrap();
    let made = |what: &str| {
        let named = checks.iter().filter(|check| check["what"] == what);
        named.filter(|check| check["result"] == "good").count()
    };
    assert_eq!([made("reachable"), made("calls"), made("clock")], [3, 3, 3]);
    let consumers = topology::SERVICES
        .iter()
        .map(|service| service.consumers.len());
    assert_eq!(
        [made("streams"), made("consumers"), made("migrations")],
        [6, consumers.sum(), 3]
    );

    let nats = format!("nats://{}", system.up.nats());
    let (code, text, _) = system.ocop(&["doctor", "--nats", &nats]);
    assert_eq!(code, 0);
    assert!(text.contains("OCOP_NATS_CATALOG"), "{text}");
    let (code, text, _) = system.ocop(&["doctor", "--admin", "catalog=127.0.0.1:1"]);
    assert_eq!(code, 1);
    assert!(text.contains("catalog does not answer"), "{text}");
}
