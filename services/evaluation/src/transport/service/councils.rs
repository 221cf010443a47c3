//! Councils, rounds, ballots and their count.

use ocop_chassis::grpc::{Call, list_of};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use super::{Service, failed, refused};
use crate::storage;
use crate::transport::{ballots, councils, dossiers, rounds};

#[tonic::async_trait]
impl CouncilService for Service {
    async fn appoint_council(
        &self,
        request: Request<proto::AppointCouncilRequest>,
    ) -> Result<Response<proto::AppointCouncilResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = councils::appoint(call.caller(), &said);
        let now = self.store.clock().now();
        self.once(&call, (&said.request_id, &said), case, |council| {
            proto::AppointCouncilResponse {
                council: Some(councils::told(council, now)),
            }
        })
        .await
    }

    async fn open_round(
        &self,
        request: Request<proto::OpenRoundRequest>,
    ) -> Result<Response<proto::OpenRoundResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = rounds::open(call.caller(), &said);
        let now = self.store.clock().now();
        self.once(&call, (&said.request_id, &said), case, |round| {
            proto::OpenRoundResponse {
                round: Some(rounds::told(round, now)),
            }
        })
        .await
    }

    async fn list_rounds(
        &self,
        request: Request<proto::ListRoundsRequest>,
    ) -> Result<Response<proto::ListRoundsResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListRoundsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            rounds::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_rounds(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let told = |record: storage::RoundRecord| rounds::told(record.round, record.created_at);
        Ok(Response::new(proto::ListRoundsResponse {
            rounds: found.into_iter().map(told).collect(),
            next_page_token,
        }))
    }

    async fn cast_ballot(
        &self,
        request: Request<proto::CastBallotRequest>,
    ) -> Result<Response<proto::CastBallotResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = ballots::cast(call.caller(), self.library.clone(), &said);
        self.once(&call, (&said.request_id, &said), case, |ballot| {
            proto::CastBallotResponse {
                ballot: Some(ballots::told(ballot)),
            }
        })
        .await
    }

    async fn tally_dossier(
        &self,
        request: Request<proto::TallyDossierRequest>,
    ) -> Result<Response<proto::TallyDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = ballots::tally(call.caller(), self.library.clone(), &said);
        let today = self.store.clock().today();
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::TallyDossierResponse {
                tally: dossiers::told(record, &self.library, today).tally,
            }
        })
        .await
    }
}
