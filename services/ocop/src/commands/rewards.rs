//! `ocop rewards`: what provinces reward recognised products with, and what of it was paid.

mod file;
mod paying;
mod schemes;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::RewardState;

use self::paying::{Approve, Pay, Repaid};
use self::schemes::{Budget, Schemes};
use super::Outcome;
use super::pages::Limit;
use crate::client::Target;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with rewards.
#[derive(Debug, Subcommand)]
pub(crate) enum Rewards {
    /// Add the rules of a file: TOML, such as services/ocop/demo/bac-giang-rewards.toml.
    Add {
        /// The file.
        file: PathBuf,
    },
    /// List the rules of provinces, with their budgets.
    Schemes(Schemes),
    /// Set or raise what may be approved in a year.
    Budget(Budget),
    /// List rewards. `ocop export rewards` writes the whole list into a file.
    List(List),
    /// Record a decision to pay what is due.
    Approve(Approve),
    /// Record that what was approved was paid.
    Pay(Pay),
    /// Record that money which was not owed came back.
    Repaid(Repaid),
}

/// Which rewards; every condition that is given must hold.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those whose recognition was given by the decision of this number.
    #[arg(long, value_name = "NUMBER", default_value = "")]
    recognised_by: String,
    /// Only those with so many stars.
    #[arg(long)]
    star: Option<u32>,
}

/// Which rewards to list.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
    /// Only those that stand so: due, approved, paid, to_reclaim or not_owed.
    #[arg(long, value_parser = words::named::<RewardState>)]
    state: Option<RewardState>,
    #[command(flatten)]
    limit: Limit,
}

impl Rewards {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::Add { file } => schemes::add(&file, target, format).await?,
            Self::Schemes(schemes) => schemes.run(target, format).await?,
            Self::Budget(budget) => budget.run(target, format).await?,
            Self::List(list) => list.run(target, format).await?,
            Self::Approve(approve) => return approve.run(target, format).await,
            Self::Pay(pay) => return pay.run(target, format).await,
            Self::Repaid(repaid) => repaid.run(target, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let (filters, star) = (self.which.filters(self.state), self.which.star);
        let page = async |page_size, page_token| {
            let request = proto::ListRewardsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_rewards(request).await
        };
        let parts = |mut page: proto::ListRewardsResponse| {
            page.rewards
                .retain(|reward| star.is_none_or(|star| reward.star == star));
            (page.rewards, page.next_page_token)
        };
        let found = self.limit.of(page, parts).await?;
        found.show("rewards", format, listed)
    }
}

fn listed(rewards: &[proto::Reward]) -> Table {
    let mut table = output::table(&[
        "id",
        "product",
        "producer",
        "stars",
        "kind",
        "state",
        "VND owed",
        "open",
        "to reclaim",
    ]);
    for reward in rewards {
        table.add_row([
            reward.id.as_str().into(),
            reward.product_name.as_str().into(),
            reward.producer_name.as_str().into(),
            output::stars(reward.star).into(),
            words::spoken(reward.kind()).into(),
            words::spoken(reward.state()).into(),
            output::number(reward.owed_vnd),
            output::number(reward.open_vnd),
            output::number(reward.to_reclaim_vnd),
        ]);
    }
    table
}

impl Which {
    fn filters(&self, state: Option<RewardState>) -> proto::ListRewardsRequest {
        proto::ListRewardsRequest {
            province_code: self.province.clone().unwrap_or_default(),
            state: state.unwrap_or_default().into(),
            decision_number: self.recognised_by.clone(),
            ..Default::default()
        }
    }

    /// The ids of all that stand so.
    async fn ids(&self, target: &Target, state: RewardState) -> anyhow::Result<Vec<String>> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let (mut ids, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = proto::ListRewardsRequest {
                page_size: 500,
                page_token,
                ..self.filters(Some(state))
            };
            let page = service.list_rewards(request).await;
            let page = page.map_err(CallError::from)?.into_inner();
            let wanted = page.rewards.into_iter();
            let wanted = wanted.filter(|reward| self.star.is_none_or(|star| reward.star == star));
            ids.extend(wanted.map(|reward| reward.id));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return Ok(ids);
            }
        }
    }
}
