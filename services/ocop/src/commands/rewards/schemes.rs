//! The rules of rewards and their budgets.

use std::path::Path;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::RewardPayer;

use super::file;
use crate::client::Target;
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// Which rules.
#[derive(Args, Debug)]
pub(crate) struct Schemes {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those whose period holds this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

/// A budget.
#[derive(Args, Debug)]
pub(crate) struct Budget {
    /// Id of the rules.
    scheme: String,
    /// The year.
    #[arg(long)]
    year: u32,
    /// Whose budget: province or lower.
    #[arg(long, value_parser = words::named::<RewardPayer>)]
    payer: RewardPayer,
    /// How much in all, in VND.
    #[arg(long)]
    vnd: u64,
    /// Number of the document that gives it.
    #[arg(long, value_name = "NUMBER")]
    document: String,
}

/// Adds the rules of a file.
pub(super) async fn add(file: &Path, target: &Target, format: Format) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let scheme = file::read(&text).with_context(|| format!("{} holds no rules", file.display()))?;
    let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
    let request = proto::AddRewardSchemeRequest {
        request_id: new_request().to_string(),
        scheme: Some(scheme),
    };
    let mut service = target.services(&["promotion"])?.rewards(&bearer);
    let added = service.add_reward_scheme(request).await;
    let scheme = added.map_err(CallError::from)?.into_inner().scheme;
    show_scheme(&scheme.unwrap_or_default(), format)
}

fn show_scheme(scheme: &proto::RewardScheme, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Json => output::json(scheme),
        Format::Text => {
            output::line(listed_schemes(std::slice::from_ref(scheme)));
            Ok(())
        }
    }
}

fn listed_schemes(schemes: &[proto::RewardScheme]) -> Table {
    let mut table = output::table(&["id", "province", "document", "from", "to", "budgets"]);
    for scheme in schemes {
        let budgets = scheme.budgets.iter().map(|budget| {
            format!(
                "{} {}: {} of {} VND approved",
                budget.year,
                words::spoken(budget.payer()),
                budget.committed_vnd,
                budget.amount_vnd
            )
        });
        table.add_row([
            scheme.id.clone(),
            scheme.province_code.clone(),
            scheme.basis_number.clone(),
            scheme.period_from.clone(),
            scheme.period_to.clone(),
            budgets.collect::<Vec<_>>().join("\n"),
        ]);
    }
    table
}

impl Schemes {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let filters = proto::ListRewardSchemesRequest {
            province_code: self.province.unwrap_or_default(),
            on_date: words::written(self.on),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListRewardSchemesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_reward_schemes(request).await
        };
        let parts = |page: proto::ListRewardSchemesResponse| (page.schemes, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("schemes", format, listed_schemes)
    }
}

impl Budget {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let request = proto::SetRewardBudgetRequest {
            request_id: new_request().to_string(),
            scheme_id: self.scheme,
            year: self.year,
            payer: self.payer.into(),
            amount_vnd: self.vnd,
            document_number: self.document,
        };
        let mut service = target.services(&["promotion"])?.rewards(&bearer);
        let set = service.set_reward_budget(request).await;
        let scheme = set.map_err(CallError::from)?.into_inner().scheme;
        show_scheme(&scheme.unwrap_or_default(), format)
    }
}
