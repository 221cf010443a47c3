//! `ocop lots`: lots of producers, and events to record.

use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::Target;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Lots {
    /// List lots in order of recording.
    List(List),
    /// Record the events of an EPCISDocument of EPCIS 2.0 (JSON-LD). The same document again changes nothing.
    Capture(Capture),
}

impl Lots {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(target, format).await,
            Self::Capture(capture) => capture.run(target, format).await,
        }
    }
}

/// Which lots; every condition that is given must hold.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those of this product.
    #[arg(long, value_name = "ID", default_value = "")]
    product: String,
    /// Only those that were made on this day or later, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// Only those that were made on this day or before, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    #[command(flatten)]
    limit: Limit,
}

impl List {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut service = target.services(&["catalog"])?.traces(&bearer);
        let filters = proto::ListLotsRequest {
            producer_id: self.producer,
            product_id: self.product,
            from_date: words::written(self.from),
            to_date: words::written(self.to),
            ..proto::ListLotsRequest::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListLotsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_lots(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.lots, page.next_page_token))
            .await?;
        found.show("lots", format, listed)?;
        Ok(Outcome::Clean)
    }
}

/// What a lot is: its product, or what the raw material is called.
pub(super) fn called(lot: &proto::Lot) -> String {
    if lot.product_name.is_empty() {
        let making = lot.making.as_ref();
        making
            .map(|making| making.description.clone())
            .unwrap_or_default()
    } else {
        lot.product_name.clone()
    }
}

/// The stars of a lot's product on the day on which it was made, that it had none, or that the lot was recorded in error.
pub(super) fn certified(lot: &proto::Lot) -> String {
    if lot.declared_in_error {
        "declared in error".to_owned()
    } else if lot.uncertified {
        "not certified".to_owned()
    } else {
        output::stars(lot.star)
    }
}

fn listed(lots: &[proto::Lot]) -> Table {
    let mut table = output::table(&["made on", "number", "what", "certified", "id"]);
    for lot in lots {
        table.add_row([
            lot.made_on.clone(),
            lot.number.clone(),
            called(lot),
            certified(lot),
            lot.lot_id.clone(),
        ]);
    }
    table
}

/// What to record.
#[derive(Args, Debug)]
pub(crate) struct Capture {
    /// The document.
    file: PathBuf,
    /// Id of the producer who records it.
    #[arg(long, value_name = "ID")]
    producer: String,
}

impl Capture {
    async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let document = std::fs::read_to_string(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let mut service = target.services(&["catalog"])?.traces(&bearer);
        let request = proto::CaptureDocumentRequest {
            request_id: new_request().to_string(),
            producer_id: self.producer,
            document,
        };
        let answer = service.capture_document(request).await;
        let captured = answer.map_err(CallError::from)?.into_inner();
        match format {
            Format::Json => output::json(&captured)?,
            Format::Text => {
                output::line(format_args!(
                    "{} events recorded, {} known already",
                    captured.recorded, captured.known
                ));
                if !captured.lots.is_empty() {
                    output::line(listed(&captured.lots));
                }
            }
        }
        Ok(Outcome::Clean)
    }
}
