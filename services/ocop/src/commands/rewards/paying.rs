//! Decisions to pay rewards, payments, and what came back.

use chrono::NaiveDate;
use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::RewardState;
use serde_json::json;

use super::{Which, listed};
use crate::client::Target;
use crate::commands::{Outcome, new_request};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Rewards that one call names.
const AT_ONCE: usize = 500;

/// A decision.
#[derive(Args, Debug)]
pub(crate) struct Approve {
    #[command(flatten)]
    which: Which,
    /// Number of the decision to pay.
    #[arg(long, value_name = "NUMBER")]
    decision: String,
    /// Its day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
}

/// A payment.
#[derive(Args, Debug)]
pub(crate) struct Pay {
    #[command(flatten)]
    which: Which,
    /// Number of the treasury's document.
    #[arg(long, value_name = "NUMBER")]
    document: String,
    /// The day of payment, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
}

/// A repayment.
#[derive(Args, Debug)]
pub(crate) struct Repaid {
    /// Id of the reward.
    reward: String,
    /// How much, in VND.
    #[arg(long)]
    vnd: u64,
    /// Number of the treasury's document.
    #[arg(long, value_name = "NUMBER")]
    document: String,
    /// The day it came, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
}

/// Shows how much was approved or paid. That there was nothing to do is a problem: something else was expected.
fn show_sum((count, vnd): (u32, u64), done: &str, format: Format) -> anyhow::Result<Outcome> {
    match format {
        Format::Json => output::json(&json!({"count": count, "amountVnd": vnd}))?,
        Format::Text if count == 0 => output::line(format_args!(
            "No reward was {done}: none that waits for it is what was asked for."
        )),
        Format::Text => output::line(format_args!("{count} rewards {done}, {vnd} VND")),
    }
    Ok(Outcome::problem_if(count == 0))
}

impl Approve {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let ids = self.which.ids(target, RewardState::Due).await?;
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let mut sum = (0, 0);
        for some in ids.chunks(AT_ONCE) {
            let request = proto::ApproveRewardsRequest {
                request_id: new_request().to_string(),
                reward_ids: some.to_vec(),
                decision_number: self.decision.clone(),
                decided_on: self.on.to_string(),
            };
            let approved = service.approve_rewards(request).await;
            let approved = approved.map_err(CallError::from)?.into_inner();
            sum = (sum.0 + approved.count, sum.1 + approved.amount_vnd);
        }
        show_sum(sum, "approved", format)
    }
}

impl Pay {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let ids = self.which.ids(target, RewardState::Approved).await?;
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let mut sum = (0, 0);
        for some in ids.chunks(AT_ONCE) {
            let request = proto::PayRewardsRequest {
                request_id: new_request().to_string(),
                reward_ids: some.to_vec(),
                document_number: self.document.clone(),
                paid_on: self.on.to_string(),
            };
            let paid = service.pay_rewards(request).await;
            let paid = paid.map_err(CallError::from)?.into_inner();
            sum = (sum.0 + paid.count, sum.1 + paid.amount_vnd);
        }
        show_sum(sum, "paid", format)
    }
}

impl Repaid {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let request = proto::RecordRewardRepaymentRequest {
            request_id: new_request().to_string(),
            reward_id: self.reward,
            amount_vnd: self.vnd,
            document_number: self.document,
            repaid_on: self.on.to_string(),
        };
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let repaid = service.record_reward_repayment(request).await;
        let reward = repaid.map_err(CallError::from)?.into_inner().reward;
        let reward = reward.unwrap_or_default();
        match format {
            Format::Json => output::json(&reward)?,
            Format::Text => output::line(listed(&[reward])),
        }
        Ok(())
    }
}
