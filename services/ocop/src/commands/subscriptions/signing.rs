//! How events are signed.

use anyhow::Context as _;
use clap::Args;
use comfy_table::Table;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::SignatureScheme;

use super::Service;
use crate::commands::new_request;
use crate::errors::CallError;
use crate::{output, words};

/// Most subscriptions that are looked through.
const PAGE: i32 = 500;

/// By which schemes.
#[derive(Args, Debug)]
pub(crate) struct Sign {
    /// Id of the subscription.
    id: String,
    /// Id of its partner.
    #[arg(long, value_name = "ID")]
    partner: String,
    /// v1 (a secret that both sides know) or v1a (a public key); both if it is given twice.
    #[arg(long, required = true, value_parser = words::named::<SignatureScheme>)]
    scheme: Vec<SignatureScheme>,
}

impl Sign {
    /// The subscription after the change.
    pub(super) async fn run(
        self,
        mut service: Service,
    ) -> anyhow::Result<Option<proto::Subscription>> {
        let mut seen = None;
        let mut page_token = String::new();
        while seen.is_none() {
            let request = proto::ListSubscriptionsRequest {
                page_size: PAGE,
                page_token,
                partner_id: self.partner.clone(),
                show_deleted: false,
            };
            let listed = service.list_subscriptions(request).await;
            let listed = listed.map_err(CallError::from)?.into_inner();
            seen = listed
                .subscriptions
                .into_iter()
                .find(|one| one.id == self.id);
            page_token = listed.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let seen = seen.context("the partner has no such subscription")?;
        let schemes = self.scheme.into_iter().map(Into::into);
        let request = proto::UpdateSubscriptionRequest {
            request_id: new_request().to_string(),
            id: self.id,
            etag: seen.etag,
            signature_schemes: Some(proto::SignatureSchemes {
                schemes: schemes.collect(),
            }),
            ..Default::default()
        };
        let updated = service.update_subscription(request).await;
        Ok(updated.map_err(CallError::from)?.into_inner().subscription)
    }
}

/// The public keys of subscriptions.
pub(super) fn keys(subscriptions: &[proto::Subscription]) -> Table {
    let mut table = output::table(&["subscription", "url", "signed by", "public key", "until"]);
    for one in subscriptions {
        let schemes = one.signature_schemes.clone().unwrap_or_default();
        let schemes: Vec<String> = schemes.schemes().map(words::spoken).collect();
        let signed_by = schemes.join(", ");
        let mut row = |key: &str, until: &str| {
            let cells = [&one.id, &one.url, &signed_by, key, until];
            table.add_row(cells);
        };
        if one.verification_keys.is_empty() {
            row("", "");
        }
        for key in &one.verification_keys {
            let until = words::instant(key.expire_time.as_ref());
            row(&key.public_key, &until);
        }
    }
    table
}
