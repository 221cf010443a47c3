//! The one map from what the service refuses to what a caller is told.

mod files;
mod monitoring;

use ocop_chassis::grpc::{self, Violation, refuse_store};
use tonic::Code;

use super::targets;
use crate::application::Refusal;
use crate::domain::criteria::answers::AnswerProblem;
use crate::domain::dossier::papers::PaperProblem;
use crate::domain::refusal::Refusal as Rule;
use crate::domain::tally::TallyProblem;
use crate::domain::target::TargetProblem;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "evaluation.ocop";

/// What a caller is told of a refusal.
pub(super) fn told(refusal: Refusal) -> grpc::Refusal {
    match refusal {
        Refusal::Rule(rule) => of_rule(&rule),
        Refusal::Unknown { what, .. } => {
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
            grpc::Refusal::new(Code::NotFound, reason, refusal.to_string())
        }
        Refusal::ProductUnknown { .. } => precondition("PRODUCT_UNKNOWN", &refusal),
        Refusal::ProducerUnknown { .. } => precondition("PRODUCER_UNKNOWN", &refusal),
        Refusal::FileDamaged { .. } => files::damaged(&refusal),
        Refusal::Files(error) => files::failed(&error),
        Refusal::InTheFuture { .. } => precondition("DATE_IN_THE_FUTURE", &refusal),
        Refusal::Stale => grpc::Refusal::new(Code::Aborted, "STALE_ETAG", refusal.to_string()),
        Refusal::Council(problems) => {
            let mut told = grpc::Refusal::new(
                Code::InvalidArgument,
                "INVALID_REQUEST",
                "the council cannot be recorded; see the details",
            );
            told.violations = problems
                .iter()
                .map(|problem| violation("council", "COUNCIL_INVALID", problem.to_string()))
                .collect();
            told
        }
        Refusal::Undecidable(problems) => {
            let message = format!("{} of the dossiers cannot be decided", problems.len());
            let mut refused = precondition("DOSSIERS_UNDECIDABLE", &message);
            let of = |(id, problem)| {
                let why = told(problem);
                violation(format!("dossier_ids[{id}]"), why.reason, why.message)
            };
            refused.violations = problems.into_iter().map(of).collect();
            refused
        }
        Refusal::NothingToDecide => precondition("NOTHING_TO_DECIDE", &refusal),
        Refusal::TooMany { .. } => precondition("TOO_MANY_DOSSIERS", &refusal),
        Refusal::Denied(denied) => denied.into(),
        Refusal::Store(error) => refuse_store(error, taken),
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

fn precondition(reason: &'static str, message: &impl ToString) -> grpc::Refusal {
    grpc::Refusal::new(Code::FailedPrecondition, reason, message.to_string())
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

fn of_rule(rule: &Rule) -> grpc::Refusal {
    match rule {
        Rule::ProductRetired => precondition("PRODUCT_RETIRED", rule),
        Rule::OpenDossier { .. } => precondition("DOSSIER_OPEN", rule),
        Rule::ValidCertificateExists { .. } => precondition("CERTIFICATE_VALID", rule),
        Rule::NoValidCertificate { .. } => precondition("NO_VALID_CERTIFICATE", rule),
        Rule::NoHigherStar { .. } => precondition("NO_HIGHER_STAR", rule),
        Rule::FiledTooEarly { .. } => precondition("FILED_TOO_EARLY", rule),
        Rule::WrongState { state } => {
            precondition("WRONG_STATE", rule).with("state", format!("{state:?}"))
        }
        Rule::NoCriteriaSet { .. } => precondition("NO_CRITERIA_SET", rule),
        Rule::NoRegulation { .. } => precondition("NO_REGULATION", rule),
        Rule::Answers(problems) => invalid(
            "the answers do not fit the criteria set",
            of_answers("answers", problems),
        ),
        Rule::Papers(problems) => invalid(
            "evidence cannot be referred to",
            problems.iter().map(of_paper).collect(),
        ),
        Rule::FindingsIncomplete { missing } => {
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
        Rule::BeforePreviousStep { .. } => precondition("BEFORE_PREVIOUS_STEP", rule),
        Rule::OtherProvince { .. } => precondition("OTHER_PROVINCE", rule),
        Rule::AfterCutOff { .. } => precondition("AFTER_CUT_OFF", rule),
        Rule::NoRound { .. } => precondition("NO_ROUND", rule),
        Rule::ExtraRound { .. } => precondition("EXTRA_ROUND", rule),
        Rule::NotAMember { .. } => {
            grpc::Refusal::new(Code::PermissionDenied, "NOT_A_MEMBER", rule.to_string())
        }
        Rule::VotedAlready { .. } => {
            grpc::Refusal::new(Code::AlreadyExists, "VOTED_ALREADY", rule.to_string())
        }
        Rule::ConflictDeclared { .. } => precondition("CONFLICT_DECLARED", rule),
        Rule::ConflictKnown { .. } => {
            grpc::Refusal::new(Code::AlreadyExists, "CONFLICT_DECLARED", rule.to_string())
        }
        Rule::Tally(problems) => of_tally(rule, problems),
        Rule::NotCertifiable { missing } => {
            let mut told = precondition("NOT_CERTIFIABLE", rule);
            let criteria: Vec<&str> = missing.iter().map(|line| line.criterion.as_str()).collect();
            told = told.with("missing_criteria", criteria.join(","));
            told.violations = missing
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
            told
        }
        Rule::ImportedOtherwise { .. } => {
            grpc::Refusal::new(Code::AlreadyExists, "IMPORTED_OTHERWISE", rule.to_string())
        }
        Rule::NotAfterNewest { .. } => precondition("NOT_AFTER_NEWEST", rule),
        Rule::NoSuchCertificate { .. } => {
            grpc::Refusal::new(Code::NotFound, "CERTIFICATE_UNKNOWN", rule.to_string())
        }
        Rule::Replaced { .. } => precondition("CERTIFICATE_REPLACED", rule),
        Rule::RevokedAlready { .. } => precondition("REVOKED_ALREADY", rule),
        Rule::EvidenceOfAnother { .. } => precondition("EVIDENCE_OF_OTHER_PRODUCER", rule),
        Rule::EvidenceOfOtherKind { .. } => precondition("EVIDENCE_OF_OTHER_KIND", rule),
        Rule::EvidenceNotCurrent { .. } => precondition("EVIDENCE_NOT_CURRENT", rule),
        Rule::EvidenceInUse { .. } => precondition("EVIDENCE_IN_USE", rule),
        Rule::EvidenceWithdrawn { .. } => precondition("EVIDENCE_WITHDRAWN", rule),
        Rule::FileSize { .. } => files::otherwise("SIZE_MISMATCH", "size_bytes", rule),
        Rule::FileHash { .. } => files::otherwise("HASH_MISMATCH", "sha256", rule),
        Rule::FileType { .. } => files::otherwise("MEDIA_TYPE_MISMATCH", "media_type", rule),
        Rule::Inspection(refusal) => monitoring::of_inspection(refusal),
        Rule::Complaint(refusal) => monitoring::of_complaint(refusal),
        Rule::Target(problems) => {
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

pub(super) fn invalid(message: &str, violations: Vec<Violation>) -> grpc::Refusal {
    let mut told = grpc::Refusal::new(Code::InvalidArgument, "INVALID_REQUEST", message);
    told.violations = violations;
    told
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
fn of_tally(rule: &Rule, problems: &[TallyProblem]) -> grpc::Refusal {
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
    let mut told = match reason {
        Some(reason) => precondition(reason, rule),
        None => grpc::Refusal::new(Code::InvalidArgument, "INVALID_REQUEST", rule.to_string()),
    };
    told.violations = violations;
    told
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
