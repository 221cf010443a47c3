//! `ocop trace`: where a lot came from, or where it went.

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::{TraceDirection, trace_event::What};

use super::Outcome;
use super::lots::{called, certified};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = ocop_proto::catalog::v1::trace_service_client::TraceServiceClient<Authorised>;

/// Which lot, and which way.
#[derive(Args, Debug)]
pub(crate) struct Trace {
    /// Id of the lot: https://…/01/GTIN/10/LOT, urn:ocop:lot:PRODUCER-ID:OWN-ID, or of a piece, https://…/01/GTIN/21/SERIAL.
    lot: String,
    /// Follow it forward to what was made of it, as far as the shops; back to where it grew if not given.
    #[arg(long)]
    forward: bool,
    /// How many steps at most, 1 to 20.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=20))]
    depth: u32,
    /// Print the events as an EPCISDocument of EPCIS 2.0 (JSON-LD).
    #[arg(long)]
    epcis: bool,
}

impl Trace {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let service = target.services(&["catalog"])?.traces(&bearer);
        let direction = if self.forward {
            TraceDirection::Forward
        } else {
            TraceDirection::Back
        };
        if self.epcis {
            return self.document(service, direction).await;
        }
        self.tree(service, direction, format).await
    }

    async fn document(
        self,
        mut service: Service,
        direction: TraceDirection,
    ) -> anyhow::Result<Outcome> {
        let request = proto::GetDocumentRequest {
            lot_id: self.lot,
            direction: direction.into(),
            depth: self.depth,
        };
        let answer = service.get_document(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        output::line(answer.document);
        Ok(Outcome::problem_if(answer.truncated))
    }

    async fn tree(
        self,
        mut service: Service,
        direction: TraceDirection,
        format: Format,
    ) -> anyhow::Result<Outcome> {
        let request = proto::TraceLotRequest {
            lot_id: self.lot,
            direction: direction.into(),
            depth: self.depth,
        };
        let answer = service.trace_lot(request).await;
        let traced = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            output::json(&traced)?;
            return Ok(Outcome::Clean);
        }
        for node in &traced.tree {
            output::line(branch(node));
        }
        let mut table = output::table(&["when", "what", "lots", "where"]);
        for day in &traced.days {
            let event = day.event.clone().unwrap_or_default();
            table.add_row([
                local(&event),
                step(&event),
                numbers(&traced.tree, &day.lot_ids).join(", "),
                day.place.clone(),
            ]);
        }
        output::line(table);
        if traced.truncated {
            output::line("There is more: --depth takes a greater number, up to 20.");
        }
        Ok(Outcome::Clean)
    }
}

/// A lot, deeper the further it is from the first.
fn branch(node: &proto::TraceNode) -> String {
    let lot = node.lot.clone().unwrap_or_default();
    let indent = "  ".repeat(usize::try_from(node.depth).unwrap_or_default());
    let amount = match node.amount.as_str() {
        "" => String::new(),
        amount => format!(" · {amount} {}", words::spoken(node.unit())),
    };
    let above = if node.repeated_above {
        " (see above)"
    } else {
        ""
    };
    let facts = [called(&lot), lot.made_on.clone(), certified(&lot)];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    format!(
        "{indent}{} · {}{amount}{above}",
        lot.number,
        facts.join(" · ")
    )
}

/// The time of an event, by the clock there.
fn local(event: &proto::TraceEvent) -> String {
    let time = event
        .event_time
        .as_ref()
        .and_then(|time| chrono::DateTime::from_timestamp(time.seconds, 0));
    let offset = event.utc_offset.parse::<chrono::FixedOffset>();
    match time.zip(offset.ok()) {
        Some((time, offset)) => time
            .with_timezone(&offset)
            .format("%Y-%m-%d %H:%M")
            .to_string(),
        None => String::new(),
    }
}

fn step(event: &proto::TraceEvent) -> String {
    let kind = match &event.what {
        Some(What::Object(_)) | None => "",
        Some(What::Aggregation(_)) => "container",
        Some(What::Transformation(_)) => "became another",
        Some(What::Association(_)) => "tied",
        Some(What::Transaction(_)) => "document",
    };
    let error = event.error_declaration.as_ref();
    let error = error.map_or("", |_| "declared in error");
    let said = [
        words::spoken(event.biz_step()),
        kind.to_owned(),
        error.to_owned(),
    ];
    let said: Vec<String> = said.into_iter().filter(|word| !word.is_empty()).collect();
    said.join(", ")
}

/// The numbers of lots by their ids.
fn numbers(tree: &[proto::TraceNode], ids: &[String]) -> Vec<String> {
    let lots = tree.iter().filter_map(|node| node.lot.as_ref());
    let mut named: Vec<String> = lots
        .filter(|lot| ids.contains(&lot.lot_id))
        .map(|lot| lot.number.clone())
        .collect();
    named.dedup();
    named
}
