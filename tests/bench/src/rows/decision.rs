//! RecordRoundDecision on 114 dossiers, as many as one decision of Bắc Ninh had in 2025: certificates, dossiers, events,
//! audit rows and the remembered request in one transaction. The broker is away.

use ocop_chassis::clock::Clock;
use ocop_chassis::database::Database;
use ocop_chassis::ids::new_id;
use ocop_evaluation::Evaluation;
use ocop_evaluation::storage::Store;
use ocop_harness::{Bearer, Running};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use sea_orm::DbBackend;
use tokio::time::Instant;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

use crate::broker::number;
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::{NOWHERE, Setup};
use crate::{bare_decision, scored};

const PRODUCTS: usize = 114;

type Client = CertificateServiceClient<InterceptedService<Channel, Bearer>>;

/// Products certified a second on both engines.
///
/// # Errors
/// A decision was refused.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    Ok(vec![
        on(setup, DbBackend::Postgres, "PostgreSQL").await?,
        on(setup, DbBackend::Sqlite, "SQLite").await?,
    ])
}

async fn on(setup: &Setup, engine: DbBackend, name: &str) -> anyhow::Result<Figure> {
    let url = setup.database(engine).await;
    let database = Database::open(&setup.settings(&url)?.database).await?;
    let store = scored::migrated(database).await?;
    let service =
        Running::start_with::<Evaluation>(&url, NOWHERE, Clock::system(ocop_proto::VIET_NAM), &[])
            .await;
    let bearer = service.bearer("bench", Role::DecisionAuthority, "province:51");
    let mut client = CertificateServiceClient::with_interceptor(service.channel(), bearer);

    decide(&mut client, &scored::put_in(&store, PRODUCTS).await?).await?;
    let (mut decided, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        bare.push(one_by_one(setup, &store).await?);
        decided.push(rounds(setup, &store, &mut client).await?);
    }
    Ok(Figure {
        what: format!("decision on {PRODUCTS} products, {name}, products"),
        value: median(decided),
        unit: Unit::PerSecond,
        limit: Some(Limit {
            what: "bare statements, a transaction each",
            value: median(bare),
        }),
        target: Some(Target::AtLeast(1.0)),
    })
}

/// Products a second by whole decisions. Putting the dossiers in is not counted.
async fn rounds(setup: &Setup, store: &Store, client: &mut Client) -> anyhow::Result<f64> {
    let (mut took, mut products) = (0.0, 0.0);
    while took < setup.time.as_secs_f64() {
        let dossiers = scored::put_in(store, PRODUCTS).await?;
        let began = Instant::now();
        products += decide(client, &dossiers).await?;
        took += began.elapsed().as_secs_f64();
    }
    Ok(products / took)
}

async fn one_by_one(setup: &Setup, store: &Store) -> anyhow::Result<f64> {
    let (mut took, mut products) = (0.0, 0.0);
    while took < setup.time.as_secs_f64() {
        let dossiers = scored::put_in(store, PRODUCTS).await?;
        let began = Instant::now();
        for dossier in dossiers {
            bare_decision::decide(store.database(), dossier).await?;
            products += 1.0;
        }
        took += began.elapsed().as_secs_f64();
    }
    Ok(products / took)
}

/// Decides on dossiers; how many products were certified.
async fn decide(client: &mut Client, dossiers: &[Uuid]) -> anyhow::Result<f64> {
    let clock = Clock::system(ocop_proto::VIET_NAM);
    let request = proto::RecordRoundDecisionRequest {
        request_id: new_id(clock.now()).to_string(),
        decision: Some(proto::Decision {
            number: "1879/QĐ-UBND".to_owned(),
            date: clock.today().to_string(),
            authority: "UBND tỉnh Quảng Ngãi".to_owned(),
            signer: String::new(),
        }),
        dossier_ids: dossiers.iter().map(Uuid::to_string).collect(),
        round_id: String::new(),
        skip_undecidable: false,
    };
    let response = client.record_round_decision(request).await?.into_inner();
    let certified = response
        .outcomes
        .iter()
        .filter(|one| one.certificate.is_some());
    let certified = certified.count();
    anyhow::ensure!(certified == dossiers.len(), "{certified} were certified");
    Ok(number(certified))
}
