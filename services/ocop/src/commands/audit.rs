//! `ocop audit`: who changed what, and whether the record of it was changed.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{
    AuditEntry, AuditSeal, ListAuditEntriesRequest, ListAuditSealsRequest,
};
use serde::Serialize;

use self::types::types;
use super::Outcome;
use super::pages::Limit;
use crate::client::{Authorised, Target};
use crate::embedded;
use crate::errors::{CallError, Refused};
use crate::output::{self, Format};
use crate::words;

mod types;
mod verify;

/// Entries or seals of a page.
const PAGE: i32 = 500;

/// What to show of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Who changed what, when, and with which call; the newest first.
    List(List),
    /// The seals, one JSON object a line, to be kept where nobody who can change the database can change them.
    Seals(Of),
    /// Compare every entry with its seal. Exit code 1 if one does not fit.
    Verify(verify::Verify),
}

/// Whose audit.
#[derive(Args, Clone, Debug)]
pub(crate) struct Of {
    /// Only that of this service.
    #[arg(long, value_parser = PossibleValuesParser::new(embedded::SERVICES))]
    service: Option<String>,
}

/// Which entries; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    of: Of,
    /// Only changes of this type of aggregate, such as product.
    #[arg(long, value_name = "TYPE")]
    aggregate_type: Option<String>,
    /// Only changes of this aggregate.
    #[arg(long)]
    aggregate_id: Option<String>,
    /// Only changes by this actor.
    #[arg(long)]
    actor: Option<String>,
    /// Only changes at this time or later, such as 2026-07-14T08:30:00Z, or from this day on.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    from: Option<DateTime<Utc>>,
    /// Only changes before this time.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    to: Option<DateTime<Utc>>,
    #[command(flatten)]
    limit: Limit,
}

/// A line of `audit list`, or of `audit seals`.
#[derive(Serialize)]
struct Line<T> {
    service: String,
    #[serde(flatten)]
    of_service: T,
}

/// The client of each service that is asked, by its name.
type Asked = Vec<(String, OperationsServiceClient<Authorised>)>;

impl Of {
    fn clients(self, target: &Target) -> anyhow::Result<Asked> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let all = || embedded::SERVICES.map(str::to_owned).to_vec();
        let names = self.service.map_or_else(all, |one| vec![one]);
        let needed: Vec<&str> = names.iter().map(String::as_str).collect();
        let services = target.services(&needed)?;
        names
            .into_iter()
            .map(|name| {
                let client = services.operations(&name, &bearer);
                let client = client.ok_or_else(|| anyhow::anyhow!("there is no service {name:?}"));
                Ok((name, client?))
            })
            .collect()
    }
}

impl Audit {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await,
            Self::Seals(of) => {
                for (service, mut client) in of.clients(target)? {
                    for seal in seals(&mut client).await? {
                        let line = Line {
                            service: service.clone(),
                            of_service: seal,
                        };
                        output::json_line(&line)?;
                    }
                }
                Ok(Outcome::Clean)
            }
            Self::Verify(verify) => verify.run(target, format).await,
        }
    }
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let wanted = self.aggregate_type.clone();
        let selected = ListAuditEntriesRequest {
            aggregate_type: self.aggregate_type.unwrap_or_default(),
            aggregate_id: self.aggregate_id.unwrap_or_default(),
            actor: self.actor.unwrap_or_default(),
            from_time: self.from.map(Into::into),
            to_time: self.to.map(Into::into),
            oldest_first: false,
            page_size: 0,
            page_token: String::new(),
        };
        let mut of_services = Vec::new();
        for (service, client) in self.of.clients(target)? {
            let page = async |page_size, page_token| {
                let request = ListAuditEntriesRequest {
                    page_size,
                    page_token,
                    ..selected.clone()
                };
                client.clone().list_audit_entries(request).await
            };
            let found = self
                .limit
                .of(page, |page| (page.entries, page.next_page_token));
            let line = |entry| Line {
                service: service.clone(),
                of_service: entry,
            };
            of_services.push(found.await?.map(line));
        }
        let newest = |line: &Line<AuditEntry>| {
            let time = line.of_service.time;
            Reverse(time.and_then(|time| DateTime::<Utc>::try_from(time).ok()))
        };
        let found = self.limit.first_of(of_services, newest);
        if found.rows.is_empty()
            && let Some(unknown) = wanted.filter(|wanted| types().all(|known| known != wanted))
        {
            let mut known: Vec<&str> = types().collect();
            known.sort_unstable();
            let text = format!(
                "nothing of type {unknown} was ever changed; there are {}",
                known.join(", ")
            );
            return Err(Refused::Misuse(text).into());
        }
        found.show("entries", format, listed)?;
        Ok(Outcome::Clean)
    }
}

fn listed(found: &[Line<AuditEntry>]) -> Table {
    let headings = [
        "time", "service", "actor", "roles", "call", "type", "id", "version", "why",
    ];
    let mut table = output::table(&headings);
    for Line {
        service,
        of_service: entry,
    } in found
    {
        table.add_row([
            words::instant(entry.time.as_ref()).into(),
            service.into(),
            entry.actor.as_str().into(),
            entry.roles.as_str().into(),
            // The name alone: the service has a column of its own.
            entry.rpc.rsplit('/').next().unwrap_or_default().into(),
            entry.aggregate_type.as_str().into(),
            entry.aggregate_id.as_str().into(),
            output::number(entry.version),
            entry.reason.as_str().into(),
        ]);
    }
    table
}

/// The pages of a list of entries.
struct Entries {
    request: ListAuditEntriesRequest,
    over: bool,
}

impl Entries {
    fn of(request: ListAuditEntriesRequest) -> Self {
        Self {
            request,
            over: false,
        }
    }

    /// The next page; `None` after the last.
    async fn next(
        &mut self,
        client: &mut OperationsServiceClient<Authorised>,
    ) -> anyhow::Result<Option<Vec<AuditEntry>>> {
        if self.over {
            return Ok(None);
        }
        let page = client.list_audit_entries(self.request.clone()).await;
        let page = page.map_err(CallError::from)?.into_inner();
        self.request.page_token = page.next_page_token;
        self.over = self.request.page_token.is_empty();
        Ok(Some(page.entries))
    }
}

/// All seals of a service.
async fn seals(client: &mut OperationsServiceClient<Authorised>) -> anyhow::Result<Vec<AuditSeal>> {
    let mut found = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListAuditSealsRequest {
            page_size: PAGE,
            page_token,
        };
        let page = client.list_audit_seals(request).await;
        let page = page.map_err(CallError::from)?.into_inner();
        found.extend(page.seals);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(found);
        }
    }
}
