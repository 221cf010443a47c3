//! The commands, one file each.

mod areas;
mod audit;
mod backup;
mod campaigns;
mod certificates;
mod changes;
mod completions;
mod councils;
mod criteria;
mod dead_letters;
mod deliveries;
mod demands;
mod demo;
mod doctor;
mod dossiers;
mod evidence;
mod export;
mod gifts;
mod import;
mod lots;
mod matches;
mod merge;
mod nats_config;
mod pages;
mod partners;
mod places;
mod producers;
mod products;
mod progress;
mod qr;
mod reconcile;
mod replay;
mod rewards;
mod rounds;
mod sales;
mod sales_points;
mod status;
mod subscriptions;
mod support;
mod targets;
mod token;
mod top_lists;
mod trace;
mod units;
mod up;
mod verify;

use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_proto::topology;
use uuid::Uuid;

pub(crate) use import::{bar as import_bar, show as show_import};
pub(crate) use progress::{count, draw};
pub(crate) use targets::set_all as set_targets;
pub(crate) use verify::standing;

use crate::client::Target;
use crate::output::Format;

/// The result of a command that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing is wrong: exit code 0.
    Clean,
    /// The command did its work and found a problem: exit code 1.
    Problem,
}

impl Outcome {
    /// A problem if `problem` is true.
    pub(crate) fn problem_if(problem: bool) -> Self {
        if problem { Self::Problem } else { Self::Clean }
    }
}

/// Takes a type of aggregate of one of the services.
fn aggregate_types() -> PossibleValuesParser {
    let services = topology::SERVICES.iter();
    PossibleValuesParser::new(services.flat_map(|service| service.publishes))
}

/// The id of a request that nobody named.
fn new_request() -> Uuid {
    new_id(Clock::system(ocop_proto::VIET_NAM).now())
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the three services on this machine until Ctrl-C.
    Up(up::Up),
    /// Run one whole journey on a fresh embedded system, print and check each step, and stop.
    Demo(demo::Demo),
    /// Read a register of producers, products and certificates into the services.
    Import(import::Import),
    /// Write a whole list into a file: CSV, a workbook or JSON lines.
    Export(export::Export),
    /// List, search and show producers.
    #[command(subcommand)]
    Producers(producers::Producers),
    /// List, search, count and show products.
    #[command(subcommand)]
    Products(products::Products),
    /// Sign a token with the development key of an `ocop up`.
    Token(token::Token),
    /// Ask whether a product is certified on a day. Exit code 1 if it is not.
    Verify(verify::Verify),
    /// Show how a programme stands on a day: what is valid, what moved, who holds it, how far its targets are.
    Progress(progress::Progress),
    /// List, show and import administrative units, by the days on which they exist.
    #[command(subcommand)]
    Places(places::Places),
    /// List and show dossiers, and what is due.
    #[command(subcommand)]
    Dossiers(dossiers::Dossiers),
    /// List the rounds of evaluation.
    #[command(subcommand)]
    Rounds(rounds::Rounds),
    /// List and show the councils with their members and rules.
    #[command(subcommand)]
    Councils(councils::Councils),
    /// List, show and revoke certificates.
    #[command(subcommand)]
    Certificates(certificates::Certificates),
    /// Upload, list and download the documents with which producers prove their answers.
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    /// List, show, export and compare the criteria sets.
    #[command(subcommand)]
    Criteria(criteria::Criteria),
    /// List and show growing areas, and what of them ends.
    #[command(subcommand)]
    Areas(areas::Areas),
    /// List, show, plan and close programmes of support; record who attended sessions of training, and what was granted.
    #[command(subcommand)]
    Support(support::Support),
    /// List lots, and record what happened to them.
    #[command(subcommand)]
    Lots(lots::Lots),
    /// Show where a lot came from or where it went, as a tree and by days. Exit code 1 if --epcis leaves something out.
    Trace(trace::Trace),
    /// Draw the QR code of a lot or product as SVG, as PNG, or at the terminal.
    Qr(qr::Qr),
    /// List, show, register and remove partners, and say what would fit.
    #[command(subcommand)]
    Partners(partners::Partners),
    /// List matches and near misses, and record how a match went on.
    #[command(subcommand)]
    Matches(matches::Matches),
    /// List, test, stop and resume the webhook subscriptions of a partner.
    #[command(subcommand)]
    Subscriptions(subscriptions::Subscriptions),
    /// List, show and resend deliveries of webhooks.
    #[command(subcommand)]
    Deliveries(deliveries::Deliveries),
    /// Set or list the targets of a province's programme.
    #[command(subcommand)]
    Targets(targets::Targets),
    /// Add the rules by which a province rewards recognised products; list, approve and record what is paid.
    #[command(subcommand)]
    Rewards(rewards::Rewards),
    /// List, show, check and find points of introduction and sale of OCOP products.
    #[command(subcommand)]
    SalesPoints(sales_points::SalesPoints),
    /// List and show campaigns: fairs, markets before Tết, weeks and conferences.
    #[command(subcommand)]
    Campaigns(campaigns::Campaigns),
    /// List and show gift sets of certified products, and the orders for them.
    #[command(subcommand)]
    Gifts(gifts::Gifts),
    /// List and show top lists and their results; find a vote by its receipt, verify all votes.
    #[command(subcommand)]
    TopLists(top_lists::TopLists),
    /// List, show and open what buyers seek, find what suits, offer, agree on deals and report deliveries.
    #[command(subcommand)]
    Demands(demands::Demands),
    /// Report what was sold of a product, list it, and show what changed with a certificate, an upgrade or a campaign.
    #[command(subcommand)]
    Sales(sales::Sales),
    /// Show who changed what, and whether the record of it was changed.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Show what runs, in which version, what it reaches and what waits. Exit code 1 if something is to be done.
    Status(status::Status),
    /// Look over a deployment: reachable, dependencies, migrations, streams, consumers, clocks, certificates. Exit code 1
    /// if a check fails.
    Doctor(doctor::Doctor),
    /// List, show and re-drive events that a service could not apply.
    #[command(subcommand)]
    DeadLetters(dead_letters::DeadLetters),
    /// Compare what each service holds of another's with what the other holds. Exit code 1 on a difference.
    Reconcile(reconcile::Reconcile),
    /// Publish events of a service again.
    Replay(replay::Replay),
    /// Copy everything that an `ocop up` keeps into a folder, while it runs or not.
    Backup(backup::Backup),
    /// Put a backup back into a new data directory.
    Restore(backup::Restore),
    /// Print the accounts and users of NATS for its configuration, or new passwords for them.
    NatsConfig(nats_config::NatsConfig),
    /// Print the script with which a shell completes the command line.
    Completions(completions::Completions),
}

impl Command {
    /// Runs it.
    ///
    /// # Errors
    /// What the command could not do.
    pub(crate) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::Up(up) => up.run(target, format).await,
            Self::Demo(demo) => demo.run(format).await,
            Self::Import(import) => import.run(target, format).await,
            Self::Export(export) => export.run(target, format).await,
            Self::Producers(command) => command.run(target, format).await,
            Self::Products(command) => command.run(target, format).await,
            Self::Token(token) => token.run(target, format),
            Self::Verify(verify) => verify.run(target, format).await,
            Self::Progress(progress) => progress.run(target, format).await,
            Self::Dossiers(command) => command.run(target, format).await,
            Self::Rounds(command) => command.run(target, format).await,
            Self::Places(command) => command.run(target, format).await,
            Self::Councils(command) => command.run(target, format).await,
            Self::Certificates(command) => command.run(target, format).await,
            Self::Evidence(command) => command.run(target, format).await,
            Self::Criteria(command) => command.run(target, format).await,
            Self::Areas(command) => command.run(target, format).await,
            Self::Support(command) => command.run(target, format).await,
            Self::Lots(command) => command.run(target, format).await,
            Self::Trace(trace) => trace.run(target, format).await,
            Self::Qr(qr) => qr.run(format),
            Self::Partners(command) => command.run(target, format).await,
            Self::Matches(command) => command.run(target, format).await,
            Self::Subscriptions(command) => command.run(target, format).await,
            Self::Deliveries(command) => command.run(target, format).await,
            Self::Targets(command) => command.run(target, format).await,
            Self::Rewards(command) => command.run(target, format).await,
            Self::SalesPoints(command) => command.run(target, format).await,
            Self::Campaigns(command) => command.run(target, format).await,
            Self::Gifts(command) => command.run(target, format).await,
            Self::TopLists(command) => command.run(target, format).await,
            Self::Demands(command) => command.run(target, format).await,
            Self::Sales(command) => command.run(target, format).await,
            Self::Audit(command) => command.run(target, format).await,
            Self::Status(status) => status.run(target, format).await,
            Self::Doctor(doctor) => doctor.run(target, format).await,
            Self::DeadLetters(command) => command.run(target, format).await,
            Self::Reconcile(reconcile) => reconcile.run(target, format).await,
            Self::Replay(replay) => replay.run(target, format).await,
            Self::Backup(backup) => backup.run(target, format).await,
            Self::Restore(restore) => restore.run(target, format),
            Self::NatsConfig(nats_config) => nats_config.run(format),
            Self::Completions(completions) => completions.run(),
        }
    }
}
