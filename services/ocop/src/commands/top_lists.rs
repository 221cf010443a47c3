//! `ocop top-lists`: the best products of a province in a year, by vote and council.

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;

use super::Outcome;
use super::pages::Limit;
use crate::client::{Bearer, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with top lists.
#[derive(Debug, Subcommand)]
pub(crate) enum TopLists {
    /// List top lists in order of planning.
    List(List),
    /// Show one: what is nominated and, once it is published, the result.
    Show {
        /// Id of the list.
        id: String,
    },
    /// Show the vote of a receipt.
    Vote {
        /// Id of the list.
        id: String,
        /// The receipt, 64 hexadecimal digits.
        receipt: String,
    },
    /// Go over the votes for a list. Exit code 1 if one was changed, taken out or put in.
    Verify(Verify),
}

/// Which lists; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those of this year.
    #[arg(long)]
    year: Option<u32>,
    #[command(flatten)]
    limit: Limit,
}

/// Which votes, and with what they are compared.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// Id of the list.
    id: String,
    /// The digest over all votes as it was kept elsewhere, once voting was over.
    #[arg(long)]
    record: Option<String>,
}

impl TopLists {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await?,
            Self::Show { id } => show(id, target, format).await?,
            Self::Vote { id, receipt } => vote(id, receipt, target, format).await?,
            Self::Verify(verify) => return verify.run(target, format).await,
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let mut service = target.services(&["promotion"])?.top_lists(&Bearer::none());
        let filters = proto::ListTopListsRequest {
            province_code: self.province.unwrap_or_default(),
            year: self.year.unwrap_or_default(),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListTopListsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_top_lists(request).await
        };
        let parts = |page: proto::ListTopListsResponse| (page.top_lists, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("top_lists", format, listed)
    }
}

fn listed(lists: &[proto::TopList]) -> Table {
    let mut table = output::table(&[
        "id",
        "name",
        "year",
        "state",
        "voting from",
        "to",
        "nominated",
    ]);
    for list in lists {
        table.add_row([
            list.id.as_str().into(),
            list.name.as_str().into(),
            list.year.to_string().as_str().into(),
            words::spoken(list.state()).into(),
            list.voting_from.as_str().into(),
            list.voting_to.as_str().into(),
            output::number(list.nomination_count),
        ]);
    }
    table
}

async fn show(id: String, target: &Target, format: Format) -> anyhow::Result<()> {
    let mut service = target.services(&["promotion"])?.top_lists(&Bearer::none());
    let found = service.get_top_list(proto::GetTopListRequest { id }).await;
    let list = found.map_err(CallError::from)?.into_inner().top_list;
    let list = list.unwrap_or_default();
    if format == Format::Json {
        return output::json(&list);
    }
    output::line(listed(std::slice::from_ref(&list)));
    if let Some(result) = &list.result {
        output::line(ranked(result, list.size));
        return Ok(());
    }
    let mut table = output::table(&["product", "producer", "stars", "commune"]);
    let standing = list.nominations.iter();
    for found in standing.filter(|found| found.withdrawn_reason.is_empty()) {
        table.add_row([
            found.product_name.as_str().into(),
            found.producer_name.as_str().into(),
            output::number(found.star),
            found.place_code.as_str().into(),
        ]);
    }
    output::line(table);
    Ok(())
}

/// The products that make up a list.
fn ranked(result: &proto::TopListResult, size: u32) -> Table {
    let mut table = output::table(&["rank", "product", "producer", "votes", "points"]);
    for entry in result.entries.iter().filter(|entry| entry.rank <= size) {
        table.add_row([
            output::number(entry.rank),
            entry.product_name.as_str().into(),
            entry.producer_name.as_str().into(),
            output::number(entry.vote_count),
            entry.points.as_str().into(),
        ]);
    }
    table
}

async fn vote(
    top_list_id: String,
    receipt: String,
    target: &Target,
    format: Format,
) -> anyhow::Result<()> {
    let mut service = target.services(&["promotion"])?.top_lists(&Bearer::none());
    let request = proto::GetVoteRequest {
        top_list_id,
        receipt,
    };
    let found = service.get_vote(request).await.map_err(CallError::from)?;
    let vote = found.into_inner().vote.unwrap_or_default();
    if format == Format::Json {
        return output::json(&vote);
    }
    output::line(format!(
        "vote {}: {}",
        vote.sequence,
        vote.product_ids.join(", ")
    ));
    Ok(())
}

impl Verify {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.top_lists(&bearer);
        let request = proto::VerifyVotesRequest {
            top_list_id: self.id,
        };
        let found = service.verify_votes(request).await;
        let found = found.map_err(CallError::from)?.into_inner();
        let same = self.record.is_none_or(|record| record == found.record);
        if format == Format::Json {
            output::json(&found)?;
        } else if !found.intact {
            output::line(format!(
                "vote {} of {} is not as it was cast",
                found.first_changed, found.vote_count
            ));
        } else if !same {
            output::line("the votes are not those over which the record was kept");
        } else {
            output::line(format!(
                "{} votes, each as it was cast; keep the record: {}",
                found.vote_count, found.record
            ));
        }
        Ok(Outcome::problem_if(!found.intact || !same))
    }
}
