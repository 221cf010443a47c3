//! `ocop gifts`: gift sets of certified products, and the orders for them.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::{GiftOrderState, GiftSetState};

use super::Outcome;
use super::pages::Limit;
use crate::client::{Bearer, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with gift sets.
#[derive(Debug, Subcommand)]
pub(crate) enum Gifts {
    /// List gift sets in order of their making.
    List(List),
    /// Show one: what is in it, and what may stand in for what is not certified. Exit code 1 if it is suspended.
    Show {
        /// Id of the set.
        id: String,
    },
    /// List the orders for a set.
    Orders(Orders),
}

/// Which sets; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those that stand so: open, suspended or closed.
    #[arg(long, value_parser = words::named::<GiftSetState>)]
    state: Option<GiftSetState>,
    /// Only those that are sold on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    sold_on: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

/// Which orders.
#[derive(Args, Debug)]
pub(crate) struct Orders {
    /// Id of the set.
    set: String,
    /// Only those that stand so: placed, confirmed, delivered or cancelled.
    #[arg(long, value_parser = words::named::<GiftOrderState>)]
    state: Option<GiftOrderState>,
    #[command(flatten)]
    limit: Limit,
}

impl Gifts {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await?,
            Self::Show { id } => return show(id, target, format).await,
            Self::Orders(orders) => orders.run(target, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target.services(&["promotion"])?.gifts(&Bearer::none());
        let filters = proto::ListGiftSetsRequest {
            province_code: self.province.unwrap_or_default(),
            state: self.state.unwrap_or_default().into(),
            sold_on: words::written(self.sold_on),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListGiftSetsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_gift_sets(request).await
        };
        let parts = |page: proto::ListGiftSetsResponse| (page.gift_sets, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("gift_sets", format, listed)
    }
}

fn listed(sets: &[proto::GiftSet]) -> Table {
    let mut table = output::table(&[
        "id",
        "name",
        "state",
        "sold from",
        "to",
        "VND",
        "stock",
        "ordered",
    ]);
    for set in sets {
        table.add_row([
            set.id.as_str().into(),
            set.name.as_str().into(),
            words::spoken(set.state()).into(),
            set.sold_from.as_str().into(),
            set.sold_to.as_str().into(),
            output::number(set.price_vnd),
            output::number(set.stock),
            output::number(set.reserved),
        ]);
    }
    table
}

async fn show(id: String, target: &Target, format: Format) -> anyhow::Result<Outcome> {
    let mut service = target.services(&["promotion"])?.gifts(&Bearer::none());
    let found = service.get_gift_set(proto::GetGiftSetRequest { id }).await;
    let set = found.map_err(CallError::from)?.into_inner().gift_set;
    let set = set.unwrap_or_default();
    if format == Format::Json {
        output::json(&set)?;
    } else {
        output::line(listed(std::slice::from_ref(&set)));
        output::line(items(&set));
    }
    let suspended = set.state() == GiftSetState::Suspended;
    Ok(Outcome::problem_if(suspended))
}

/// What is in a set, and what may stand in for what is not certified.
fn items(set: &proto::GiftSet) -> Table {
    let mut table = output::table(&[
        "product",
        "producer",
        "stars",
        "quantity",
        "not certified from",
        "may be replaced by",
    ]);
    for item in &set.items {
        let mut lapses = set.lapses.iter();
        let lapse = lapses.find(|lapse| lapse.product_id == item.product_id);
        let substitutes = lapse.into_iter().flat_map(|lapse| &lapse.substitutes);
        let substitutes: Vec<String> = substitutes
            .map(|found| format!("{} ({})", found.product_name, found.product_id))
            .collect();
        table.add_row([
            item.product_name.as_str().into(),
            item.producer_name.as_str().into(),
            output::stars(item.star).into(),
            output::number(item.quantity),
            lapse.map_or("", |lapse| lapse.lapsed_on.as_str()).into(),
            substitutes.join("\n").into(),
        ]);
    }
    table
}

impl Orders {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.gifts(&bearer);
        let filters = proto::ListGiftSetOrdersRequest {
            gift_set_id: self.set,
            state: self.state.unwrap_or_default().into(),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListGiftSetOrdersRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_gift_set_orders(request).await
        };
        let parts =
            |page: proto::ListGiftSetOrdersResponse| (page.gift_orders, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("gift_orders", format, ordered)
    }
}

fn ordered(orders: &[proto::GiftOrder]) -> Table {
    let mut table = output::table(&[
        "id",
        "partner",
        "state",
        "quantity",
        "VND each",
        "needed by",
    ]);
    for order in orders {
        table.add_row([
            order.id.as_str().into(),
            order.partner_id.as_str().into(),
            words::spoken(order.state()).into(),
            output::number(order.quantity),
            output::number(order.price_vnd),
            order.needed_by.as_str().into(),
        ]);
    }
    table
}
