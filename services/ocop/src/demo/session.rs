//! What every step uses: clients of the services, a token for each actor, and output for people.

use std::fmt::Debug;
use std::time::Duration;

use chrono::TimeDelta;
use comfy_table::Table;
use ocop_chassis::clock::Clock;
use ocop_chassis::ids;
use ocop_identity::{Role, Scope};
use tonic::transport::ClientTlsConfig;

use super::PROVINCE;
use super::day::Day;
use crate::client::{Bearer, Services};
use crate::embedded::{AUDIENCE, ISSUER, SERVICES, System};
use crate::output::{self, Format};

/// How long a step waits for what must arrive.
pub(super) const TIMEOUT: Duration = Duration::from_secs(20);

/// A demonstration against a running system.
pub(super) struct Session<'a> {
    /// The services, over their ports.
    pub(super) services: Services,
    /// Whether people or programs read.
    pub(super) format: Format,
    system: &'a System,
    clock: Clock,
}

impl<'a> Session<'a> {
    pub(super) fn new(system: &'a System, day: &Day, format: Format) -> anyhow::Result<Self> {
        let address = |name: &'static str| {
            let address = system.addresses.services.get(name);
            (name, address.cloned().unwrap_or_default())
        };
        let addresses = SERVICES.map(address).into();
        Ok(Self {
            services: Services::at(&addresses, &ClientTlsConfig::new())?,
            format,
            system,
            clock: day.clock(),
        })
    }

    /// A token for somebody.
    pub(super) fn bearer(&self, subject: &str, role: Role, scope: Scope) -> anyhow::Result<Bearer> {
        let keys = &self.system.keys;
        let token = keys.token(
            subject,
            &[(role, scope)],
            ISSUER,
            AUDIENCE,
            TimeDelta::minutes(10),
            self.clock.now(),
        )?;
        Bearer::new(&token)
    }

    /// The provincial OCOP office.
    pub(super) fn office(&self) -> anyhow::Result<Bearer> {
        self.bearer("ocop-office-51", Role::OcopOffice, province())
    }

    /// The officer of a commune.
    pub(super) fn commune(&self, code: &str) -> anyhow::Result<Bearer> {
        self.bearer(
            &format!("officer-{code}"),
            Role::CommuneOfficer,
            Scope::Commune(code.to_owned()),
        )
    }

    /// A producer, for its own products.
    pub(super) fn producer(&self, id: &str) -> anyhow::Result<Bearer> {
        self.bearer(
            &format!("producer-{id}"),
            Role::Producer,
            Scope::Producer(id.to_owned()),
        )
    }

    /// The chair of the province.
    pub(super) fn authority(&self) -> anyhow::Result<Bearer> {
        self.bearer("chair-51", Role::DecisionAuthority, province())
    }

    /// Who runs the system.
    pub(super) fn operator(&self) -> anyhow::Result<Bearer> {
        self.bearer("operator", Role::Operator, Scope::Anywhere)
    }

    /// The clock of the services.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// An id for a request.
    pub(super) fn request_id(&self) -> String {
        ids::new_id(self.clock.now()).to_string()
    }

    /// Prints the addresses of the services.
    pub(super) fn print_addresses(&self, system: &System) {
        if self.format == Format::Json {
            return;
        }
        for (name, address) in &system.addresses.services {
            output::line(format_args!("  {name:<11} {address}"));
        }
        output::line(format_args!("  {:<11} {}", "NATS", system.addresses.nats));
    }

    /// Prints the heading of a step.
    pub(super) fn title(&self, title: &str) {
        if self.format == Format::Text {
            output::line(format_args!("\n{}", output::heading(title)));
        }
    }

    /// Prints a line for people; nothing with `--json`.
    pub(super) fn print(&self, text: &str) {
        if self.format == Format::Text {
            output::line(format_args!("{text}"));
        }
    }

    /// Shows a table.
    pub(super) fn show(&self, table: &Table) {
        if self.format == Format::Text {
            output::line(format_args!("{table}"));
        }
    }

    /// Prints a check that passed.
    pub(super) fn done(&self, text: &str) {
        if self.format == Format::Text {
            output::line(format_args!("{} {text}", output::good("✔")));
        }
    }
}

/// Quảng Ngãi.
pub(super) fn province() -> Scope {
    Scope::Province(PROVINCE.to_owned())
}

/// Checks that something is as it must be.
///
/// # Errors
/// It is not, with what was found.
pub(super) fn same<T: PartialEq + Debug>(what: &str, found: T, wanted: T) -> anyhow::Result<()> {
    anyhow::ensure!(
        found == wanted,
        "{what} is {found:?}, and must be {wanted:?}"
    );
    Ok(())
}
