//! What a caller is answered of each refusal: a code, and the fields at fault. Reason and message are
//! the refusal's own.

use ocop_chassis::grpc::{RpcError, Violation};
use tonic::Code;

use super::{files, invalid, precondition, violation};
use crate::domain::council::tally::TallyProblem;
use crate::domain::criteria::answers::AnswerProblem;
use crate::domain::dossier::completeness::Lack;
use crate::domain::dossier::documents::DocumentProblem;
use crate::domain::monitoring::{complaint, inspection};
use crate::domain::programme::target;
use crate::domain::{Refusal, certificate, council, criteria, dossier, evidence};
use crate::transport::dossier::dossiers;
use crate::transport::monitoring::{complaints, inspections};
use crate::transport::programme::targets;

pub(super) fn of(refusal: &Refusal) -> RpcError {
    match refusal {
        Refusal::Criteria(refusal) => of_criteria(refusal),
        Refusal::Evidence(refusal) => of_evidence(refusal),
        Refusal::Certificate(refusal) => of_certificate(refusal),
        Refusal::Council(refusal) => of_council(refusal),
        Refusal::Dossier(refusal) => of_dossier(refusal),
        Refusal::Inspection(refusal) => of_inspection(refusal),
        Refusal::Complaint(refusal) => of_complaint(refusal),
        Refusal::Target(refusal @ target::Refusal::TooMany { .. }) => {
            precondition(refusal.reason(), refusal)
        }
        Refusal::Target(target::Refusal::Terms(problems)) => {
            let of = |problem: &target::TargetProblem| {
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

fn of_criteria(refusal: &criteria::Refusal) -> RpcError {
    match refusal {
        criteria::Refusal::NoRegulation { .. } | criteria::Refusal::NoCriteriaSet { .. } => {
            precondition(refusal.reason(), refusal)
        }
        criteria::Refusal::Answers(problems) => invalid(
            "the answers do not fit the criteria set",
            of_answers("answers", problems),
        ),
    }
}

fn of_evidence(refusal: &evidence::Refusal) -> RpcError {
    use evidence::Refusal;
    let reason = refusal.reason();
    match refusal {
        Refusal::OfOtherProducer { .. }
        | Refusal::OfOtherKind { .. }
        | Refusal::NotCurrent { .. }
        | Refusal::InUse { .. }
        | Refusal::Withdrawn { .. } => precondition(reason, refusal),
        Refusal::FileSize { .. } => files::otherwise(reason, "size_bytes", refusal),
        Refusal::FileHash { .. } => files::otherwise(reason, "sha256", refusal),
        Refusal::FileType { .. } => files::otherwise(reason, "media_type", refusal),
    }
}

fn of_certificate(refusal: &certificate::Refusal) -> RpcError {
    use certificate::Refusal;
    let code = match refusal {
        Refusal::Criteria(refusal) => return of_criteria(refusal),
        Refusal::Correction(refusal) => return precondition(refusal.reason(), refusal),
        Refusal::ImportedOtherwise { .. } | Refusal::CodeTaken { .. } => Code::AlreadyExists,
        Refusal::NoSuchCertificate { .. } => Code::NotFound,
        Refusal::ValidCertificateExists { .. }
        | Refusal::NoValidCertificate { .. }
        | Refusal::NoHigherStar { .. }
        | Refusal::NotAfterNewest { .. }
        | Refusal::Replaced { .. }
        | Refusal::RevokedAlready { .. }
        | Refusal::DecidedSinceStart { .. }
        | Refusal::OtherAuthority { .. }
        | Refusal::NotImported
        | Refusal::GoesOn { .. }
        | Refusal::LaterNoLongerHolds { .. }
        | Refusal::NotRevoked
        | Refusal::NotValid { .. }
        | Refusal::HeldAlready
        | Refusal::NotRenamed
        | Refusal::BeforePreviousStep(_) => Code::FailedPrecondition,
    };
    RpcError::new(code, refusal.reason(), refusal.to_string())
}

fn of_council(refusal: &council::Refusal) -> RpcError {
    use council::Refusal;
    let code = match refusal {
        Refusal::Criteria(refusal) => return of_criteria(refusal),
        Refusal::Tally(problems) => return of_tally(refusal, problems),
        Refusal::NotAMember { .. } | Refusal::NotPresiding { .. } => Code::PermissionDenied,
        Refusal::VotedAlready { .. } | Refusal::ConflictKnown { .. } => Code::AlreadyExists,
        Refusal::OtherProvince { .. }
        | Refusal::CouncilOfOtherProvince { .. }
        | Refusal::NoRound { .. }
        | Refusal::ExtraRound { .. }
        | Refusal::RoundDays { .. }
        | Refusal::RoundTaken
        | Refusal::ResultFinal { .. }
        | Refusal::ChairConflicted { .. }
        | Refusal::NoBallot { .. }
        | Refusal::NoConflict { .. }
        | Refusal::MinutesSigned { .. }
        | Refusal::TooManyVotes(_)
        | Refusal::Correction(_)
        | Refusal::ConflictDeclared { .. } => Code::FailedPrecondition,
    };
    RpcError::new(code, refusal.reason(), refusal.to_string())
}

fn of_dossier(refusal: &dossier::Refusal) -> RpcError {
    use dossier::Refusal;
    match refusal {
        Refusal::Criteria(refusal) => of_criteria(refusal),
        Refusal::Certificate(refusal) => of_certificate(refusal),
        Refusal::Council(refusal) => of_council(refusal),
        Refusal::ProductRetired
        | Refusal::ProductSuspended
        | Refusal::ProductDraft
        | Refusal::ObjectEnded { .. }
        | Refusal::OpenDossier { .. }
        | Refusal::FiledTooEarly { .. }
        | Refusal::AfterCutOff { .. }
        | Refusal::NoGround { .. }
        | Refusal::Stopped { .. }
        | Refusal::NoSuchKnockOut { .. }
        | Refusal::KnockOutStands { .. }
        | Refusal::NoKnockOut { .. }
        | Refusal::OtherRegulation { .. }
        | Refusal::CountWouldChange { .. }
        | Refusal::Correction(_)
        | Refusal::LetterDay { .. }
        | Refusal::BeforePreviousStep(_) => precondition(refusal.reason(), refusal),
        Refusal::Asked { field, .. } => invalid(
            "something is asked for; see the details",
            vec![violation(*field, "REQUIRED", refusal.to_string())],
        ),
        Refusal::WrongState { state } | Refusal::ForTheCentre { state } => {
            precondition(refusal.reason(), refusal)
                .with("state", dossiers::state_to_proto(*state).as_str_name())
        }
        Refusal::Documents(problems) => invalid(
            "evidence cannot be referred to",
            problems.iter().map(of_document).collect(),
        ),
        Refusal::Incomplete { lacks } => {
            let mut error = precondition(refusal.reason(), &"the dossier is not complete");
            error.violations = lacks.iter().flat_map(of_lack).collect();
            error
        }
        Refusal::NotCertifiable { missing } => {
            let criteria: Vec<&str> = missing.iter().map(|line| line.criterion.as_str()).collect();
            let mut error = precondition(refusal.reason(), refusal)
                .with("missing_criteria", criteria.join(","));
            error.violations = missing
                .iter()
                .map(|line| {
                    let needs = format!(
                        "{} needs at least {} points, has {}",
                        line.star, line.needs, line.has
                    );
                    let field = format!("answers[{}]", line.criterion);
                    violation(field, "MINIMUM_MISSING", needs)
                })
                .collect();
            error
        }
    }
}

fn of_lack(lack: &Lack) -> Vec<Violation> {
    let (reason, text) = match (lack, lack.required_by()) {
        (Lack::Answer(problem), _) => return of_answers("answers", std::slice::from_ref(problem)),
        (_, Some(article)) => ("REQUIRED", format!("{lack} ({article})")),
        (_, None) => ("NOT_ACKNOWLEDGED", lack.to_string()),
    };
    vec![violation(lack.name(), reason, text)]
}

fn of_document(problem: &DocumentProblem) -> Violation {
    let reason = match problem {
        DocumentProblem::Unknown(_) => "EVIDENCE_UNKNOWN",
        DocumentProblem::OfAnother(_) => "EVIDENCE_OF_ANOTHER",
        DocumentProblem::Withdrawn(_) => "EVIDENCE_WITHDRAWN",
    };
    violation("content.statements", reason, problem.to_string())
}

fn of_inspection(refusal: &inspection::Refusal) -> RpcError {
    use inspection::Refusal;
    match refusal {
        Refusal::WrongState { state } => precondition(refusal.reason(), refusal)
            .with("state", inspections::state_to_proto(*state).as_str_name()),
        Refusal::RemedyBeforeInspection { findings } => {
            let of = |number: &usize| {
                let field = format!("findings[{}].remedy.due_on", number.saturating_sub(1));
                let text = "must not be before the day of the inspection";
                violation(field, "OUT_OF_ORDER", text.to_owned())
            };
            invalid(
                "remedies are due before the day of the inspection",
                findings.iter().map(of).collect(),
            )
        }
        Refusal::NoCertificate => {
            let field = "proposal.certificate_id";
            invalid(
                "the proposal names no certificate",
                vec![violation(field, "REQUIRED", refusal.to_string())],
            )
        }
        Refusal::TooManyProposals => RpcError::new(
            Code::ResourceExhausted,
            refusal.reason(),
            refusal.to_string(),
        ),
        Refusal::NoRemedy { .. }
        | Refusal::CheckedAlready { .. }
        | Refusal::RemedyNotDue { .. }
        | Refusal::OtherProducer { .. }
        | Refusal::OtherCertificate { .. }
        | Refusal::BeforePreviousStep(_) => precondition(refusal.reason(), refusal),
    }
}

fn of_complaint(refusal: &complaint::Refusal) -> RpcError {
    use complaint::Refusal;
    match refusal {
        Refusal::WrongState { state } => precondition(refusal.reason(), refusal)
            .with("state", complaints::state_to_proto(*state).as_str_name()),
        Refusal::TooLate { .. }
        | Refusal::LeadsToNothing { .. }
        | Refusal::ComplainantErased
        | Refusal::BeforePreviousStep(_) => precondition(refusal.reason(), refusal),
    }
}

/// Every problem of a ballot or a self-assessment, under the field `list[criterion]`; of an answer without a criterion
/// under its place.
pub(in crate::transport) fn of_answers(list: &str, problems: &[AnswerProblem]) -> Vec<Violation> {
    let of = |problem: &AnswerProblem| {
        let (criterion, reason) = match problem {
            AnswerProblem::NoCriterion { position } => {
                let field = format!("{list}[{position}].criterion");
                return violation(field, "REQUIRED", problem.to_string());
            }
            AnswerProblem::UnknownStatement { criterion } => {
                let field = format!("content.statements[{criterion}]");
                return violation(field, "UNKNOWN_CRITERION", problem.to_string());
            }
            AnswerProblem::NoOption { criterion } => (criterion, "REQUIRED"),
            AnswerProblem::UnknownCriterion { criterion } => (criterion, "UNKNOWN_CRITERION"),
            AnswerProblem::UnknownAnswer { criterion, .. } => (criterion, "UNKNOWN_ANSWER"),
            AnswerProblem::Duplicate { criterion } => (criterion, "DUPLICATE"),
            AnswerProblem::Missing { criterion } => (criterion, "REQUIRED"),
            AnswerProblem::DoesNotApply { criterion, .. } => (criterion, "DOES_NOT_APPLY"),
            AnswerProblem::MixedCases { criterion } => (criterion, "MIXED_CASES"),
            AnswerProblem::OtherCase { criterion } => (criterion, "OTHER_CASE"),
            AnswerProblem::NotMarked { criterion } => (criterion, "NOT_MARKED"),
        };
        violation(format!("{list}[{criterion}]"), reason, problem.to_string())
    };
    problems.iter().map(of).collect()
}

/// A count that cannot be made: bad agreed answers are the request's fault, the rest is the council's.
fn of_tally(refusal: &council::Refusal, problems: &[TallyProblem]) -> RpcError {
    let code = match refusal.reason() {
        "INVALID_REQUEST" => Code::InvalidArgument,
        _ => Code::FailedPrecondition,
    };
    let mut error = RpcError::new(code, refusal.reason(), refusal.to_string());
    error.violations = problems.iter().flat_map(of_tally_problem).collect();
    error
}

fn of_tally_problem(problem: &TallyProblem) -> Vec<Violation> {
    let (field, reason) = match problem {
        TallyProblem::Agreed(answer) => {
            return of_answers("agreed_answers", std::slice::from_ref(answer));
        }
        TallyProblem::Quorum { .. }
        | TallyProblem::ChairAbsent
        | TallyProblem::ChairKeptAway
        | TallyProblem::TooFew { .. }
        | TallyProblem::KindNeedsMeeting
        | TallyProblem::OpinionsApart { .. } => return Vec::new(),
        TallyProblem::OpinionsDiffer { criterion } => {
            (format!("answers[{criterion}]"), "OPINIONS_DIFFER")
        }
        TallyProblem::AgreedInWriting => ("agreed_answers".to_owned(), "NO_MEETING"),
        TallyProblem::NoAgreement { criterion } => {
            (format!("agreed_answers[{criterion}]"), "REQUIRED")
        }
        TallyProblem::NobodySaid { criterion } => {
            (format!("agreed_answers[{criterion}]"), "CONTRADICTED")
        }
    };
    vec![violation(field, reason, problem.to_string())]
}
