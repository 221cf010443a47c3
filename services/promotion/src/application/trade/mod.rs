//! What can be done with demands, offers, deals and sessions of trade connection.
//!
//! Whoever answers an offer or ends a deal locks the demand, so that no more is agreed than is asked for. The market is locked before it, as
//! for all that partners are told of.

mod accept_trade_offer;
mod answer_trade_invitation;
mod call_off_trade_session;
mod cancel_trade_deal;
mod change_demand;
mod complete_trade_deal;
mod decline_trade_deal;
mod decline_trade_offer;
mod demand_matches;
mod expire_demands;
mod invite_to_trade_session;
mod leaving;
mod make_trade_offer;
mod notify_buyers;
mod open_demand;
mod partner_events;
mod plan_trade_session;
mod record_trade_deal;
mod record_trade_meeting;
mod report_deal_delivery;
mod withdraw_demand;
mod withdraw_trade_offer;
mod words;

pub use accept_trade_offer::AcceptTradeOffer;
pub use answer_trade_invitation::AnswerTradeInvitation;
pub use call_off_trade_session::CallOffTradeSession;
pub use cancel_trade_deal::CancelTradeDeal;
pub use change_demand::ChangeDemand;
pub use complete_trade_deal::CompleteTradeDeal;
pub use decline_trade_deal::DeclineTradeDeal;
pub use decline_trade_offer::DeclineTradeOffer;
pub use demand_matches::{Suiting, demand_matches};
pub use expire_demands::ExpireDemands;
pub use invite_to_trade_session::InviteToTradeSession;
pub(super) use leaving::end_of_partner;
pub use make_trade_offer::MakeTradeOffer;
pub(crate) use notify_buyers::notify_buyers;
pub use open_demand::OpenDemand;
pub use plan_trade_session::PlanTradeSession;
pub use record_trade_deal::RecordTradeDeal;
pub use record_trade_meeting::RecordTradeMeeting;
pub use report_deal_delivery::ReportDealDelivery;
pub use withdraw_demand::WithdrawDemand;
pub use withdraw_trade_offer::WithdrawTradeOffer;

use std::collections::HashMap;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::own_partner;
use crate::application::Error;
use crate::application::delivery::{save_and_deliver, save_one_and_deliver};
use crate::domain::listing::{self, Listing, Product};
use crate::domain::partner::{self, Partner};
use crate::domain::trade::{Deal, Demand, Goods, Offer, Refusal, Session};
use crate::storage::{self, Tx};

/// What a product belongs to: its producer, where it is made.
pub fn made(product: &Product) -> Target {
    let place = &product.place;
    Target::place(&place.province_code, &place.code, place.said_on).of_producer(product.producer_id)
}

/// What an offer or a deal belongs to on the side of the producer.
pub fn target(goods: &Goods) -> Target {
    let place = &goods.place;
    Target::place(&place.province_code, &place.code, place.said_on).of_producer(goods.producer_id)
}

/// What a session belongs to.
pub fn held_by(session: &Session) -> Target {
    Target::province(&session.province_code, session.said_on)
}

/// The listing of a product, or of the one into which its record was merged.
async fn listing(tx: &Tx, named: Uuid) -> Result<Saved<Listing>, Error> {
    let product_id = storage::listing::resolve(tx, named).await?;
    let mut found = storage::listing::listings(tx, &[product_id]).await?;
    let unknown = || Error::Refused(listing::Refusal::Unknown(product_id).into());
    found.remove(&product_id).ok_or_else(unknown)
}

/// A partner that has not left: nothing new is made for one that has.
async fn require_partner(tx: &Tx, id: Uuid) -> Result<Saved<Partner>, Error> {
    let partner = storage::partner::partner(tx, id).await?;
    let partner = partner.ok_or(partner::Refusal::Unknown(id))?;
    partner.require_present()?;
    Ok(partner)
}

/// A demand. The market is locked, and its row, until the transaction ends.
async fn demand(tx: &Tx, id: Uuid) -> Result<Saved<Demand>, Error> {
    storage::lock_market(tx).await?;
    let found = storage::trade::demand_to_change(tx, id).await?;
    Ok(found.ok_or(Refusal::DemandUnknown(id))?)
}

/// A demand of a partner for which the caller may act. Its row is locked until the transaction ends.
async fn own_demand(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Demand>, Error> {
    let demand = demand(tx, id).await?;
    own_partner(tx, caller, demand.partner_id).await?;
    Ok(demand)
}

async fn offer(tx: &Tx, id: Uuid) -> Result<Saved<Offer>, Error> {
    let found = storage::trade::offer(tx, id).await?;
    Ok(found.ok_or(Refusal::OfferUnknown(id))?)
}

/// An offer for a demand of a partner for which the caller may act, with the demand, whose row is locked until the transaction
/// ends.
async fn offer_to_own(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<(Saved<Offer>, Saved<Demand>), Error> {
    let demand_id = offer(tx, id).await?.demand_id;
    let demand = own_demand(tx, caller, demand_id).await?;
    // Read again: whoever changed it had locked the demand.
    Ok((offer(tx, id).await?, demand))
}

/// Declines all offers for demands that ended, each for the reason why its demand did.
async fn decline_all(tx: &mut Tx, ended: &HashMap<Uuid, String>) -> Result<(), Error> {
    let demands: Vec<Uuid> = ended.keys().copied().collect();
    let mut offers = storage::trade::open_offers_to_change(tx, &demands).await?;
    for offer in &mut offers {
        let reason = ended.get(&offer.demand_id).cloned().unwrap_or_default();
        offer.decline(reason)?;
    }
    Ok(save_and_deliver(tx, &mut offers).await?)
}

/// A deal. The market is locked, and its row, until the transaction ends.
async fn deal(tx: &Tx, id: Uuid) -> Result<Saved<Deal>, Error> {
    storage::lock_market(tx).await?;
    let found = storage::trade::deal_to_change(tx, id).await?;
    Ok(found.ok_or(Refusal::DealUnknown(id))?)
}

/// Saves a deal that ended, and gives what it will not deliver back to its demand.
async fn end(tx: &mut Tx, deal: Saved<Deal>, not_delivered: u64) -> Result<Saved<Deal>, Error> {
    if let Some(id) = deal.demand_id()
        && not_delivered > 0
    {
        let mut demand = demand(tx, id).await?;
        demand.give_back(not_delivered);
        tx.save(&mut demand).await?;
    }
    Ok(save_one_and_deliver(tx, deal).await?)
}

/// A session that the caller may change. Its row is locked until the transaction ends.
async fn own_session(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Session>, Error> {
    let found = storage::trade::session_to_change(tx, id).await?;
    let session = found.ok_or(Refusal::SessionUnknown(id))?;
    caller.within(held_by(&session))?;
    Ok(session)
}
