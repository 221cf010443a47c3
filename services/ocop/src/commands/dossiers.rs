//! `ocop dossiers`: the dossiers of an office, one of them, and what is due.

mod check;
mod count;
mod filters;
mod show;

use std::cell::RefCell;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::{Cell, Table};
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::view::v1::View;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Authorised, Target};
use crate::commands::units::Units;
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = DossierServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Dossiers {
    /// List dossiers in order of making.
    List(List),
    /// Count the dossiers that a list would have, by state, kind, commune and more.
    Count(count::Count),
    /// Show one: where it stands, its days, its result, what is missing and what is due.
    Show(show::Show),
    /// Say what the next step of a dossier would find lacking. Exit code 1 if something is that the law requires.
    Check(check::Check),
    /// List open dossiers, and certificates without one that may be evaluated again, by what is due next, most urgent first,
    /// and what is to be settled in rounds. Exit code 1 if something is late.
    Due(Due),
}

impl Dossiers {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let service = target.services(&["evaluation"])?.dossiers(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await,
            Self::Count(count) => count.run(service, format).await,
            Self::Show(show) => show.run(service, format).await,
            Self::Check(check) => check.run(service, format).await,
            Self::Due(due) => due.run(service, format).await,
        }
    }
}

/// Lists dossiers. A token whose scope is a province finds what lies there.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    filters: filters::Filters,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let filters = proto::ListDossiersRequest {
            view: View::Basic.into(),
            ..self.filters.request()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListDossiersRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_dossiers(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.dossiers, page.next_page_token))
            .await?;
        found.show("dossiers", format, listed)?;
        Ok(Outcome::Clean)
    }
}

fn listed(dossiers: &[proto::Dossier]) -> Table {
    let mut table = output::table(&[
        "id", "product", "kind", "state", "set", "lodged", "star", "due",
    ]);
    for dossier in dossiers {
        let star = dossier.tally.as_ref().map_or(0, |tally| tally.star);
        table.add_row([
            dossier.id.as_str().into(),
            dossier.product_name.as_str().into(),
            words::spoken(dossier.kind()).into(),
            words::spoken(dossier.state()).into(),
            output::number(dossier.criteria_set),
            dossier.lodged_on.as_str().into(),
            output::stars(star).into(),
            dossier.deadlines.first().map_or("".into(), due_on),
        ]);
    }
    table
}

/// The last day in time, in red once it has passed.
fn due_on(deadline: &proto::Deadline) -> Cell {
    if deadline.late {
        output::bad_cell(format!("{} late", deadline.due_on))
    } else {
        deadline.due_on.as_str().into()
    }
}

/// What is due.
#[derive(Args, Debug)]
pub(crate) struct Due {
    /// The province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: String,
    #[command(flatten)]
    units: Units,
    /// Only what is due on this day or before, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    due_by: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl Due {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let filters = proto::ListDueRequest {
            province_code: self.province,
            in_units_of: self.units.day(),
            due_by: words::written(self.due_by),
            ..proto::ListDueRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListDueRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_due(request).await
        };
        let matters = RefCell::new(Vec::new());
        let parts = |page: proto::ListDueResponse| {
            matters.borrow_mut().extend(page.matters);
            (page.due, page.next_page_token)
        };
        let found = self.limit.of(page, parts).await?;
        let matters = matters.into_inner();
        match format {
            Format::Json => found.show_with("due", ("matters", serde_json::to_value(&matters)?))?,
            Format::Text => {
                found.show("due", format, due_first)?;
                if !matters.is_empty() {
                    output::line(output::heading(
                        "To be settled before the minutes are signed",
                    ));
                    output::line(unsettled(&matters));
                }
            }
        }
        let late = |due: &proto::DueDossier| due.deadline.as_ref().is_some_and(|due| due.late);
        Ok(Outcome::problem_if(found.rows.iter().any(late)))
    }
}

fn unsettled(matters: &[proto::RoundMatter]) -> Table {
    let mut table = output::table(&["product", "contradicted", "conflict of interest", "dossier"]);
    for matter in matters {
        let contradictions = matter.contradictions.iter();
        let contradictions: Vec<String> = contradictions
            .map(|found| format!("{} on {}", found.member, found.criterion))
            .collect();
        table.add_row([
            matter.product_name.clone(),
            contradictions.join(", "),
            matter.conflicted.join(", "),
            matter.dossier_id.clone(),
        ]);
    }
    table
}

fn due_first(due: &[proto::DueDossier]) -> Table {
    let mut table = output::table(&[
        "due",
        "what",
        "product",
        "kind",
        "state",
        "place",
        "dossier or certificate",
    ]);
    for row in due {
        let deadline = row.deadline.clone().unwrap_or_default();
        table.add_row([
            due_on(&deadline),
            words::spoken(deadline.duty()).into(),
            row.product_name.as_str().into(),
            words::spoken(row.kind()).into(),
            match row.state() {
                proto::DossierState::Unspecified => "no dossier yet".into(),
                state => words::spoken(state).into(),
            },
            row.place_code.as_str().into(),
            match row.dossier_id.as_str() {
                "" => row.certificate_id.as_str().into(),
                dossier => dossier.into(),
            },
        ]);
    }
    table
}
