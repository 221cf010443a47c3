//! The one map from what promotion refuses to what a caller is told.

use ocop_chassis::grpc::{self, refuse_store};
use tonic::{Code, Status};

use crate::application::Error;
use crate::domain::refusal::Refusal;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "promotion.ocop";

/// What a caller is told of a refusal.
pub(super) fn status(refusal: Error) -> Status {
    told(refusal).status(DOMAIN)
}

/// The map itself.
pub(super) fn told(refusal: Error) -> grpc::RpcError {
    match refusal {
        Error::Refused(rule) => {
            let code = match &rule {
                Refusal::ListingUnknown(_)
                | Refusal::PartnerUnknown(_)
                | Refusal::SubscriptionUnknown(_)
                | Refusal::DeliveryUnknown(_) => Code::NotFound,
                Refusal::PartnerLeft
                | Refusal::SubscriptionActive
                | Refusal::SubscriptionDisabled => Code::FailedPrecondition,
            };
            grpc::RpcError::new(code, rule.reason(), rule.to_string())
        }
        Error::Denied(denied) => denied.into(),
        Error::Stale { what } => grpc::RpcError::new(
            Code::Aborted,
            "STALE_ETAG",
            format!("the {what} changed since it was read; read it again and repeat the change"),
        ),
        Error::Store(error) => refuse_store(error, taken),
    }
}

/// The unique constraints of promotion, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    is(["subscriptions_url", "subscriptions.url"]).then_some((
        "SUBSCRIPTION_EXISTS",
        "the partner has a subscription of this URL already; ListSubscriptions shows it",
    ))
}
