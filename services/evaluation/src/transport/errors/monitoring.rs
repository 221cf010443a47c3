//! What a caller is answered when an inspection or complaint cannot take a step.

use ocop_chassis::grpc;

use super::{invalid, precondition, violation};
use crate::domain::monitoring::complaint::ComplaintRefusal;
use crate::domain::monitoring::inspection::InspectionRefusal;

pub(super) fn of_inspection(refusal: &InspectionRefusal) -> grpc::RpcError {
    match refusal {
        InspectionRefusal::WrongState { state } => {
            precondition("WRONG_STATE", refusal).with("state", format!("{state:?}"))
        }
        InspectionRefusal::RemedyBeforeInspection { findings } => {
            let of = |number: &usize| {
                let field = format!("findings[{}].remedy.due_on", number.saturating_sub(1));
                let said = "must not be before the day of the inspection";
                violation(field, "OUT_OF_ORDER", said.to_owned())
            };
            invalid(
                "remedies are due before the day of the inspection",
                findings.iter().map(of).collect(),
            )
        }
        InspectionRefusal::NoRemedy { .. } => precondition("REMEDY_UNKNOWN", refusal),
        InspectionRefusal::CheckedAlready { .. } => precondition("REMEDY_CHECKED", refusal),
        InspectionRefusal::RemedyNotDue { .. } => precondition("REMEDY_NOT_DUE", refusal),
        InspectionRefusal::NoCertificate => invalid(
            "the proposal names no certificate",
            vec![violation(
                "proposal.certificate_id",
                "REQUIRED",
                refusal.to_string(),
            )],
        ),
        InspectionRefusal::OtherProducer { .. } => precondition("OTHER_PRODUCER", refusal),
        InspectionRefusal::OtherCertificate { .. } => precondition("OTHER_CERTIFICATE", refusal),
    }
}

pub(super) fn of_complaint(refusal: &ComplaintRefusal) -> grpc::RpcError {
    match refusal {
        ComplaintRefusal::WrongState { state } => {
            precondition("WRONG_STATE", refusal).with("state", format!("{state:?}"))
        }
        ComplaintRefusal::TooLate { .. } => precondition("COMPLAINT_TOO_LATE", refusal),
    }
}
