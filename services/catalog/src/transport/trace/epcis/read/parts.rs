//! Reads the parts of events.

use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;

use super::{instant, word};
use crate::domain::trace::{Action, Disposition, LotId, bare};
use crate::transport::trace::epcis::fields::Fields;
use crate::transport::trace::words::{action_to_proto, disposition_to_proto};

/// Most business transactions, sources or destinations of an event.
const REFERENCES: usize = 20;
/// Most growing areas of a lot.
const AREAS: usize = 50;
/// Most words of a list.
const WORDS: usize = 40;
/// Most certifications of an event.
const CERTIFICATIONS: usize = 20;
/// Most events that correct another.
const CORRECTIONS: usize = 20;

pub(super) fn action(v: &mut Violations, event: &mut Fields) -> i32 {
    let text = event.required(v, "action");
    let action = text.parse::<Action>().ok();
    action.map(action_to_proto).unwrap_or_default().into()
}

pub(super) fn place(v: &mut Violations, event: &mut Fields, name: &str) -> String {
    let Some(value) = event.take(name) else {
        return String::new();
    };
    let Some(mut place) = Fields::of(v, &event.at(name), value) else {
        return String::new();
    };
    let id = place.required(v, "id");
    place.finish(v);
    id
}

/// The references in a list, each an object with a type of `vocabulary` and an id of this name.
pub(super) fn references(
    v: &mut Violations,
    event: &mut Fields,
    (list, name, vocabulary): (&str, &str, &str),
) -> Vec<proto::TradeReference> {
    let path = event.at(list);
    let mut read = Vec::new();
    for (n, value) in event.list(v, list, REFERENCES).into_iter().enumerate() {
        let Some(mut one) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let (kind, id) = (one.text(v, "type"), one.required(v, name));
        one.finish(v);
        read.push(proto::TradeReference {
            r#type: bare(&kind, vocabulary).to_owned(),
            id,
        });
    }
    read
}

/// What is known of the lots that come to be.
pub(super) fn ilmd(
    v: &mut Violations,
    event: &mut Fields,
    lots: &[proto::Portion],
) -> Option<proto::LotMaking> {
    let value = event.take("ilmd")?;
    let mut ilmd = Fields::of(v, &event.at("ilmd"), value)?;
    let number = ilmd.text(v, "cbvmda:lotNumber");
    let is_said = |portion: &proto::Portion| {
        let lot = portion.lot_id.parse::<LotId>();
        lot.is_ok_and(|lot| !lot.is_serial() && lot.number() == number)
    };
    if !number.is_empty() && !lots.iter().all(is_said) {
        let rule = "must be the number in the id of each lot that comes to be";
        v.add(ilmd.at("cbvmda:lotNumber"), "MALFORMED", rule);
    }
    let making = proto::LotMaking {
        product_id: ilmd.text(v, "ocop:product"),
        description: ilmd.text(v, "ocop:description"),
        area_ids: ilmd.texts(v, "ocop:growingAreas", AREAS),
        harvested_from: ilmd.text(v, "cbvmda:harvestStartDate"),
        harvested_to: ilmd.text(v, "cbvmda:harvestEndDate"),
        best_before: ilmd.text(v, "cbvmda:bestBeforeDate"),
        expires_on: ilmd.text(v, "cbvmda:itemExpirationDate"),
    };
    ilmd.finish(v);
    Some(making)
}

pub(super) fn persistent(
    v: &mut Violations,
    event: &mut Fields,
) -> Option<proto::PersistentDisposition> {
    const NAME: &str = "persistentDisposition";
    let value = event.take(NAME)?;
    let mut said = Fields::of(v, &event.at(NAME), value)?;
    let mut words = |name: &str| -> Vec<i32> {
        let path = said.at(name);
        if said.has_list(name, 0) && !said.has_list(name, 1) {
            v.add(&path, "REQUIRED", "must name at least one, or be left out");
        }
        let texts = said.texts(v, name, WORDS).into_iter().enumerate();
        let read = texts.map(|(n, text)| {
            let read = word::<Disposition>(v, format!("{path}[{n}]"), &text, "Disp");
            read.map(disposition_to_proto).unwrap_or_default().into()
        });
        read.collect()
    };
    let (set, unset) = (words("set"), words("unset"));
    said.finish(v);
    Some(proto::PersistentDisposition { set, unset })
}

/// One certification, or a list of them.
pub(super) fn certifications(v: &mut Violations, event: &mut Fields) -> Vec<String> {
    const NAME: &str = "certificationInfo";
    if event.has_list(NAME, 0) {
        return event.texts(v, NAME, CERTIFICATIONS);
    }
    let one = event.text(v, NAME);
    Some(one)
        .filter(|one| !one.is_empty())
        .into_iter()
        .collect()
}

pub(super) fn error_declaration(
    v: &mut Violations,
    event: &mut Fields,
) -> Option<proto::ErrorDeclaration> {
    let value = event.take("errorDeclaration")?;
    let mut declaration = Fields::of(v, &event.at("errorDeclaration"), value)?;
    let time = declaration.required(v, "declarationTime");
    let time = instant(v, &declaration.at("declarationTime"), &time);
    let reason = declaration.text(v, "reason");
    let corrective_event_ids = declaration.texts(v, "correctiveEventIDs", CORRECTIONS);
    declaration.finish(v);
    Some(proto::ErrorDeclaration {
        declaration_time: Some(timestamp(time?.to_utc())),
        reason: bare(&reason, "ER").to_owned(),
        corrective_event_ids,
    })
}
