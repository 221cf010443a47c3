//! `ocop campaigns`: fairs, markets before Tết, weeks and conferences.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::CampaignKind;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Bearer, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with campaigns.
#[derive(Debug, Subcommand)]
pub(crate) enum Campaigns {
    /// List campaigns in order of planning.
    List(List),
    /// Show one: who takes part with what, and what came of it.
    Show {
        /// Id of the campaign.
        id: String,
    },
}

/// Which campaigns; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those of this kind: fair, tet_market, week or conference.
    #[arg(long, value_parser = words::named::<CampaignKind>)]
    kind: Option<CampaignKind>,
    /// Only those that are held on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only those that are held on this day or earlier, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl Campaigns {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await?,
            Self::Show { id } => show(id, target, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target.services(&["promotion"])?.campaigns(&Bearer::none());
        let filters = proto::ListCampaignsRequest {
            province_code: self.province.unwrap_or_default(),
            kind: self.kind.unwrap_or_default().into(),
            held_from: words::written(self.from),
            held_to: words::written(self.to),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListCampaignsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_campaigns(request).await
        };
        let parts = |page: proto::ListCampaignsResponse| (page.campaigns, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("campaigns", format, listed)
    }
}

fn listed(campaigns: &[proto::Campaign]) -> Table {
    let mut table = output::table(&["id", "name", "kind", "reach", "from", "to", "producers"]);
    for campaign in campaigns {
        table.add_row([
            campaign.id.as_str().into(),
            campaign.name.as_str().into(),
            words::spoken(campaign.kind()).into(),
            words::spoken(campaign.reach()).into(),
            campaign.from_date.as_str().into(),
            campaign.to_date.as_str().into(),
            output::number(campaign.participant_count),
        ]);
    }
    table
}

async fn show(id: String, target: &Target, format: Format) -> anyhow::Result<()> {
    let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
    let mut service = target.services(&["promotion"])?.campaigns(&bearer);
    let found = service.get_campaign(proto::GetCampaignRequest { id }).await;
    let campaign = found.map_err(CallError::from)?.into_inner().campaign;
    let campaign = campaign.unwrap_or_default();
    if format == Format::Json {
        return output::json(&campaign);
    }
    output::line(listed(std::slice::from_ref(&campaign)));
    let mut table = output::table(&[
        "producer",
        "products",
        "not certified",
        "VND sold",
        "contracts",
    ]);
    for found in &campaign.participants {
        let outcome = found.outcome.clone().unwrap_or_default();
        table.add_row([
            found.producer_name.as_str().into(),
            output::number(found.product_ids.len()),
            output::number(found.uncertified_product_ids.len()),
            output::number(outcome.sales_vnd),
            output::number(outcome.contracts),
        ]);
    }
    output::line(table);
    Ok(())
}
