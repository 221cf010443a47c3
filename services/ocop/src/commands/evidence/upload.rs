//! `ocop evidence upload`: a document with its file.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use aws_lc_rs::digest::{Context as Hash, SHA256};
use chrono::NaiveDate;
use clap::Args;
use futures::stream::{self, StreamExt as _};
use indicatif::ProgressBar;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::EvidenceKind;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use uuid::Uuid;

use super::bar;
use crate::client::Target;
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Bytes of a chunk.
const CHUNK: usize = 128 << 10;

/// What files are, by the end of their name.
const TYPES: [(&str, &str); 11] = [
    ("pdf", "application/pdf"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("zip", "application/zip"),
    ("mp4", "video/mp4"),
];

/// The document.
#[derive(Args, Debug)]
pub(crate) struct Upload {
    /// The file.
    file: PathBuf,
    /// Id of the producer it belongs to.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    producer: Uuid,
    /// What it proves, such as establishment_certificate or test_results.
    #[arg(long, value_parser = words::named::<EvidenceKind>)]
    kind: EvidenceKind,
    /// What it is called; the name of the file if not given.
    #[arg(long, default_value = "")]
    title: String,
    /// The day it was issued, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    issued: Option<NaiveDate>,
    /// The last day on which it is good, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    expires: Option<NaiveDate>,
    /// Id of the document that it replaces.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    replaces: Option<Uuid>,
    /// What the file is, such as application/pdf, where its name does not say.
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    /// Id of the request; made from the document if not given, so that the same command again changes nothing.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
}

impl Upload {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let producer = Scope::Producer(self.producer.to_string());
        let bearer = target.bearer(Role::Producer, producer)?;
        let mut service = target.services(&["evaluation"])?.evidence(&bearer);
        let description = self.describe()?;
        let file = File::open(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        let bar = bar(description.size_bytes, format);
        let first = proto::UploadEvidenceRequest {
            part: Some(Part::Description(description)),
        };
        let sent = stream::once(async { first }).chain(chunks(file, bar.clone()));
        let answer = service.upload_evidence(sent).await;
        bar.finish_and_clear();
        let filed = answer
            .map_err(CallError::from)?
            .into_inner()
            .evidence
            .unwrap_or_default();
        match format {
            Format::Json => output::json(&filed)?,
            Format::Text => output::line(format_args!(
                "{} {} ({} bytes)",
                output::good(&filed.id),
                filed.title,
                filed.size_bytes
            )),
        }
        Ok(Outcome::Clean)
    }

    fn describe(&self) -> anyhow::Result<proto::EvidenceDescription> {
        let (size_bytes, sha256) = fingerprint(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        let name = self.file.file_name().and_then(|name| name.to_str());
        let mut description = proto::EvidenceDescription {
            request_id: String::new(),
            producer_id: self.producer.to_string(),
            kind: self.kind.into(),
            title: self.title.clone(),
            file_name: name
                .context("the name of the file is not UTF-8")?
                .to_owned(),
            media_type: self.media_type()?,
            size_bytes,
            sha256,
            issued_on: words::written(self.issued),
            expires_on: words::written(self.expires),
            replaces: self.replaces.map(|id| id.to_string()).unwrap_or_default(),
        };
        let made = Uuid::new_v5(&Uuid::NAMESPACE_OID, &serde_json::to_vec(&description)?);
        description.request_id = self.request_id.unwrap_or(made).to_string();
        Ok(description)
    }

    fn media_type(&self) -> anyhow::Result<String> {
        if let Some(given) = &self.media_type {
            return Ok(given.clone());
        }
        let end = self
            .file
            .extension()
            .and_then(|end| end.to_str())
            .unwrap_or_default();
        let known = TYPES.iter().find(|(of, _)| of.eq_ignore_ascii_case(end));
        known
            .map(|(_, media)| (*media).to_owned())
            .with_context(|| {
                format!(
                    "what {} is cannot be known from its name; give its type with --media-type",
                    self.file.display()
                )
            })
    }
}

/// Size and SHA-256 of a file.
fn fingerprint(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut size, mut hash) = (0, Hash::new(&SHA256));
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        hash.update(&chunk[..read]);
    }
    let hash = hash.finish();
    Ok((
        size,
        hash.as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    ))
}

/// The file in chunks. A file that cannot be read on ends early, and the service refuses what is missing.
fn chunks(
    file: File,
    bar: ProgressBar,
) -> impl futures::Stream<Item = proto::UploadEvidenceRequest> + Send + 'static {
    stream::unfold(file, move |mut file| {
        let bar = bar.clone();
        async move {
            let mut chunk = vec![0; CHUNK];
            let read = file.read(&mut chunk).unwrap_or(0);
            if read == 0 {
                return None;
            }
            chunk.truncate(read);
            bar.inc(read as u64);
            let part = Some(Part::Chunk(chunk));
            Some((proto::UploadEvidenceRequest { part }, file))
        }
    })
}
