//! `ocop support`: programmes of support, the sessions of training in them, and what was granted.

mod grants;
mod programmes;
mod sessions;

use clap::{Args, Subcommand};
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1::support_service_client::SupportServiceClient;

use super::Outcome;
use crate::client::{Authorised, Target};
use crate::output::Format;

type Service = SupportServiceClient<Authorised>;

/// What to do with support.
#[derive(Debug, Subcommand)]
pub(crate) enum Support {
    /// List programmes in order of planning.
    List(programmes::List),
    /// Show one, with what came of it.
    Show(programmes::Show),
    /// Plan a programme.
    Plan(programmes::Plan),
    /// Change a programme; what is not given stays.
    Change(programmes::Change),
    /// Close a programme: nothing more is planned or granted in it.
    Close(End),
    /// List sessions of training.
    Sessions(sessions::Sessions),
    /// Plan a session of training, or record one that was held.
    Session(sessions::Plan),
    /// Record who attended a session, besides those who are recorded.
    Attend(sessions::Attend),
    /// Cancel a session that is not held.
    CancelSession(End),
    /// List grants.
    Grants(grants::Grants),
    /// Show one grant.
    ShowGrant(grants::Show),
    /// Record what was granted to a producer.
    Grant(grants::Grant),
    /// Correct what was recorded of a grant.
    CorrectGrant(grants::Correct),
    /// Cancel a grant that was not given after all.
    CancelGrant(End),
}

/// What ends, and why.
#[derive(Args, Debug)]
pub(crate) struct End {
    /// Its id.
    id: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Support {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::List(_)
            | Self::Show(_)
            | Self::Sessions(_)
            | Self::Grants(_)
            | Self::ShowGrant(_) => Role::Auditor,
            _ => Role::OcopOffice,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let service = target.services(&["catalog"])?.support(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show(show) => show.run(service, format).await?,
            Self::Plan(plan) => plan.run(service, format).await?,
            Self::Change(change) => change.run(service, format).await?,
            Self::Close(end) => programmes::close(end, service, format).await?,
            Self::Sessions(list) => {
                list.run(service, format).await?;
            }
            Self::Session(plan) => plan.run(service, format).await?,
            Self::Attend(attend) => attend.run(service, format).await?,
            Self::CancelSession(end) => sessions::cancel(end, service, format).await?,
            Self::Grants(list) => {
                list.run(service, format).await?;
            }
            Self::Grant(grant) => grant.run(service, format).await?,
            Self::CorrectGrant(correct) => correct.run(service, format).await?,
            Self::ShowGrant(show) => show.run(service, format).await?,
            Self::CancelGrant(end) => grants::cancel(end, service, format).await?,
        }
        Ok(Outcome::Clean)
    }
}
