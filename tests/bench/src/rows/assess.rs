//! AssessBallot on a full set, beside an echo of as many bytes as the request has; and the work of it
//! alone, without a call.

use std::hint::black_box;
use std::time::Duration;

use bytes::Bytes;
use ocop_chassis::clock::Clock;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::criteria::library::Library;
use ocop_evaluation::domain::criteria::scoring::{Found, assess};
use ocop_evaluation::domain::criteria::sheet::Sheet;
use ocop_harness::Running;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::{Answer, AssessBallotRequest, GetCriteriaSetRequest};
use prost::Message as _;
use sea_orm::DbBackend;
use tokio::time::Instant;
use tonic::transport::Channel;

use crate::callers::channels;
use crate::echo;
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::setup::{NOWHERE, Setup};

const IN_FLIGHT: usize = 64;
/// Fish sauce.
const SET: u8 = 9;

/// Ballots a second.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let echo = channels(echo::serve().await?).await?;
    let database = setup.database(DbBackend::Sqlite).await;
    let service = Running::start_with::<Evaluation>(
        &database,
        NOWHERE,
        Clock::system(ocop_proto::VIET_NAM),
        &[],
    )
    .await;
    let service = channels(service.address()).await?;
    let ballot = ballot(&service).await?;
    let body = Bytes::from(ballot.encode_to_vec());

    let (mut echoes, mut ballots, mut works) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        let call = |caller: usize| {
            let (channel, body) = (echo[caller % echo.len()].clone(), body.clone());
            move || echo::call(channel.clone(), body.clone())
        };
        echoes.push(load(IN_FLIGHT, setup.time, call).await?.per_second);
        let call = |caller: usize| {
            let channel = service[caller % service.len()].clone();
            let (client, ballot) = (CriteriaServiceClient::new(channel), ballot.clone());
            move || {
                let (mut client, ballot) = (client.clone(), ballot.clone());
                async move {
                    client.assess_ballot(ballot).await?;
                    Ok(())
                }
            }
        };
        ballots.push(load(IN_FLIGHT, setup.time, call).await?.per_second);
        works.push(work(&ballot, setup.time)?);
    }
    let limit = Limit {
        what: "gRPC echo of the same request",
        value: median(echoes),
    };
    Ok(vec![
        Figure {
            what: "assess a ballot of set 9, 64 in flight".to_owned(),
            value: median(ballots),
            unit: Unit::PerSecond,
            limit: Some(limit),
            target: Some(Target::AtLeast(0.5)),
        },
        Figure {
            what: "… the work alone, one thread".to_owned(),
            value: median(works),
            unit: Unit::PerSecond,
            limit: None,
            // 20 µs each.
            target: Some(Target::AtLeast(50_000.0)),
        },
    ])
}

/// A ballot as councils give them: the second-best answer everywhere, so that points and minimum
/// answers are missing for the higher stars.
async fn ballot(service: &[Channel]) -> anyhow::Result<AssessBallotRequest> {
    let mut client = CriteriaServiceClient::new(service[0].clone());
    let request = GetCriteriaSetRequest {
        number: SET.into(),
        on_date: String::new(),
    };
    let set = client.get_criteria_set(request).await?.into_inner();
    let parts = set.criteria_set.unwrap_or_default().parts;
    let sections = parts.into_iter().flat_map(|part| part.sections);
    let answer = |criterion: ocop_proto::evaluation::v1::Criterion| {
        let second = criterion.answers.iter().rev().nth(1);
        Answer {
            option: second.map_or("none".to_owned(), |answer| answer.code.clone()),
            criterion: criterion.code,
        }
    };
    let criteria = sections.flat_map(|section| section.criteria);
    Ok(AssessBallotRequest {
        number: SET.into(),
        answers: criteria.map(answer).collect(),
        ..AssessBallotRequest::default()
    })
}

/// How often a second one thread fits the answers to their set and assesses them.
fn work(ballot: &AssessBallotRequest, time: Duration) -> anyhow::Result<f64> {
    let library = Library::load().map_err(|defects| anyhow::anyhow!("{defects:?}"))?;
    let set = library.sets().iter().rev().find(|set| set.number == SET);
    let set = set.ok_or_else(|| anyhow::anyhow!("there is no set {SET}"))?;
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < time {
        for _ in 0..100 {
            let given = black_box(ballot).answers.iter();
            let given = given.map(|answer| (answer.criterion.as_str(), answer.option.as_str()));
            let sheet =
                Sheet::parse(set, given).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
            let result = assess(&sheet, Found::default());
            black_box(result.gaps(set.law.floors).count());
            done += 1;
        }
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
