//! How a use case says no.

use std::fmt;

use chrono::NaiveDate;
use ocop_chassis::database::{self, StoreError};
use ocop_identity::OutOfScope;
use uuid::Uuid;

use crate::domain::council::CouncilProblem;
use crate::domain::{
    Refusal, certificate, council, criteria, dossier, evidence, monitoring, programme,
};
use crate::storage::FilesError;

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the law.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing.
    #[error("there is no {what} with the id {id}")]
    Unknown {
        /// What is asked for.
        what: Resource,
        /// Its id.
        id: Uuid,
    },
    /// The product is not known here. Its event may be on its way, if it `may_come`.
    #[error("the product {id} is not known here{}", hint(*.may_come))]
    ProductUnknown {
        /// Its id.
        id: Uuid,
        /// Whether its event may still come.
        may_come: bool,
    },
    /// Neither the producer nor a product of it is known here. Their events may be on their way, if they `may_come`.
    #[error("the producer {id} is not known here{}", hint(*.may_come))]
    ProducerUnknown {
        /// Its id.
        id: Uuid,
        /// Whether its event may still come.
        may_come: bool,
    },
    /// The stored file of a document is not the one that was filed.
    #[error("the file of the document {id} is damaged; report it to the operators")]
    FileDamaged {
        /// Id of the document.
        id: Uuid,
    },
    /// The files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// A date in the future.
    #[error("{day} lies in the future; today is {today}")]
    InTheFuture {
        /// The date given.
        day: NaiveDate,
        /// Today in Viet Nam.
        today: NaiveDate,
    },
    /// The dossier changed since it was read.
    #[error(
        "the dossier changed since it was read; read it again and repeat the change on what it is now"
    )]
    Stale,
    /// A council that cannot be.
    #[error("the council cannot be recorded: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Council(Vec<CouncilProblem>),
    /// One decision on many dossiers, some of which cannot be decided: which, and why.
    #[error("{} of the dossiers cannot be decided; see the details", .0.len())]
    Undecidable(Vec<(Uuid, Error)>),
    /// A decision on a round in which no scored dossier waits for a certificate.
    #[error("no dossier of the round waits for a decision that certifies")]
    NothingToDecide,
    /// More dossiers than one decision takes here.
    #[error("{count} dossiers are more than the {most} of one decision; name them in parts")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// The caller may not do this here.
    #[error(transparent)]
    Denied(#[from] OutOfScope),
    /// The store.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A certificate.
    Certificate,
    /// A complaint.
    Complaint,
    /// A council.
    Council,
    /// A dossier.
    Dossier,
    /// A piece of evidence.
    Evidence,
    /// An inspection.
    Inspection,
    /// A producer.
    Producer,
    /// A revision of a dossier.
    Revision,
    /// A round.
    Round,
    /// A target.
    Target,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 10] = [
        Self::Certificate,
        Self::Complaint,
        Self::Council,
        Self::Dossier,
        Self::Evidence,
        Self::Inspection,
        Self::Producer,
        Self::Revision,
        Self::Round,
        Self::Target,
    ];
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::Complaint => "complaint",
            Self::Council => "council",
            Self::Dossier => "dossier",
            Self::Evidence => "evidence",
            Self::Inspection => "inspection",
            Self::Producer => "producer",
            Self::Revision => "revision",
            Self::Round => "round",
            Self::Target => "target",
        })
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
