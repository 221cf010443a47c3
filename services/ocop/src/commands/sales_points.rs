//! `ocop sales-points`: points of introduction and sale of OCOP products.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::SalesPointShortfallKind;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Bearer, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with sales points.
#[derive(Debug, Subcommand)]
pub(crate) enum SalesPoints {
    /// List sales points in order of registration.
    List(List),
    /// Show one with what it shows on a day.
    Show(Show),
    /// Say everything that one lacks of the rules today. Exit code 1 if it lacks something.
    Check {
        /// Id of the point.
        id: String,
    },
    /// Find the nearest to a place.
    Near(Near),
}

/// Which points; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those of this group of places, such as transport_hub.
    #[arg(long, value_name = "GROUP", default_value = "")]
    group: String,
    /// Those that were given up too.
    #[arg(long)]
    with_closed: bool,
    #[command(flatten)]
    limit: Limit,
}

/// Which point.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the point.
    id: String,
    /// The day, YYYY-MM-DD; today if it is not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
}

/// From where.
#[derive(Args, Debug)]
pub(crate) struct Near {
    /// Degrees north.
    #[arg(allow_negative_numbers = true)]
    latitude: f64,
    /// Degrees east.
    #[arg(allow_negative_numbers = true)]
    longitude: f64,
    /// How far at most, in metres.
    #[arg(long, value_name = "METRES", default_value_t = 50_000)]
    within: u32,
    /// Only those that are open now.
    #[arg(long)]
    open_now: bool,
    /// Only those that show this product today.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// At most so many.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    limit: u32,
}

impl SalesPoints {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await?,
            Self::Show(show) => show.run(target, format).await?,
            Self::Check { id } => return check(id, target, format).await,
            Self::Near(near) => near.run(target, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target
            .services(&["promotion"])?
            .sales_points(&Bearer::none());
        let filters = proto::ListSalesPointsRequest {
            province_code: self.province.unwrap_or_default(),
            place_group: self.group,
            with_closed: self.with_closed,
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSalesPointsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_sales_points(request).await
        };
        let parts =
            |page: proto::ListSalesPointsResponse| (page.sales_points, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("sales_points", format, listed)
    }
}

fn open(point: &proto::SalesPoint) -> &'static str {
    if !point.closed_on.is_empty() {
        "given up"
    } else if point.open_now {
        "open now"
    } else {
        "closed now"
    }
}

fn listed(points: &[proto::SalesPoint]) -> Table {
    let mut table = output::table(&["id", "name", "owner", "place", "group", ""]);
    for point in points {
        table.add_row([
            point.id.as_str(),
            point.name.as_str(),
            point.owner.as_str(),
            point.place_code.as_str(),
            point.place_group.as_str(),
            open(point),
        ]);
    }
    table
}

impl Show {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target
            .services(&["promotion"])?
            .sales_points(&Bearer::none());
        let request = proto::GetSalesPointRequest {
            id: self.id,
            on_date: words::written(self.on),
        };
        let found = service.get_sales_point(request).await;
        let point = found.map_err(CallError::from)?.into_inner().sales_point;
        let point = point.unwrap_or_default();
        if format == Format::Json {
            return output::json(&point);
        }
        output::line(listed(std::slice::from_ref(&point)));
        let mut table = output::table(&["product", "group", "certified"]);
        for product in &point.products {
            let (group, certified) = match product.product_id.is_empty() {
                true => (product.group.as_str(), ""),
                false if product.certified => ("OCOP", "yes"),
                false => ("OCOP", "no"),
            };
            table.add_row([product.name.as_str(), group, certified]);
        }
        output::line(table);
        Ok(())
    }
}

async fn check(id: String, target: &Target, format: Format) -> anyhow::Result<Outcome> {
    let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
    let mut service = target.services(&["promotion"])?.sales_points(&bearer);
    let checked = service
        .check_sales_point(proto::CheckSalesPointRequest { id })
        .await;
    let checked = checked.map_err(CallError::from)?.into_inner();
    if format == Format::Json {
        output::json(&checked)?;
    } else if checked.shortfalls.is_empty() {
        output::line(format_args!(
            "It meets the rules of {}.",
            checked.rules_number
        ));
    } else {
        let mut table = output::table(&["what it lacks", "of"]);
        for lack in &checked.shortfalls {
            let kind: SalesPointShortfallKind = lack.kind();
            table.add_row([words::spoken(kind), lack.of.clone()]);
        }
        output::line(table);
    }
    Ok(Outcome::problem_if(!checked.shortfalls.is_empty()))
}

impl Near {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target
            .services(&["promotion"])?
            .sales_points(&Bearer::none());
        let request = proto::FindSalesPointsRequest {
            location: Some(proto::GeoPoint {
                latitude: self.latitude,
                longitude: self.longitude,
            }),
            within_metres: self.within,
            limit: self.limit,
            open_now: self.open_now,
            product_id: self.product,
        };
        let found = service.find_sales_points(request).await;
        let found = found.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&found);
        }
        let mut table = output::table(&["metres", "name", "place", "", "id"]);
        for near in &found.found {
            let point = near.sales_point.clone().unwrap_or_default();
            table.add_row([
                output::number(near.metres),
                point.name.as_str().into(),
                point.address.as_str().into(),
                open(&point).into(),
                point.id.as_str().into(),
            ]);
        }
        output::line(table);
        Ok(())
    }
}
