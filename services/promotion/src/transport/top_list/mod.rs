//! Top lists on the wire.

pub(super) mod event;
mod read;
mod write;

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::top_list_service_server::TopListService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::partner::similar_to_proto;
use super::service::Service;
use crate::application::Error;
use crate::application::top_list::{target, verify_votes};
use crate::domain::top_list::Refusal;
use crate::storage;
use crate::storage::top_list::{TopListFilter, VoterKeys};

impl Service {
    fn voter_keys(&self) -> VoterKeys {
        VoterKeys::new(self.store().keyring())
    }

    /// Puts the hash of the voter in the place of what identifies them, before anything of the request is kept. Where the voter or
    /// the list cannot be read, or nobody votes any more, the call is refused as it stands.
    async fn hide_voter(&self, request: &mut proto::CastVoteRequest) -> Result<(), RpcError> {
        let mut read = Violations::new();
        let voter = read.required_text("voter", &request.voter, read::SUBJECT);
        let id = read.uuid("top_list_id", &request.top_list_id);
        let Some((id, voter)) = id.zip(voter) else {
            return Ok(());
        };
        let ballots = storage::top_list::ballot_box(self.store(), id).await?;
        if let Some(sealed) = ballots.and_then(|ballots| ballots.voter_key) {
            let key = self.voter_keys().open(id, &sealed)?;
            key.hash(&voter).as_str().clone_into(&mut request.voter);
        }
        Ok(())
    }
}

#[tonic::async_trait]
impl TopListService for Service {
    async fn plan_top_list(
        &self,
        request: Request<proto::PlanTopListRequest>,
    ) -> Result<Response<proto::PlanTopListResponse>, Status> {
        let keys = self.voter_keys();
        let read = |v: &mut Violations, caller, request| read::plan(v, caller, request, keys);
        let answer = |(saved, similar): (_, Vec<_>)| proto::PlanTopListResponse {
            top_list: Some(write::changed(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, read, answer).await
    }

    async fn update_top_list(
        &self,
        request: Request<proto::UpdateTopListRequest>,
    ) -> Result<Response<proto::UpdateTopListResponse>, Status> {
        let answer = |saved| write::changed(&saved).into();
        self.execute(request, read::update, answer).await
    }

    async fn call_off_top_list(
        &self,
        request: Request<proto::CallOffTopListRequest>,
    ) -> Result<Response<proto::CallOffTopListResponse>, Status> {
        let answer = |saved| write::changed(&saved).into();
        self.execute(request, read::call_off, answer).await
    }

    async fn nominate_products(
        &self,
        request: Request<proto::NominateProductsRequest>,
    ) -> Result<Response<proto::NominateProductsResponse>, Status> {
        let commune = request.get_ref().place_code.trim().to_owned();
        let answer = |saved| write::with_nominations_of(&saved, &commune).into();
        self.execute(request, read::nominate, answer).await
    }

    async fn withdraw_nomination(
        &self,
        request: Request<proto::WithdrawNominationRequest>,
    ) -> Result<Response<proto::WithdrawNominationResponse>, Status> {
        let answer = |saved| write::changed(&saved).into();
        self.execute(request, read::withdraw, answer).await
    }

    async fn cast_vote(
        &self,
        mut request: Request<proto::CastVoteRequest>,
    ) -> Result<Response<proto::CastVoteResponse>, Status> {
        let hidden = self.hide_voter(request.get_mut()).await;
        hidden.map_err(|error| self.rpc.status(error))?;
        let answer = |kept| write::vote(&kept).into();
        self.execute(request, read::vote, answer).await
    }

    async fn get_vote(
        &self,
        request: Request<proto::GetVoteRequest>,
    ) -> Result<Response<proto::GetVoteResponse>, Status> {
        let work = async |(id, receipt): (Uuid, String)| {
            let found = storage::top_list::vote_with(self.store(), id, &receipt).await?;
            let kept = found.ok_or(Error::from(Refusal::VoteUnknown))?;
            Ok(write::vote(&kept))
        };
        self.rpc.get(request, read::receipt, work).await
    }

    async fn list_votes(
        &self,
        request: Request<proto::ListVotesRequest>,
    ) -> Result<Response<proto::ListVotesResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListVotesRequest| {
            Some((caller, v.uuid("top_list_id", &request.top_list_id)?))
        };
        let work = async |(caller, id): (Caller, Uuid), page| {
            let list = storage::top_list::top_list(self.store(), id).await?;
            let list = list.ok_or(Error::from(Refusal::Unknown(id)))?;
            caller.within(target(&list))?;
            Ok(storage::top_list::list_votes(self.store(), id, &page).await?)
        };
        let to_proto = |kept| write::vote_to_check(&kept);
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn verify_votes(
        &self,
        request: Request<proto::VerifyVotesRequest>,
    ) -> Result<Response<proto::VerifyVotesResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::VerifyVotesRequest| {
            Some((caller, v.uuid("top_list_id", &request.top_list_id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = verify_votes(self.store(), &caller, id).await?;
            Ok(write::verified(found))
        };
        self.rpc.get(request, read, work).await
    }

    async fn submit_council_points(
        &self,
        request: Request<proto::SubmitCouncilPointsRequest>,
    ) -> Result<Response<proto::SubmitCouncilPointsResponse>, Status> {
        let answer = |saved| write::top_list(&saved).into();
        self.execute(request, read::points, answer).await
    }

    async fn publish_top_list(
        &self,
        request: Request<proto::PublishTopListRequest>,
    ) -> Result<Response<proto::PublishTopListResponse>, Status> {
        let answer = |saved| write::changed(&saved).into();
        self.execute(request, read::publish, answer).await
    }

    async fn honour_top_list(
        &self,
        request: Request<proto::HonourTopListRequest>,
    ) -> Result<Response<proto::HonourTopListResponse>, Status> {
        let answer = |saved| write::changed(&saved).into();
        self.execute(request, read::honour, answer).await
    }

    async fn get_top_list(
        &self,
        request: Request<proto::GetTopListRequest>,
    ) -> Result<Response<proto::GetTopListResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetTopListRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = storage::top_list::top_list(self.store(), id).await?;
            let list = found.ok_or(Error::from(Refusal::Unknown(id)))?;
            let with_council = caller.is_shown_personal_data(&target(&list));
            Ok(write::whole(&list, with_council))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_top_lists(
        &self,
        request: Request<proto::ListTopListsRequest>,
    ) -> Result<Response<proto::ListTopListsResponse>, Status> {
        let work = async |filter: TopListFilter, page| {
            Ok(storage::top_list::list(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| write::top_list(&saved);
        self.rpc
            .page(request, read::top_lists, work, to_proto)
            .await
    }
}
