//! `ocop councils`: the councils that score, their members and their rules.

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::CouncilLevel;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Authorised, Target};
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

type Service = CouncilServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Councils {
    /// List councils in order of recording.
    List(List),
    /// Show one with its members and its rules, those of earlier days too.
    Show {
        /// Id of the council.
        id: String,
    },
}

/// Which councils; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    #[command(flatten)]
    units: Units,
    /// Only those of this level: province or centre.
    #[arg(long, value_parser = words::named::<CouncilLevel>)]
    level: Option<CouncilLevel>,
    #[command(flatten)]
    limit: Limit,
}

impl Councils {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.councils(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show { id } => {
                let answer = service.get_council(proto::GetCouncilRequest { id }).await;
                let council = answer.map_err(CallError::from)?.into_inner().council;
                let council = council.unwrap_or_default();
                match format {
                    Format::Json => output::json(&council)?,
                    Format::Text => show(&council),
                }
            }
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListCouncilsRequest {
            province_code: self.province.unwrap_or_default(),
            in_units_of: self.units.day(),
            level: self.level.unwrap_or_default().into(),
            ..proto::ListCouncilsRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListCouncilsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_councils(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.councils, page.next_page_token))
            .await?;
        found.show("councils", format, listed)
    }
}

fn listed(councils: &[proto::Council]) -> Table {
    let mut table = output::table(&[
        "id",
        "level",
        "province",
        "decision",
        "appointed",
        "members",
    ]);
    for council in councils {
        let members = council.members.iter();
        let inside = members.filter(|member| member.left_on.is_empty()).count();
        table.add_row([
            council.id.as_str().into(),
            words::spoken(council.level()).into(),
            council.province_code.as_str().into(),
            council.decision_number.as_str().into(),
            council.appointed_on.as_str().into(),
            output::number(inside),
        ]);
    }
    table
}

fn show(council: &proto::Council) {
    output::line(output::heading(&format!(
        "{} of {} · {} {}",
        council.decision_number,
        council.appointed_on,
        words::spoken(council.level()),
        council.province_code
    )));
    let mut members = output::table(&["member", "", "of", "role", "joined", "left"]);
    for member in &council.members {
        members.add_row([
            member.full_name.clone(),
            member.subject.clone(),
            member.organisation.clone(),
            words::spoken(member.role()),
            member.joined_on.clone(),
            member.left_on.clone(),
        ]);
    }
    output::line(members);
    let mut rules = output::table(&[
        "rules from",
        "quorum",
        "chair votes",
        "members at least",
        "points apart at most",
    ]);
    for rule in &council.rules {
        let spread = match rule.maximum_spread {
            _ if rule.any_spread => "any".to_owned(),
            Some(points) => points.to_string(),
            None => String::new(),
        };
        rules.add_row([
            rule.from_date.as_str().into(),
            output::number(format!("{} %", rule.quorum_percent)),
            if rule.chair_must_vote { "must" } else { "" }.into(),
            output::number(rule.minimum_members),
            output::number(spread),
        ]);
    }
    output::line(rules);
}
