//! Programmes of support.

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::SupportKind;

use super::{End, Service};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which programmes; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those for this place or for a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those of this kind: training, capital, packaging, machinery, promotion, quality or other.
    #[arg(long, value_parser = words::named::<SupportKind>)]
    kind: Option<SupportKind>,
    /// Only those that run on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
    /// Only those that are not closed.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListSupportProgrammesRequest {
            place_code: self.place,
            in_units_of: self.units.day(),
            kind: self.kind.unwrap_or_default().into(),
            on_date: words::written(self.on),
            open: self.open,
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSupportProgrammesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_support_programmes(request).await
        };
        let parts =
            |page: proto::ListSupportProgrammesResponse| (page.programmes, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("programmes", format, listed)
    }
}

fn listed(programmes: &[proto::SupportProgramme]) -> Table {
    let mut table = output::table(&[
        "id", "title", "kind", "place", "from", "to", "VND", "closed",
    ]);
    for programme in programmes {
        let budget = programme.budget_vnd;
        table.add_row([
            programme.id.as_str().into(),
            programme.title.as_str().into(),
            words::spoken(programme.kind()).into(),
            programme.place_code.as_str().into(),
            programme.from_date.as_str().into(),
            programme.to_date.as_str().into(),
            output::number(budget.map_or_else(String::new, |budget| budget.to_string())),
            programme.closed_on.as_str().into(),
        ]);
    }
    table
}

fn answer(programme: Option<proto::SupportProgramme>, format: Format) -> anyhow::Result<()> {
    let programme = programme.unwrap_or_default();
    if format == Format::Json {
        return output::json(&programme);
    }
    output::line(listed(std::slice::from_ref(&programme)));
    Ok(())
}

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the programme.
    id: String,
}

impl Show {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::GetSupportProgrammeRequest { id: self.id };
        let found = service.get_support_programme(request).await;
        let found = found.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&found);
        }
        let programme = found.programme.unwrap_or_default();
        let figures = found.figures.unwrap_or_default();
        output::line(output::heading(&programme.title));
        output::line(listed(std::slice::from_ref(&programme)));
        let mut table = output::table(&["", ""]);
        for (name, value) in [
            ("organiser", programme.organiser),
            ("sessions held", figures.sessions_held.to_string()),
            ("producers trained", figures.producers_trained.to_string()),
            ("persons", figures.persons.to_string()),
            ("grants", figures.grants.to_string()),
            (
                "producers granted to",
                figures.producers_granted.to_string(),
            ),
            ("VND granted", figures.granted_vnd.to_string()),
            ("closed because", programme.closed_reason),
        ] {
            if !value.is_empty() {
                table.add_row([name, value.as_str()]);
            }
        }
        output::line(table);
        Ok(())
    }
}

/// What is planned.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// What it is called.
    title: String,
    /// What it supports with: training, capital, packaging, machinery, promotion, quality or other.
    #[arg(long, value_parser = words::named::<SupportKind>)]
    kind: SupportKind,
    /// Who runs it.
    #[arg(long, value_name = "NAME")]
    organiser: String,
    /// Code of the province or commune that it is for.
    #[arg(long, value_name = "CODE")]
    place: String,
    /// The first day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: NaiveDate,
    /// The last day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: NaiveDate,
    /// Its budget, in VND.
    #[arg(long, value_name = "VND")]
    budget: Option<u64>,
}

impl Plan {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::PlanSupportProgrammeRequest {
            request_id: new_request().to_string(),
            programme: Some(proto::SupportProgramme {
                title: self.title,
                kind: self.kind.into(),
                organiser: self.organiser,
                place_code: self.place,
                budget_vnd: self.budget,
                from_date: self.from.to_string(),
                to_date: self.to.to_string(),
                ..Default::default()
            }),
        };
        let planned = service.plan_support_programme(request).await;
        let planned = planned.map_err(CallError::from)?.into_inner();
        answer(planned.programme, format)
    }
}

/// What changes.
#[derive(Args, Debug)]
pub(crate) struct Change {
    /// Id of the programme.
    id: String,
    /// What it is called.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What it supports with.
    #[arg(long, value_parser = words::named::<SupportKind>)]
    kind: Option<SupportKind>,
    /// Who runs it.
    #[arg(long, value_name = "NAME")]
    organiser: Option<String>,
    /// The first day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// The last day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    /// Its budget, in VND.
    #[arg(long, value_name = "VND")]
    budget: Option<u64>,
    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// The programme as it is.
async fn known(service: &mut Service, id: String) -> anyhow::Result<proto::SupportProgramme> {
    let request = proto::GetSupportProgrammeRequest { id };
    let found = service.get_support_programme(request).await;
    let found = found.map_err(CallError::from)?.into_inner();
    Ok(found.programme.unwrap_or_default())
}

impl Change {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let before = known(&mut service, self.id).await?;
        let day = |given: Option<NaiveDate>, before: &str| {
            given.map_or_else(|| before.to_owned(), |day| day.to_string())
        };
        let programme = proto::SupportProgramme {
            title: self.title.unwrap_or(before.title),
            kind: self.kind.map_or(before.kind, i32::from),
            organiser: self.organiser.unwrap_or(before.organiser),
            from_date: day(self.from, &before.from_date),
            to_date: day(self.to, &before.to_date),
            budget_vnd: self.budget.or(before.budget_vnd),
            id: before.id,
            etag: before.etag,
            ..Default::default()
        };
        let request = proto::UpdateSupportProgrammeRequest {
            request_id: new_request().to_string(),
            programme: Some(programme),
            reason: self.reason,
        };
        let changed = service.update_support_programme(request).await;
        let changed = changed.map_err(CallError::from)?.into_inner();
        answer(changed.programme, format)
    }
}

pub(super) async fn close(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let before = known(&mut service, end.id).await?;
    let request = proto::CloseSupportProgrammeRequest {
        request_id: new_request().to_string(),
        id: before.id,
        etag: before.etag,
        reason: end.reason,
    };
    let closed = service.close_support_programme(request).await;
    let closed = closed.map_err(CallError::from)?.into_inner();
    answer(closed.programme, format)
}
