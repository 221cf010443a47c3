//! Deadlines, and the list of what is due, on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::dossier::Dossier;
use crate::domain::dossier::deadlines::{Deadline, Duty};
use crate::storage::dossier::DueFilter;
use crate::transport::dossier::dossiers::{kind_to_proto, state_to_proto};
use crate::transport::fields::{in_units_of, unit};

enum_pairs! {
    fn duty_to_proto(Duty) -> proto::Duty;
    File, CheckAtCommune, Supplement, FinishRound, DecideAgain, FinishTransition, EndOfGrace
}

pub(crate) fn deadline_to_proto(deadline: Deadline, today: NaiveDate) -> proto::Deadline {
    proto::Deadline {
        duty: duty_to_proto(deadline.duty).into(),
        due_on: deadline.due_on.to_string(),
        late: deadline.is_late(today),
    }
}

/// A dossier in the list of what is due.
pub(crate) fn to_proto(saved: Saved<Dossier>, today: NaiveDate) -> proto::DueDossier {
    let dossier = saved.into_inner();
    proto::DueDossier {
        dossier_id: dossier.id.to_string(),
        deadline: dossier
            .next_deadline()
            .map(|deadline| deadline_to_proto(deadline, today)),
        product_name: dossier.product_name,
        kind: kind_to_proto(dossier.kind).into(),
        state: state_to_proto(dossier.stage.state()).into(),
        place_code: dossier.place.code,
    }
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDueRequest,
) -> Option<DueFilter> {
    let on = in_units_of(v, &request.in_units_of, caller.units.day());
    let code = unit(v, &caller, ("province_code", &request.province_code), on);
    if request.province_code.trim().is_empty() {
        v.add(
            "province_code",
            "REQUIRED",
            "must be the code of a province",
        );
    }
    let by = v.optional_date("due_by", &request.due_by);
    Some(DueFilter {
        province: code?,
        by,
        within: caller.reach(),
    })
}
