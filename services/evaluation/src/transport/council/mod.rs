//! Councils, rounds, ballots and their count.

pub(crate) mod ballots;
pub(crate) mod conflicts;
pub(crate) mod councils;
pub(crate) mod rounds;
pub(crate) mod voting;

use ocop_chassis::grpc::Violations;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use crate::application::{Error, Resource};
use crate::storage;
use crate::transport::service::Service;

#[tonic::async_trait]
impl CouncilService for Service {
    async fn appoint_council(
        &self,
        request: Request<proto::AppointCouncilRequest>,
    ) -> Result<Response<proto::AppointCouncilResponse>, Status> {
        self.rpc
            .execute(request, councils::appoint, |council| {
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
        self.rpc
            .execute(request, councils::amend, |council| {
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
        let read =
            |v: &mut Violations, _, request: proto::GetCouncilRequest| v.uuid("id", &request.id);
        let work = async |id| {
            let found = storage::councils_by_id(self.store(), [id]).await?;
            let what = Resource::Council;
            let record = found
                .into_iter()
                .next()
                .ok_or(Error::Unknown { what, id })?;
            Ok(proto::GetCouncilResponse {
                council: Some(councils::to_proto(record)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_councils(
        &self,
        request: Request<proto::ListCouncilsRequest>,
    ) -> Result<Response<proto::ListCouncilsResponse>, Status> {
        let work = async |filter, page| {
            let (found, next_page_token) =
                storage::list_councils(self.store(), &filter, &page).await?;
            Ok(proto::ListCouncilsResponse {
                councils: found.into_iter().map(councils::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, councils::filter, work).await
    }

    async fn open_round(
        &self,
        request: Request<proto::OpenRoundRequest>,
    ) -> Result<Response<proto::OpenRoundResponse>, Status> {
        let now = self.store().clock().now();
        self.rpc
            .execute(request, rounds::open, |round| proto::OpenRoundResponse {
                round: Some(rounds::to_proto(round, now)),
            })
            .await
    }

    async fn list_rounds(
        &self,
        request: Request<proto::ListRoundsRequest>,
    ) -> Result<Response<proto::ListRoundsResponse>, Status> {
        let work = async |filter, page| {
            let (found, next_page_token) =
                storage::list_rounds(self.store(), &filter, &page).await?;
            let to_proto =
                |record: storage::RoundRecord| rounds::to_proto(record.round, record.created_at);
            Ok(proto::ListRoundsResponse {
                rounds: found.into_iter().map(to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, rounds::filter, work).await
    }

    async fn cast_ballot(
        &self,
        request: Request<proto::CastBallotRequest>,
    ) -> Result<Response<proto::CastBallotResponse>, Status> {
        self.rpc
            .execute(
                request,
                |v, caller, request| ballots::cast(v, caller, self.library.clone(), request),
                |ballot| proto::CastBallotResponse {
                    ballot: Some(ballots::to_proto(ballot)),
                },
            )
            .await
    }

    async fn tally_dossier(
        &self,
        request: Request<proto::TallyDossierRequest>,
    ) -> Result<Response<proto::TallyDossierResponse>, Status> {
        self.rpc
            .execute(
                request,
                |v, caller, request| ballots::tally(v, caller, self.library.clone(), request),
                |closed| proto::TallyDossierResponse {
                    tally: ballots::closed_to_proto(&closed, &self.library),
                },
            )
            .await
    }

    async fn declare_conflict(
        &self,
        request: Request<proto::DeclareConflictRequest>,
    ) -> Result<Response<proto::DeclareConflictResponse>, Status> {
        self.rpc
            .execute(request, conflicts::declare, |conflict| {
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
        let read = |v: &mut Violations, caller, request: proto::ListBallotsRequest| {
            v.uuid("dossier_id", &request.dossier_id)
                .map(|id| (caller, id))
        };
        let work = async |(caller, id), page| self.seen_ballots(&caller, id, &page).await;
        self.rpc.list(request, read, work).await
    }
}
