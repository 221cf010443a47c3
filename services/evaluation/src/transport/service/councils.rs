//! Councils, rounds, ballots and their count.

use ocop_chassis::grpc::Call;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use super::Service;
use crate::transport::{ballots, councils, dossiers};

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
        let case = councils::open(call.caller(), &said);
        let now = self.store.clock().now();
        self.once(&call, (&said.request_id, &said), case, |round| {
            proto::OpenRoundResponse {
                round: Some(councils::told_round(round, now)),
            }
        })
        .await
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
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::TallyDossierResponse {
                tally: dossiers::told(record, &self.library).tally,
            }
        })
        .await
    }
}
