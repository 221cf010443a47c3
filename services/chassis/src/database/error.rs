//! What can go wrong between a use case and its database, in the words a use case cares about.

use std::convert::Infallible;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::sealing::CannotSeal;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the aggregate between its reading and its writing.
    #[error("{aggregate} {id} was changed by somebody else")]
    Stale {
        /// Type of the aggregate.
        aggregate: &'static str,
        /// Its id.
        id: uuid::Uuid,
    },
    /// A unique constraint said no. `constraint` is its name or, on SQLite, its columns.
    #[error("not unique: {constraint}")]
    NotUnique {
        /// The constraint, as the engine names it.
        constraint: String,
    },
    /// The same request id came with another body or to another rpc.
    #[error("the request id was used before with another body")]
    RequestReused,
    /// The request id is not a UUID.
    #[error("the request id is not a UUID")]
    RequestInvalid,
    /// What the change would tell other services is larger than a broker takes.
    #[error("an event {event_type} of {bytes} bytes is larger than {most}")]
    EventTooLarge {
        /// CloudEvents type.
        event_type: String,
        /// Bytes of its body.
        bytes: usize,
        /// Most bytes of a body.
        most: usize,
    },
    /// The database cannot be reached just now; the same call may succeed later.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DbErr),
    /// A stored value cannot be read back: damage, or a newer version wrote it.
    #[error("cannot read stored {what}")]
    Corrupt {
        /// What could not be read.
        what: String,
    },
    /// A secret cannot be sealed, so it is not stored.
    #[error(transparent)]
    CannotSeal(CannotSeal),
    /// Anything else the database said.
    #[error("the database refused a statement")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// Whether the whole transaction may be tried again at once: it lost a race for a lock.
    pub fn is_contention(&self) -> bool {
        match self {
            Self::Database(error) => code(error).is_some_and(|code| is_contention(&code)),
            _ => false,
        }
    }

    /// Whether the same work may succeed later without any change to it.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Stale { .. }) || self.is_contention()
    }
}

/// A row that can always be read.
impl From<Infallible> for StoreError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(constraint)) = error.sql_err() {
            return Self::NotUnique { constraint };
        }
        if unreachable(&error) {
            Self::Unavailable(error)
        } else {
            Self::Database(error)
        }
    }
}

/// Why the database cannot be reached, for an operator.
pub(crate) fn plainly(error: &DbErr) -> String {
    use sea_orm::sqlx::Error;

    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return error.to_string();
    };
    match inner.as_ref() {
        Error::Io(error) => error.to_string(),
        Error::PoolTimedOut => "no connection was to be had in time".to_owned(),
        // What a connection that was closed while it was opened looks like to the driver.
        Error::Protocol(text) if text.contains("SSLRequest") => {
            "the connection was closed while it was opened".to_owned()
        }
        other => other.to_string(),
    }
}

/// The code of what the database said: an SQLSTATE on PostgreSQL, a result code on SQLite.
fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    Some(error.as_database_error()?.code()?.into_owned())
}

/// PostgreSQL: serialization failure, deadlock, lock not available. SQLite: BUSY and LOCKED, whose extended
/// codes differ above the lowest byte.
fn is_contention(code: &str) -> bool {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    if code.len() == 5 {
        return ["40001", "40P01", "55P03"].contains(&code);
    }
    code.parse::<u32>()
        .is_ok_and(|code| [BUSY, LOCKED].contains(&(code & 0xff)))
}

/// A broken connection, an exhausted pool, or a server that is starting up or shutting down
/// (SQLSTATE class 57P and 08): all of them pass.
fn unreachable(error: &DbErr) -> bool {
    let (DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error else {
        return matches!(error, DbErr::ConnectionAcquire(_));
    };
    let RuntimeErr::SqlxError(inner) = inner else {
        return true;
    };
    match inner.as_ref() {
        sea_orm::sqlx::Error::Database(refused) => refused.code().is_some_and(|code| {
            code.starts_with("57P") || code.starts_with("08") || code == "53300"
        }),
        sea_orm::sqlx::Error::Io(_)
        | sea_orm::sqlx::Error::Protocol(_)
        | sea_orm::sqlx::Error::PoolTimedOut
        | sea_orm::sqlx::Error::PoolClosed
        | sea_orm::sqlx::Error::WorkerCrashed
        | sea_orm::sqlx::Error::Tls(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contention_is_known_by_its_code() {
        for code in ["40001", "40P01", "55P03", "5", "6", "261", "517", "262"] {
            assert!(is_contention(code), "{code}");
        }
        for code in ["40000", "23505", "57014", "P0001", "1", "19", "2067", ""] {
            assert!(!is_contention(code), "{code}");
        }
    }
}
