//! `ocop evidence withdraw`: a document is taken back.

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::client::Target;
use crate::commands::Outcome;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// Which document, and why.
#[derive(Args, Debug)]
pub(crate) struct Withdraw {
    /// Id of the document.
    #[arg(value_parser = words::id)]
    id: Uuid,
    /// Why; it is kept with the document.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Id of the request; made from the document if not given, so that the same command again changes nothing.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
}

impl Withdraw {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let mut service = target.services(&["evaluation"])?.evidence(&bearer);
        let made = Uuid::new_v5(&self.id, self.reason.as_bytes());
        let request = proto::WithdrawEvidenceRequest {
            request_id: self.request_id.unwrap_or(made).to_string(),
            id: self.id.to_string(),
            etag: String::new(),
            reason: self.reason,
        };
        let answer = service.withdraw_evidence(request).await;
        let document = answer
            .map_err(CallError::from)?
            .into_inner()
            .evidence
            .unwrap_or_default();
        match format {
            Format::Json => output::json(&document)?,
            Format::Text => output::line(format_args!(
                "{} {} withdrawn on {}",
                output::good(&document.id),
                document.title,
                document.withdrawn_on
            )),
        }
        Ok(Outcome::Clean)
    }
}
