//! One decision on many dossiers.

mod recorded;
mod undecidable;

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;

use crate::fixture::{Fixture, id};
use crate::procedure::decision;

type Outcomes = Result<Vec<proto::DecisionOutcome>, Status>;

async fn decide(
    fixture: &Fixture,
    request: u128,
    said: proto::RecordRoundDecisionRequest,
) -> Outcomes {
    let request = proto::RecordRoundDecisionRequest {
        request_id: id(request),
        decision: Some(decision("2026-06-15")),
        ..said
    };
    let mut authority = fixture.certificates(Role::DecisionAuthority);
    let response = authority.record_round_decision(request).await?;
    Ok(response.into_inner().outcomes)
}

fn of_round(round: &str) -> proto::RecordRoundDecisionRequest {
    proto::RecordRoundDecisionRequest {
        round_id: round.to_owned(),
        ..Default::default()
    }
}

fn of_dossiers(ids: &[&str]) -> proto::RecordRoundDecisionRequest {
    proto::RecordRoundDecisionRequest {
        dossier_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..Default::default()
    }
}

async fn state(fixture: &Fixture, dossier: &str) -> proto::DossierState {
    let request = proto::GetDossierRequest {
        id: dossier.to_owned(),
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    let response = office.get_dossier(request).await.unwrap();
    response.into_inner().dossier.unwrap().state()
}
