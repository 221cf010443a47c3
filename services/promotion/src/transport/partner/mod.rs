//! Partners on the wire.

mod credentials;
pub(super) mod event;
mod matching;
mod near_misses;
mod preview;
mod read;
mod seen;
mod sourcing;
mod steps;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::{Caller, Target};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_server::PartnerService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

pub(super) use near_misses::Whose;
pub(super) use seen::similar_to_proto;

use super::service::Service;
use crate::domain::partner::{NatsCredentials, Partner, Similar};
use crate::storage;
use crate::storage::partner::{MatchFilter, MatchOwner};

/// A partner, and others whose names may well be the same.
type Named = (Saved<Partner>, Vec<Similar>);

/// The NATS subject of everything that concerns a partner's matches.
fn subject(partner_id: Uuid) -> String {
    format!("ocop.promotion.v1.match.*.*.{partner_id}")
}

#[tonic::async_trait]
impl PartnerService for Service {
    async fn register_partner(
        &self,
        request: Request<proto::RegisterPartnerRequest>,
    ) -> Result<Response<proto::RegisterPartnerResponse>, Status> {
        let answer = |(saved, similar): Named| proto::RegisterPartnerResponse {
            partner: Some(seen::to_proto(&saved)),
            similar: similar.into_iter().map(seen::similar).collect(),
        };
        self.execute(request, read::register, answer).await
    }

    async fn update_partner(
        &self,
        request: Request<proto::UpdatePartnerRequest>,
    ) -> Result<Response<proto::UpdatePartnerResponse>, Status> {
        let answer = |(saved, similar): Named| proto::UpdatePartnerResponse {
            partner: Some(seen::to_proto(&saved)),
            similar: similar.into_iter().map(seen::similar).collect(),
        };
        self.execute(request, read::update_partner, answer).await
    }

    async fn return_partner(
        &self,
        request: Request<proto::ReturnPartnerRequest>,
    ) -> Result<Response<proto::ReturnPartnerResponse>, Status> {
        let answer = |saved| proto::ReturnPartnerResponse {
            partner: Some(seen::to_proto(&saved)),
        };
        self.execute(request, read::return_partner, answer).await
    }

    async fn update_sourcing(
        &self,
        request: Request<proto::UpdateSourcingRequest>,
    ) -> Result<Response<proto::UpdateSourcingResponse>, Status> {
        let answer = |saved| proto::UpdateSourcingResponse {
            partner: Some(seen::to_proto(&saved)),
        };
        self.execute(request, read::update, answer).await
    }

    async fn remove_partner(
        &self,
        request: Request<proto::RemovePartnerRequest>,
    ) -> Result<Response<proto::RemovePartnerResponse>, Status> {
        let answer = |saved| proto::RemovePartnerResponse {
            partner: Some(seen::to_proto(&saved)),
        };
        self.execute(request, read::remove, answer).await
    }

    async fn issue_nats_credentials(
        &self,
        request: Request<proto::IssueNatsCredentialsRequest>,
    ) -> Result<Response<proto::IssueNatsCredentialsResponse>, Status> {
        let password =
            credentials::new_password().ok_or_else(|| self.rpc.status(RpcError::internal()))?;
        let read = |v: &mut Violations, caller, request| {
            credentials::issue(v, caller, &request, (self.with_nats, &password))
        };
        let answer = |issued: NatsCredentials| proto::IssueNatsCredentialsResponse {
            credentials: Some(credentials::to_proto(&issued)),
            access: Some(credentials::access(&issued, &password)),
        };
        self.execute(request, read, answer).await
    }

    async fn revoke_nats_credentials(
        &self,
        request: Request<proto::RevokeNatsCredentialsRequest>,
    ) -> Result<Response<proto::RevokeNatsCredentialsResponse>, Status> {
        let answer = |revoked| proto::RevokeNatsCredentialsResponse {
            credentials: Some(credentials::to_proto(&revoked)),
        };
        self.execute(request, credentials::revoke, answer).await
    }

    async fn list_nats_credentials(
        &self,
        request: Request<proto::ListNatsCredentialsRequest>,
    ) -> Result<Response<proto::ListNatsCredentialsResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListNatsCredentialsRequest| {
            Some((caller, v.uuid("partner_id", &request.partner_id)?))
        };
        let work = async |(caller, partner_id): (Caller, Uuid), page| {
            self.partner(&caller, partner_id).await?;
            let (found, next_page_token) =
                storage::partner::list_credentials(self.store(), partner_id, &page).await?;
            Ok(proto::ListNatsCredentialsResponse {
                credentials: found.iter().map(credentials::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn get_partner(
        &self,
        request: Request<proto::GetPartnerRequest>,
    ) -> Result<Response<proto::GetPartnerResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetPartnerRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let partner = self.partner(&caller, id).await?;
            Ok(proto::GetPartnerResponse {
                partner: Some(seen::by(&caller, &partner)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_partners(
        &self,
        request: Request<proto::ListPartnersRequest>,
    ) -> Result<Response<proto::ListPartnersResponse>, Status> {
        let read = |_: &mut Violations, caller, _| Some(caller);
        let work = async |caller: Caller, page| {
            // The list holds partners of every province.
            caller.within(Target::default())?;
            let (found, next_page_token) = storage::partner::list(self.store(), &page).await?;
            Ok(proto::ListPartnersResponse {
                partners: found
                    .iter()
                    .map(|partner| seen::by(&caller, partner))
                    .collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn preview_sourcing(
        &self,
        request: Request<proto::PreviewSourcingRequest>,
    ) -> Result<Response<proto::PreviewSourcingResponse>, Status> {
        let work = async |preview| preview::work(self, preview).await;
        self.rpc.found(request, preview::read, work).await
    }

    async fn record_match_step(
        &self,
        request: Request<proto::RecordMatchStepRequest>,
    ) -> Result<Response<proto::RecordMatchStepResponse>, Status> {
        let answer = |saved| proto::RecordMatchStepResponse {
            matched: Some(matching::to_proto(&saved, None)),
        };
        self.execute(request, steps::record, answer).await
    }

    async fn answer_match(
        &self,
        request: Request<proto::AnswerMatchRequest>,
    ) -> Result<Response<proto::AnswerMatchResponse>, Status> {
        let answer = |saved| proto::AnswerMatchResponse {
            matched: Some(matching::to_proto(&saved, None)),
        };
        self.execute(request, steps::answer, answer).await
    }

    async fn list_producer_matches(
        &self,
        request: Request<proto::ListProducerMatchesRequest>,
    ) -> Result<Response<proto::ListProducerMatchesResponse>, Status> {
        let work = async |(caller, mut filter): (Caller, MatchFilter), page| {
            if let MatchOwner::Producer(id) = &mut filter.owner {
                *id = storage::listing::find_producer(self.store(), *id).await?;
            }
            let producer = near_misses::Whose::of(&filter);
            producer.listings(self, &caller).await?;
            let (matches, next_page_token) =
                matching::page(self, &filter, &page, caller.units.day()).await?;
            Ok(proto::ListProducerMatchesResponse {
                matches,
                next_page_token,
            })
        };
        self.rpc
            .list(request, matching::producer_filter, work)
            .await
    }

    async fn list_near_misses(
        &self,
        request: Request<proto::ListNearMissesRequest>,
    ) -> Result<Response<proto::ListNearMissesResponse>, Status> {
        let work = async |(caller, whose): (Caller, near_misses::Whose), page| {
            near_misses::page(self, &caller, whose, page).await
        };
        self.rpc.list(request, near_misses::read, work).await
    }

    async fn list_matches(
        &self,
        request: Request<proto::ListMatchesRequest>,
    ) -> Result<Response<proto::ListMatchesResponse>, Status> {
        let work = async |(caller, partner_id, filter): (Caller, Uuid, MatchFilter), page| {
            self.partner(&caller, partner_id).await?;
            let (matches, next_page_token) =
                matching::page(self, &filter, &page, caller.units.day()).await?;
            Ok(proto::ListMatchesResponse {
                matches,
                next_page_token,
            })
        };
        self.rpc.list(request, matching::filter, work).await
    }
}
