//! Corrections on the wire.

use ocop_chassis::grpc::timestamp;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::correction::Correction;

pub(crate) fn to_proto(correction: &Correction) -> proto::Correction {
    proto::Correction {
        field: correction.field.clone(),
        before: correction.before.clone(),
        after: correction.after.clone(),
        reason: correction.reason.clone(),
        corrected_by: correction.by.clone(),
        correct_time: Some(timestamp(correction.at)),
    }
}
