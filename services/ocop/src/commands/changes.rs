//! The versions of a producer or product: who changed what, when and why.

use comfy_table::Table;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;

use super::pages::Limit;
use crate::client::Authorised;
use crate::output::{self, Format};
use crate::words;

/// Shows the versions that `of` names, the newest first.
pub(super) async fn show(
    mut service: CatalogServiceClient<Authorised>,
    of: proto::ListChangesRequest,
    limit: Limit,
    format: Format,
) -> anyhow::Result<()> {
    let page = async |page_size, page_token| {
        let request = proto::ListChangesRequest {
            page_size,
            page_token,
            ..of.clone()
        };
        service.list_changes(request).await
    };
    let parts = |page: proto::ListChangesResponse| (page.changes, page.next_page_token);
    limit.of(page, parts).await?.show("changes", format, listed)
}

/// Letters of a value that are shown.
const SHOWN: usize = 60;

fn listed(changes: &[proto::Change]) -> Table {
    let mut table = output::table(&["time", "by", "why", "field", "before", "after"]);
    for change in changes {
        let mut said = [
            words::instant(change.time.as_ref()),
            change.actor.clone(),
            change.reason.clone(),
        ];
        if change.fields.is_empty() {
            let [time, by, why] = said.each_ref().map(String::as_str);
            table.add_row([time, by, why, "(personal)"]);
        }
        for field in &change.fields {
            let [time, by, why] = std::mem::take(&mut said);
            let (before, after) = (short(&field.before), short(&field.after));
            table.add_row([time, by, why, field.field.clone(), before, after]);
        }
    }
    table
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
