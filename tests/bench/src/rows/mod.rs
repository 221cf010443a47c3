//! The figures, one file per kind of work.

pub(crate) mod assess;
pub(crate) mod consumer;
pub(crate) mod decision;
pub(crate) mod latency;
pub(crate) mod list;
pub(crate) mod peer;
pub(crate) mod process;
pub(crate) mod progress;
pub(crate) mod read;
pub(crate) mod relay;
pub(crate) mod tally;
pub(crate) mod write;

use clap::ValueEnum;

use crate::figure::Figure;
use crate::stage::Stage;

/// Kinds of work that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Row {
    /// Reads by id.
    Read,
    /// Ballots assessed.
    Assess,
    /// Pages of a list.
    List,
    /// How a programme stands.
    Progress,
    /// Writes with their events.
    Write,
    /// The count of a round of dossiers.
    Tally,
    /// A backlog of events on its way to the broker.
    Relay,
    /// Another service's events on their way into the database.
    Consumer,
    /// From a commit in one service to its effect in another.
    Latency,
    /// A decision on a whole round.
    Decision,
    /// Reads and writes of few and many callers beside a lean service in Go.
    Peer,
    /// Memory of the services at rest, and their start.
    Process,
}

impl Row {
    /// Measures it.
    ///
    /// # Errors
    /// What is measured does not work.
    pub(crate) async fn measure(self, stage: &Stage) -> anyhow::Result<Vec<Figure>> {
        match self {
            Self::Read => read::measure(stage).await,
            Self::Assess => assess::measure(stage).await,
            Self::List => list::measure(stage).await,
            Self::Progress => progress::measure(stage).await,
            Self::Write => write::measure(stage).await,
            Self::Tally => tally::measure(stage).await,
            Self::Relay => relay::measure(stage).await,
            Self::Consumer => consumer::measure(stage).await,
            Self::Latency => latency::measure(stage).await,
            Self::Decision => decision::measure(stage).await,
            Self::Peer => peer::measure(stage).await,
            Self::Process => process::measure(stage).await,
        }
    }
}
