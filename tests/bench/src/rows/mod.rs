//! The figures, one file per kind of work.

pub(crate) mod consumer;
pub(crate) mod latency;
pub(crate) mod list;
pub(crate) mod process;
pub(crate) mod progress;
pub(crate) mod read;
pub(crate) mod relay;
pub(crate) mod write;

use clap::ValueEnum;

use crate::figure::Figure;
use crate::stage::Stage;

/// Kinds of work that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Row {
    /// Reads by id.
    Read,
    /// Pages of a list.
    List,
    /// How a programme stands.
    Progress,
    /// Writes with their events.
    Write,
    /// A backlog of events on its way to the broker.
    Relay,
    /// Another service's events on their way into the database.
    Consumer,
    /// From a commit in one service to its effect in another.
    Latency,
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
            Self::List => list::measure(stage).await,
            Self::Progress => progress::measure(stage).await,
            Self::Write => write::measure(stage).await,
            Self::Relay => relay::measure(stage).await,
            Self::Consumer => consumer::measure(stage).await,
            Self::Latency => latency::measure(stage).await,
            Self::Process => process::measure(stage).await,
        }
    }
}
