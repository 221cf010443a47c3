//! Demands, offers, deals and sessions of trade connection on the wire.

mod deals;
mod demands;
pub(super) mod event;
mod invitations;
mod offers;
mod sessions;

pub(super) use deals::month;
pub(super) use demands::optional_id;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::trade_service_server::TradeService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::partner::{Whose, similar_to_proto};
use super::service::Service;
use crate::application::Error;
use crate::application::trade::{demand_matches, held_by};
use crate::domain::listing::Amount;
use crate::domain::trade::{Demand, Refusal, Session};
use crate::storage;
use crate::storage::trade::{
    DealFilter, DemandFilter, InvitationFilter, OfferFilter, SessionFilter,
};

/// The greatest quantity, of whatever unit.
const QUANTITY: u64 = 1_000_000_000;
/// The highest price of one of a unit, in VND.
const PRICE: u64 = 1_000_000_000;
/// Characters of a reason or a note.
const REASON: usize = 1_000;

/// Reads how much of a product is sought or agreed on.
fn volume(v: &mut Violations, field: &str, given: &catalog::Amount) -> Option<Amount> {
    let quantity = v.within(&format!("{field}.quantity"), given.quantity, 1..=QUANTITY);
    let unit = v.required_text(&format!("{field}.unit"), &given.unit, 50);
    Some(Amount {
        quantity: quantity?,
        unit: unit?,
    })
}

impl Service {
    async fn demand(&self, id: Uuid) -> Result<Saved<Demand>, RpcError> {
        let found = storage::trade::demand(self.store(), id).await?;
        Ok(found.ok_or(Error::from(Refusal::DemandUnknown(id)))?)
    }

    /// A session that the caller may see whole.
    async fn session(&self, caller: &Caller, id: Uuid) -> Result<Saved<Session>, RpcError> {
        let found = storage::trade::session(self.store(), id).await?;
        let session = found.ok_or(Error::from(Refusal::SessionUnknown(id)))?;
        caller.within(held_by(&session)).map_err(Error::from)?;
        Ok(session)
    }
}

#[tonic::async_trait]
impl TradeService for Service {
    async fn open_demand(
        &self,
        request: Request<proto::OpenDemandRequest>,
    ) -> Result<Response<proto::OpenDemandResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::OpenDemandResponse {
            demand: Some(demands::changed(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, demands::open, answer).await
    }

    async fn change_demand(
        &self,
        request: Request<proto::ChangeDemandRequest>,
    ) -> Result<Response<proto::ChangeDemandResponse>, Status> {
        let answer = |saved| demands::changed(&saved).into();
        self.execute(request, demands::change, answer).await
    }

    async fn withdraw_demand(
        &self,
        request: Request<proto::WithdrawDemandRequest>,
    ) -> Result<Response<proto::WithdrawDemandResponse>, Status> {
        let answer = |saved| demands::changed(&saved).into();
        self.execute(request, demands::withdraw, answer).await
    }

    async fn get_demand(
        &self,
        request: Request<proto::GetDemandRequest>,
    ) -> Result<Response<proto::GetDemandResponse>, Status> {
        let read = |v: &mut Violations, caller: Caller, request: proto::GetDemandRequest| {
            Some((caller.units.day(), v.uuid("id", &request.id)?))
        };
        let work = async |(today, id)| {
            let demand = self.demand(id).await?;
            Ok(proto::GetDemandResponse::from(demands::demand(
                &demand, today,
            )))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_demands(
        &self,
        request: Request<proto::ListDemandsRequest>,
    ) -> Result<Response<proto::ListDemandsResponse>, Status> {
        let read = |v: &mut Violations, caller: Caller, request| {
            let today = caller.units.day();
            Some((today, demands::list(v, caller, request)?))
        };
        let work = async |(today, filter): (_, DemandFilter), page| {
            let (found, next) = storage::trade::list_demands(self.store(), &filter, &page).await?;
            let dated = found.into_iter().map(|demand| (demand, today));
            Ok((dated.collect::<Vec<_>>(), next))
        };
        let to_proto = |(saved, today)| demands::demand(&saved, today);
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn list_demand_matches(
        &self,
        request: Request<proto::ListDemandMatchesRequest>,
    ) -> Result<Response<proto::ListDemandMatchesResponse>, Status> {
        let work = async |(caller, id, limit): (Caller, Uuid, usize)| {
            let demand = self.demand(id).await?;
            self.partner(&caller, demand.partner_id).await?;
            let found = demand_matches(self.store(), &demand, caller.units.day()).await?;
            Ok(demands::suiting(&found, limit))
        };
        self.rpc.get(request, demands::matches, work).await
    }

    async fn make_trade_offer(
        &self,
        request: Request<proto::MakeTradeOfferRequest>,
    ) -> Result<Response<proto::MakeTradeOfferResponse>, Status> {
        let answer = |saved| offers::offer(&saved).into();
        self.execute(request, offers::make, answer).await
    }

    async fn withdraw_trade_offer(
        &self,
        request: Request<proto::WithdrawTradeOfferRequest>,
    ) -> Result<Response<proto::WithdrawTradeOfferResponse>, Status> {
        let answer = |saved| offers::offer(&saved).into();
        self.execute(request, offers::withdraw, answer).await
    }

    async fn accept_trade_offer(
        &self,
        request: Request<proto::AcceptTradeOfferRequest>,
    ) -> Result<Response<proto::AcceptTradeOfferResponse>, Status> {
        let answer = |saved| deals::deal(&saved).into();
        self.execute(request, offers::accept, answer).await
    }

    async fn decline_trade_offer(
        &self,
        request: Request<proto::DeclineTradeOfferRequest>,
    ) -> Result<Response<proto::DeclineTradeOfferResponse>, Status> {
        let answer = |saved| offers::offer(&saved).into();
        self.execute(request, offers::decline, answer).await
    }

    async fn list_demand_offers(
        &self,
        request: Request<proto::ListDemandOffersRequest>,
    ) -> Result<Response<proto::ListDemandOffersResponse>, Status> {
        let work = async |(caller, demand_id, filter): (Caller, Uuid, OfferFilter), page| {
            let demand = self.demand(demand_id).await?;
            self.partner(&caller, demand.partner_id).await?;
            Ok(storage::trade::list_offers(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| offers::offer(&saved);
        let read = offers::of_demand;
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn list_producer_offers(
        &self,
        request: Request<proto::ListProducerOffersRequest>,
    ) -> Result<Response<proto::ListProducerOffersResponse>, Status> {
        let work = async |(caller, id, mut filter): (Caller, Uuid, OfferFilter), page| {
            let id = storage::listing::find_producer(self.store(), id).await?;
            filter.producer_id = Some(id);
            Whose::Producer(id).listings(self, &caller).await?;
            Ok(storage::trade::list_offers(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| offers::offer(&saved);
        let read = offers::of_producer;
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn record_trade_deal(
        &self,
        request: Request<proto::RecordTradeDealRequest>,
    ) -> Result<Response<proto::RecordTradeDealResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::RecordTradeDealResponse {
            trade_deal: Some(deals::deal(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, deals::record, answer).await
    }

    async fn report_deal_delivery(
        &self,
        request: Request<proto::ReportDealDeliveryRequest>,
    ) -> Result<Response<proto::ReportDealDeliveryResponse>, Status> {
        let answer = |saved| deals::deal(&saved).into();
        self.execute(request, deals::report, answer).await
    }

    async fn complete_trade_deal(
        &self,
        request: Request<proto::CompleteTradeDealRequest>,
    ) -> Result<Response<proto::CompleteTradeDealResponse>, Status> {
        let answer = |saved| deals::deal(&saved).into();
        self.execute(request, deals::complete, answer).await
    }

    async fn cancel_trade_deal(
        &self,
        request: Request<proto::CancelTradeDealRequest>,
    ) -> Result<Response<proto::CancelTradeDealResponse>, Status> {
        let answer = |saved| deals::deal(&saved).into();
        self.execute(request, deals::cancel, answer).await
    }

    async fn decline_trade_deal(
        &self,
        request: Request<proto::DeclineTradeDealRequest>,
    ) -> Result<Response<proto::DeclineTradeDealResponse>, Status> {
        let answer = |saved| deals::deal(&saved).into();
        self.execute(request, deals::decline, answer).await
    }

    async fn list_partner_deals(
        &self,
        request: Request<proto::ListPartnerDealsRequest>,
    ) -> Result<Response<proto::ListPartnerDealsResponse>, Status> {
        let work = async |(caller, partner_id, filter): (Caller, Uuid, DealFilter), page| {
            self.partner(&caller, partner_id).await?;
            Ok(storage::trade::list_deals(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| deals::deal(&saved);
        self.rpc
            .page(request, deals::of_partner, work, to_proto)
            .await
    }

    async fn list_producer_deals(
        &self,
        request: Request<proto::ListProducerDealsRequest>,
    ) -> Result<Response<proto::ListProducerDealsResponse>, Status> {
        let work = async |(caller, id, mut filter): (Caller, Uuid, DealFilter), page| {
            let id = storage::listing::find_producer(self.store(), id).await?;
            filter.producer_id = Some(id);
            Whose::Producer(id).listings(self, &caller).await?;
            Ok(storage::trade::list_deals(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| deals::deal(&saved);
        self.rpc
            .page(request, deals::of_producer, work, to_proto)
            .await
    }

    async fn plan_trade_session(
        &self,
        request: Request<proto::PlanTradeSessionRequest>,
    ) -> Result<Response<proto::PlanTradeSessionResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::PlanTradeSessionResponse {
            trade_session: Some(sessions::session(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, sessions::plan, answer).await
    }

    async fn record_trade_meeting(
        &self,
        request: Request<proto::RecordTradeMeetingRequest>,
    ) -> Result<Response<proto::RecordTradeMeetingResponse>, Status> {
        let answer = |saved| sessions::session(&saved).into();
        self.execute(request, sessions::meet, answer).await
    }

    async fn invite_to_trade_session(
        &self,
        request: Request<proto::InviteToTradeSessionRequest>,
    ) -> Result<Response<proto::InviteToTradeSessionResponse>, Status> {
        let answer = |saved: Vec<_>| invitations::sent(&saved);
        self.execute(request, invitations::invite, answer).await
    }

    async fn answer_trade_invitation(
        &self,
        request: Request<proto::AnswerTradeInvitationRequest>,
    ) -> Result<Response<proto::AnswerTradeInvitationResponse>, Status> {
        let answer = |saved| invitations::invitation(&saved).into();
        self.execute(request, invitations::answer, answer).await
    }

    async fn list_session_invitations(
        &self,
        request: Request<proto::ListSessionInvitationsRequest>,
    ) -> Result<Response<proto::ListSessionInvitationsResponse>, Status> {
        let work = async |(caller, id, filter): (Caller, Uuid, InvitationFilter), page| {
            self.session(&caller, id).await?;
            Ok(storage::trade::list_invitations(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| invitations::invitation(&saved);
        let read = invitations::of_session;
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn list_partner_invitations(
        &self,
        request: Request<proto::ListPartnerInvitationsRequest>,
    ) -> Result<Response<proto::ListPartnerInvitationsResponse>, Status> {
        let work = async |(caller, id, filter): (Caller, Uuid, InvitationFilter), page| {
            self.partner(&caller, id).await?;
            Ok(storage::trade::list_invitations(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| invitations::invitation(&saved);
        let read = invitations::of_partner;
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn call_off_trade_session(
        &self,
        request: Request<proto::CallOffTradeSessionRequest>,
    ) -> Result<Response<proto::CallOffTradeSessionResponse>, Status> {
        let answer = |saved| sessions::session(&saved).into();
        self.execute(request, sessions::call_off, answer).await
    }

    async fn get_trade_session(
        &self,
        request: Request<proto::GetTradeSessionRequest>,
    ) -> Result<Response<proto::GetTradeSessionResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetTradeSessionRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let session = self.session(&caller, id).await?;
            Ok(proto::GetTradeSessionResponse::from(sessions::whole(
                &session,
            )))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_trade_sessions(
        &self,
        request: Request<proto::ListTradeSessionsRequest>,
    ) -> Result<Response<proto::ListTradeSessionsResponse>, Status> {
        let work = async |filter: SessionFilter, page| {
            Ok(storage::trade::list_sessions(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| sessions::session(&saved);
        self.rpc.page(request, sessions::list, work, to_proto).await
    }
}
