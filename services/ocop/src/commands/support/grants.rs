//! What was granted to producers.

use chrono::NaiveDate;
use clap::Args;
use comfy_table::Table;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted;

use super::{End, Service};
use crate::commands::new_request;
use crate::commands::pages::Limit;
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which grants; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct Grants {
    /// Only those of this programme.
    #[arg(long, value_name = "ID", default_value = "")]
    programme: String,
    /// Only those to this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(super) producer: String,
    /// Only those of programmes for this place or for a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those given on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only those given on this day or before, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl Grants {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListSupportGrantsRequest {
            programme_id: self.programme,
            producer_id: self.producer,
            place_code: self.place,
            in_units_of: self.units.day(),
            from_date: words::written(self.from),
            to_date: words::written(self.to),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSupportGrantsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_support_grants(request).await
        };
        let parts = |page: proto::ListSupportGrantsResponse| (page.grants, page.next_page_token);
        let found = self.limit.of(page, parts).await?;
        found.show("grants", format, listed)
    }
}

fn listed(grants: &[proto::SupportGrant]) -> Table {
    let mut table = output::table(&[
        "id",
        "day",
        "producer",
        "VND",
        "in kind",
        "purpose",
        "paper",
        "cancelled",
    ]);
    for grant in grants {
        let (vnd, what) = match grant.granted.clone() {
            Some(Granted::AmountVnd(vnd)) => (Some(vnd), String::new()),
            Some(Granted::InKind(given)) => (given.worth_vnd, given.what),
            None => (None, String::new()),
        };
        table.add_row([
            grant.id.as_str().into(),
            grant.on_date.as_str().into(),
            grant.producer_id.as_str().into(),
            output::number(vnd.map_or_else(String::new, |vnd| vnd.to_string())),
            what.as_str().into(),
            grant.purpose.as_str().into(),
            grant.paper.as_str().into(),
            grant.cancelled_reason.as_str().into(),
        ]);
    }
    table
}

fn answer(grant: Option<proto::SupportGrant>, format: Format) -> anyhow::Result<()> {
    let grant = grant.unwrap_or_default();
    if format == Format::Json {
        return output::json(&grant);
    }
    output::line(listed(std::slice::from_ref(&grant)));
    Ok(())
}

/// One grant.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the grant.
    id: String,
}

impl Show {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let found = known(&mut service, self.id).await?;
        answer(Some(found), format)
    }
}

/// The grant as it is now.
async fn known(service: &mut Service, id: String) -> anyhow::Result<proto::SupportGrant> {
    let request = proto::GetSupportGrantRequest { id };
    let found = service.get_support_grant(request).await;
    let found = found.map_err(CallError::from)?.into_inner();
    Ok(found.grant.unwrap_or_default())
}

/// Money, or something else.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct What {
    /// So much money, in VND.
    #[arg(long)]
    vnd: Option<u64>,
    /// Goods or services, such as "2.000 tem truy xuất".
    #[arg(long, value_name = "TEXT")]
    in_kind: Option<String>,
}

/// What was granted, and why.
#[derive(Args, Debug)]
pub(crate) struct Terms {
    #[command(flatten)]
    what: What,
    /// What they are worth, in VND.
    #[arg(long, value_name = "VND", requires = "in_kind")]
    worth: Option<u64>,
    /// The day on which it was given, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: NaiveDate,
    /// What for.
    #[arg(long, value_name = "TEXT")]
    purpose: String,
    /// The paper that supports it, by number and name.
    #[arg(long, value_name = "TEXT")]
    paper: String,
    /// SHA-256 of the paper as a file, 64 hexadecimal digits.
    #[arg(long, value_name = "HASH", default_value = "")]
    sha256: String,
}

impl Terms {
    fn grant(self) -> proto::SupportGrant {
        let worth_vnd = self.worth;
        let in_kind = |what| Granted::InKind(proto::SupportInKind { what, worth_vnd });
        proto::SupportGrant {
            granted: self
                .what
                .vnd
                .map(Granted::AmountVnd)
                .or_else(|| self.what.in_kind.map(in_kind)),
            on_date: self.on.to_string(),
            purpose: self.purpose,
            paper: self.paper,
            paper_sha256: self.sha256,
            ..Default::default()
        }
    }
}

/// To whom, out of what.
#[derive(Args, Debug)]
pub(crate) struct Grant {
    /// Id of the programme.
    programme: String,
    /// Id of the producer.
    producer: String,
    #[command(flatten)]
    terms: Terms,
}

impl Grant {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::RecordSupportGrantRequest {
            request_id: new_request().to_string(),
            grant: Some(proto::SupportGrant {
                programme_id: self.programme,
                producer_id: self.producer,
                ..self.terms.grant()
            }),
        };
        let recorded = service.record_support_grant(request).await;
        let recorded = recorded.map_err(CallError::from)?.into_inner();
        answer(recorded.grant, format)
    }
}

/// What is right.
#[derive(Args, Debug)]
pub(crate) struct Correct {
    /// Id of the grant.
    id: String,
    #[command(flatten)]
    terms: Terms,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Correct {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let before = known(&mut service, self.id).await?;
        let request = proto::CorrectSupportGrantRequest {
            request_id: new_request().to_string(),
            grant: Some(proto::SupportGrant {
                id: before.id,
                etag: before.etag,
                ..self.terms.grant()
            }),
            reason: self.reason,
        };
        let corrected = service.correct_support_grant(request).await;
        let corrected = corrected.map_err(CallError::from)?.into_inner();
        answer(corrected.grant, format)
    }
}

pub(super) async fn cancel(end: End, mut service: Service, format: Format) -> anyhow::Result<()> {
    let before = known(&mut service, end.id).await?;
    let request = proto::CancelSupportGrantRequest {
        request_id: new_request().to_string(),
        id: before.id,
        etag: before.etag,
        reason: end.reason,
    };
    let cancelled = service.cancel_support_grant(request).await;
    let cancelled = cancelled.map_err(CallError::from)?.into_inner();
    answer(cancelled.grant, format)
}
