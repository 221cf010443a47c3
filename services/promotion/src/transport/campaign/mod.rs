//! Campaigns on the wire.

pub(super) mod event;
mod read;
mod write;

use std::collections::HashMap;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::campaign_service_server::CampaignService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::partner::similar_to_proto;
use super::service::Service;
use crate::application::Error;
use crate::application::campaign::target;
use crate::domain::campaign::Refusal;
use crate::domain::listing::Listing;
use crate::storage;
use crate::storage::campaign::CampaignFilter;

#[tonic::async_trait]
impl CampaignService for Service {
    async fn plan_campaign(
        &self,
        request: Request<proto::PlanCampaignRequest>,
    ) -> Result<Response<proto::PlanCampaignResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::PlanCampaignResponse {
            campaign: Some(write::campaign(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, read::plan, answer).await
    }

    async fn update_campaign(
        &self,
        request: Request<proto::UpdateCampaignRequest>,
    ) -> Result<Response<proto::UpdateCampaignResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::update, answer).await
    }

    async fn call_off_campaign(
        &self,
        request: Request<proto::CallOffCampaignRequest>,
    ) -> Result<Response<proto::CallOffCampaignResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::call_off, answer).await
    }

    async fn admit_participant(
        &self,
        request: Request<proto::AdmitParticipantRequest>,
    ) -> Result<Response<proto::AdmitParticipantResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::admit, answer).await
    }

    async fn dismiss_participant(
        &self,
        request: Request<proto::DismissParticipantRequest>,
    ) -> Result<Response<proto::DismissParticipantResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::dismiss, answer).await
    }

    async fn record_attendance(
        &self,
        request: Request<proto::RecordAttendanceRequest>,
    ) -> Result<Response<proto::RecordAttendanceResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::attendance, answer).await
    }

    async fn withdraw_attendance(
        &self,
        request: Request<proto::WithdrawAttendanceRequest>,
    ) -> Result<Response<proto::WithdrawAttendanceResponse>, Status> {
        let answer = |saved| write::campaign(&saved).into();
        self.execute(request, read::withdraw_attendance, answer)
            .await
    }

    async fn get_campaign(
        &self,
        request: Request<proto::GetCampaignRequest>,
    ) -> Result<Response<proto::GetCampaignResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetCampaignRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = storage::campaign::campaign(self.store(), id).await?;
            let campaign = found.ok_or(Error::from(Refusal::Unknown(id)))?;
            caller.within(target(&campaign))?;
            let products = campaign
                .participants
                .iter()
                .flat_map(|found| &found.products);
            let ids = products.copied().collect();
            let views = storage::listing::by_ids(self.store().clone(), ids).await?;
            let listings: HashMap<Uuid, &Listing> = views
                .iter()
                .map(|(id, view)| (*id, &view.listing))
                .collect();
            let message = write::whole(&campaign, &campaign.uncertified(&listings));
            Ok(proto::GetCampaignResponse::from(message))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_campaigns(
        &self,
        request: Request<proto::ListCampaignsRequest>,
    ) -> Result<Response<proto::ListCampaignsResponse>, Status> {
        let work = async |filter: CampaignFilter, page| {
            Ok(storage::campaign::list(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| write::campaign(&saved);
        self.rpc
            .page(request, read::campaigns, work, to_proto)
            .await
    }
}
