//! What can go wrong between a use case and its database, in the words a use case cares about.

use std::convert::Infallible;

use sea_orm::sqlx::postgres::{PgDatabaseError, PgSeverity};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr, sqlx};

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
    /// The database cannot be reached just now, or its disk is full; the same call may succeed later.
    #[error("the database cannot be reached, or has no room")]
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
    use sqlx::Error;

    let Some(inner) = of_driver(error) else {
        return error.to_string();
    };
    match inner {
        Error::Io(error) => error.to_string(),
        Error::PoolTimedOut => "no connection was to be had in time".to_owned(),
        // What a connection that was closed while it was opened looks like to the driver.
        Error::Protocol(text) if text.contains("SSLRequest") => {
            "the connection was closed while it was opened".to_owned()
        }
        other => other.to_string(),
    }
}

/// Whether the database has no room left on its disk.
pub(crate) fn is_full(error: &DbErr) -> bool {
    code(error).is_some_and(|code| means_full(&code))
}

/// PostgreSQL: disk full. SQLite: FULL, and no room for what its processes share.
fn means_full(code: &str) -> bool {
    ["53100", "13", "4874"].contains(&code)
}

/// The code of what the database said: an SQLSTATE on PostgreSQL, a result code on SQLite.
fn code(error: &DbErr) -> Option<String> {
    let refused = of_driver(error)?.as_database_error()?;
    Some(refused.code()?.into_owned())
}

/// What the driver said.
fn of_driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
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

/// Whether what failed was the way to the database, or room on its disk, both of which come back, and not the statement or what it carries,
/// which fails in the same way every time. What is not known by name is not retried.
fn unreachable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed)
        | DbErr::Conn(RuntimeErr::Internal(_)) => true,
        // While a connection is opened nothing of a statement is sent: what the driver cannot read then
        // comes of a server that is going down.
        DbErr::Conn(RuntimeErr::SqlxError(error)) => {
            matches!(error.as_ref(), sqlx::Error::Protocol(_)) || lost(error)
        }
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            lost(error)
        }
        _ => false,
    }
}

/// Whether a connection was lost, or none was to be had.
fn lost(error: &sqlx::Error) -> bool {
    use sqlx::Error;

    match error {
        Error::Io(_)
        | Error::Tls(_)
        | Error::PoolTimedOut
        | Error::PoolClosed
        | Error::WorkerCrashed
        // Somebody else's transaction is open on the connection, which is closed.
        | Error::BeginFailed => true,
        Error::Database(refused) => refused.code().is_some_and(|code| {
            // PostgreSQL refuses a wrong number of arguments with 08P01 and goes on; PgBouncer says so, with
            // FATAL, that it has no connection to give.
            let ends = refused
                .try_downcast_ref::<PgDatabaseError>()
                .is_some_and(|refused| matches!(refused.severity(), PgSeverity::Fatal | PgSeverity::Panic));
            is_lost(&code, ends)
        }),
        // More arguments than a statement can have, a value that cannot be written or read, a column or a type that is
        // not there, settings that cannot be understood.
        Error::Protocol(_)
        | Error::Encode(_)
        | Error::Decode(_)
        | Error::ColumnDecode { .. }
        | Error::ColumnIndexOutOfBounds { .. }
        | Error::ColumnNotFound(_)
        | Error::TypeNotFound { .. }
        | Error::RowNotFound
        | Error::InvalidArgument(_)
        | Error::InvalidSavePointStatement
        | Error::AnyDriverError(_)
        | Error::Configuration(_) => false,
        _ => false,
    }
}

/// PostgreSQL: a server that is starting up or shutting down, a broken connection, too many connections; both: a full
/// disk. `ends` is whether the server ends the connection with it.
fn is_lost(code: &str, ends: bool) -> bool {
    const PROTOCOL_VIOLATION: &str = "08P01";
    if code == PROTOCOL_VIOLATION {
        return ends;
    }
    means_full(code)
        || code.starts_with("57P")
        || code.len() == 5 && code.starts_with("08")
        || code == "53300"
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

    #[test]
    fn a_lost_connection_is_known_by_its_code() {
        for code in ["57P01", "57P03", "08000", "08006", "53300", "53100", "13"] {
            assert!(is_lost(code, false), "{code}");
        }
        for code in ["57014", "53200", "22021", "08", "1", "10", ""] {
            assert!(!is_lost(code, true), "{code}");
        }
        assert!(!is_lost("08P01", false), "a wrong number of arguments");
        assert!(is_lost("08P01", true), "PgBouncer has no connection");
    }

    #[test]
    fn what_is_wrong_with_a_statement_is_no_lost_connection() {
        let text = || "text".to_owned();
        let of_statement = || {
            [
                sqlx::Error::Protocol(text()),
                sqlx::Error::Encode(text().into()),
                sqlx::Error::Decode(text().into()),
                sqlx::Error::InvalidArgument(text()),
                sqlx::Error::ColumnNotFound(text()),
                sqlx::Error::ColumnIndexOutOfBounds { index: 1, len: 0 },
                sqlx::Error::TypeNotFound { type_name: text() },
                sqlx::Error::RowNotFound,
                sqlx::Error::InvalidSavePointStatement,
                sqlx::Error::Configuration(text().into()),
            ]
        };
        let of_connection = || {
            [
                sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into()),
                sqlx::Error::Tls(text().into()),
                sqlx::Error::PoolTimedOut,
                sqlx::Error::PoolClosed,
                sqlx::Error::WorkerCrashed,
                sqlx::Error::BeginFailed,
            ]
        };
        let at_work: [fn(RuntimeErr) -> DbErr; 2] = [DbErr::Exec, DbErr::Query];
        for at_work in at_work {
            for error in of_statement() {
                let failed = StoreError::from(at_work(RuntimeErr::SqlxError(error.into())));
                assert!(matches!(failed, StoreError::Database(_)), "{failed:?}");
                assert!(!failed.may_pass(), "{failed:?}");
            }
            for error in of_connection() {
                let failed = StoreError::from(at_work(RuntimeErr::SqlxError(error.into())));
                assert!(matches!(failed, StoreError::Unavailable(_)), "{failed:?}");
            }
            let internal = at_work(RuntimeErr::Internal(text()));
            assert!(matches!(internal.into(), StoreError::Database(_)));
        }
        for error in [sqlx::Error::Protocol(text())]
            .into_iter()
            .chain(of_connection())
        {
            let opening = DbErr::Conn(RuntimeErr::SqlxError(error.into()));
            assert!(matches!(opening.into(), StoreError::Unavailable(_)));
        }
    }
}
