//! The one map from what the service refuses to what a caller is answered.

mod files;
mod monitoring;

use ocop_chassis::grpc::{self, Violation, refuse_store};
use tonic::Code;

use crate::application::Error;
use crate::domain::council::tally::TallyProblem;
use crate::domain::criteria::answers::AnswerProblem;
use crate::domain::dossier::papers::PaperProblem;
use crate::domain::programme::target::TargetProblem;
use crate::domain::refusal::Refusal;
use crate::transport::programme::targets;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "evaluation.ocop";

/// What a caller is answered to a refusal.
pub(super) fn to_rpc_error(refusal: Error) -> grpc::RpcError {
    match refusal {
        Error::Refused(rule) => of_rule(&rule),
        Error::Unknown { what, .. } => {
            let reason = match what {
                "dossier" => "DOSSIER_UNKNOWN",
                "council" => "COUNCIL_UNKNOWN",
                "round" => "ROUND_UNKNOWN",
                "revision" => "REVISION_UNKNOWN",
                "evidence" => "EVIDENCE_UNKNOWN",
                "target" => "TARGET_UNKNOWN",
                "producer" => "PRODUCER_UNKNOWN",
                "inspection" => "INSPECTION_UNKNOWN",
                "complaint" => "COMPLAINT_UNKNOWN",
                _ => "CERTIFICATE_UNKNOWN",
            };
            grpc::RpcError::new(Code::NotFound, reason, refusal.to_string())
        }
        Error::ProductUnknown { .. } => precondition("PRODUCT_UNKNOWN", &refusal),
        Error::ProducerUnknown { .. } => precondition("PRODUCER_UNKNOWN", &refusal),
        Error::FileDamaged { .. } => files::damaged(&refusal),
        Error::Files(error) => files::failed(&error),
        Error::InTheFuture { .. } => precondition("DATE_IN_THE_FUTURE", &refusal),
        Error::Stale => grpc::RpcError::new(Code::Aborted, "STALE_ETAG", refusal.to_string()),
        Error::Council(problems) => {
            let mut answer = grpc::RpcError::new(
                Code::InvalidArgument,
                "INVALID_REQUEST",
                "the council cannot be recorded; see the details",
            );
            answer.violations = problems
                .iter()
                .map(|problem| violation("council", "COUNCIL_INVALID", problem.to_string()))
                .collect();
            answer
        }
        Error::Undecidable(problems) => {
            let message = format!("{} of the dossiers cannot be decided", problems.len());
            let mut refused = precondition("DOSSIERS_UNDECIDABLE", &message);
            let of = |(id, problem)| {
                let why = to_rpc_error(problem);
                violation(format!("dossier_ids[{id}]"), why.reason, why.message)
            };
            refused.violations = problems.into_iter().map(of).collect();
            refused
        }
        Error::NothingToDecide => precondition("NOTHING_TO_DECIDE", &refusal),
        Error::TooMany { .. } => precondition("TOO_MANY_DOSSIERS", &refusal),
        Error::Denied(denied) => denied.into(),
        Error::Store(error) => refuse_store(error, taken),
    }
}

fn of_paper(problem: &PaperProblem) -> Violation {
    let reason = match problem {
        PaperProblem::Unknown(_) => "EVIDENCE_UNKNOWN",
        PaperProblem::OfAnother(_) => "EVIDENCE_OF_ANOTHER",
        PaperProblem::Withdrawn(_) => "EVIDENCE_WITHDRAWN",
    };
    violation("content.statements", reason, problem.to_string())
}

fn precondition(reason: &'static str, message: &impl ToString) -> grpc::RpcError {
    grpc::RpcError::new(Code::FailedPrecondition, reason, message.to_string())
}

pub(super) fn violation(
    field: impl Into<String>,
    reason: &'static str,
    description: String,
) -> Violation {
    Violation {
        field: field.into(),
        reason,
        description,
    }
}

fn of_rule(rule: &Refusal) -> grpc::RpcError {
    match rule {
        Refusal::ProductRetired => precondition("PRODUCT_RETIRED", rule),
        Refusal::OpenDossier { .. } => precondition("DOSSIER_OPEN", rule),
        Refusal::ValidCertificateExists { .. } => precondition("CERTIFICATE_VALID", rule),
        Refusal::NoValidCertificate { .. } => precondition("NO_VALID_CERTIFICATE", rule),
        Refusal::NoHigherStar { .. } => precondition("NO_HIGHER_STAR", rule),
        Refusal::FiledTooEarly { .. } => precondition("FILED_TOO_EARLY", rule),
        Refusal::WrongState { state } => {
            precondition("WRONG_STATE", rule).with("state", format!("{state:?}"))
        }
        Refusal::NoCriteriaSet { .. } => precondition("NO_CRITERIA_SET", rule),
        Refusal::NoRegulation { .. } => precondition("NO_REGULATION", rule),
        Refusal::Answers(problems) => invalid(
            "the answers do not fit the criteria set",
            of_answers("answers", problems),
        ),
        Refusal::Papers(problems) => invalid(
            "evidence cannot be referred to",
            problems.iter().map(of_paper).collect(),
        ),
        Refusal::FindingsIncomplete { missing } => {
            let of = |topic: &&str| {
                violation(
                    format!("findings.{topic}"),
                    "REQUIRED",
                    "must be given".to_owned(),
                )
            };
            invalid(
                "the commune's report is incomplete",
                missing.iter().map(of).collect(),
            )
        }
        Refusal::BeforePreviousStep { .. } => precondition("BEFORE_PREVIOUS_STEP", rule),
        Refusal::OtherProvince { .. } => precondition("OTHER_PROVINCE", rule),
        Refusal::AfterCutOff { .. } => precondition("AFTER_CUT_OFF", rule),
        Refusal::NoRound { .. } => precondition("NO_ROUND", rule),
        Refusal::ExtraRound { .. } => precondition("EXTRA_ROUND", rule),
        Refusal::NotAMember { .. } => {
            grpc::RpcError::new(Code::PermissionDenied, "NOT_A_MEMBER", rule.to_string())
        }
        Refusal::VotedAlready { .. } => {
            grpc::RpcError::new(Code::AlreadyExists, "VOTED_ALREADY", rule.to_string())
        }
        Refusal::ConflictDeclared { .. } => precondition("CONFLICT_DECLARED", rule),
        Refusal::ConflictKnown { .. } => {
            grpc::RpcError::new(Code::AlreadyExists, "CONFLICT_DECLARED", rule.to_string())
        }
        Refusal::Tally(problems) => of_tally(rule, problems),
        Refusal::NotCertifiable { missing } => {
            let mut answer = precondition("NOT_CERTIFIABLE", rule);
            let criteria: Vec<&str> = missing.iter().map(|line| line.criterion.as_str()).collect();
            answer = answer.with("missing_criteria", criteria.join(","));
            answer.violations = missing
                .iter()
                .map(|line| {
                    let needs = format!(
                        "{} needs at least {} points, has {}",
                        line.star, line.needs, line.has
                    );
                    violation(
                        format!("criterion {}", line.criterion),
                        "MINIMUM_MISSING",
                        needs,
                    )
                })
                .collect();
            answer
        }
        Refusal::ImportedOtherwise { .. } => {
            grpc::RpcError::new(Code::AlreadyExists, "IMPORTED_OTHERWISE", rule.to_string())
        }
        Refusal::NotAfterNewest { .. } => precondition("NOT_AFTER_NEWEST", rule),
        Refusal::NoSuchCertificate { .. } => {
            grpc::RpcError::new(Code::NotFound, "CERTIFICATE_UNKNOWN", rule.to_string())
        }
        Refusal::Replaced { .. } => precondition("CERTIFICATE_REPLACED", rule),
        Refusal::RevokedAlready { .. } => precondition("REVOKED_ALREADY", rule),
        Refusal::EvidenceOfAnother { .. } => precondition("EVIDENCE_OF_OTHER_PRODUCER", rule),
        Refusal::EvidenceOfOtherKind { .. } => precondition("EVIDENCE_OF_OTHER_KIND", rule),
        Refusal::EvidenceNotCurrent { .. } => precondition("EVIDENCE_NOT_CURRENT", rule),
        Refusal::EvidenceInUse { .. } => precondition("EVIDENCE_IN_USE", rule),
        Refusal::EvidenceWithdrawn { .. } => precondition("EVIDENCE_WITHDRAWN", rule),
        Refusal::FileSize { .. } => files::otherwise("SIZE_MISMATCH", "size_bytes", rule),
        Refusal::FileHash { .. } => files::otherwise("HASH_MISMATCH", "sha256", rule),
        Refusal::FileType { .. } => files::otherwise("MEDIA_TYPE_MISMATCH", "media_type", rule),
        Refusal::Inspection(refusal) => monitoring::of_inspection(refusal),
        Refusal::Complaint(refusal) => monitoring::of_complaint(refusal),
        Refusal::Target(problems) => {
            let of = |problem: &TargetProblem| {
                let (field, reason) = targets::fault(*problem);
                violation(field, reason, problem.to_string())
            };
            invalid(
                "the target makes no sense; see the details",
                problems.iter().map(of).collect(),
            )
        }
    }
}

pub(super) fn invalid(message: &str, violations: Vec<Violation>) -> grpc::RpcError {
    let mut answer = grpc::RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", message);
    answer.violations = violations;
    answer
}

/// Every problem of a ballot or a self-assessment, under the field `list[criterion]`.
pub(super) fn of_answers(list: &str, problems: &[AnswerProblem]) -> Vec<Violation> {
    let of = |problem: &AnswerProblem| {
        let (criterion, reason) = match problem {
            AnswerProblem::UnknownCriterion { criterion } => (criterion, "UNKNOWN_CRITERION"),
            AnswerProblem::UnknownAnswer { criterion, .. } => (criterion, "UNKNOWN_ANSWER"),
            AnswerProblem::Duplicate { criterion } => (criterion, "DUPLICATE"),
            AnswerProblem::Missing { criterion } => (criterion, "REQUIRED"),
            AnswerProblem::DoesNotApply { criterion, .. } => (criterion, "DOES_NOT_APPLY"),
            AnswerProblem::MixedCases { criterion } => (criterion, "MIXED_CASES"),
            AnswerProblem::NotMarked { criterion } => (criterion, "NOT_MARKED"),
        };
        violation(format!("{list}[{criterion}]"), reason, problem.to_string())
    };
    problems.iter().map(of).collect()
}

/// A count that cannot be made: bad agreed answers are the request's fault, the rest is the council's.
fn of_tally(rule: &Refusal, problems: &[TallyProblem]) -> grpc::RpcError {
    let mut violations = Vec::new();
    let mut reason = None;
    for problem in problems {
        match problem {
            TallyProblem::Quorum { .. } => reason = Some("BELOW_QUORUM"),
            TallyProblem::ChairAbsent => reason = reason.or(Some("CHAIR_ABSENT")),
            TallyProblem::TooFew { .. } => reason = reason.or(Some("COUNCIL_TOO_SMALL")),
            TallyProblem::KindNeedsMeeting | TallyProblem::OpinionsApart { .. } => {
                reason = reason.or(Some("MEETING_REQUIRED"));
            }
            TallyProblem::OpinionsDiffer { criterion } => {
                reason = reason.or(Some("MEETING_REQUIRED"));
                let field = format!("criterion {criterion}");
                violations.push(violation(field, "OPINIONS_DIFFER", problem.to_string()));
            }
            TallyProblem::AgreedInWriting => {
                let field = "agreed_answers";
                violations.push(violation(field, "NO_MEETING", problem.to_string()));
            }
            TallyProblem::NoAgreement { criterion } => {
                reason = reason.or(Some("NO_AGREEMENT"));
                let field = format!("agreed_answers[{criterion}]");
                violations.push(violation(field, "REQUIRED", problem.to_string()));
            }
            TallyProblem::Agreed(answer) => {
                violations.extend(of_answers("agreed_answers", std::slice::from_ref(answer)));
            }
        }
    }
    let mut answer = match reason {
        Some(reason) => precondition(reason, rule),
        None => grpc::RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", rule.to_string()),
    };
    answer.violations = violations;
    answer
}

/// The unique constraints of the service, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    if is(["rounds_number", "rounds.province_code"]) {
        Some((
            "ROUND_EXISTS",
            "the province has a round of this year and number already",
        ))
    } else if is(["dossiers_open", "dossiers.product_id"]) {
        Some((
            "DOSSIER_OPEN",
            "the product has an open dossier of this kind",
        ))
    } else if is(["ballots_member", "ballots.dossier_id"]) {
        Some(("VOTED_ALREADY", "the member has voted on this dossier"))
    } else if is(["conflicts_member", "conflicts.dossier_id"]) {
        Some((
            "CONFLICT_DECLARED",
            "the member has a conflict of interest in this dossier already",
        ))
    } else if is(["targets_name", "targets.province_code"]) {
        Some((
            "TARGET_EXISTS",
            "the province has a target of this name and period",
        ))
    } else {
        None
    }
}
