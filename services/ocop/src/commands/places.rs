//! `ocop places`: administrative units by day, what became of them, and files of later acts or earlier history.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_places::{Facts, Kind, Part, Succession, Unit};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::PlaceKind;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = CatalogServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Places {
    /// List units, ordered by code and period.
    List(List),
    /// Show a unit: what it lies in, and what it is in the units of another day.
    Show(Show),
    /// Add or correct units from a file: all of them, or none if they do not fit together.
    Import(Import),
}

/// Which units; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those directly inside this one.
    #[arg(long, value_name = "CODE")]
    within: Option<String>,
    /// Only those of this level: province, district or commune.
    #[arg(long, value_parser = words::named::<PlaceKind>)]
    kind: Option<PlaceKind>,
    /// Only those that existed on this day; all that there ever were if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
    /// Only those with this name, wherever its tone marks are put.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    limit: Limit,
}

/// Which unit.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Its code.
    code: String,
    /// The day of which it is meant; today or, if there is none today, the last that had the code.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
    /// The day in whose units it is asked what it is; today if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    in_units_of: Option<NaiveDate>,
}

/// The files.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The units: code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by.
    units: PathBuf,
    /// What became of those that ended: from_code,from_valid_to,to_code,part.
    successors: Option<PathBuf>,
    /// Only say what would be taken over, and keep nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Places {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let service = target.services(&["catalog"])?.catalog(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show(show) => show.run(service, format).await?,
            Self::Import(import) => import.run(service, format).await?,
        }
        Ok(Outcome::Clean)
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListPlacesRequest {
            parent_code: self.within.unwrap_or_default(),
            kind: self.kind.map(i32::from).unwrap_or_default(),
            on_date: day(self.on),
            name: self.name.unwrap_or_default(),
            ..proto::ListPlacesRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListPlacesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_places(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.places, page.next_page_token))
            .await?;
        found.show("places", format, listed)
    }
}

impl Show {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::GetPlaceRequest {
            code: self.code,
            on_date: day(self.on),
            in_units_of: day(self.in_units_of),
        };
        let answer = service.get_place(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        match format {
            Format::Json => output::json(&answer)?,
            Format::Text => {
                let place = answer.place.unwrap_or_default();
                let within: Vec<String> = answer.within.iter().map(named).collect();
                output::line(output::heading(&format!(
                    "{} {}",
                    place.code,
                    named(&place)
                )));
                output::line(within.join(" · "));
                output::line(listed(&[place]));
                output::line(output::heading("in the units of the day asked for"));
                output::line(listed(&answer.possible));
            }
        }
        Ok(())
    }
}

fn named(place: &proto::Place) -> String {
    format!("{} {}", place.r#type, place.name)
}

fn listed(places: &[proto::Place]) -> Table {
    let mut table = output::table(&["code", "name", "type", "within", "from", "to", "made by"]);
    for place in places {
        table.add_row([
            place.code.as_str(),
            place.name.as_str(),
            place.r#type.as_str(),
            place.parent_code.as_str(),
            place.valid_from.as_str(),
            place.valid_to.as_str(),
            place.decision.as_str(),
        ]);
    }
    table
}

impl Import {
    fn facts(&self) -> anyhow::Result<Facts> {
        let read = |path: &PathBuf| {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let units = read(&self.units)?;
        let successors = self.successors.as_ref().map(read).transpose()?;
        let none = Facts::default().successors_file();
        Ok(Facts::read(&units, &successors.unwrap_or(none))?)
    }

    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let facts = self.facts()?;
        let request = proto::ImportPlacesRequest {
            request_id: new_request().to_string(),
            places: facts.units.iter().map(unit).collect(),
            successions: facts.successions.iter().map(succession).collect(),
            validate_only: self.dry_run,
        };
        let answer = service.import_places(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        match format {
            Format::Json => output::json(&answer)?,
            Format::Text => output::line(format!(
                "{} units are new or another than before; {} are known",
                answer.changed, answer.known
            )),
        }
        Ok(())
    }
}

fn unit(unit: &Unit) -> proto::Place {
    let kind = match unit.kind {
        Kind::Province => PlaceKind::Province,
        Kind::District => PlaceKind::District,
        Kind::Commune => PlaceKind::Commune,
    };
    proto::Place {
        code: unit.code.to_string(),
        name: unit.name.to_string(),
        kind: kind.into(),
        parent_code: unit.parent.as_deref().unwrap_or_default().to_owned(),
        valid_from: day(unit.period.from),
        valid_to: day(unit.period.to),
        r#type: unit.designation.to_string(),
        decision: unit.made_by.to_string(),
        ended_by: unit.ended_by.to_string(),
    }
}

fn succession(one: &Succession) -> proto::PlaceSuccession {
    proto::PlaceSuccession {
        from_code: one.from.to_string(),
        from_valid_to: one.ended.to_string(),
        to_code: one.to.to_string(),
        whole: one.part == Part::Whole,
    }
}
