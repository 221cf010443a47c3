//! `ocop evidence download`: the file of a document.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::download_evidence_response::Part;
use tempfile::NamedTempFile;

use super::bar;
use crate::client::Target;
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};

/// Which file, and where to.
#[derive(Args, Debug)]
pub(crate) struct Download {
    /// Id of the document.
    id: String,
    /// Where to save the file; under its own name in this directory if not given. What is there is never overwritten.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Download {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.evidence(&bearer);
        let request = proto::DownloadEvidenceRequest { id: self.id };
        let answer = service.download_evidence(request).await;
        let mut messages = answer.map_err(CallError::from)?.into_inner();
        let first = messages.message().await.map_err(CallError::from)?;
        let Some(Part::Evidence(document)) = first.and_then(|message| message.part) else {
            bail!("the service sent no document");
        };
        let path = match self.to {
            Some(path) => path,
            // The service takes no names with folders in them; a name is all that is taken from it.
            None => PathBuf::from(
                Path::new(&document.file_name)
                    .file_name()
                    .context("the document's file has no name; give one with --to")?,
            ),
        };
        let is_there = || {
            let path = path.display();
            format!("{path} is there already; name another file with --to, or move it away")
        };
        if path.symlink_metadata().is_ok() {
            bail!(is_there());
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        // Under its name only once it is whole: the service says at the end if the file is damaged.
        let mut file = NamedTempFile::new_in(folder)
            .with_context(|| format!("cannot write in {}", folder.display()))?;
        let bar = bar(document.size_bytes, format);
        while let Some(message) = messages.message().await.map_err(CallError::from)? {
            if let Some(Part::Chunk(chunk)) = message.part {
                file.write_all(&chunk)?;
                bar.inc(chunk.len() as u64);
            }
        }
        bar.finish_and_clear();
        file.as_file().sync_all()?;
        if let Err(refused) = file.persist_noclobber(&path) {
            match refused.error.kind() {
                std::io::ErrorKind::AlreadyExists => bail!(is_there()),
                _ => bail!("cannot save {}: {}", path.display(), refused.error),
            }
        }
        match format {
            Format::Json => {
                output::json(&serde_json::json!({ "saved": path, "evidence": document }))?;
            }
            Format::Text => output::line(format_args!(
                "{} ({} bytes)",
                output::good(&path.display().to_string()),
                document.size_bytes
            )),
        }
        Ok(Outcome::Clean)
    }
}
