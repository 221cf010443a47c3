use strum::VariantArray as _;

use super::*;
use crate::domain::dossier::{self, State};
use crate::domain::monitoring::complaint::{self, ComplaintState};
use crate::domain::monitoring::inspection::{self, InspectionState};

#[test]
fn whatever_is_not_there_is_named_by_its_reason() {
    for &what in Resource::VARIANTS {
        let id = uuid::Uuid::nil();
        let error = grpc::RpcError::from(Error::Unknown { what, id });
        assert_eq!(error.code, Code::NotFound);
        assert_eq!(
            error.reason,
            format!("{}_UNKNOWN", what.to_string().to_uppercase())
        );
    }
}

/// The metadata and the message of a refusal.
fn answered(refusal: impl Into<Error>) -> (Option<String>, String) {
    let error: grpc::RpcError = refusal.into().into();
    let state = error.metadata.get("state").cloned();
    (state, error.message)
}

#[test]
fn a_state_is_named_by_the_contract_and_told_to_people_in_words() {
    let state = State::InProvincialRound;
    assert_eq!(
        answered(dossier::Refusal::WrongState { state }),
        (
            Some("DOSSIER_STATE_IN_PROVINCIAL_ROUND".to_owned()),
            "the dossier is in a round of the province, where this step cannot be taken".to_owned()
        )
    );
    let state = InspectionState::RemedyDue;
    assert_eq!(
        answered(inspection::Refusal::WrongState { state }),
        (
            Some("INSPECTION_STATE_REMEDY_DUE".to_owned()),
            "the inspection is waiting for remedies, where this step cannot be taken".to_owned()
        )
    );
    let state = ComplaintState::Decided;
    assert_eq!(
        answered(complaint::Refusal::WrongState { state }),
        (
            Some("COMPLAINT_STATE_DECIDED".to_owned()),
            "the complaint is decided, where this step cannot be taken".to_owned()
        )
    );
}
