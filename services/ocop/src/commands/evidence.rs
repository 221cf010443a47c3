//! `ocop evidence`: the documents with which producers prove their answers.

mod download;
mod upload;
mod withdraw;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::EvidenceKind;
use ocop_proto::view::v1::View;

use super::Outcome;
use crate::client::Target;
use crate::errors::CallError;
use crate::output::{self, Format};

const PAGE: i32 = 500;

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
    #[arg(long, value_name = "CODE", default_value = "")]
    province: String,
    /// Only those counted in this commune, or other unit.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    /// Only those of this kind, such as award or test_results.
    #[arg(long, value_parser = kind)]
    kind: Option<EvidenceKind>,
    /// Only those whose last good day is before this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    expiring_before: Option<NaiveDate>,
    /// Only those that are neither replaced nor withdrawn.
    #[arg(long)]
    current: bool,
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services()?.evidence(&bearer);
        let mut request = proto::ListEvidenceRequest {
            producer_id: self.producer,
            province_code: self.province,
            place_code: self.place,
            kind: self.kind.unwrap_or_default().into(),
            expiring_before: self
                .expiring_before
                .map(|day| day.to_string())
                .unwrap_or_default(),
            current_only: self.current,
            page_size: PAGE,
            page_token: String::new(),
            view: match format {
                Format::Json => View::Full.into(),
                Format::Text => View::Basic.into(),
            },
        };
        let mut found = Vec::new();
        loop {
            let page = service
                .list_evidence(request.clone())
                .await
                .map_err(CallError::from)?;
            let page = page.into_inner();
            found.extend(page.evidence);
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        match format {
            Format::Json => output::json(&found)?,
            Format::Text => show(&found),
        }
        Ok(Outcome::Clean)
    }
}

/// Shows documents as a table.
fn show(documents: &[proto::Evidence]) {
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
            kind_name(document.kind()).into(),
            document.title.as_str().into(),
            output::number(document.size_bytes),
            document.expires_on.as_str().into(),
            state.into(),
        ]);
    }
    output::line(format_args!("{table}"));
}

/// A kind as the command line names it.
fn kind_name(kind: EvidenceKind) -> String {
    kind.as_str_name()
        .trim_start_matches("EVIDENCE_KIND_")
        .to_lowercase()
}

/// Reads "test_results" or "test-results".
fn kind(text: &str) -> Result<EvidenceKind, String> {
    let name = format!("EVIDENCE_KIND_{}", text.replace('-', "_").to_uppercase());
    match EvidenceKind::from_str_name(&name) {
        Some(kind) if kind != EvidenceKind::Unspecified => Ok(kind),
        _ => {
            let known = (1..).map_while(|number| EvidenceKind::try_from(number).ok());
            let known: Vec<String> = known.map(kind_name).collect();
            Err(format!(
                "is no kind of document; there are {}",
                known.join(", ")
            ))
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_and_nothing_else_has() {
        for number in 1..=15 {
            let known = EvidenceKind::try_from(number).expect("there are fifteen");
            assert_eq!(kind(&kind_name(known)), Ok(known));
        }
        assert_eq!(kind("test-results"), Ok(EvidenceKind::TestResults));
        for wrong in ["", "unspecified", "diploma"] {
            let refused = kind(wrong).expect_err("no kind");
            assert!(refused.ends_with("quality_management, award"), "{refused}");
        }
    }
}
