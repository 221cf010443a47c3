//! `ocop up`: the embedded system until Ctrl-C.

use clap::Args;
use ocop_chassis::clock::Clock;

use super::Outcome;
use crate::client::Target;
use crate::demo::registers::{self, Loaded};
use crate::embedded::{Options, StoppedEarly, System};
use crate::output::{self, Format};

/// How to run.
#[derive(Args, Debug)]
pub(crate) struct Up {
    /// Keep nothing: a fresh directory, removed at the end.
    #[arg(long)]
    ephemeral: bool,
    /// Load two registers of Quảng Ngãi, of 2022 and 2025, with its targets: real figures under sample names (mẫu).
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    options: Options,
}

impl Up {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let fresh = self.ephemeral.then(tempfile::tempdir).transpose()?;
        let directory = fresh
            .as_ref()
            .map_or(target.data_dir.as_path(), |fresh| fresh.path());
        let clock = Clock::system(ocop_proto::VIET_NAM);
        let system = match System::start(directory, &self.options, clock).await {
            Err(error) if error.is::<StoppedEarly>() => return Ok(stopped(format)),
            started => started?,
        };
        let loaded = if self.demo {
            let loading = registers::load(&system, format);
            // Nothing is told of a system that a signal has ended.
            match system.unless_signalled(loading).await {
                None => {
                    system.stop().await?;
                    return Ok(stopped(format));
                }
                Some(Ok(loaded)) => loaded,
                Some(Err(error)) => {
                    system.stop().await?;
                    return Err(error.context("the registers for a first look do not go in"));
                }
            }
        } else {
            Vec::new()
        };
        match format {
            Format::Json => output::json(&serde_json::json!({
                "services": system.addresses.services,
                "admin": system.addresses.admin,
                "nats": system.addresses.nats,
                "data_directory": system.directory(),
                "loaded": loaded,
            }))?,
            Format::Text => welcome(&system, &loaded),
        }
        system.run_until_signalled().await?;
        Ok(stopped(format))
    }
}

fn stopped(format: Format) -> Outcome {
    if format == Format::Text {
        output::line(format_args!("Drained and stopped."));
    }
    Outcome::Clean
}

fn welcome(system: &System, loaded: &[Loaded]) {
    let directory = system.directory().display();
    output::line(format_args!(
        "{}",
        output::heading("OCOP runs on this machine. Ctrl-C drains and stops it.")
    ));
    let mut table = output::table(&["", "gRPC", "health, metrics, build"]);
    for (service, address) in &system.addresses.services {
        let admin = system
            .addresses
            .admin
            .get(service)
            .cloned()
            .unwrap_or_default();
        table.add_row([service.as_str(), address.as_str(), admin.as_str()]);
    }
    table.add_row([
        "NATS",
        system.addresses.nats.as_str(),
        system.nats_version.as_str(),
    ]);
    output::line(format_args!("{table}"));
    output::line(format_args!("Data directory  {directory}"));
    for one in loaded {
        let (name, of) = (one.register, &one.summary);
        output::line(format_args!(
            "Register        {name}: {} producers, {} products and {} certificates are new",
            of.producers.new, of.products.new, of.certificates.new
        ));
    }
    output::line(format_args!(
        "Tokens          signed with a key in the data directory: for development only"
    ));
    output::line(format_args!(
        "                ocop token --data-dir {directory} --role ocop_office --scope province:51"
    ));
    output::line(format_args!(
        "Partners (NATS) each with credentials of its own: IssueNatsCredentials of ocop.promotion.v1.PartnerService"
    ));
    if let Some(catalog) = system.addresses.services.get("catalog") {
        let address = catalog.trim_start_matches("http://");
        output::line(format_args!(
            "Try it          grpcurl -plaintext -d '{{\"kind\":\"PLACE_KIND_DISTRICT\"}}' {address} \\"
        ));
        output::line(format_args!(
            "                  ocop.catalog.v1.CatalogService/ListPlaces"
        ));
        if loaded.is_empty() {
            output::line(format_args!(
                "                ocop import services/ocop/demo/quang-ngai-2022.csv --data-dir {directory}"
            ));
            output::line(format_args!(
                "                ocop import services/ocop/demo/quang-ngai-2025.csv --data-dir {directory}"
            ));
            output::line(format_args!(
                "                ocop progress --as-of 2022-07-14 --province 51 --data-dir {directory}"
            ));
        } else {
            output::line(format_args!(
                "                ocop progress --as-of 2025-09-30 --province 51 --data-dir {directory}"
            ));
            output::line(format_args!(
                "                ocop products list \"ca phe\" --data-dir {directory}"
            ));
        }
    }
}
