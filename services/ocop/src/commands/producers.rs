//! `ocop producers`: producers (chủ thể OCOP).

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;

use super::merge::Merge;
use super::pages::Limit;
use super::{Outcome, changes};
use crate::client::Target;
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Producers {
    /// List producers in order of registration.
    List(List),
    /// Show one.
    Show {
        /// Id of the producer.
        id: String,
        /// As it stood at the end of this day, YYYY-MM-DD.
        #[arg(long, value_name = "DAY", value_parser = words::day)]
        as_of: Option<NaiveDate>,
    },
    /// Merge two records of one producer: the first is kept and absorbs the second.
    Merge(Merge),
    /// List who changed what of one, when and why, the newest first.
    History {
        /// Id of the producer.
        id: String,
        #[command(flatten)]
        limit: Limit,
    },
}

/// Which producers; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those with these words in the name.
    #[arg(default_value = "")]
    words: String,
    /// Only those in this place or in a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those of this kind, such as cooperative.
    #[arg(long, value_parser = words::named::<proto::ProducerKind>)]
    kind: Option<proto::ProducerKind>,
    /// Only the one with this registration number.
    #[arg(long, value_name = "NUMBER", default_value = "")]
    registration_number: String,
    #[command(flatten)]
    limit: Limit,
}

impl Producers {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["catalog"])?.catalog(&bearer);
        match self {
            Self::Merge(merge) => merge.producers(target, format).await?,
            Self::List(list) => {
                let filters = proto::ListProducersRequest {
                    place_code: list.place,
                    in_units_of: list.units.day(),
                    kind: list.kind.map(i32::from).unwrap_or_default(),
                    search: list.words,
                    registration_number: list.registration_number,
                    ..proto::ListProducersRequest::default()
                };
                let page = async |page_size, page_token| {
                    let request = proto::ListProducersRequest {
                        page_size,
                        page_token,
                        ..filters.clone()
                    };
                    service.list_producers(request).await
                };
                let parts =
                    |page: proto::ListProducersResponse| (page.producers, page.next_page_token);
                let found = list.limit.of(page, parts).await?;
                found.show("producers", format, listed)?;
            }
            Self::History { id, limit } => {
                let of = proto::ListChangesRequest {
                    producer_id: id,
                    ..Default::default()
                };
                changes::show(service, of, limit, format).await?;
            }
            Self::Show { id, as_of } => {
                let answer = service
                    .get_producer(proto::GetProducerRequest {
                        id,
                        as_of: words::written(as_of),
                    })
                    .await;
                let producer = answer.map_err(CallError::from)?.into_inner().producer;
                let producer = producer.unwrap_or_default();
                match format {
                    Format::Json => output::json(&producer)?,
                    Format::Text => show(&producer),
                }
            }
        }
        Ok(Outcome::Clean)
    }
}

fn listed(producers: &[proto::Producer]) -> Table {
    let mut table = output::table(&["id", "name", "kind", "registration", "place"]);
    for producer in producers {
        table.add_row([
            producer.id.clone(),
            producer.name.clone(),
            words::spoken(producer.kind()),
            producer.registration_number.clone(),
            producer.place_code.clone(),
        ]);
    }
    table
}

fn show(producer: &proto::Producer) {
    output::line(output::heading(&producer.name));
    let person = producer.representative.clone().unwrap_or_default();
    let percent = producer
        .local_capital_percent
        .map(|part| format!("{part} %"));
    let facts = [
        ("id", producer.id.clone()),
        ("kind", words::spoken(producer.kind())),
        ("registration", producer.registration_number.clone()),
        ("registered on", producer.registration_date.clone()),
        ("place", producer.place_code.clone()),
        ("address", producer.address.clone()),
        ("telephone", producer.phone.clone()),
        ("e-mail", producer.email.clone()),
        ("representative", person.full_name),
        ("position", person.position),
        ("local capital", percent.unwrap_or_default()),
        ("value chain", words::word(producer.value_chain())),
    ];
    let mut table = output::table(&["", ""]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    output::line(table);
}
