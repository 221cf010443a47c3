//! ListCertificates and ListDossiers as searches over 100,000 rows each, beside the same SQL in pgbench.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{Database, Origin};
use ocop_chassis::ids::new_id;
use ocop_chassis::program::settings;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::certificate::decision::Decision;
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::register::product::{Place, Product, Status};
use ocop_evaluation::storage::Store;
use ocop_harness::{Raw, Running};
use ocop_identity::Role;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::{
    DossierState, ListCertificatesRequest, ListDossiersRequest, ListDossiersResponse,
};
use prost::Message as _;
use sea_orm::{ConnectionTrait as _, DbBackend};
use tonic::Request;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use uuid::Uuid;

use crate::callers::channels;
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::pgbench::Pgbench;
use crate::scored;
use crate::setup::{NOWHERE, Setup, scattered};

const CALLERS: usize = 16;

/// The path of ListDossiers.
const LIST_DOSSIERS: &str = "/ocop.evaluation.v1.DossierService/ListDossiers";

/// What pgbench does for each of the two.
const CERTIFICATES: &str = include_str!("../../sql/search_certificates.pgbench.sql");
const DOSSIERS: &str = include_str!("../../sql/search_dossiers.pgbench.sql");

/// Searches a second.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let url = setup.database(DbBackend::Postgres).await;
    seed(&url).await?;
    let as_it_comes = [("database.max_connections", "10")];
    let clock = Clock::system(ocop_proto::VIET_NAM);
    let service = Running::start_with::<Evaluation>(&url, NOWHERE, clock, &as_it_comes).await;
    let token = service.bearer("bench", Role::OcopOffice, "province:51");
    let channels = channels(service.address()).await?;
    let certificates = async |time| {
        let load = load(CALLERS, time, |caller| {
            let client = CertificateServiceClient::new(channels[caller % channels.len()].clone());
            let mut n = caller as u64 * 1_000;
            move || {
                n += 1;
                let wanted = 9_999 + scattered(n, 90_000);
                let request = ListCertificatesRequest {
                    province_code: "51".to_owned(),
                    search: format!("mắm {wanted}"),
                    ..ListCertificatesRequest::default()
                };
                let mut client = client.clone();
                async move {
                    let page = client.list_certificates(request).await?.into_inner();
                    anyhow::ensure!(!page.certificates.is_empty(), "{wanted} was not found");
                    Ok(())
                }
            }
        });
        Ok::<f64, anyhow::Error>(load.await?.per_second)
    };
    let dossiers = async |time| {
        let load = load(CALLERS, time, |caller| {
            let channel = channels[caller % channels.len()].clone();
            let service = InterceptedService::new(channel, token.clone());
            let first = caller as u32 + 1;
            let mut n = caller as u32;
            move || {
                n += 1;
                let states = [DossierState::Submitted, DossierState::CommuneEndorsed];
                let request = ListDossiersRequest {
                    province_code: "51".to_owned(),
                    states: states.map(i32::from).to_vec(),
                    criteria_set: Some(n % 26 + 1),
                    ..ListDossiersRequest::default()
                };
                let (mut client, n) = (Grpc::new(service.clone()), n);
                async move {
                    client.ready().await?;
                    let request = Request::new(request.encode_to_vec());
                    let path = PathAndQuery::from_static(LIST_DOSSIERS);
                    let page = client.unary(request, path, Raw).await?.into_inner();
                    // As pgbench, callers read nothing of what came, but of the first page.
                    if n == first {
                        let found = ListDossiersResponse::decode(&page[..])?.dossiers.len();
                        anyhow::ensure!(found == 50, "{found} dossiers were found");
                    }
                    Ok(())
                }
            }
        });
        Ok::<f64, anyhow::Error>(load.await?.per_second)
    };
    let mut rates: [Vec<f64>; 2] = Default::default();
    let mut limits: [Vec<f64>; 2] = Default::default();
    let pgbench = Pgbench::find().await;
    let scripts = [CERTIFICATES, DOSSIERS].map(|sql| (setup.file("sql"), sql));
    for (file, sql) in &scripts {
        std::fs::write(file, sql)?;
    }
    for round in 0..setup.rounds {
        if let Some(pgbench) = &pgbench {
            for ((script, _), limits) in scripts.iter().zip(&mut limits) {
                let rate = pgbench.rate(&url, script, CALLERS, setup.time, round);
                limits.push(rate.await?);
            }
        }
        rates[0].push(certificates(setup.time).await?);
        rates[1].push(dossiers(setup.time).await?);
    }
    let what = [
        "search of 100,000 certificates by words, PostgreSQL, 16 in flight",
        "search of 100,000 dossiers by states and set, PostgreSQL, 16 in flight",
    ];
    let figures = what.into_iter().zip(rates).zip(limits);
    let figure = |((what, rates), limits): ((&str, Vec<f64>), Vec<f64>)| {
        let limit = (!limits.is_empty()).then(|| Limit {
            what: "pgbench, the same SQL",
            value: median(limits),
        });
        Figure {
            what: what.to_owned(),
            value: median(rates),
            unit: Unit::PerSecond,
            limit,
            target: limit.map(|_| Target::AtLeast(0.4)),
        }
    };
    Ok(figures.map(figure).collect())
}

/// Gives an empty database the schema of evaluation, and copies of one certificate and one dossier.
async fn seed(url: &str) -> anyhow::Result<()> {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let config = settings::<Evaluation>(None, &overrides)
        .map_err(|problems| anyhow::anyhow!("{problems}"))?;
    let database = Database::open(&config.host.database).await?;
    let store = scored::migrated(database.clone()).await?;
    scored::put_in(&store, 1).await?;
    put_certificate_in(&store).await?;
    let writer = database.writer();
    writer
        .execute_unprepared(include_str!("../../sql/search.postgres.sql"))
        .await
        .context("the copies do not go in")?;
    // What autovacuum does in its own time; the planner goes by it.
    for table in ["certificates", "dossiers"] {
        let vacuum = format!("vacuum analyze {table}");
        writer.execute_unprepared(&vacuum).await?;
    }
    Ok(())
}

/// Puts in the certificate that is copied.
async fn put_certificate_in(store: &Store) -> anyhow::Result<()> {
    let mut tx = store.begin(Origin::task("seed")).await?;
    let product = Product {
        id: new_id(tx.now()),
        name: "Nước mắm số 0".to_owned(),
        producer_id: Uuid::from_u128(0xC0),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21364".to_owned(),
            name: "Xã Sa Huỳnh".to_owned(),
            province_code: "51".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Place::default()
        },
        status: Status::Active,
    };
    let date: NaiveDate = "2025-08-01".parse()?;
    let old = OldCertificate {
        id: new_id(tx.now()),
        recorded_at: tx.now(),
        star: Star::Three,
        decision: Decision {
            number: "1/QĐ-UBND".to_owned(),
            date,
            authority: "UBND tỉnh Quảng Ngãi".to_owned(),
            signer: String::new(),
        },
        product_code: "template".to_owned(),
    };
    let mut certification = Certification::none(product.id);
    certification.import(&product, old, NaiveDate::MAX, tx.today())?;
    tx.create(certification).await?;
    store.commit(tx).await?;
    Ok(())
}
