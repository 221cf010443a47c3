//! `ocop areas`: growing areas, and what of them ends.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Authorised, Target};
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = GrowingAreaServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Areas {
    /// List growing areas in order of registration.
    List(List),
    /// Show one with its certificates and contracts.
    Show(Show),
    /// List the codes and certificates of areas that end in a period, with the products that depend on them. Exit code 1 if there
    /// are any.
    Lapses(Lapses),
}

impl Areas {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let service = target.services(&["catalog"])?.areas(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await,
            Self::Show(show) => show.run(service, format).await,
            Self::Lapses(lapses) => lapses.run(service, format).await,
        }
    }
}

/// Which areas; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those in this place or in a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those that this producer holds.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those on which this product depends.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// Only those whose code is valid on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let filters = proto::ListAreasRequest {
            place_code: self.place,
            in_units_of: self.units.day(),
            producer_id: self.producer,
            product_id: self.product,
            on_date: words::written(self.on),
            ..proto::ListAreasRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListAreasRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_areas(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.areas, page.next_page_token))
            .await?;
        found.show("areas", format, listed)?;
        Ok(Outcome::Clean)
    }
}

/// Square metres as hectares: 12.5.
fn hectares(square_metres: u64) -> String {
    let (whole, rest) = (square_metres / 10_000, square_metres % 10_000);
    let written = format!("{whole}.{rest:04}");
    written
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

fn listed(areas: &[proto::GrowingArea]) -> Table {
    let mut table = output::table(&[
        "id", "code", "crop", "ha", "place", "until", "holders", "products",
    ]);
    for area in areas {
        table.add_row([
            area.id.as_str().into(),
            area.code.as_str().into(),
            area.crop.as_str().into(),
            output::number(hectares(area.square_metres)),
            area.place_code.as_str().into(),
            area.valid_to.as_str().into(),
            output::number(area.holder_ids.len()),
            output::number(area.product_ids.len()),
        ]);
    }
    table
}

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the area.
    id: String,
}

impl Show {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let answer = service
            .get_area(proto::GetAreaRequest { id: self.id })
            .await;
        let area = answer.map_err(CallError::from)?.into_inner().area;
        let area = area.unwrap_or_default();
        match format {
            Format::Json => output::json(&area)?,
            Format::Text => show(&area),
        }
        Ok(Outcome::Clean)
    }
}

fn show(area: &proto::GrowingArea) {
    output::line(output::heading(&format!("{} · {}", area.code, area.crop)));
    let mut table = output::table(&["", ""]);
    let facts = [
        ("id", area.id.clone()),
        ("issuer", area.issuer.clone()),
        ("hectares", hectares(area.square_metres)),
        ("place", area.place_code.clone()),
        ("code valid from", area.valid_from.clone()),
        ("code valid to", area.valid_to.clone()),
        ("holders", area.holder_ids.join("\n")),
        ("products", area.product_ids.join("\n")),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    output::line(table);
    if !area.certificates.is_empty() {
        let mut table = output::table(&["certificate", "number", "issuer", "from", "to"]);
        for one in &area.certificates {
            let scheme = words::spoken(one.scheme());
            table.add_row([
                format!("{scheme} {}", one.name).trim(),
                one.number.as_str(),
                one.issuer.as_str(),
                one.valid_from.as_str(),
                one.valid_to.as_str(),
            ]);
        }
        output::line(table);
    }
    if !area.marks.is_empty() {
        let mut table = output::table(&["marked as", "paper", "from", "to"]);
        for one in &area.marks {
            table.add_row([
                words::spoken(one.kind()).as_str(),
                one.paper.as_str(),
                one.valid_from.as_str(),
                one.valid_to.as_str(),
            ]);
        }
        output::line(table);
    }
    if !area.contracts.is_empty() {
        let mut table = output::table(&["contract with", "of the output", "from", "to"]);
        for one in &area.contracts {
            table.add_row([
                one.partner.as_str().into(),
                output::number(format_args!("{} %", one.output_percent)),
                one.valid_from.as_str().into(),
                one.valid_to.as_str().into(),
            ]);
        }
        output::line(table);
    }
}

/// What ends.
#[derive(Args, Debug)]
pub(crate) struct Lapses {
    /// First last day that counts, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: NaiveDate,
    /// Last one that counts, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: NaiveDate,
    /// Only of areas of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    #[command(flatten)]
    units: Units,
    #[command(flatten)]
    limit: Limit,
}

impl Lapses {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let filters = proto::ListAreaLapsesRequest {
            from_date: self.from.to_string(),
            to_date: self.to.to_string(),
            province_code: self.province.unwrap_or_default(),
            in_units_of: self.units.day(),
            ..proto::ListAreaLapsesRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListAreaLapsesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_area_lapses(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.lapses, page.next_page_token))
            .await?;
        found.show("lapses", format, lapsing)?;
        Ok(Outcome::problem_if(!found.rows.is_empty()))
    }
}

fn lapsing(lapses: &[proto::AreaLapse]) -> Table {
    let mut table = output::table(&["last day", "what", "area", "crop", "products", "id"]);
    for lapse in lapses {
        let products: Vec<String> = lapse
            .products
            .iter()
            .map(|product| {
                format!("{} {}", product.name, output::stars(product.star))
                    .trim()
                    .to_owned()
            })
            .collect();
        let what = match lapse.paper() {
            proto::AreaPaper::Certificate => lapse.name.clone(),
            paper => words::spoken(paper),
        };
        table.add_row([
            lapse.last_day.clone(),
            what,
            lapse.area_code.clone(),
            lapse.crop.clone(),
            products.join("\n"),
            lapse.area_id.clone(),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::hectares;

    #[test]
    fn square_metres_are_shown_as_hectares() {
        for (square_metres, shown) in [
            (125_000, "12.5"),
            (10_000, "1"),
            (1, "0.0001"),
            (1_000_000, "100"),
        ] {
            assert_eq!(hectares(square_metres), shown);
        }
    }
}
