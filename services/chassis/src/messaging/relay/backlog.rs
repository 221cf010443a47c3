//! What those who run the service are shown of events that wait.

use chrono::{DateTime, Utc};
use metrics::gauge;
use sea_orm::DbErr;

use super::Relay;
use crate::messaging::outbox;

impl Relay {
    /// Shows how many events wait, and since when. It asks the database only: a broker that is away is why they wait.
    pub(super) async fn report_backlog(&self) {
        // A database that is away is reported by the probe; what was last known stays shown.
        let Ok(backlog) = self.backlog().await else {
            return;
        };
        gauge!("outbox_waiting", "service" => self.service).set(backlog.waiting as f64);
        gauge!("outbox_oldest_seconds", "service" => self.service).set(backlog.oldest_seconds);
        gauge!("outbox_refused", "service" => self.service).set(backlog.refused as f64);
    }

    async fn backlog(&self) -> Result<Backlog, DbErr> {
        let reader = self.database.reader();
        let (waiting, oldest) = outbox::backlog(reader).await?;
        let age = |oldest: DateTime<Utc>| (self.clock.now() - oldest).as_seconds_f64();
        Ok(Backlog {
            waiting,
            oldest_seconds: oldest.map_or(0.0, age),
            refused: outbox::refused(reader).await?,
        })
    }
}

struct Backlog {
    waiting: u64,
    oldest_seconds: f64,
    refused: u64,
}
