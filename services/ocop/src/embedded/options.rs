//! What may be chosen of the embedded system.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What the log shows unless it is chosen: what the services do, not what the libraries under them do.
const LOG: &str = "info,sea_orm_migration=warn,async_nats=warn";

/// What may be chosen.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Options {
    /// The nats-server to start, version 2.11 or newer. Else target/tools and the PATH are searched.
    #[arg(long, env = "OCOP_NATS_SERVER", value_name = "FILE")]
    pub(super) nats_server: Option<PathBuf>,
    /// Where to look for programs.
    #[arg(long, env = "PATH", hide = true, default_value = "")]
    pub(super) search: String,
    /// Which ports: always the same ones, or whatever is free.
    #[arg(long, value_enum, default_value_t)]
    ports: PortChoice,
    /// Port of the catalog service on loopback; 0 takes a free one.
    #[arg(long, value_name = "PORT")]
    catalog_port: Option<u16>,
    /// Port of the evaluation service.
    #[arg(long, value_name = "PORT")]
    evaluation_port: Option<u16>,
    /// Port of the promotion service.
    #[arg(long, value_name = "PORT")]
    promotion_port: Option<u16>,
    /// Port of NATS.
    #[arg(long, value_name = "PORT")]
    nats_port: Option<u16>,
    /// What the log shows, such as info or warn,ocop_chassis=debug.
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
}

/// Ports of the embedded system where none are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PortChoice {
    /// 7101 to 7103 for the services, 7201 to 7203 for their operators, 7104 for NATS.
    #[default]
    Fixed,
    /// Free ones.
    Free,
}

/// The port of NATS where ports are fixed.
const NATS_PORT: u16 = 7104;

impl Options {
    /// For a system that nobody comes back to: on free ports, and without a log of its own among what is shown, unless
    /// something else was chosen.
    pub(crate) fn for_a_demonstration(mut self) -> Self {
        self.ports = PortChoice::Free;
        self.log.get_or_insert_with(|| "error".to_owned());
        self
    }

    /// The ports of a service for callers and for operators; 0 for a free one.
    pub(super) fn ports_of(&self, service: &str) -> (u16, u16) {
        let (chosen, grpc, admin) = match service {
            "catalog" => (self.catalog_port, 7101, 7201),
            "evaluation" => (self.evaluation_port, 7102, 7202),
            "promotion" => (self.promotion_port, 7103, 7203),
            _ => (None, 0, 0),
        };
        match self.ports {
            PortChoice::Fixed => (chosen.unwrap_or(grpc), admin),
            PortChoice::Free => (chosen.unwrap_or(0), 0),
        }
    }

    /// The port of NATS; 0 for a free one.
    pub(super) fn port_of_nats(&self) -> u16 {
        let usual = match self.ports {
            PortChoice::Fixed => NATS_PORT,
            PortChoice::Free => 0,
        };
        self.nats_port.unwrap_or(usual)
    }

    /// What the log shows.
    pub(super) fn log(&self) -> String {
        self.log.clone().unwrap_or_else(|| LOG.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::SERVICES;
    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        options: Options,
    }

    fn options(words: &[&str]) -> Options {
        Cli::parse_from(std::iter::once(&"ocop").chain(words)).options
    }

    #[test]
    fn ports_are_the_same_at_every_start_unless_free_ones_are_asked_for() {
        let usual = options(&[]);
        assert_eq!(
            SERVICES.map(|name| usual.ports_of(name)),
            [(7101, 7201), (7102, 7202), (7103, 7203)]
        );
        assert_eq!(usual.port_of_nats(), 7104);
        let free = options(&["--ports", "free", "--evaluation-port", "4002"]);
        assert_eq!(
            SERVICES.map(|name| free.ports_of(name)),
            [(0, 0), (4002, 0), (0, 0)]
        );
        assert_eq!(free.port_of_nats(), 0);
        assert_eq!(usual.for_a_demonstration().ports_of("catalog"), (0, 0));
    }
}
