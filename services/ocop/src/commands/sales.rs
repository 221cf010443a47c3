//! `ocop sales`: what producers report of their sales, and what changed with a certificate, an upgrade or a campaign.

mod stock;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::{Cell, Table};
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1::Amount;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::EffectOccasion;
use ocop_proto::promotion::v1::sales_service_client::SalesServiceClient;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::{CallError, Refused};
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = SalesServiceClient<Authorised>;

/// What to do with reported sales.
#[derive(Debug, Subcommand)]
pub(crate) enum Sales {
    /// Report what was sold of a product in a month, or put it right.
    Report(Report),
    /// List what was reported of a product, month by month.
    List(List),
    /// Say how much there is of a product, for e-commerce floors: it counts for 30 days.
    Stock(stock::Stock),
    /// Show what products sold and agreed a month before and after an occasion, with how many cases stand behind each figure.
    Effect(Effect),
}

/// What was sold.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// Id of the product.
    product: String,
    /// The month, YYYY-MM.
    #[arg(long)]
    month: String,
    /// For how much, in VND.
    #[arg(long)]
    vnd: u64,
    /// How much of that through modern channels, in VND.
    #[arg(long, value_name = "VND", default_value_t = 0)]
    modern: u64,
    /// How much of the product.
    #[arg(long, requires = "unit")]
    quantity: Option<u64>,
    /// Of what, such as "lít".
    #[arg(long, requires = "quantity")]
    unit: Option<String>,
    /// Why other figures were reported before.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// Which reports.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Id of the product.
    product: String,
    /// Only those of this month or later, YYYY-MM.
    #[arg(long, value_name = "MONTH", default_value = "")]
    from: String,
    /// Only those of this month or earlier, YYYY-MM.
    #[arg(long, value_name = "MONTH", default_value = "")]
    to: String,
    #[command(flatten)]
    limit: Limit,
}

/// Of what.
#[derive(Args, Debug)]
pub(crate) struct Effect {
    /// The occasion: certificate, upgrade or campaign.
    #[arg(value_parser = words::named::<EffectOccasion>)]
    occasion: EffectOccasion,
    /// Months before and after.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=24))]
    months: u32,
    /// Only in this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only occasions on this day or later, YYYY-MM-DD; three years before today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only occasions on this day or earlier, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    /// Only this campaign.
    #[arg(long, value_name = "ID", default_value = "")]
    campaign: String,
}

impl Sales {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::Report(_) | Self::Stock(_) => Role::OcopOffice,
            Self::List(_) | Self::Effect(_) => Role::Auditor,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let services = target.services(&["promotion"])?;
        let service = services.sales(&bearer);
        match self {
            Self::Report(report) => report.run(service, format).await?,
            Self::List(list) => list.run(service, format).await?,
            Self::Stock(stock) => stock.run(services.exchange(&bearer), format).await?,
            Self::Effect(effect) => {
                effect.check()?;
                effect.run(service, format).await?;
            }
        }
        Ok(Outcome::Clean)
    }
}

impl Report {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let amount = |(quantity, unit)| Amount { quantity, unit };
        let request = proto::ReportSalesRequest {
            request_id: new_request().to_string(),
            product_id: self.product,
            month: self.month,
            sales: Some(proto::Sales {
                sales_vnd: self.vnd,
                modern_channel_vnd: self.modern,
                volume: self.quantity.zip(self.unit).map(amount),
            }),
            reason: self.reason,
        };
        let reported = service.report_sales(request).await;
        let report = reported.map_err(CallError::from)?.into_inner();
        let report = report.sales_report.unwrap_or_default();
        if format == Format::Json {
            return output::json(&report);
        }
        output::line(listed(std::slice::from_ref(&report)));
        Ok(())
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListSalesReportsRequest {
            product_id: self.product,
            from_month: self.from,
            to_month: self.to,
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSalesReportsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_sales_reports(request).await
        };
        let parts =
            |page: proto::ListSalesReportsResponse| (page.sales_reports, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("sales_reports", format, listed)
    }
}

fn listed(reports: &[proto::SalesReport]) -> Table {
    let mut table = output::table(&[
        "product",
        "month",
        "VND",
        "modern channels",
        "volume",
        "put right",
    ]);
    for report in reports {
        let sales = report.sales.clone().unwrap_or_default();
        let volume = sales.volume.map_or_else(String::new, |amount| {
            format!("{} {}", amount.quantity, amount.unit)
        });
        table.add_row([
            report.product_name.as_str().into(),
            report.month.as_str().into(),
            output::number(sales.sales_vnd),
            output::number(sales.modern_channel_vnd),
            output::number(volume),
            output::number(report.corrections.len()),
        ]);
    }
    table
}

/// Hundredths of a percent, with their sign; a dash if there are none.
fn part(hundredths: Option<i64>) -> String {
    let Some(hundredths) = hundredths else {
        return "–".to_owned();
    };
    let sign = if hundredths < 0 { "-" } else { "+" };
    let size = u32::try_from(hundredths.unsigned_abs()).unwrap_or(u32::MAX);
    format!("{sign}{}", output::percent(size))
}

impl Effect {
    /// Refuses a campaign where another occasion is asked about: it would be passed over.
    fn check(&self) -> anyhow::Result<()> {
        if self.campaign.is_empty() || self.occasion == EffectOccasion::Campaign {
            return Ok(());
        }
        let text = "--campaign is of the effect of campaigns: leave it out, or ask `ocop sales effect campaign`";
        Err(Refused::Misuse(text.to_owned()).into())
    }

    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::GetEffectRequest {
            occasion: self.occasion.into(),
            months: self.months,
            from_date: words::written(self.from),
            to_date: words::written(self.to),
            province_code: self.province.unwrap_or_default(),
            campaign_id: self.campaign,
            ..Default::default()
        };
        let found = service.get_effect(request).await;
        let found = found.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&found);
        }
        let months = found.months;
        output::line(format_args!(
            "VND a month, {months} months before and after; the month of the occasion counts for neither."
        ));
        let mut table = output::table(&[
            "stars", "set", "of", "cases", "left out", "before", "after", "mean", "median", "all",
            "middle",
        ]);
        for group in &found.groups {
            for (of, figure) in [("sales", &group.sales), ("deals", &group.deals)] {
                let figure = figure.unwrap_or_default();
                let stars: Cell = match group.star {
                    0 => "all".into(),
                    star => output::stars(star).into(),
                };
                let set = Some(group.criteria_set).filter(|set| *set > 0);
                table.add_row([
                    stars,
                    output::number(set.map_or_else(String::new, |set| set.to_string())),
                    of.into(),
                    output::number(figure.cases),
                    output::number(figure.left_out),
                    output::number(figure.mean_before_vnd),
                    output::number(figure.mean_after_vnd),
                    output::number(figure.mean_change_vnd),
                    output::number(figure.median_change_vnd),
                    output::number(part(figure.change_hundredths)),
                    output::number(part(figure.median_change_hundredths)),
                ]);
            }
        }
        output::line(table);
        if found.more_exist {
            output::line("There are more occasions than were looked at: the latest are.");
        }
        Ok(())
    }
}
