//! Reads requests about programmes.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::{MOST_VND, NAME, ended, in_order};
use crate::application::support::{CloseProgramme, PlanProgramme, UpdateProgramme};
use crate::domain::support::ProgrammeTerms;
use crate::storage::support::ProgrammeFilter;
use crate::transport::support::kind_from_proto;
use crate::transport::{REASON, place, seen};

fn programme_terms(v: &mut Violations, given: &proto::SupportProgramme) -> Option<ProgrammeTerms> {
    let title = v.name("programme.title", &given.title, NAME);
    let kind = v
        .known("programme.kind", given.kind)
        .and_then(kind_from_proto);
    let organiser = v.name("programme.organiser", &given.organiser, NAME);
    let budget = given
        .budget_vnd
        .map(|budget| v.within("programme.budget_vnd", budget, 1..=MOST_VND));
    let from = v.date("programme.from_date", &given.from_date);
    let to = v.date("programme.to_date", &given.to_date);
    in_order(v, "programme.to_date", from.zip(to));
    Some(ProgrammeTerms {
        title: title?,
        kind: kind?,
        organiser: organiser?,
        budget_vnd: budget.flatten(),
        from: from?,
        to: to?,
    })
}

pub(in crate::transport::support) fn plan_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanSupportProgrammeRequest,
) -> Option<PlanProgramme> {
    let given = request.programme.unwrap_or_default();
    let terms = programme_terms(v, &given);
    let said = (given.place_code.as_str(), given.place_on.as_str());
    let place = place::named(v, &caller, "programme.", said);
    Some(PlanProgramme {
        caller,
        place: place?,
        terms: terms?,
    })
}

pub(in crate::transport::support) fn update_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSupportProgrammeRequest,
) -> Option<UpdateProgramme> {
    let given = request.programme.unwrap_or_default();
    let seen = seen(v, "programme.", &given.id, &given.etag);
    let terms = programme_terms(v, &given);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(UpdateProgramme {
        caller,
        id,
        seen,
        terms: terms?,
        reason: reason?,
    })
}

pub(in crate::transport::support) fn close_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::CloseSupportProgrammeRequest,
) -> Option<CloseProgramme> {
    let ended = ended(v, (&request.id, &request.etag, &request.reason))?;
    Some(CloseProgramme {
        caller,
        id: ended.id,
        seen: ended.seen,
        reason: ended.reason,
    })
}

pub(in crate::transport::support) fn programmes(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSupportProgrammesRequest,
) -> Option<ProgrammeFilter> {
    let named = ("place_code", request.place_code.as_str());
    Some(ProgrammeFilter {
        place: place::area(v, &caller, named, &request.in_units_of),
        kind: v
            .known_or_any("kind", request.kind)
            .and_then(kind_from_proto),
        on: v.optional_date("on_date", &request.on_date),
        open: request.open,
    })
}
