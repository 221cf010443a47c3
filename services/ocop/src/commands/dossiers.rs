//! `ocop dossiers`: the dossiers of an office, one of them, and what is due.

mod show;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::{Cell, Table};
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::DossierState;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::view::v1::View;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Authorised, Target};
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = DossierServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Dossiers {
    /// List dossiers in order of making.
    List(List),
    /// Show one: where it stands, its days, its result, what is missing and what is due.
    Show(show::Show),
    /// List open dossiers by what is due next, most urgent first. Exit code 1 if one is late.
    Due(Due),
}

impl Dossiers {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let service = target.services(&["evaluation"])?.dossiers(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await,
            Self::Show(show) => show.run(service, format).await,
            Self::Due(due) => due.run(service, format).await,
        }
    }
}

/// Which dossiers; every condition that is given must hold. A token whose scope is a province needs --province.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this product.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those in this round.
    #[arg(long, value_name = "ID", default_value = "")]
    round: String,
    /// Only those that stand here, such as draft or commune_endorsed.
    #[arg(long, value_parser = words::named::<DossierState>)]
    state: Option<DossierState>,
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<Outcome> {
        let filters = proto::ListDossiersRequest {
            product_id: self.product,
            producer_id: self.producer,
            round_id: self.round,
            state: self.state.unwrap_or_default().into(),
            province_code: self.province.unwrap_or_default(),
            view: View::Basic.into(),
            ..proto::ListDossiersRequest::default()
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
        let found = self
            .limit
            .of(page, |page| (page.due, page.next_page_token))
            .await?;
        found.show("due", format, due_first)?;
        let late = |due: &proto::DueDossier| due.deadline.as_ref().is_some_and(|due| due.late);
        Ok(Outcome::problem_if(found.rows.iter().any(late)))
    }
}

fn due_first(due: &[proto::DueDossier]) -> Table {
    let mut table = output::table(&[
        "due", "what", "product", "kind", "state", "place", "dossier",
    ]);
    for row in due {
        let deadline = row.deadline.clone().unwrap_or_default();
        table.add_row([
            due_on(&deadline),
            words::spoken(deadline.duty()).into(),
            row.product_name.as_str().into(),
            words::spoken(row.kind()).into(),
            words::spoken(row.state()).into(),
            row.place_code.as_str().into(),
            row.dossier_id.as_str().into(),
        ]);
    }
    table
}
