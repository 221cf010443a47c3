//! What those who run the service are shown of the connections to the database.

use std::sync::atomic::Ordering;

use metrics::{counter, gauge};
use sea_orm::{DatabaseConnection, DbBackend};

use super::{Connection, Database};

/// The connections of a pool at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    pub(super) open: u32,
    pub(super) idle: u32,
    pub(super) most: u32,
}

impl Pool {
    pub(super) fn of(pool: &DatabaseConnection) -> Self {
        let (open, idle, most) = if pool.get_database_backend() == DbBackend::Postgres {
            let pool = pool.get_postgres_connection_pool();
            (
                pool.size(),
                pool.num_idle(),
                pool.options().get_max_connections(),
            )
        } else {
            let pool = pool.get_sqlite_connection_pool();
            (
                pool.size(),
                pool.num_idle(),
                pool.options().get_max_connections(),
            )
        };
        Self {
            open,
            idle: u32::try_from(idle).unwrap_or(open).min(open),
            most,
        }
    }

    /// Whether who asks for a connection now has to wait for one.
    pub(super) fn is_used_up(self) -> bool {
        self.open >= self.most && self.idle == 0
    }
}

impl Database {
    /// Shows the connections of `service`: those that may write, and on SQLite those that read.
    pub(crate) fn report_connections(&self, service: &'static str) {
        self.writer.report(service, "write");
        if self.engine() == DbBackend::Sqlite {
            self.reader.report(service, "read");
        }
    }
}

impl Connection {
    fn report(&self, service: &'static str, pool: &'static str) {
        let now = Pool::of(self.pool());
        gauge!("database_connections", "service" => service, "pool" => pool, "state" => "used")
            .set(f64::from(now.open - now.idle));
        gauge!("database_connections", "service" => service, "pool" => pool, "state" => "idle")
            .set(f64::from(now.idle));
        gauge!("database_connections_max", "service" => service, "pool" => pool)
            .set(f64::from(now.most));
        counter!("database_waits_total", "service" => service, "pool" => pool)
            .absolute(self.waits().load(Ordering::Relaxed));
    }
}
