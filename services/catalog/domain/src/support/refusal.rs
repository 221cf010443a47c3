use chrono::NaiveDate;
use uuid::Uuid;

/// Why a rule of support says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no programme with this id.
    #[error("there is no programme of support with the id {0}")]
    UnknownProgramme(Uuid),
    /// There is no session with this id.
    #[error("there is no session of training with the id {0}")]
    UnknownSession(Uuid),
    /// There is no grant with this id.
    #[error("there is no grant with the id {0}")]
    UnknownGrant(Uuid),
    /// What a programme does lies in its days.
    #[error("{on} is not in the days of the programme, {from} to {to}")]
    OutsideTheProgramme {
        /// The day.
        on: NaiveDate,
        /// First day of the programme.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// Nothing more is done in a programme that was closed.
    #[error("the programme was closed on {0}")]
    ProgrammeClosed(NaiveDate),
    /// No more is granted than there is.
    #[error("{granted} VND would be granted of a budget of {budget} VND")]
    OverBudget {
        /// What would be granted in all.
        granted: u64,
        /// The budget.
        budget: u64,
    },
    /// Nobody attends what was not held yet.
    #[error("the session is on {0}: who attended is recorded from that day on")]
    NotHeldYet(NaiveDate),
    /// A session that was attended was held, on its day.
    #[error("it is recorded who attended the session: record first that nobody did")]
    Attended,
    /// A cancelled session is not held.
    #[error("the session was cancelled")]
    SessionCancelled,
    /// What was recorded is put right with a reason.
    #[error("what was recorded of who attended would change: give a reason")]
    ReasonMissing,
    /// A grant is recorded once it was given.
    #[error("{0} is in the future: a grant is recorded once it was given")]
    InFuture(NaiveDate),
    /// A cancelled grant stays as it is.
    #[error("the grant was cancelled")]
    GrantCancelled,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::UnknownProgramme(_) => "SUPPORT_PROGRAMME_UNKNOWN",
            Self::UnknownSession(_) => "SUPPORT_SESSION_UNKNOWN",
            Self::UnknownGrant(_) => "SUPPORT_GRANT_UNKNOWN",
            Self::OutsideTheProgramme { .. } => "OUTSIDE_THE_PROGRAMME",
            Self::ProgrammeClosed(_) => "PROGRAMME_CLOSED",
            Self::OverBudget { .. } => "OVER_BUDGET",
            Self::NotHeldYet(_) => "NOT_HELD_YET",
            Self::Attended => "SESSION_ATTENDED",
            Self::SessionCancelled => "SESSION_CANCELLED",
            Self::ReasonMissing => "REASON_MISSING",
            Self::InFuture(_) => "IN_FUTURE",
            Self::GrantCancelled => "GRANT_CANCELLED",
        }
    }

    /// Whether it says that something is not there.
    pub fn is_unknown(&self) -> bool {
        matches!(
            self,
            Self::UnknownProgramme(_) | Self::UnknownSession(_) | Self::UnknownGrant(_)
        )
    }
}
