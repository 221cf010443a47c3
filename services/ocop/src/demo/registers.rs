//! The registers of Quảng Ngãi with its targets, loaded into a system that runs, so that there is something to look at.

use std::io::Cursor;

use chrono::TimeDelta;
use ocop_chassis::clock::Clock;
use ocop_identity::{Role, Scope};
use serde::Serialize;
use tonic::transport::ClientTlsConfig;

use crate::client::{Bearer, Services};
use crate::commands;
use crate::embedded::{AUDIENCE, ISSUER, SERVICES, System};
use crate::import::load::{self, Options, Summary};
use crate::import::mapping::Mapping;
use crate::import::register;
use crate::output::Format;

/// The registers, the older one first.
const REGISTERS: [(&str, &str); 2] = [
    (
        "quang-ngai-2022.csv",
        include_str!("../../demo/quang-ngai-2022.csv"),
    ),
    (
        "quang-ngai-2025-merged.csv",
        include_str!("../../demo/quang-ngai-2025-merged.csv"),
    ),
];

const TARGETS: &str = include_str!("../../demo/quang-ngai-targets.toml");

/// What came of a register.
#[derive(Debug, Serialize)]
pub(crate) struct Loaded {
    /// The name of its file.
    pub(crate) register: &'static str,
    /// What of it was new.
    #[serde(flatten)]
    pub(crate) summary: Summary,
}

/// Loads the registers and the targets. What is there already stays.
///
/// # Errors
/// A service refuses, or something in the registers is wrong.
pub(crate) async fn load(system: &System, format: Format) -> anyhow::Result<Vec<Loaded>> {
    let address = |name: &'static str| {
        let address = system.addresses.services.get(name);
        (name, address.cloned().unwrap_or_default())
    };
    let services = Services::at(&SERVICES.map(address).into(), &ClientTlsConfig::new())?;
    // Five stars are given by the ministry, which the office of a province does not record.
    let token = system.keys.token(
        "demo",
        &[(Role::OcopOffice, Scope::Anywhere)],
        ISSUER,
        AUDIENCE,
        TimeDelta::minutes(10),
        Clock::system(ocop_proto::VIET_NAM).now(),
    )?;
    let office = Bearer::new(&token)?;
    let mut loaded = Vec::new();
    for (name, text) in REGISTERS {
        let register = register::read(Cursor::new(text), &Mapping::default())?;
        let bar = commands::import_bar(&register, format);
        let advance = |rows| bar.inc(rows);
        let summary =
            load::load(&register, &services, &office, &Options::default(), &advance).await?;
        bar.finish_and_clear();
        anyhow::ensure!(summary.bad.is_empty(), "{name}: {:?}", summary.bad);
        if let Some(reason) = &summary.failed {
            anyhow::bail!("{name}: {reason}");
        }
        loaded.push(Loaded {
            register: name,
            summary,
        });
    }
    commands::set_targets(&services, &office, TARGETS).await?;
    Ok(loaded)
}
