//! What a caller is told when the store says no.

use std::error::Error;
use std::fmt::Write as _;

use tonic::Code;

use super::{Refusal, Violation};
use crate::database::StoreError;

/// What a caller is told of a failure of the store. `taken` says, for a unique constraint as the
/// engine names it, the reason and the sentence it means to a caller.
pub fn refuse_store(
    error: StoreError,
    taken: impl Fn(&str) -> Option<(&'static str, &'static str)>,
) -> Refusal {
    if let StoreError::NotUnique { constraint } = &error
        && let Some((reason, message)) = taken(constraint)
    {
        return Refusal::new(Code::AlreadyExists, reason, message);
    }
    refuse_shared(&error)
}

/// What a caller is told of a failure of the store that several callers share.
pub fn refuse_shared(error: &StoreError) -> Refusal {
    match error {
        StoreError::Stale { aggregate, id } => Refusal::new(
            Code::Aborted,
            "STALE_ETAG",
            format!("the {aggregate} changed since it was read; read it again and repeat the change"),
        )
        .with("id", id),
        StoreError::RequestReused => about_request_id(
            "REQUEST_ID_REUSED",
            "was used before for a request with other content; choose a new one",
        ),
        StoreError::RequestInvalid => about_request_id("INVALID_REQUEST", "must be a UUID"),
        StoreError::Unavailable(_) => Refusal::new(
            Code::Unavailable,
            "STORE_UNAVAILABLE",
            "the service cannot reach its database just now; try again",
        )
        .because(chain(error)),
        error if error.is_contention() => Refusal::new(
            Code::Aborted,
            "CONTENTION",
            "too many changes of the same thing at once; try again",
        ),
        StoreError::NotUnique { .. } | StoreError::Corrupt { .. } | StoreError::Database(_) => {
            Refusal::internal().because(chain(error))
        }
    }
}

fn about_request_id(reason: &'static str, description: &str) -> Refusal {
    let mut refusal = Refusal::new(Code::InvalidArgument, reason, format!("request_id {description}"));
    refusal.violations.push(Violation {
        field: "request_id".to_owned(),
        reason: if reason == "INVALID_REQUEST" { "MALFORMED" } else { reason },
        description: description.to_owned(),
    });
    refusal
}

/// An error with everything that led to it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grpc::{Violations, both};

    #[test]
    fn a_bad_request_id_and_bad_fields_are_reported_together() {
        let mut violations = Violations::new();
        violations.uuid("id", "");
        let request = violations.finish();
        let refusal = both::<(), ()>(Err(StoreError::RequestInvalid), request).unwrap_err();
        let fields: Vec<&str> = refusal.violations.iter().map(|v| v.field.as_str()).collect();
        assert_eq!(fields, ["request_id", "id"]);
        assert_eq!((refusal.code, refusal.reason), (Code::InvalidArgument, "INVALID_REQUEST"));
    }

    #[test]
    fn a_constraint_the_service_knows_has_its_own_reason_and_another_is_internal() {
        let refuse = |constraint: &str| {
            let error = StoreError::NotUnique { constraint: constraint.to_owned() };
            refuse_store(error, |name| (name == "gtin").then_some(("GTIN_TAKEN", "taken")))
        };
        assert_eq!((refuse("gtin").code, refuse("gtin").reason), (Code::AlreadyExists, "GTIN_TAKEN"));
        assert_eq!(refuse("secret_index").code, Code::Internal);
        assert!(!refuse("secret_index").message.contains("secret_index"));
    }

    #[test]
    fn what_passes_is_told_apart_from_what_is_broken() {
        let away = StoreError::Unavailable(sea_orm::DbErr::Custom("10.0.0.7 refused".to_owned()));
        let refusal = refuse_shared(&away);
        assert_eq!((refusal.code, refusal.reason), (Code::Unavailable, "STORE_UNAVAILABLE"));
        assert!(!refusal.message.contains("10.0.0.7"));
    }
}
