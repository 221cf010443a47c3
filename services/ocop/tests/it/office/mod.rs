//! What an office reads and does at a terminal: dossiers, rounds, councils and certificates.

mod certificates;
mod councils;
mod dossiers;
mod status;

use ocop_harness::eventually;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use uuid::Uuid;

use crate::program::{Up, ocop, run};

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
