//! Councils, rounds, ballots and their count.

pub(crate) mod appointments;
pub(crate) mod ballots;
pub(crate) mod conflicts;
pub(crate) mod councils;
pub(crate) mod rounds;
pub(crate) mod takings_back;
pub(crate) mod voting;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::Violations;
use ocop_chassis::paging::Page;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use crate::application::Resource;
use crate::domain::council::Council;
use crate::domain::dossier::Dossier;
use crate::storage;
use crate::transport::service::Service;

impl Service {
    fn council(&self, record: Saved<Council>) -> proto::Council {
        councils::to_proto(record, self.store().clock().today())
    }
}

#[tonic::async_trait]
impl CouncilService for Service {
    async fn appoint_council(
        &self,
        request: Request<proto::AppointCouncilRequest>,
    ) -> Result<Response<proto::AppointCouncilResponse>, Status> {
        let answer = |record| self.council(record);
        self.rpc.execute(request, councils::appoint, answer).await
    }

    async fn amend_council(
        &self,
        request: Request<proto::AmendCouncilRequest>,
    ) -> Result<Response<proto::AmendCouncilResponse>, Status> {
        let answer = |record| self.council(record);
        self.rpc.execute(request, councils::amend, answer).await
    }

    async fn delegate_chair(
        &self,
        request: Request<proto::DelegateChairRequest>,
    ) -> Result<Response<proto::DelegateChairResponse>, Status> {
        let answer = |record| self.council(record);
        self.rpc.execute(request, councils::delegate, answer).await
    }

    async fn correct_council(
        &self,
        request: Request<proto::CorrectCouncilRequest>,
    ) -> Result<Response<proto::CorrectCouncilResponse>, Status> {
        let answer = |record| self.council(record);
        self.rpc
            .execute(request, appointments::correct, answer)
            .await
    }

    async fn appoint_advisory_team(
        &self,
        request: Request<proto::AppointAdvisoryTeamRequest>,
    ) -> Result<Response<proto::AppointAdvisoryTeamResponse>, Status> {
        let answer = |record| self.council(record);
        self.rpc
            .execute(request, appointments::appoint_team, answer)
            .await
    }

    async fn get_council(
        &self,
        request: Request<proto::GetCouncilRequest>,
    ) -> Result<Response<proto::GetCouncilResponse>, Status> {
        let read =
            |v: &mut Violations, _, request: proto::GetCouncilRequest| v.uuid("id", &request.id);
        let work = async |id| {
            let found = storage::council::councils_by_id(self.store(), [id]).await?;
            let council = Resource::Council.found(found.into_iter().next(), id)?;
            Ok(self.council(council))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_councils(
        &self,
        request: Request<proto::ListCouncilsRequest>,
    ) -> Result<Response<proto::ListCouncilsResponse>, Status> {
        let work = async |filter, page: Page| {
            Ok(storage::council::list_councils(self.store(), &filter, &page).await?)
        };
        let to_proto = |record| self.council(record);
        self.rpc
            .page(request, councils::filter, work, to_proto)
            .await
    }

    async fn open_round(
        &self,
        request: Request<proto::OpenRoundRequest>,
    ) -> Result<Response<proto::OpenRoundResponse>, Status> {
        self.rpc
            .execute(request, rounds::open, rounds::to_proto)
            .await
    }

    async fn correct_round(
        &self,
        request: Request<proto::CorrectRoundRequest>,
    ) -> Result<Response<proto::CorrectRoundResponse>, Status> {
        self.rpc
            .execute(request, rounds::correct, rounds::to_proto)
            .await
    }

    async fn list_rounds(
        &self,
        request: Request<proto::ListRoundsRequest>,
    ) -> Result<Response<proto::ListRoundsResponse>, Status> {
        let work = async |filter, page: Page| {
            Ok(storage::council::list_rounds(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, rounds::filter, work, rounds::to_proto)
            .await
    }

    async fn cast_ballot(
        &self,
        request: Request<proto::CastBallotRequest>,
    ) -> Result<Response<proto::CastBallotResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            ballots::cast(v, caller, self.library.clone(), request)
        };
        self.rpc.execute(request, read, ballots::to_proto).await
    }

    async fn tally_dossier(
        &self,
        request: Request<proto::TallyDossierRequest>,
    ) -> Result<Response<proto::TallyDossierResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            ballots::tally(v, caller, self.library.clone(), request)
        };
        let answer = |closed| proto::TallyDossierResponse {
            tally: ballots::closed_to_proto(&closed, &self.library),
        };
        self.rpc.execute(request, read, answer).await
    }

    async fn declare_conflict(
        &self,
        request: Request<proto::DeclareConflictRequest>,
    ) -> Result<Response<proto::DeclareConflictResponse>, Status> {
        self.rpc
            .execute(request, conflicts::declare, conflicts::to_proto)
            .await
    }

    async fn withdraw_conflict(
        &self,
        request: Request<proto::WithdrawConflictRequest>,
    ) -> Result<Response<proto::WithdrawConflictResponse>, Status> {
        self.rpc
            .execute(request, takings_back::conflict, conflicts::to_proto)
            .await
    }

    async fn withdraw_ballot(
        &self,
        request: Request<proto::WithdrawBallotRequest>,
    ) -> Result<Response<proto::WithdrawBallotResponse>, Status> {
        self.rpc
            .execute(request, takings_back::ballot, ballots::to_proto)
            .await
    }

    async fn reopen_vote(
        &self,
        request: Request<proto::ReopenVoteRequest>,
    ) -> Result<Response<proto::ReopenVoteResponse>, Status> {
        let answer = |dossier| self.dossier(dossier);
        self.rpc.execute(request, takings_back::vote, answer).await
    }

    async fn correct_agreement(
        &self,
        request: Request<proto::CorrectAgreementRequest>,
    ) -> Result<Response<proto::CorrectAgreementResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            takings_back::agreement(v, caller, self.library.clone(), request)
        };
        let answer = |dossier: Saved<Dossier>| proto::CorrectAgreementResponse {
            tally: ballots::to_proto_with_names(&dossier, &self.library),
        };
        self.rpc.execute(request, read, answer).await
    }

    async fn sign_minutes(
        &self,
        request: Request<proto::SignMinutesRequest>,
    ) -> Result<Response<proto::SignMinutesResponse>, Status> {
        let answer = |dossier: Saved<Dossier>| proto::SignMinutesResponse {
            tally: ballots::to_proto_with_names(&dossier, &self.library),
        };
        self.rpc
            .execute(request, takings_back::minutes, answer)
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
