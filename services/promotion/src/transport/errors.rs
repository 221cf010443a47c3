//! The one map from what promotion refuses to what a caller is told.

use ocop_chassis::grpc::{self, refuse_store};
use tonic::{Code, Status};

use crate::application::Refusal;
use crate::domain::refusal::Refusal as Rule;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "promotion.ocop";

/// What a caller is told of a refusal.
pub(super) fn status(refusal: Refusal) -> Status {
    told(refusal).status(DOMAIN)
}

/// The map itself.
pub(super) fn told(refusal: Refusal) -> grpc::Refusal {
    match refusal {
        Refusal::Rule(rule) => {
            let code = match &rule {
                Rule::ListingUnknown(_)
                | Rule::PartnerUnknown(_)
                | Rule::SubscriptionUnknown(_)
                | Rule::DeliveryUnknown(_) => Code::NotFound,
                Rule::PartnerLeft | Rule::SubscriptionActive | Rule::SubscriptionDisabled => {
                    Code::FailedPrecondition
                }
            };
            grpc::Refusal::new(code, rule.reason(), rule.to_string())
        }
        Refusal::Denied(denied) => denied.into(),
        Refusal::Stale { what } => grpc::Refusal::new(
            Code::Aborted,
            "STALE_ETAG",
            format!("the {what} changed since it was read; read it again and repeat the change"),
        ),
        Refusal::Store(error) => refuse_store(error, taken),
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
