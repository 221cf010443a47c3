//! Offers for demands.

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::TradeOfferState;

use super::deals::End;
use super::{Service, amount, deals, held};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Whose offers.
#[derive(Args, Debug)]
#[group(id = "whose", required = true, multiple = false, args = ["demand", "producer"])]
pub(crate) struct Offers {
    /// Those for this demand.
    #[arg(long, value_name = "ID")]
    demand: Option<String>,
    /// Those of this producer.
    #[arg(long, value_name = "ID")]
    pub(super) producer: Option<String>,
    /// Only those that stand so: offered, withdrawn, declined or accepted.
    #[arg(long, value_parser = words::named::<TradeOfferState>)]
    state: Option<TradeOfferState>,
    #[command(flatten)]
    limit: Limit,
}

/// What is offered.
#[derive(Args, Debug)]
pub(crate) struct Offer {
    /// Id of the demand.
    demand: String,
    /// Id of the product.
    product: String,
    /// How much, in the unit of the demand.
    #[arg(long)]
    quantity: u64,
    /// The quantity is that of each month of the demand.
    #[arg(long)]
    per_month: bool,
    /// The price of one of the unit, in VND.
    #[arg(long)]
    vnd: u64,
    /// What else is to be said.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Which offer, and how much of it.
#[derive(Args, Debug)]
pub(crate) struct Accept {
    /// Id of the offer.
    id: String,
    /// How much of it; all if not given.
    #[arg(long, default_value_t = 0)]
    quantity: u64,
    /// More is meant to be agreed than the demand asks for.
    #[arg(long)]
    more_than_asked: bool,
    /// The first day of delivery, YYYY-MM-DD; that of the demand if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// The last day, YYYY-MM-DD; that of the demand if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
}

impl Offers {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let state = self.state.unwrap_or_default().into();
        let found = if let Some(producer_id) = self.producer {
            let page = async |page_size, page_token| {
                let request = proto::ListProducerOffersRequest {
                    page_size,
                    page_token,
                    producer_id: producer_id.clone(),
                    state,
                };
                service.list_producer_offers(request).await
            };
            self.limit
                .of(page, |page| (page.trade_offers, page.next_page_token))
                .await?
        } else {
            let demand_id = self.demand.unwrap_or_default();
            let page = async |page_size, page_token| {
                let request = proto::ListDemandOffersRequest {
                    page_size,
                    page_token,
                    demand_id: demand_id.clone(),
                    state,
                };
                service.list_demand_offers(request).await
            };
            self.limit
                .of(page, |page| (page.trade_offers, page.next_page_token))
                .await?
        };
        found.show("trade_offers", format, listed)
    }
}

fn listed(offers: &[proto::TradeOffer]) -> Table {
    let mut table = output::table(&[
        "id", "product", "producer", "quantity", "in all", "VND each", "state",
    ]);
    for offer in offers {
        let quantity = amount(offer.quantity.as_ref());
        let per = if offer.per_month { " a month" } else { "" };
        table.add_row([
            offer.id.as_str().into(),
            offer.product_name.as_str().into(),
            offer.producer_name.as_str().into(),
            output::number(format!("{quantity}{per}")),
            output::number(offer.total_quantity),
            output::number(offer.price_vnd),
            words::spoken(offer.state()).into(),
        ]);
    }
    table
}

fn show(offer: Option<proto::TradeOffer>, format: Format) -> anyhow::Result<()> {
    let offer = held(offer)?;
    if format == Format::Json {
        return output::json(&offer);
    }
    output::line(listed(std::slice::from_ref(&offer)));
    Ok(())
}

impl Offer {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::MakeTradeOfferRequest {
            request_id: new_request().to_string(),
            demand_id: self.demand,
            product_id: self.product,
            quantity: self.quantity,
            per_month: self.per_month,
            price_vnd: self.vnd,
            note: self.note,
        };
        let made = service.make_trade_offer(request).await;
        show(
            made.map_err(CallError::from)?.into_inner().trade_offer,
            format,
        )
    }
}

impl Accept {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::AcceptTradeOfferRequest {
            request_id: new_request().to_string(),
            trade_offer_id: self.id,
            quantity: self.quantity,
            more_than_asked: self.more_than_asked,
            from_date: words::written(self.from),
            to_date: words::written(self.to),
        };
        let accepted = service.accept_trade_offer(request).await;
        let deal = accepted.map_err(CallError::from)?.into_inner().trade_deal;
        deals::show(deal, format)
    }
}

pub(super) async fn decline(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::DeclineTradeOfferRequest {
        request_id: new_request().to_string(),
        trade_offer_id: end.id,
        reason: end.reason,
    };
    let declined = service.decline_trade_offer(request).await;
    show(
        declined.map_err(CallError::from)?.into_inner().trade_offer,
        format,
    )
}

pub(super) async fn take_back(
    end: End,
    mut service: Service,
    format: Format,
) -> anyhow::Result<()> {
    let request = proto::WithdrawTradeOfferRequest {
        request_id: new_request().to_string(),
        trade_offer_id: end.id,
        reason: end.reason,
    };
    let withdrawn = service.withdraw_trade_offer(request).await;
    show(
        withdrawn.map_err(CallError::from)?.into_inner().trade_offer,
        format,
    )
}
