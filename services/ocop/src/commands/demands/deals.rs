//! Deals of buyers and producers.

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::catalog::v1::Amount;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::TradeDealState;

use super::{Service, amount, held};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// What ends, and why.
#[derive(Args, Debug)]
pub(crate) struct End {
    /// Its id.
    pub(super) id: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
}

/// Whose deals.
#[derive(Args, Debug)]
#[group(id = "whose", required = true, multiple = false, args = ["partner", "producer"])]
pub(crate) struct Deals {
    /// Those of this partner.
    #[arg(long, value_name = "ID")]
    partner: Option<String>,
    /// Those of this producer.
    #[arg(long, value_name = "ID")]
    pub(super) producer: Option<String>,
    /// Only those for this demand.
    #[arg(
        long,
        value_name = "ID",
        default_value = "",
        conflicts_with = "producer"
    )]
    demand: String,
    /// Only those that stand so: agreed, partly_delivered, completed or cancelled.
    #[arg(long, value_parser = words::named::<TradeDealState>)]
    state: Option<TradeDealState>,
    #[command(flatten)]
    limit: Limit,
}

/// What was agreed.
#[derive(Args, Debug)]
pub(crate) struct Record {
    /// Id of the partner who buys.
    #[arg(long, value_name = "ID")]
    partner: String,
    /// Id of the product.
    #[arg(long, value_name = "ID")]
    product: String,
    /// How much.
    #[arg(long)]
    quantity: u64,
    /// Of what, such as "lít".
    #[arg(long)]
    unit: String,
    /// The price of one of the unit, in VND.
    #[arg(long)]
    vnd: u64,
    /// The first day of delivery, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: NaiveDate,
    /// The last day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: NaiveDate,
    /// The day on which it was agreed, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    agreed_on: NaiveDate,
    /// Number of the contract or minutes.
    #[arg(long, value_name = "NUMBER")]
    document: String,
}

/// What was delivered.
#[derive(Args, Debug)]
pub(crate) struct Deliver {
    /// Id of the deal.
    id: String,
    /// The month, YYYY-MM.
    #[arg(long)]
    month: String,
    /// How much, in the unit of the deal.
    #[arg(long)]
    quantity: u64,
    /// Why another quantity was reported before.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Deals {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let state = self.state.unwrap_or_default().into();
        let found = if let Some(producer_id) = self.producer {
            let page = async |page_size, page_token| {
                let request = proto::ListProducerDealsRequest {
                    page_size,
                    page_token,
                    producer_id: producer_id.clone(),
                    state,
                };
                service.list_producer_deals(request).await
            };
            self.limit
                .of(page, |page| (page.trade_deals, page.next_page_token))
                .await?
        } else {
            let (partner_id, demand_id) = (self.partner.unwrap_or_default(), self.demand);
            let page = async |page_size, page_token| {
                let request = proto::ListPartnerDealsRequest {
                    page_size,
                    page_token,
                    partner_id: partner_id.clone(),
                    demand_id: demand_id.clone(),
                    state,
                };
                service.list_partner_deals(request).await
            };
            self.limit
                .of(page, |page| (page.trade_deals, page.next_page_token))
                .await?
        };
        found.show("trade_deals", format, listed)
    }
}

fn listed(deals: &[proto::TradeDeal]) -> Table {
    let mut table = output::table(&[
        "id",
        "partner",
        "product",
        "producer",
        "volume",
        "delivered",
        "VND each",
        "from",
        "to",
        "state",
    ]);
    for deal in deals {
        table.add_row([
            deal.id.as_str().into(),
            deal.partner_name.as_str().into(),
            deal.product_name.as_str().into(),
            deal.producer_name.as_str().into(),
            output::number(amount(deal.volume.as_ref())),
            output::number(deal.delivered_quantity),
            output::number(deal.price_vnd),
            deal.from_date.as_str().into(),
            deal.to_date.as_str().into(),
            words::spoken(deal.state()).into(),
        ]);
    }
    table
}

pub(super) fn show(deal: Option<proto::TradeDeal>, format: Format) -> anyhow::Result<()> {
    let deal = held(deal)?;
    if format == Format::Json {
        return output::json(&deal);
    }
    output::line(listed(std::slice::from_ref(&deal)));
    Ok(())
}

impl Record {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::RecordTradeDealRequest {
            request_id: new_request().to_string(),
            partner_id: self.partner,
            product_id: self.product,
            volume: Some(Amount {
                quantity: self.quantity,
                unit: self.unit,
            }),
            price_vnd: self.vnd,
            from_date: self.from.to_string(),
            to_date: self.to.to_string(),
            agreed_on: self.agreed_on.to_string(),
            document_number: self.document,
        };
        let recorded = service.record_trade_deal(request).await;
        show(
            recorded.map_err(CallError::from)?.into_inner().trade_deal,
            format,
        )
    }
}

impl Deliver {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::ReportDealDeliveryRequest {
            request_id: new_request().to_string(),
            trade_deal_id: self.id,
            month: self.month,
            quantity: self.quantity,
            reason: self.reason,
        };
        let reported = service.report_deal_delivery(request).await;
        show(
            reported.map_err(CallError::from)?.into_inner().trade_deal,
            format,
        )
    }
}

pub(super) async fn complete(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::CompleteTradeDealRequest {
        request_id: new_request().to_string(),
        trade_deal_id: end.id,
        reason: end.reason,
    };
    let ended = service.complete_trade_deal(request).await;
    show(
        ended.map_err(CallError::from)?.into_inner().trade_deal,
        format,
    )
}

pub(super) async fn cancel(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::CancelTradeDealRequest {
        request_id: new_request().to_string(),
        trade_deal_id: end.id,
        reason: end.reason,
    };
    let ended = service.cancel_trade_deal(request).await;
    show(
        ended.map_err(CallError::from)?.into_inner().trade_deal,
        format,
    )
}

pub(super) async fn give_up(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::DeclineTradeDealRequest {
        request_id: new_request().to_string(),
        trade_deal_id: end.id,
        reason: end.reason,
    };
    let ended = service.decline_trade_deal(request).await;
    show(
        ended.map_err(CallError::from)?.into_inner().trade_deal,
        format,
    )
}
