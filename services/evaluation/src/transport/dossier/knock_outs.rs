//! Knock-outs and disqualifiers that were found, on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::knock_out_found::Hit as SentHit;
use ocop_proto::evaluation::v1::record_knock_out_request::Hit as RequestedHit;

use crate::application::dossier::{RecordKnockOut, WithdrawKnockOut};
use crate::application::step::TakeStep;
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::knock_out::{Hit, KnockOutFound, Observer};
use crate::transport::council::ballots::withdrawal_to_proto;
use crate::transport::criteria::sets;
use crate::transport::dossier::dossiers::REASON;
use crate::transport::fields::step;

enum_pairs! {
    fn observer_to_proto(Observer) -> proto::KnockOutObserver;
    fn observer_from_proto(proto::KnockOutObserver) -> Option<Observer>;
    AdvisoryTeam, CouncilMember, Inspection
}

pub(crate) fn to_proto(found: &KnockOutFound, set: Option<&CriteriaSet>) -> proto::KnockOutFound {
    let (hit, law) = match &found.hit {
        Hit::Criterion(code) => {
            let rule = set.and_then(|set| set.knock_out(code)).map(sets::knock_out);
            (SentHit::Criterion(code.clone()), rule)
        }
        Hit::Disqualifier(number) => {
            let at = usize::try_from(*number).unwrap_or(0).checked_sub(1);
            let label = set.zip(at).and_then(|(set, at)| set.disqualifiers.get(at));
            let rule = label.map(|label| proto::KnockOut {
                criterion: String::new(),
                effect: proto::KnockOutEffect::Reject.into(),
                label_vi: label.vi.clone(),
                label_en: label.en.clone(),
            });
            (SentHit::Disqualifier(*number), rule)
        }
    };
    let law = law.unwrap_or_default();
    proto::KnockOutFound {
        number: found.number,
        hit: Some(hit),
        label_vi: law.label_vi,
        label_en: law.label_en,
        effect: law.effect,
        observer: observer_to_proto(found.observer).into(),
        seen_by: found.seen_by.clone(),
        seen_on: found.seen_on.to_string(),
        note: found.note.clone(),
        recorded_by: found.recorded_by.clone(),
        record_time: Some(timestamp(found.recorded_at)),
        withdrawal: found.withdrawn.clone().map(withdrawal_to_proto),
    }
}

pub(crate) fn record(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::RecordKnockOutRequest,
) -> Option<TakeStep<RecordKnockOut>> {
    step(v, caller, &request.id, |v| {
        let hit = match &request.hit {
            None => {
                v.add("hit", "REQUIRED", "must name a criterion or a disqualifier");
                None
            }
            Some(RequestedHit::Criterion(code)) => {
                let code = v.required_text("criterion", code, 20);
                code.map(Hit::Criterion)
            }
            Some(RequestedHit::Disqualifier(number)) => Some(Hit::Disqualifier(*number)),
        };
        let observer = v
            .known("observer", request.observer)
            .and_then(observer_from_proto);
        let seen_by = v.optional_text("seen_by", &request.seen_by, 200);
        let seen_on = v.optional_date("seen_on", &request.seen_on);
        let note = v.required_text("note", &request.note, REASON);
        Some(RecordKnockOut {
            library,
            hit: hit?,
            observer: observer?,
            seen_by: seen_by.filter(|subject| !subject.is_empty()),
            seen_on,
            note: note?,
        })
    })
}

pub(crate) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawKnockOutRequest,
) -> Option<TakeStep<WithdrawKnockOut>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, REASON)?;
        Some(WithdrawKnockOut {
            number: request.number,
            reason,
        })
    })
}
