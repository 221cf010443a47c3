//! Reading requests about subscriptions.

use std::time::Duration;

use ocop_chassis::grpc::{Violations, instant};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use tracing::error;

use super::settings;
use crate::application::delivery::{RecoverDeliveries, ResendFailed};
use crate::application::subscription::{
    CreateSubscription, DeleteSubscription, DisableSubscription, EnableSubscription,
    PauseSubscription, ResumeSubscription, RotateSecret, UpdateSubscription,
};
use crate::domain::subscription::{BadTarget, Reach, SecretText, Settings, SettingsPatch, Target};
use crate::storage::subscription::NewKey;
use crate::transport::service::Service;
use crate::webhook::signature;

const DESCRIPTION: usize = 200;

/// For how long a secret that was replaced signs unless the caller says otherwise.
const OVERLAP: Duration = Duration::from_hours(24);
/// For how long it may sign at most.
const LONGEST_OVERLAP: Duration = Duration::from_hours(7 * 24);

impl Service {
    pub(super) fn read_create(
        &self,
        v: &mut Violations,
        caller: Caller,
        request: proto::CreateSubscriptionRequest,
    ) -> Option<CreateSubscription> {
        let partner_id = v.uuid("partner_id", &request.partner_id);
        let target = target(v, "url", &request.url, self.subscriptions.reach);
        let description = description(v, &request.description);
        let selection = settings::read_selection(v, &caller.units, request.selection.as_ref());
        let headers = settings::read_headers(v, "headers", &request.headers);
        let rate_per_minute = settings::read_rate(v, request.rate_per_minute);
        let schemes = settings::read_schemes(v, request.signature_schemes.as_ref());
        let (secret, key) = (new_secret(), new_key());
        let settings = Settings {
            description: description?,
            selection,
            headers,
            rate_per_minute,
        };
        Some(CreateSubscription {
            caller,
            partner_id: partner_id?,
            target: target?,
            settings,
            schemes: schemes?.unwrap_or_default(),
            secret: secret?,
            key: key?,
            sealer: self.subscriptions.sealer.clone(),
            quota: self.subscriptions.quota,
        })
    }

    pub(super) fn read_update(
        &self,
        v: &mut Violations,
        caller: Caller,
        request: proto::UpdateSubscriptionRequest,
    ) -> Option<UpdateSubscription> {
        let id = v.uuid("id", &request.id);
        let seen = v.etag("etag", &request.etag);
        let reach = self.subscriptions.reach;
        let target = match request.url {
            None => Some(None),
            Some(url) => target(v, "url", &url, reach).map(Some),
        };
        let description = match request.description {
            None => Some(None),
            Some(text) => description(v, &text).map(Some),
        };
        let selection = request
            .selection
            .map(|given| settings::read_selection(v, &caller.units, Some(&given)));
        let headers = request
            .headers
            .map(|given| settings::read_headers(v, "headers.headers", &given.headers));
        let rate_per_minute = request
            .rate_per_minute
            .map(|rate| settings::read_rate(v, rate));
        let schemes = settings::read_schemes(v, request.signature_schemes.as_ref());
        let settings = SettingsPatch {
            description: description?,
            selection,
            headers,
            rate_per_minute,
        };
        Some(UpdateSubscription {
            caller,
            id: id?,
            seen: seen?,
            target: target?,
            settings,
            schemes: match schemes? {
                None => None,
                Some(schemes) => Some((schemes, new_key()?)),
            },
            sealer: self.subscriptions.sealer.clone(),
        })
    }

    pub(super) fn read_rotate(
        &self,
        v: &mut Violations,
        caller: Caller,
        request: proto::RotateSecretRequest,
    ) -> Option<RotateSecret> {
        let id = v.uuid("id", &request.id);
        let overlap = match request.overlap {
            None => Some(OVERLAP),
            Some(given) => {
                let read = Duration::try_from(given).ok();
                let read = read.filter(|overlap| *overlap <= LONGEST_OVERLAP);
                if read.is_none() {
                    v.add("overlap", "OUT_OF_RANGE", "must be 0 to 7 days");
                }
                read
            }
        };
        let (secret, key) = (new_secret(), new_key());
        Some(RotateSecret {
            caller,
            id: id?,
            secret: secret?,
            key: key?,
            sealer: self.subscriptions.sealer.clone(),
            overlap: overlap?,
        })
    }
}

fn new_secret() -> Option<SecretText> {
    signature::new_secret()
        .inspect_err(|_| error!("the system gives no random bytes for a secret"))
        .ok()
}

fn new_key() -> Option<NewKey> {
    signature::new_key()
        .inspect_err(|_| error!("the system gives no random bytes for a key"))
        .ok()
}

/// What a partner calls a subscription; it may be nothing.
fn description(v: &mut Violations, text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    v.required_text("description", text, DESCRIPTION)
}

fn target(v: &mut Violations, field: &str, text: &str, reach: Reach) -> Option<Target> {
    let text = v.required_text(field, text, 2048)?;
    match Target::parse(&text, reach) {
        Ok(target) => Some(target),
        Err(bad) => {
            let reason = match bad {
                BadTarget::Malformed(_) => "MALFORMED",
                BadTarget::TooLong => "TOO_LONG",
                BadTarget::NotHttps => "NOT_HTTPS",
                BadTarget::Credentials => "CREDENTIALS_IN_URL",
                BadTarget::Forbidden(_) => "ADDRESS_NOT_PUBLIC",
            };
            v.add(field, reason, bad.to_string());
            None
        }
    }
}

pub(super) fn pause(
    v: &mut Violations,
    caller: Caller,
    request: proto::PauseSubscriptionRequest,
) -> Option<PauseSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(PauseSubscription { caller, id })
}

pub(super) fn resume(
    v: &mut Violations,
    caller: Caller,
    request: proto::ResumeSubscriptionRequest,
) -> Option<ResumeSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(ResumeSubscription { caller, id })
}

pub(super) fn disable(
    v: &mut Violations,
    caller: Caller,
    request: proto::DisableSubscriptionRequest,
) -> Option<DisableSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(DisableSubscription { caller, id })
}

pub(super) fn enable(
    v: &mut Violations,
    caller: Caller,
    request: proto::EnableSubscriptionRequest,
) -> Option<EnableSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(EnableSubscription { caller, id })
}

pub(super) fn delete(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeleteSubscriptionRequest,
) -> Option<DeleteSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(DeleteSubscription { caller, id })
}

pub(super) fn recover(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecoverDeliveriesRequest,
) -> Option<RecoverDeliveries> {
    let subscription_id = v.uuid("id", &request.id);
    let since = instant(v, "since", request.since.as_ref());
    if request.since.is_none() {
        v.add("since", "REQUIRED", "must be given");
    }
    Some(RecoverDeliveries {
        caller,
        subscription_id: subscription_id?,
        since: since?,
    })
}

pub(super) fn resend_failed(
    v: &mut Violations,
    caller: Caller,
    request: proto::ResendFailedDeliveriesRequest,
) -> Option<ResendFailed> {
    let subscription_id = v.uuid("id", &request.id);
    let since = instant(v, "since", request.since.as_ref());
    if request.since.is_none() {
        v.add("since", "REQUIRED", "must be given");
    }
    Some(ResendFailed {
        caller,
        subscription_id: subscription_id?,
        since: since?,
    })
}
