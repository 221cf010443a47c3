//! Councils, rounds, ballots and their count.

use ocop_chassis::grpc::{Call, id_of, list_of};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use crate::application::{Error, Resource};
use crate::storage;
use crate::transport::council::ballots;
use crate::transport::council::conflicts;
use crate::transport::council::councils;
use crate::transport::council::rounds;
use crate::transport::service::{Service, failed, refused, status};

#[tonic::async_trait]
impl CouncilService for Service {
    async fn appoint_council(
        &self,
        request: Request<proto::AppointCouncilRequest>,
    ) -> Result<Response<proto::AppointCouncilResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = councils::appoint(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |council| {
            proto::AppointCouncilResponse {
                council: Some(councils::to_proto(council)),
            }
        })
        .await
    }

    async fn amend_council(
        &self,
        request: Request<proto::AmendCouncilRequest>,
    ) -> Result<Response<proto::AmendCouncilResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = councils::amend(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |council| {
            proto::AmendCouncilResponse {
                council: Some(councils::to_proto(council)),
            }
        })
        .await
    }

    async fn get_council(
        &self,
        request: Request<proto::GetCouncilRequest>,
    ) -> Result<Response<proto::GetCouncilResponse>, Status> {
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = storage::councils_by_id(&self.store, [id])
            .await
            .map_err(failed)?;
        let record = found.into_iter().next().ok_or_else(|| {
            let what = Resource::Council;
            status(Error::Unknown { what, id })
        })?;
        Ok(Response::new(proto::GetCouncilResponse {
            council: Some(councils::to_proto(record)),
        }))
    }

    async fn list_councils(
        &self,
        request: Request<proto::ListCouncilsRequest>,
    ) -> Result<Response<proto::ListCouncilsResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListCouncilsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            councils::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_councils(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListCouncilsResponse {
            councils: found.into_iter().map(councils::to_proto).collect(),
            next_page_token,
        }))
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
                round: Some(rounds::to_proto(round, now)),
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
        let to_proto =
            |record: storage::RoundRecord| rounds::to_proto(record.round, record.created_at);
        Ok(Response::new(proto::ListRoundsResponse {
            rounds: found.into_iter().map(to_proto).collect(),
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
                ballot: Some(ballots::to_proto(ballot)),
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
        self.once(&call, (&said.request_id, &said), case, |closed| {
            proto::TallyDossierResponse {
                tally: ballots::closed_to_proto(&closed, &self.library),
            }
        })
        .await
    }

    async fn declare_conflict(
        &self,
        request: Request<proto::DeclareConflictRequest>,
    ) -> Result<Response<proto::DeclareConflictResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = conflicts::declare(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |conflict| {
            proto::DeclareConflictResponse {
                conflict: Some(conflicts::to_proto(conflict)),
            }
        })
        .await
    }

    async fn list_ballots(
        &self,
        request: Request<proto::ListBallotsRequest>,
    ) -> Result<Response<proto::ListBallotsResponse>, Status> {
        let caller = Call::of(&request).caller();
        let asked = request.into_inner();
        Ok(Response::new(self.seen_ballots(&caller, asked).await?))
    }
}
