//! `ocop criteria`: what the law asks of products, as the evaluation service knows it.

mod diff;
mod facts;
mod file;
mod show;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::{CriteriaSet, GetCriteriaSetRequest, ListCriteriaSetsRequest};

use self::file::{File, Set};
use super::Outcome;
use crate::client::{Authorised, Bearer, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = CriteriaServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Criteria {
    /// List the criteria sets of a day's regulation.
    List {
        #[command(flatten)]
        on: On,
    },
    /// Show one set: criteria, answers, points, star marks, knock-outs, evidence.
    Show {
        /// Number of the set, 1 to 26.
        number: u32,
        #[command(flatten)]
        on: On,
    },
    /// Write one set, or all that can be scored, as a file that `diff` reads.
    Export {
        /// Number of the set; all of them if not given.
        number: Option<u32>,
        #[command(flatten)]
        on: On,
    },
    /// Compare codes, points, marks, branches, conditions, knock-outs and samples with a file. Exit code 1 on a
    /// difference.
    Diff {
        /// JSON: `sets[].parts[].sections[].criteria[].options[]`, as services/ocop/README.md says.
        file: PathBuf,
        #[command(flatten)]
        on: On,
    },
}

/// The day whose regulation counts.
#[derive(Args, Debug)]
pub(crate) struct On {
    /// The day whose regulation counts, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    as_of: Option<NaiveDate>,
}

impl On {
    fn day(&self) -> String {
        words::written(self.as_of)
    }
}

impl Criteria {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let mut service = target.services(&["evaluation"])?.criteria(&Bearer::none());
        match self {
            Self::List { on } => list(&mut service, &on, format).await?,
            Self::Show { number, on } => {
                let set = get(&mut service, number, &on).await?;
                match format {
                    Format::Json => output::json(&set)?,
                    Format::Text => show::show(&set),
                }
            }
            Self::Export {
                number: Some(number),
                on,
            } => {
                let set = get(&mut service, number, &on).await?;
                output::json(&File {
                    sets: vec![Set::from(&set)],
                })?;
            }
            Self::Export { number: None, on } => {
                let mut sets = Vec::new();
                for listed in listed(&mut service, &on).await? {
                    if listed.scorable {
                        sets.push(Set::from(&get(&mut service, listed.number, &on).await?));
                    }
                }
                output::json(&File { sets })?;
            }
            Self::Diff { file, on } => return diff::run(&mut service, &file, &on, format).await,
        }
        Ok(Outcome::Clean)
    }
}

async fn list(service: &mut Service, on: &On, format: Format) -> anyhow::Result<()> {
    let sets = listed(service, on).await?;
    if format == Format::Json {
        return output::json(&sets);
    }
    let mut table = output::table(&[
        "set", "branch", "name", "", "sections", "criteria", "answers", "marked", "samples",
    ]);
    for set in &sets {
        let place = set.classification.clone().unwrap_or_default();
        let count = |count: u32| {
            output::number(if set.scorable {
                count.to_string()
            } else {
                "–".to_owned()
            })
        };
        table.add_row([
            output::number(set.number),
            place.branch.into(),
            set.name_vi.as_str().into(),
            set.name_en.as_str().into(),
            count(set.sections),
            count(set.criteria),
            count(set.answers),
            count(set.marked_criteria),
            count(set.samples),
        ]);
    }
    output::line(format_args!("{table}"));
    let scorable = sets.iter().filter(|set| set.scorable).count();
    let regulation = sets.first().map(|set| set.regulation.clone());
    output::line(format_args!(
        "{scorable} of {} sets can be scored under {}.",
        sets.len(),
        regulation.unwrap_or_default()
    ));
    Ok(())
}

async fn listed(
    service: &mut Service,
    on: &On,
) -> anyhow::Result<Vec<ocop_proto::evaluation::v1::CriteriaSetSummary>> {
    let request = ListCriteriaSetsRequest {
        regulation: String::new(),
        on_date: on.day(),
    };
    let answer = service.list_criteria_sets(request).await;
    Ok(answer.map_err(CallError::from)?.into_inner().criteria_sets)
}

async fn get(service: &mut Service, number: u32, on: &On) -> anyhow::Result<CriteriaSet> {
    let request = GetCriteriaSetRequest {
        number,
        on_date: on.day(),
    };
    let answer = service
        .get_criteria_set(request)
        .await
        .map_err(CallError::from)?;
    let set = answer.into_inner().criteria_set;
    set.ok_or_else(|| anyhow::anyhow!("the service sent no criteria set"))
}
