//! Rewards on the wire.

pub(super) mod event;
mod read;
mod write;

use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::reward_service_server::RewardService;
use tonic::{Request, Response, Status};

use super::service::Service;
use crate::application::reward::Sum;
use crate::storage;
use crate::storage::reward::{RewardFilter, SchemeFilter};

#[tonic::async_trait]
impl RewardService for Service {
    async fn add_reward_scheme(
        &self,
        request: Request<proto::AddRewardSchemeRequest>,
    ) -> Result<Response<proto::AddRewardSchemeResponse>, Status> {
        let answer = |saved| write::scheme(&saved).into();
        self.execute(request, read::add, answer).await
    }

    async fn update_reward_scheme(
        &self,
        request: Request<proto::UpdateRewardSchemeRequest>,
    ) -> Result<Response<proto::UpdateRewardSchemeResponse>, Status> {
        let answer = |saved| write::scheme(&saved).into();
        self.execute(request, read::update, answer).await
    }

    async fn set_reward_budget(
        &self,
        request: Request<proto::SetRewardBudgetRequest>,
    ) -> Result<Response<proto::SetRewardBudgetResponse>, Status> {
        let answer = |saved| write::scheme(&saved).into();
        self.execute(request, read::budget, answer).await
    }

    async fn list_reward_schemes(
        &self,
        request: Request<proto::ListRewardSchemesRequest>,
    ) -> Result<Response<proto::ListRewardSchemesResponse>, Status> {
        let work = async |filter: SchemeFilter, page| {
            let found = storage::reward::list_schemes(self.store(), &filter, &page).await?;
            Ok(found)
        };
        let to_proto = |saved| write::scheme(&saved);
        self.rpc.page(request, read::schemes, work, to_proto).await
    }

    async fn approve_rewards(
        &self,
        request: Request<proto::ApproveRewardsRequest>,
    ) -> Result<Response<proto::ApproveRewardsResponse>, Status> {
        let answer = |sum: Sum| proto::ApproveRewardsResponse {
            count: sum.count,
            amount_vnd: sum.vnd,
        };
        self.execute(request, read::approve, answer).await
    }

    async fn pay_rewards(
        &self,
        request: Request<proto::PayRewardsRequest>,
    ) -> Result<Response<proto::PayRewardsResponse>, Status> {
        let answer = |sum: Sum| proto::PayRewardsResponse {
            count: sum.count,
            amount_vnd: sum.vnd,
        };
        self.execute(request, read::pay, answer).await
    }

    async fn record_reward_repayment(
        &self,
        request: Request<proto::RecordRewardRepaymentRequest>,
    ) -> Result<Response<proto::RecordRewardRepaymentResponse>, Status> {
        let answer = |saved| write::reward(&saved).into();
        self.execute(request, read::repay, answer).await
    }

    async fn list_rewards(
        &self,
        request: Request<proto::ListRewardsRequest>,
    ) -> Result<Response<proto::ListRewardsResponse>, Status> {
        let work = async |(caller, filter): (ocop_identity::Caller, RewardFilter), page| {
            let province = filter
                .province
                .as_ref()
                .map(ocop_identity::AskedUnit::target);
            caller.within(province.unwrap_or_default())?;
            let found = storage::reward::list(self.store(), &filter, &page).await?;
            Ok(found)
        };
        let to_proto = |saved| write::reward(&saved);
        self.rpc.page(request, read::rewards, work, to_proto).await
    }
}
