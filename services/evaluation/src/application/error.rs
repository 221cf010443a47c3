//! How a use case says no.

use chrono::NaiveDate;
use ocop_chassis::database::{self, StoreError};
use ocop_identity::OutOfScope;
use strum::{Display, VariantArray};
use uuid::Uuid;

use crate::domain::council::CouncilProblem;
use crate::domain::{
    Refusal, certificate, council, criteria, dossier, evidence, monitoring, programme,
};
use crate::storage::evidence::FilesError;

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the law.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("there is no {what} with the id {id}")]
    Unknown { what: Resource, id: Uuid },
    #[error("the dossier has no revision {number}")]
    NoRevision { number: u32 },
    /// The event of the product may be on its way, if it `may_come`.
    #[error("the product {id} is not known here{}", hint(*.may_come))]
    ProductUnknown { id: Uuid, may_come: bool },
    /// Neither the producer nor a product of it is known here. Their events may be on their way, if they `may_come`.
    #[error("the producer {id} is not known here{}", hint(*.may_come))]
    ProducerUnknown { id: Uuid, may_come: bool },
    #[error("the file of the document {id} is damaged; report it to the operators")]
    FileDamaged { id: Uuid },
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("{day} lies in the future; today is {today}")]
    InTheFuture { day: NaiveDate, today: NaiveDate },
    #[error(
        "the dossier changed since it was read; read it again and repeat the change on what it is now"
    )]
    Stale,
    #[error("the council cannot be recorded: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Council(Vec<CouncilProblem>),
    #[error("{} of the dossiers cannot be decided; see the details", .0.len())]
    Undecidable(Vec<(Uuid, Error)>),
    #[error("no dossier of the round waits for a decision that certifies")]
    NothingToDecide,
    #[error("{count} dossiers are more than the {most} of one decision; name them in parts")]
    TooMany { count: usize, most: usize },
    /// The caller may not do this here.
    #[error(transparent)]
    Denied(#[from] OutOfScope),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn hint(may_come: bool) -> &'static str {
    if may_come {
        " yet; if it was registered just now, try again shortly"
    } else {
        ", and its event would have arrived by now"
    }
}

/// What can be asked for by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Resource {
    Certificate,
    Complaint,
    Council,
    Dossier,
    Evidence,
    Inspection,
    Round,
    Target,
}

impl Resource {
    /// What was found by an id.
    ///
    /// # Errors
    /// Nothing was.
    pub fn found<T>(self, found: Option<T>, id: Uuid) -> Result<T, Error> {
        found.ok_or(Error::Unknown { what: self, id })
    }
}

/// The refusal of an area is one of the domain.
macro_rules! refused {
    ($($area:path),+ $(,)?) => {
        $(impl From<$area> for Error {
            fn from(refusal: $area) -> Self {
                Self::Refused(refusal.into())
            }
        })+
    };
}

refused! {
    criteria::Refusal,
    evidence::Refusal,
    certificate::Refusal,
    council::Refusal,
    dossier::Refusal,
    monitoring::inspection::Refusal,
    monitoring::complaint::Refusal,
    programme::target::Refusal,
}

impl database::UseCaseError for Error {
    fn store_error(&self) -> Option<&StoreError> {
        if let Self::Store(error) = self {
            Some(error)
        } else {
            None
        }
    }

    fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_))
    }
}
