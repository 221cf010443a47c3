//! `ocop evidence`: the documents with which producers prove their answers.

mod download;
mod upload;
mod withdraw;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use indicatif::{ProgressBar, ProgressStyle};
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::EvidenceKind;
use ocop_proto::view::v1::View;

use super::Outcome;
use super::pages::Limit;
use crate::client::Target;
use crate::commands::units::Units;
use crate::output::{self, Format};
use crate::{provinces, words};

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    /// File a document with its file. The same command again changes nothing.
    Upload(upload::Upload),
    /// List documents in order of filing.
    List(List),
    /// Save the file of a document.
    Download(download::Download),
    /// Take a document back, so that nobody can have its file any more. One that a dossier uses stays.
    Withdraw(withdraw::Withdraw),
}

impl Evidence {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::Upload(upload) => upload.run(target, format).await,
            Self::List(list) => list.run(target, format).await,
            Self::Download(download) => download.run(target, format).await,
            Self::Withdraw(withdraw) => withdraw.run(target, format).await,
        }
    }
}

/// Which documents. A scope that covers not everything needs the producer, the province or the place.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those counted in this province.
    #[arg(long, value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
    province: Option<String>,
    /// Only those counted in this commune, or other unit.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those of this kind, such as award or test_results.
    #[arg(long, value_parser = words::named::<EvidenceKind>)]
    kind: Option<EvidenceKind>,
    /// Only those whose last good day is before this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    expiring_before: Option<NaiveDate>,
    /// Only those that are neither replaced nor withdrawn.
    #[arg(long)]
    current: bool,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.evidence(&bearer);
        let selected = proto::ListEvidenceRequest {
            producer_id: self.producer,
            province_code: self.province.unwrap_or_default(),
            place_code: self.place,
            in_units_of: self.units.day(),
            kind: self.kind.unwrap_or_default().into(),
            expiring_before: words::written(self.expiring_before),
            current_only: self.current,
            page_size: 0,
            page_token: String::new(),
            view: match format {
                Format::Json => View::Full.into(),
                Format::Text => View::Basic.into(),
            },
        };
        let page = async |page_size, page_token| {
            let request = proto::ListEvidenceRequest {
                page_size,
                page_token,
                ..selected.clone()
            };
            service.list_evidence(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.evidence, page.next_page_token));
        found.await?.show("evidence", format, listed)?;
        Ok(Outcome::Clean)
    }
}

/// Documents as a table.
fn listed(documents: &[proto::Evidence]) -> Table {
    let mut table = output::table(&["id", "kind", "title", "bytes", "good until", ""]);
    for document in documents {
        let state = if !document.withdrawn_on.is_empty() {
            "withdrawn"
        } else if !document.replaced_by.is_empty() {
            "replaced"
        } else {
            ""
        };
        table.add_row([
            document.id.as_str().into(),
            words::word(document.kind()).into(),
            document.title.as_str().into(),
            output::number(document.size_bytes),
            document.expires_on.as_str().into(),
            state.into(),
        ]);
    }
    table
}

/// A bar over the bytes of a file; hidden for programs.
fn bar(bytes: u64, format: Format) -> ProgressBar {
    if format == Format::Json {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(bytes).with_style(style)
}
