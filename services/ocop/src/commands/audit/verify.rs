//! `ocop audit verify`: whether entries and seals fit each other.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use ocop_chassis::audit::{Report, Seal, Verification};
use ocop_chassis::operations::{entry_of, seal_of};
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{AuditSeal, ListAuditEntriesRequest};
use serde::Serialize;

use super::{Entries, Of, PAGE, seals};
use crate::client::{Authorised, Target};
use crate::commands::Outcome;
use crate::output::{self, Format};

/// What to compare.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    of: Of,
    /// Seals that were kept elsewhere, as `ocop audit seals` printed them: whoever changes an entry may make new seals
    /// too, and is found by these.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

#[derive(Serialize)]
struct Verified {
    service: String,
    seals: u64,
    sealed: u64,
    unsealed: u64,
    faults: Vec<Faulty>,
}

#[derive(Serialize)]
struct Faulty {
    seal: i64,
    what: String,
}

impl Verify {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let kept = self.against.as_deref().map(read).transpose()?;
        let kept = kept.unwrap_or_default();
        let mut verified = Vec::new();
        for (service, mut client) in self.of.clients(target)? {
            let kept = kept.iter().filter(|(of, _)| *of == service);
            let kept: Vec<Seal> = kept.map(|(_, seal)| seal.clone()).collect();
            let report = verify(&mut client, &kept).await?;
            verified.push(Verified {
                service,
                seals: report.seals,
                sealed: report.sealed,
                unsealed: report.unsealed,
                faults: report
                    .faults
                    .iter()
                    .map(|fault| Faulty {
                        seal: fault.seal(),
                        what: fault.to_string(),
                    })
                    .collect(),
            });
        }
        let wrong = verified.iter().any(|of| !of.faults.is_empty());
        match format {
            Format::Json => output::json(&verified)?,
            Format::Text => verified.iter().for_each(show),
        }
        Ok(Outcome::problem_if(wrong))
    }
}

async fn verify(
    client: &mut OperationsServiceClient<Authorised>,
    kept: &[Seal],
) -> anyhow::Result<Report> {
    let made: Option<Vec<Seal>> = seals(client).await?.into_iter().map(seal_of).collect();
    let made = made.context("the service gave a seal that cannot be read")?;
    let mut verification = Verification::new(made, kept);
    let mut pages = Entries::of(ListAuditEntriesRequest {
        oldest_first: true,
        page_size: PAGE,
        ..ListAuditEntriesRequest::default()
    });
    while let Some(page) = pages.next(client).await? {
        for entry in page {
            let entry = entry_of(entry).context("the service gave an entry that cannot be read")?;
            verification.row(&entry);
        }
    }
    Ok(verification.finish())
}

/// Reads what `ocop audit seals` printed: the service of each seal, and the seal.
fn read(path: &Path) -> anyhow::Result<Vec<(String, Seal)>> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .enumerate()
        .map(|(index, line)| {
            let read = || {
                let line: serde_json::Value = serde_json::from_str(line).ok()?;
                let service = line.get("service")?.as_str()?.to_owned();
                let seal: AuditSeal = serde_json::from_value(line).ok()?;
                Some((service, seal_of(seal)?))
            };
            let number = index + 1;
            read().with_context(|| format!("line {number} of {} is no seal", path.display()))
        })
        .collect()
}

fn show(verified: &Verified) {
    let Verified {
        service,
        seals,
        sealed,
        unsealed,
        faults,
    } = verified;
    let counted =
        format!("{service}: {sealed} entries under {seals} seals, {unsealed} not sealed yet");
    if faults.is_empty() {
        output::line(output::good(&format!("{counted}: all fit.")));
        return;
    }
    output::line(output::bad(&format!("{counted}:")));
    for Faulty { seal, what } in faults {
        output::line(format_args!("  seal {seal}: {what}"));
    }
}
