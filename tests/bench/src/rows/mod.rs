//! The figures, one file per kind of work.

pub(crate) mod assess;
pub(crate) mod catch_up;
pub(crate) mod consumer;
pub(crate) mod decision;
pub(crate) mod delivery;
pub(crate) mod group_commit;
pub(crate) mod hostile;
pub(crate) mod import;
pub(crate) mod latency;
pub(crate) mod list;
pub(crate) mod matching;
pub(crate) mod office_search;
pub(crate) mod peer;
pub(crate) mod process;
pub(crate) mod progress;
pub(crate) mod read;
pub(crate) mod relay;
pub(crate) mod search;
pub(crate) mod tally;
pub(crate) mod write;

use clap::ValueEnum;

use crate::figure::Figure;
use crate::setup::Setup;

/// Kinds of work that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Row {
    /// Reads by id.
    Read,
    /// Ballots assessed.
    Assess,
    /// Pages of a list.
    List,
    /// Searches for products.
    Search,
    /// Searches of certificates and dossiers.
    OfficeSearch,
    /// One event beside many partners.
    Matching,
    /// How a programme stands.
    Progress,
    /// Writes with their events.
    Write,
    /// Rows of a register brought in.
    Import,
    /// Writes with and without group commit.
    GroupCommit,
    /// The count of a round of dossiers.
    Tally,
    /// A backlog of events on its way to the broker.
    Relay,
    /// Another service's events on their way into the database.
    Consumer,
    /// Parked events on their way into the database, at two replicas.
    CatchUp,
    /// From a commit in one service to its effect in another.
    Latency,
    /// A decision on a whole round.
    Decision,
    /// Webhooks to receivers on this machine.
    Delivery,
    /// Reads and writes of few and many callers beside a lean service in Go.
    Peer,
    /// Reads while others attack.
    Hostile,
    /// Memory of the services at rest, and their start.
    Process,
}

impl Row {
    /// Measures it.
    ///
    /// # Errors
    /// What is measured does not work.
    pub(crate) async fn measure(self, setup: &Setup) -> anyhow::Result<Vec<Figure>> {
        match self {
            Self::Read => read::measure(setup).await,
            Self::Assess => assess::measure(setup).await,
            Self::List => list::measure(setup).await,
            Self::Search => search::measure(setup).await,
            Self::OfficeSearch => office_search::measure(setup).await,
            Self::Matching => matching::measure(setup).await,
            Self::Progress => progress::measure(setup).await,
            Self::Write => write::measure(setup).await,
            Self::Import => import::measure(setup).await,
            Self::GroupCommit => group_commit::measure(setup).await,
            Self::Tally => tally::measure(setup).await,
            Self::Relay => relay::measure(setup).await,
            Self::Consumer => consumer::measure(setup).await,
            Self::CatchUp => catch_up::measure(setup).await,
            Self::Latency => latency::measure(setup).await,
            Self::Decision => decision::measure(setup).await,
            Self::Delivery => delivery::measure(setup).await,
            Self::Peer => peer::measure(setup).await,
            Self::Hostile => hostile::measure(setup).await,
            Self::Process => process::measure(setup).await,
        }
    }
}
