//! A failed call as a person reads it: what is wrong, where, and what to do.

mod options;

use std::collections::BTreeMap;
use std::fmt;

use ocop_chassis::grpc::code_name;
use serde::Serialize;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

pub(crate) use options::runs;

/// What was asked for and cannot be, before any call.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// The words do not go together: exit code 2.
    #[error("{0}")]
    Misuse(String),
    /// There is no service to call: exit code 4.
    #[error("{0}")]
    NothingRuns(String),
}

/// A call that failed: the status that came back, in parts.
#[derive(Clone, Debug, Serialize, thiserror::Error)]
pub(crate) struct CallError {
    /// The gRPC code, such as `FAILED_PRECONDITION`.
    pub(crate) code: String,
    /// The stable reason, such as `PRODUCT_UNKNOWN`; empty if the service gave none.
    pub(crate) reason: String,
    /// The message of the status.
    pub(crate) message: String,
    /// The metadata of the error, by key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) details: BTreeMap<String, String>,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) violations: Vec<Violation>,
    /// What to do.
    pub(crate) advice: String,
}

/// A field that is wrong.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Violation {
    /// Path of the field in the request.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) description: String,
}

impl From<Status> for CallError {
    fn from(status: Status) -> Self {
        let given = status.get_error_details();
        let (reason, details) = given
            .error_info()
            .map(|info| {
                (
                    info.reason.clone(),
                    info.metadata.clone().into_iter().collect(),
                )
            })
            .unwrap_or_default();
        let violations = given
            .bad_request()
            .map(|bad| {
                bad.field_violations
                    .iter()
                    .map(|violation| Violation {
                        field: violation.field.clone(),
                        description: violation.description.clone(),
                    })
                    .collect()
            })
            .unwrap_or_default();
        // Every error of a service has a reason. Without one the connection was refused or cut off, which a server that
        // wants a client certificate does after the handshake.
        let unanswered = reason.is_empty()
            && matches!(
                status.code(),
                Code::Unavailable | Code::Cancelled | Code::Unknown
            );
        let code = if unanswered {
            Code::Unavailable
        } else {
            status.code()
        };
        Self {
            code: code_name(code).to_owned(),
            advice: advice(code, &reason).to_owned(),
            message: if unanswered {
                format!("the service cannot be reached: {}", status.message())
            } else {
                status.message().to_owned()
            },
            reason,
            details,
            violations,
        }
    }
}

impl CallError {
    /// Whether nobody answered at all.
    pub(crate) fn is_unreachable(&self) -> bool {
        self.code == code_name(Code::Unavailable)
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is wrong stands in the lines that follow, or else in the message: never in both.
        let in_message = |text: &str| self.message.contains(text);
        let mut said = self.violations.iter();
        if said.any(|violation| in_message(&violation.description)) {
            f.write_str("The request is not valid.")?;
        } else {
            f.write_str(&sentence(&in_commands(&self.message)))?;
        }
        for violation in &self.violations {
            let at = options::given().by(&violation.field);
            write!(f, "\n  {at}: {}", in_commands(&violation.description))?;
        }
        for (key, value) in &self.details {
            if key != "rpc" && !in_message(value) {
                write!(f, "\n  {key}: {value}")?;
            }
        }
        if !self.advice.is_empty() {
            write!(f, "\n{}", self.advice)?;
        }
        if self.reason.is_empty() {
            write!(f, "\n({})", self.code)
        } else {
            write!(f, "\n({}, {})", self.code, self.reason)
        }
    }
}

/// The commands that call the rpcs which services name in what they say.
const COMMANDS: [(&str, &str); 5] = [
    ("CorrectImport", "certificates correct"),
    ("ListMatches", "matches list"),
    ("ListPlaces", "places list"),
    ("ListSalesReports", "sales list"),
    ("ListSubscriptions", "subscriptions list"),
];

/// What a service says with commands in the place of the rpcs that it names.
pub(crate) fn in_commands(text: &str) -> String {
    let text = text.replace(", AddPlace adds one", "");
    let text = COMMANDS.iter().fold(text, |text, (rpc, command)| {
        text.replace(rpc, &format!("`ocop {command}`"))
    });
    options::given().in_options(&text)
}

/// Begins with a capital and ends with a full stop.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let Some(first) = letters.next() else {
        return "The service gave no reason.".to_owned();
    };
    let mut sentence: String = first.to_uppercase().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?', ':']) {
        sentence.push('.');
    }
    sentence
}

/// What to do, for the reasons that a person can do something about.
fn advice(code: Code, reason: &str) -> &'static str {
    match (code, reason) {
        (_, "TOKEN_EXPIRED") => "Ask for a new token: `ocop token --role … --scope …`.",
        (_, "TOKEN_INVALID") => {
            "The service does not accept this token. Was it signed for another data directory? Make a new one with \
             `ocop token`."
        }
        (_, "OUT_OF_SCOPE") => {
            "Use a token whose scope covers what is changed, such as --scope province:51."
        }
        (_, "ROLE_MISSING") => {
            "Use a token with one of the roles that may do this: `ocop token --role …`."
        }
        (_, "PRODUCT_UNKNOWN") => {
            "If the product was registered a moment ago, its event is still on the way: try again. If not, `ocop \
             reconcile` shows what is missing."
        }
        (_, "STORAGE_FULL") => {
            "Nothing was changed. Make room on the disk of the database, then repeat the command; `ocop status` shows \
             which service it is."
        }
        (_, "TRY_AGAIN") => {
            "The service runs, but not its database: `ocop status` says more. Try again."
        }
        (Code::Unauthenticated, _) => {
            "Give a token with --token or OCOP_TOKEN; `ocop token` makes one for `ocop up`."
        }
        (Code::Unavailable, _) => {
            "Is the service running? `ocop up` starts all three and prints their addresses."
        }
        (Code::Aborted, _) => "Somebody changed it meanwhile: read it again and repeat the change.",
        (Code::DeadlineExceeded, _) => {
            "The service took too long: try again, the request id makes it safe."
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::{ErrorDetails, FieldViolation};

    use super::*;

    #[test]
    fn every_violation_is_shown_with_its_field() {
        let mut details = ErrorDetails::new();
        details.set_error_info(
            "INVALID_REQUEST",
            "ocop.catalog",
            [("rpc".to_owned(), "RegisterProduct".to_owned())],
        );
        details.set_bad_request(vec![
            FieldViolation::new("product.name", "is required"),
            FieldViolation::new("product.gtin", "has a wrong check digit"),
        ]);
        let refused = CallError::from(Status::with_error_details(
            Code::InvalidArgument,
            "two fields are wrong",
            details,
        ));
        assert_eq!(
            refused.to_string(),
            "Two fields are wrong.\n  name: is required\n  gtin: has a wrong check digit\n\
             (INVALID_ARGUMENT, INVALID_REQUEST)"
        );
    }

    #[test]
    fn what_is_wrong_is_said_once() {
        let mut details = ErrorDetails::new();
        details.set_bad_request(vec![FieldViolation::new("as_of", "must be a day")]);
        let refused = CallError::from(Status::with_error_details(
            Code::InvalidArgument,
            "as_of: must be a day",
            details,
        ));
        assert_eq!(
            refused.to_string(),
            "The request is not valid.\n  as of: must be a day\n(INVALID_ARGUMENT)"
        );
    }

    #[test]
    fn a_service_that_is_not_there_says_how_to_start_it() {
        let refused = CallError::from(Status::unavailable("tcp connect error"));
        assert!(refused.is_unreachable());
        let text = refused.to_string();
        assert!(text.starts_with("The service cannot be reached"), "{text}");
        assert!(text.contains("`ocop up`"), "{text}");
    }

    #[test]
    fn rpcs_that_a_service_names_are_named_as_commands() {
        assert_eq!(
            in_commands(
                "there is no place with the code \"9\"; ListPlaces shows them, AddPlace adds one"
            ),
            "there is no place with the code \"9\"; `ocop places list` shows them"
        );
        let grammar = crate::Cli::grammar();
        for (rpc, command) in COMMANDS {
            let mut found = Some(&grammar);
            for name in command.split(' ') {
                found = found.and_then(|of| of.find_subcommand(name));
            }
            assert!(found.is_some(), "{rpc}: there is no `ocop {command}`");
        }
    }

    #[test]
    fn vietnamese_first_letters_become_capitals() {
        assert_eq!(sentence("đã thu hồi"), "Đã thu hồi.");
    }
}
