//! `ocop targets`: the targets of a province's programme, from a file into evaluation, and as they are there.

mod file;

use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Subcommand;
use comfy_table::Table;
use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1::target::Goal;
use ocop_proto::evaluation::v1::{
    ListTargetsRequest, SetTargetRequest, Target as ProtoTarget, UpdateTargetRequest,
};
use serde::Serialize;

use super::Outcome;
use super::pages::Limit;
use super::units::Units;
use crate::client::{Bearer, Services, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with targets.
#[derive(Debug, Subcommand)]
pub(crate) enum Targets {
    /// Set the targets of a file. A target of the same name and period is changed; a second run changes nothing.
    Set {
        /// The file: TOML, explained in services/ocop/demo/README.md.
        file: PathBuf,
    },
    /// List targets.
    List {
        /// Only those of this province.
        #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
        province: Option<String>,
        #[command(flatten)]
        units: Units,
        /// Only those whose period holds this day, YYYY-MM-DD.
        #[arg(long, value_name = "DAY", value_parser = words::day)]
        on: Option<NaiveDate>,
        #[command(flatten)]
        limit: Limit,
    },
}

/// How many targets were set.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Summary {
    new: u32,
    changed: u32,
    unchanged: u32,
}

impl Targets {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let services = target.services(&["evaluation"])?;
        match self {
            Self::Set { file } => {
                let text = std::fs::read_to_string(&file)
                    .with_context(|| format!("cannot read {}", file.display()))?;
                let (province, targets) = file::read(&text)
                    .with_context(|| format!("{} holds no targets", file.display()))?;
                let scope = Scope::Province(province.clone());
                let bearer = target.bearer(Role::OcopOffice, scope)?;
                let summary = set_each(&services, &bearer, &province, targets).await?;
                show(&summary, format)?;
            }
            Self::List {
                province,
                units,
                on,
                limit,
            } => {
                let asked = ListTargetsRequest {
                    province_code: province.unwrap_or_default(),
                    in_units_of: units.day(),
                    on_date: words::written(on),
                    ..Default::default()
                };
                let mut service = services.progress(&Bearer::none());
                let page = async |page_size, page_token| {
                    let request = ListTargetsRequest {
                        page_size,
                        page_token,
                        ..asked.clone()
                    };
                    service.list_targets(request).await
                };
                let found = limit.of(page, |page| (page.targets, page.next_page_token));
                found.await?.show("targets", format, table)?;
            }
        }
        Ok(Outcome::Clean)
    }
}

/// Sets the targets of a file's text.
///
/// # Errors
/// The text holds no targets, or the service refuses one.
pub(crate) async fn set_all(
    services: &Services,
    bearer: &Bearer,
    text: &str,
) -> anyhow::Result<Summary> {
    let (province, targets) = file::read(text)?;
    set_each(services, bearer, &province, targets).await
}

async fn set_each(
    services: &Services,
    bearer: &Bearer,
    province: &str,
    targets: Vec<ProtoTarget>,
) -> anyhow::Result<Summary> {
    let request = ListTargetsRequest {
        province_code: province.to_owned(),
        ..Default::default()
    };
    let there = listed(services, request).await?;
    let mut summary = Summary::default();
    for wanted in targets {
        set(services, bearer, wanted, &there, &mut summary).await?;
    }
    Ok(summary)
}

/// Sets a target, or changes the one of the same name and period.
async fn set(
    services: &Services,
    bearer: &Bearer,
    wanted: ProtoTarget,
    there: &[ProtoTarget],
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let mut service = services.progress(bearer);
    let named = |target: &&ProtoTarget| {
        let key = |target: &ProtoTarget| {
            let (from, to) = (target.period_from.clone(), target.period_to.clone());
            (target.name_vi.clone(), from, to)
        };
        key(target) == key(&wanted)
    };
    let name = wanted.name_vi.clone();
    let request_id = new_id(Clock::system(ocop_proto::VIET_NAM).now()).to_string();
    let outcome = match there.iter().find(named) {
        None => {
            summary.new += 1;
            let target = Some(wanted);
            let request = SetTargetRequest { request_id, target };
            service.set_target(request).await.map(|_| ())
        }
        Some(before) => {
            let after = ProtoTarget {
                id: before.id.clone(),
                etag: before.etag.clone(),
                create_time: before.create_time,
                update_time: before.update_time,
                // A field that the service filled in is not a change.
                min_star: if wanted.min_star == 0 {
                    before.min_star
                } else {
                    wanted.min_star
                },
                ..wanted
            };
            if after == *before {
                summary.unchanged += 1;
                return Ok(());
            }
            summary.changed += 1;
            let target = Some(after);
            let request = UpdateTargetRequest { request_id, target };
            service.update_target(request).await.map(|_| ())
        }
    };
    outcome
        .map_err(CallError::from)
        .with_context(|| format!("target {name:?}"))
}

/// All targets of a province, page by page.
async fn listed(
    services: &Services,
    asked: ListTargetsRequest,
) -> anyhow::Result<Vec<ProtoTarget>> {
    let mut service = services.progress(&Bearer::none());
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListTargetsRequest {
            page_size: 500,
            page_token,
            ..asked.clone()
        };
        let page = service
            .list_targets(request)
            .await
            .map_err(CallError::from)?;
        let page = page.into_inner();
        all.extend(page.targets);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}

fn show(summary: &Summary, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(summary);
    }
    let mut table = output::table(&["", "new", "changed", "unchanged"]);
    table.add_row([
        "targets".into(),
        output::number(summary.new),
        output::number(summary.changed),
        output::number(summary.unchanged),
    ]);
    output::line(format_args!("{table}"));
    Ok(())
}

fn table(targets: &[ProtoTarget]) -> Table {
    let mut table = output::table(&["province", "from", "to", "target", "goal"]);
    for target in targets {
        table.add_row([
            target.province_code.as_str().into(),
            target.period_from.as_str().into(),
            target.period_to.as_str().into(),
            target.name_vi.as_str().into(),
            output::number(goal(target)),
        ]);
    }
    table
}

/// The goal of a target, such as `200` or `15 %`.
pub(super) fn goal(target: &ProtoTarget) -> String {
    match target.goal {
        Some(Goal::GoalCount(count)) => count.to_string(),
        Some(Goal::GoalShare(share)) => output::percent(share),
        None => String::new(),
    }
}
