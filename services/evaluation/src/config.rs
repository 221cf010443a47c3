//! The settings of the evaluation service.

use chrono::NaiveDate;
use ocop_chassis::config::{Check, Problems};
use ocop_chassis::host::Settings;
use ocop_chassis::{admin, database, grpc, lifecycle, messaging, sealing, telemetry, tokens};
use serde::Deserialize;

use crate::storage::evidence;

/// How often certificates whose term has ended are searched for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expiry {
    /// Seconds between two searches.
    pub interval_seconds: u64,
}

impl Check for Expiry {
    fn check(&self, problems: &mut Problems) {
        problems.range("interval_seconds", self.interval_seconds, 1, 86_400);
    }
}

/// What is taken over of the registers of decisions made elsewhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// The day since which decisions are made here, YYYY-MM-DD.
    pub before: String,
}

impl Imports {
    /// That day.
    ///
    /// # Errors
    /// It is not one, which the check says first.
    pub fn day(&self) -> Result<NaiveDate, chrono::ParseError> {
        self.before.parse()
    }
}

impl Check for Imports {
    fn check(&self, problems: &mut Problems) {
        if self.day().is_err() {
            let expected = format!("expected a day, YYYY-MM-DD, found {:?}", self.before);
            problems.add("before", expected);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grpc: grpc::Settings,
    admin: admin::Settings,
    telemetry: telemetry::Settings,
    database: database::Settings,
    nats: messaging::Settings,
    identity: tokens::Settings,
    sealing: sealing::Settings,
    lifecycle: lifecycle::Settings,
    expiry: Expiry,
    imports: Imports,
    objects: evidence::Settings,
}

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Config {
    /// Those that every service has.
    pub host: Settings,
    /// How often certificates whose term has ended are searched for.
    pub expiry: Expiry,
    /// What is taken over of old registers.
    pub imports: Imports,
    /// Where the files of documents are stored.
    pub objects: evidence::Settings,
}

impl From<Written> for Config {
    fn from(written: Written) -> Self {
        Self {
            host: Settings {
                grpc: written.grpc,
                admin: written.admin,
                telemetry: written.telemetry,
                database: written.database,
                nats: written.nats,
                identity: written.identity,
                sealing: written.sealing,
                lifecycle: written.lifecycle,
            },
            expiry: written.expiry,
            imports: written.imports,
            objects: written.objects,
        }
    }
}

impl Check for Config {
    fn check(&self, problems: &mut Problems) {
        self.host.check(problems);
        problems.section("expiry", &self.expiry);
        problems.section("imports", &self.imports);
        problems.section("objects", &self.objects);
    }
}
