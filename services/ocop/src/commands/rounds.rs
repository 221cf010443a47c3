//! `ocop rounds`: the rounds of evaluation.

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::RoundLevel;

use super::Outcome;
use super::pages::Limit;
use crate::client::Target;
use crate::commands::units::Units;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Rounds {
    /// List rounds in order of opening.
    List(List),
}

/// Which rounds; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    #[command(flatten)]
    units: Units,
    /// Only those of this level: province or centre.
    #[arg(long, value_parser = words::named::<RoundLevel>)]
    level: Option<RoundLevel>,
    /// Only those of this year.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    year: u32,
    #[command(flatten)]
    limit: Limit,
}

impl Rounds {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let Self::List(list) = self;
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.councils(&bearer);
        let filters = proto::ListRoundsRequest {
            province_code: list.province.unwrap_or_default(),
            in_units_of: list.units.day(),
            level: list.level.unwrap_or_default().into(),
            year: list.year,
            ..proto::ListRoundsRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListRoundsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_rounds(request).await
        };
        let found = list
            .limit
            .of(page, |page| (page.rounds, page.next_page_token))
            .await?;
        found.show("rounds", format, listed)?;
        Ok(Outcome::Clean)
    }
}

fn listed(rounds: &[proto::Round]) -> Table {
    let mut table = output::table(&[
        "id", "year", "number", "level", "province", "cut-off", "ends on",
    ]);
    for round in rounds {
        table.add_row([
            round.id.as_str().into(),
            output::number(round.year),
            output::number(round.number),
            words::spoken(round.level()).into(),
            round.province_code.as_str().into(),
            round.cut_off.as_str().into(),
            round.ends_on.as_str().into(),
        ]);
    }
    table
}
