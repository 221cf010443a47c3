//! `ocop products merge` and `ocop producers merge`: one record absorbs another of the same thing.

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;

use super::new_request;
use crate::client::Target;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// The two records.
#[derive(Args, Debug)]
pub(crate) struct Merge {
    /// Id of the record that is kept.
    kept: String,
    /// Id of the record that it absorbs; it leads to the kept one from then on.
    absorbed: String,
    /// Which of the two counts where they contradict each other, such as gtin=kept or place=absorbed.
    #[arg(long, value_name = "FIELD=SIDE", value_parser = choice)]
    keep: Vec<proto::MergeChoice>,
    /// Why; it is kept on record.
    #[arg(long)]
    reason: String,
    /// Only say what would move, and what stands against it.
    #[arg(long)]
    dry_run: bool,
}

/// Reads `gtin=kept`.
fn choice(text: &str) -> Result<proto::MergeChoice, String> {
    let (field, side) = text
        .split_once('=')
        .ok_or("is no choice; write it field=kept or field=absorbed")?;
    let field: proto::MergeField = words::named(field)?;
    let side: proto::MergeSide = words::named(side)?;
    Ok(proto::MergeChoice {
        field: field.into(),
        side: side.into(),
    })
}

impl Merge {
    pub(super) async fn products(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let services = target.services(&["catalog"])?;
        let mut catalog = services.catalog(&bearer);
        let mut etags = Vec::new();
        for id in [&self.kept, &self.absorbed] {
            let request = proto::GetProductRequest {
                id: id.clone(),
                as_of: String::new(),
            };
            let answer = catalog
                .get_product(request)
                .await
                .map_err(CallError::from)?;
            etags.push(answer.into_inner().product.unwrap_or_default().etag);
        }
        let [kept_etag, absorbed_etag] = both(etags);
        let request = proto::MergeProductsRequest {
            request_id: new_request().to_string(),
            kept_id: self.kept,
            kept_etag,
            absorbed_id: self.absorbed,
            absorbed_etag,
            keep: self.keep,
            reason: self.reason,
            validate_only: self.dry_run,
        };
        let answer = services.merging(&bearer).merge_products(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&answer);
        }
        let product = answer.product.unwrap_or_default();
        shown(self.dry_run, (&product.name, &product.id), answer.moved);
        Ok(())
    }

    pub(super) async fn producers(self, target: &Target, format: Format) -> anyhow::Result<()> {
        let bearer = target.bearer(Role::OcopOffice, Scope::Anywhere)?;
        let services = target.services(&["catalog"])?;
        let mut catalog = services.catalog(&bearer);
        let mut etags = Vec::new();
        for id in [&self.kept, &self.absorbed] {
            let request = proto::GetProducerRequest {
                id: id.clone(),
                as_of: String::new(),
            };
            let answer = catalog
                .get_producer(request)
                .await
                .map_err(CallError::from)?;
            etags.push(answer.into_inner().producer.unwrap_or_default().etag);
        }
        let [kept_etag, absorbed_etag] = both(etags);
        let request = proto::MergeProducersRequest {
            request_id: new_request().to_string(),
            kept_id: self.kept,
            kept_etag,
            absorbed_id: self.absorbed,
            absorbed_etag,
            keep: self.keep,
            reason: self.reason,
            validate_only: self.dry_run,
        };
        let answer = services.merging(&bearer).merge_producers(request).await;
        let answer = answer.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&answer);
        }
        let producer = answer.producer.unwrap_or_default();
        shown(self.dry_run, (&producer.name, &producer.id), answer.moved);
        Ok(())
    }
}

fn both(etags: Vec<String>) -> [String; 2] {
    etags.try_into().unwrap_or_default()
}

fn shown(dry_run: bool, (name, id): (&str, &str), moved: Option<proto::MergeMoved>) {
    let moved = moved.unwrap_or_default();
    let verb = if dry_run { "would be" } else { "is" };
    output::line(output::heading(&format!("{name} ({id}) {verb} kept")));
    let mut table = output::table(&["what follows", ""]);
    for (what, count) in [
        ("products", moved.products),
        ("growing areas", moved.growing_areas),
        ("lots", moved.lots),
        ("pictures and papers", moved.files),
        ("sessions of training", moved.sessions),
        ("grants", moved.grants),
    ] {
        if count > 0 {
            table.add_row([what.into(), output::number(count.unsigned_abs())]);
        }
    }
    for number in moved.former_numbers {
        table.add_row(["leads to it".into(), comfy_table::Cell::new(number)]);
    }
    output::line(table);
}
