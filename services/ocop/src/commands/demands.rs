//! `ocop demands`: what buyers seek, what producers offer, what they agree on, and where they meet.

mod change;
mod deals;
mod invitations;
mod offers;
mod sessions;

use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::DemandState;
use ocop_proto::promotion::v1::trade_service_client::TradeServiceClient;

use self::change::Change;
use self::deals::{Deals, Deliver, End, Record};
use self::invitations::{Answer, Invitations, Invite};
use self::offers::{Accept, Offer, Offers};
use self::sessions::{Meet, Plan, Sessions};
use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::contract;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = TradeServiceClient<Authorised>;

/// What to do with demands, offers and deals.
#[derive(Debug, Subcommand)]
pub(crate) enum Demands {
    /// List demands in order of opening.
    List(List),
    /// Show one.
    Show {
        /// Id of the demand.
        id: String,
    },
    /// Open one from a file: a Demand of the contract in JSON.
    Open {
        /// The file.
        file: PathBuf,
    },
    /// Change how much of one is sought, at what price and when.
    Change(Change),
    /// End one for its buyer.
    Withdraw(End),
    /// Show which listings suit one, the best first, and why.
    Matches(Matches),
    /// List the offers for a demand or of a producer.
    Offers(Offers),
    /// Offer a product for a demand.
    Offer(Offer),
    /// Accept an offer, or a part of it: a deal.
    Accept(Accept),
    /// Say no to an offer.
    Decline(End),
    /// Take back an offer for its producer.
    TakeBack(End),
    /// List the deals of a partner or of a producer.
    Deals(Deals),
    /// Record a deal that was agreed outside of offers, as a document proves.
    Record(Record),
    /// Report what was delivered of a deal in a month.
    Deliver(Deliver),
    /// Take what was delivered of a deal for all of it.
    Complete(End),
    /// End a deal for its buyer.
    Cancel(End),
    /// End a deal for its producer.
    GiveUp(End),
    /// List sessions of trade connection, or show one with who met whom.
    Sessions(Sessions),
    /// Record who met whom at a session and what came of it.
    Meet(Meet),
    /// Plan a session of trade connection.
    PlanSession(Plan),
    /// Call a session off at which nobody met.
    CallOffSession(End),
    /// Invite partners to a session.
    Invite(Invite),
    /// List the invitations to a session or of a partner.
    Invitations(Invitations),
    /// Say whether a partner comes to a session.
    Answer(Answer),
}

/// Which demands; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those that stand so: open, fulfilled, withdrawn or expired.
    #[arg(long, value_parser = words::named::<DemandState>)]
    state: Option<DemandState>,
    /// Only those of this partner.
    #[arg(long, value_name = "ID", default_value = "")]
    partner: String,
    /// Only those with a delivery in this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those that this criteria set suits.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    set: u32,
    /// Only those that are needed on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    needed_on: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

/// For which demand.
#[derive(Args, Debug)]
pub(crate) struct Matches {
    /// Id of the demand.
    id: String,
    /// At most so many.
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
}

/// What an answer that must hold something holds.
fn held<T>(found: Option<T>) -> anyhow::Result<T> {
    found.context("the service answered without what was asked for")
}

impl Demands {
    /// The role whose development token the command takes.
    fn role(&self) -> Role {
        match self {
            Self::List(_) | Self::Show { .. } | Self::Matches(_) | Self::Offers(_) => Role::Auditor,
            Self::Deals(_) | Self::Sessions(_) | Self::Invitations(_) => Role::Auditor,
            _ => Role::PromotionOfficer,
        }
    }

    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(self.role(), Scope::Anywhere)?;
        let service = target.services(&["promotion"])?.trade(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show { id } => show(id, service, format).await?,
            Self::Open { file } => open(file, service, format).await?,
            Self::Change(change) => change.run(service, format).await?,
            Self::Withdraw(end) => withdraw(end, service, format).await?,
            Self::Matches(matches) => matches.run(service, format).await?,
            Self::Offers(offers) => {
                offers.run(service, format).await?;
            }
            Self::Offer(offer) => offer.run(service, format).await?,
            Self::Accept(accept) => accept.run(service, format).await?,
            Self::Decline(end) => offers::decline(end, service, format).await?,
            Self::TakeBack(end) => offers::take_back(end, service, format).await?,
            Self::Deals(deals) => {
                deals.run(service, format).await?;
            }
            Self::Record(record) => record.run(service, format).await?,
            Self::Deliver(deliver) => deliver.run(service, format).await?,
            Self::Complete(end) => deals::complete(end, service, format).await?,
            Self::Cancel(end) => deals::cancel(end, service, format).await?,
            Self::GiveUp(end) => deals::give_up(end, service, format).await?,
            Self::Sessions(sessions) => sessions.run(service, format).await?,
            Self::Meet(meet) => meet.run(service, format).await?,
            Self::PlanSession(plan) => plan.run(service, format).await?,
            Self::CallOffSession(end) => sessions::call_off(end, service, format).await?,
            Self::Invite(invite) => invite.run(service, format).await?,
            Self::Invitations(invitations) => invitations.run(service, format).await?,
            Self::Answer(answer) => answer.run(service, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListDemandsRequest {
            state: self.state.unwrap_or_default().into(),
            partner_id: self.partner,
            province_code: self.province.unwrap_or_default(),
            criteria_set: self.set,
            needed_on: words::written(self.needed_on),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListDemandsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_demands(request).await
        };
        let parts = |page: proto::ListDemandsResponse| (page.demands, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("demands", format, listed)
    }
}

/// What is sought: words, sets and branches.
fn sought(demand: &proto::Demand) -> String {
    let product = demand.product.clone().unwrap_or_default();
    let mut sought = Vec::new();
    if !product.words.is_empty() {
        sought.push(product.words);
    }
    for set in product.criteria_sets {
        sought.push(format!("set {set}"));
    }
    for branch in product.branches {
        sought.push(format!("branch {branch}"));
    }
    if let Some(star) = product.minimum_star {
        sought.push(format!("{star}★ or more"));
    }
    sought.join(", ")
}

/// An amount as people write it.
fn amount(amount: Option<&ocop_proto::catalog::v1::Amount>) -> String {
    amount.map_or_else(String::new, |amount| {
        format!("{} {}", amount.quantity, amount.unit)
    })
}

fn listed(demands: &[proto::Demand]) -> Table {
    let mut table = output::table(&[
        "id", "partner", "sought", "volume", "agreed", "VND", "place", "from", "to", "state",
    ]);
    for demand in demands {
        let price = |vnd: Option<u64>| vnd.map_or_else(String::new, |vnd| vnd.to_string());
        let (least, most) = (price(demand.price_from_vnd), price(demand.price_to_vnd));
        table.add_row([
            demand.id.as_str().into(),
            demand.partner_name.as_str().into(),
            sought(demand).into(),
            output::number(amount(demand.volume.as_ref())),
            output::number(demand.agreed_quantity),
            output::number(format!("{least}–{most}")),
            demand.place_code.as_str().into(),
            demand.from_date.as_str().into(),
            demand.to_date.as_str().into(),
            words::spoken(demand.state()).into(),
        ]);
    }
    table
}

fn show_demand(demand: Option<proto::Demand>, format: Format) -> anyhow::Result<()> {
    let demand = held(demand)?;
    if format == Format::Json {
        return output::json(&demand);
    }
    output::line(listed(std::slice::from_ref(&demand)));
    for said in [&demand.address, &demand.note, &demand.reason] {
        if !said.is_empty() {
            output::line(said);
        }
    }
    Ok(())
}

async fn show(id: String, mut service: Service, format: Format) -> anyhow::Result<()> {
    let found = service.get_demand(proto::GetDemandRequest { id }).await;
    show_demand(found.map_err(CallError::from)?.into_inner().demand, format)
}

async fn open(file: PathBuf, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::OpenDemandRequest {
        request_id: new_request().to_string(),
        demand: Some(contract::read(&file, "ocop.promotion.v1.Demand")?),
    };
    let opened = service.open_demand(request).await;
    show_demand(opened.map_err(CallError::from)?.into_inner().demand, format)
}

async fn withdraw(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let request = proto::WithdrawDemandRequest {
        request_id: new_request().to_string(),
        demand_id: end.id,
        reason: end.reason,
    };
    let ended = service.withdraw_demand(request).await;
    show_demand(ended.map_err(CallError::from)?.into_inner().demand, format)
}

impl Matches {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::ListDemandMatchesRequest {
            demand_id: self.id,
            limit: self.limit,
        };
        let found = service.list_demand_matches(request).await;
        let found = found.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&found);
        }
        if found.matches.is_empty() {
            output::line("No open listing suits.");
            return Ok(());
        }
        let mut table = output::table(&["id", "product", "producer", "stars", "score", "why"]);
        for one in &found.matches {
            let why = one.factors.iter().map(|factor| {
                let kind = words::spoken(factor.kind());
                let (points, most) = (factor.points, factor.most_points);
                format!("{kind} {points}/{most}: {}", factor.why)
            });
            table.add_row([
                one.product_id.as_str().into(),
                one.product_name.as_str().into(),
                one.producer_name.as_str().into(),
                output::stars(one.star).into(),
                output::number(one.score),
                why.collect::<Vec<_>>().join("\n").into(),
            ]);
        }
        output::line(table);
        let (shown, all) = (found.matches.len(), found.considered);
        output::line(format_args!("{shown} of {all} listings that suit."));
        if found.more_exist {
            output::line("There are more listings of the kind than were looked at.");
        }
        Ok(())
    }
}
