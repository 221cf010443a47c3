//! The one map from what promotion refuses to what a caller is answered.

use metrics::counter;
use ocop_chassis::grpc::{RpcError, Violation, store_error};
use tonic::Code;

use crate::application::Error;
use crate::domain::{
    Refusal, campaign, delivery, gift, listing, partner, reward, sales, sales_point, subscription,
    top_list, trade,
};

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "promotion.ocop";

impl From<Error> for RpcError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => {
                let mut refused = Self::new(code(&refusal), refusal.reason(), refusal.to_string());
                if let Refusal::TopList(top_list::Refusal::Ineligible(problems)) = &refusal {
                    refused.violations = problems.iter().map(violation).collect();
                }
                if let Refusal::Subscription(subscription::Refusal::QuotaUsedUp(most)) = refusal {
                    counter!("subscription_quota_refusals_total").increment(1);
                    return refused.with("most", most.to_string());
                }
                if let Refusal::Reward(reward::Refusal::BudgetExceeded { left, .. }) = refusal {
                    return refused.with("left_vnd", left.to_string());
                }
                if let Refusal::Trade(trade::Refusal::MoreThanAsked { left }) = refusal {
                    return refused.with("left", left.to_string());
                }
                refused
            }
            Error::Denied(denied) => denied.into(),
            Error::Store(error) => store_error(error, taken),
        }
    }
}

/// What is wrong with what a commune proposes.
fn violation(problem: &top_list::Problem) -> Violation {
    let (field, reason) = match problem {
        top_list::Problem::Count { .. } => ("proposals".to_owned(), "OUT_OF_RANGE"),
        top_list::Problem::Product(id, defect) => {
            let reason = match defect {
                top_list::Defect::Unknown => "PRODUCT_UNKNOWN",
                top_list::Defect::NotRecognised(_) => "NOT_RECOGNISED",
                top_list::Defect::NotRecognisedInYear(_) => "NOT_RECOGNISED_IN_YEAR",
                top_list::Defect::Excluded(_) => "BRANCH_EXCLUDED",
                top_list::Defect::Elsewhere => "MADE_ELSEWHERE",
            };
            (format!("proposals[{id}]"), reason)
        }
    };
    Violation {
        field,
        reason,
        description: problem.to_string(),
    }
}

fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Listing(listing::Refusal::Unknown(_))
        | Refusal::Partner(
            partner::Refusal::Unknown(_)
            | partner::Refusal::MatchUnknown(_)
            | partner::Refusal::CredentialsUnknown(_),
        )
        | Refusal::Subscription(subscription::Refusal::Unknown(_))
        | Refusal::Delivery(delivery::Refusal::Unknown(_))
        | Refusal::Reward(reward::Refusal::Unknown(_) | reward::Refusal::SchemeUnknown(_)) => {
            Code::NotFound
        }
        Refusal::Gift(gift::Refusal::Unknown(_) | gift::Refusal::OrderUnknown(_)) => Code::NotFound,
        Refusal::Gift(_) => Code::FailedPrecondition,
        Refusal::TopList(top_list::Refusal::Unknown(_) | top_list::Refusal::VoteUnknown) => {
            Code::NotFound
        }
        Refusal::TopList(top_list::Refusal::VotedAlready) => Code::AlreadyExists,
        Refusal::TopList(top_list::Refusal::Full) => Code::ResourceExhausted,
        Refusal::TopList(top_list::Refusal::NotAMember) => Code::PermissionDenied,
        Refusal::TopList(_) => Code::FailedPrecondition,
        Refusal::Campaign(campaign::Refusal::Unknown(_)) => Code::NotFound,
        Refusal::Campaign(campaign::Refusal::Full | campaign::Refusal::TooMuchShown) => {
            Code::ResourceExhausted
        }
        Refusal::Campaign(_) => Code::FailedPrecondition,
        Refusal::SalesPoint(
            sales_point::Refusal::Unknown(_)
            | sales_point::Refusal::CentreUnknown(_)
            | sales_point::Refusal::NoListing(_),
        ) => Code::NotFound,
        Refusal::SalesPoint(sales_point::Refusal::TooManyScorings) => Code::ResourceExhausted,
        Refusal::SalesPoint(_) | Refusal::Listing(_) => Code::FailedPrecondition,
        Refusal::Trade(
            trade::Refusal::DemandUnknown(_)
            | trade::Refusal::OfferUnknown(_)
            | trade::Refusal::DealUnknown(_)
            | trade::Refusal::SessionUnknown(_)
            | trade::Refusal::InvitationUnknown(_),
        ) => Code::NotFound,
        Refusal::Trade(trade::Refusal::OfferExists) => Code::AlreadyExists,
        Refusal::Trade(
            trade::Refusal::TooManyOffers
            | trade::Refusal::SessionFull
            | trade::Refusal::TooManyInvitations,
        ) => Code::ResourceExhausted,
        Refusal::Trade(_) => Code::FailedPrecondition,
        Refusal::Sales(sales::Refusal::ProductUnknown(_)) => Code::NotFound,
        Refusal::Sales(sales::Refusal::TooManyCorrections) => Code::ResourceExhausted,
        Refusal::Sales(_) => Code::FailedPrecondition,
        Refusal::Reward(reward::Refusal::SchemesOverlap(_) | reward::Refusal::RepaidAlready(_)) => {
            Code::AlreadyExists
        }
        Refusal::Reward(reward::Refusal::TooManyRepayments(_)) => Code::ResourceExhausted,
        Refusal::Reward(_) => Code::FailedPrecondition,
        Refusal::Partner(
            partner::Refusal::Left
            | partner::Refusal::Present
            | partner::Refusal::OtherStage { .. }
            | partner::Refusal::MatchOver
            | partner::Refusal::StepReasonMissing
            | partner::Refusal::StepTooEarly(_)
            | partner::Refusal::StepTooLate
            | partner::Refusal::CredentialsRevoked
            | partner::Refusal::NatsNotOffered,
        )
        | Refusal::Subscription(
            subscription::Refusal::Active
            | subscription::Refusal::Paused
            | subscription::Refusal::Disabled
            | subscription::Refusal::Deleted,
        ) => Code::FailedPrecondition,
        Refusal::Partner(partner::Refusal::CredentialsQuota | partner::Refusal::TooManySteps)
        | Refusal::Subscription(
            subscription::Refusal::QuotaUsedUp(_) | subscription::Refusal::TooManySecrets(_),
        ) => Code::ResourceExhausted,
    }
}

/// The unique constraints of promotion, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    let reported = is(["sales_reports_month", "sales_reports.product_id"]);
    if reported {
        return Some((
            "SALES_REPORTED",
            "somebody else reported the sales of the product and month at the same time; ListSalesReports shows them",
        ));
    }
    is(["subscriptions_url", "subscriptions.url"]).then_some((
        "SUBSCRIPTION_EXISTS",
        "the partner has a subscription of this URL already; ListSubscriptions shows it",
    ))
}
