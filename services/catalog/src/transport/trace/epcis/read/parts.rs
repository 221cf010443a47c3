//! Reads the parts of events.

use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;
use serde_json::Value;

use super::{bare, instant};
use crate::domain::trace::{Action, Unit};
use crate::transport::trace::epcis::fields::Fields;
use crate::transport::trace::words::{action_to_proto, unit_to_proto};

/// Most lots or containers of a list.
const ITEMS: usize = 100;
/// Most business transactions, sources or destinations of an event.
const REFERENCES: usize = 20;
/// Most growing areas of a lot.
const AREAS: usize = 50;
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

pub(super) fn quantities(
    v: &mut Violations,
    event: &mut Fields,
    name: &str,
) -> Vec<proto::Portion> {
    let path = event.at(name);
    let mut read = Vec::new();
    for (n, value) in event.list(v, name, ITEMS).into_iter().enumerate() {
        let Some(mut one) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let lot_id = one.required(v, "epcClass");
        let code = one.text(v, "uom");
        let unit = Unit::of_code(&code);
        if unit.is_none() {
            let rule = "must be GRM, KGM, TNE, MLT, LTR, or left out for pieces";
            v.add(one.at("uom"), "UNKNOWN_VALUE", rule);
        }
        let amount = match one.take("quantity") {
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        one.finish(v);
        read.push(proto::Portion {
            lot_id,
            amount,
            unit: unit.map(unit_to_proto).unwrap_or_default().into(),
        });
    }
    read
}

pub(super) fn ilmd(v: &mut Violations, event: &mut Fields) -> Option<proto::LotMaking> {
    let value = event.take("ilmd")?;
    let mut ilmd = Fields::of(v, &event.at("ilmd"), value)?;
    // The id of the lot says it already.
    ilmd.take("cbvmda:lotNumber");
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

/// Lots with amounts, and single pieces and containers by their ids, of the lists with these names.
pub(super) fn things(
    v: &mut Violations,
    event: &mut Fields,
    (amounts, ids): (&str, &str),
) -> (Vec<proto::Portion>, Vec<String>) {
    let mut lots = quantities(v, event, amounts);
    let ids = event.texts(v, ids, ITEMS).into_iter();
    let (pieces, containers): (Vec<String>, Vec<String>) = ids.partition(|id| id.contains("/21/"));
    lots.extend(pieces.into_iter().map(piece));
    (lots, containers)
}

/// Lots with amounts, and single pieces by their ids, of the lists with these names.
pub(super) fn portions(
    v: &mut Violations,
    event: &mut Fields,
    (amounts, ids): (&str, &str),
) -> Vec<proto::Portion> {
    let mut lots = quantities(v, event, amounts);
    lots.extend(event.texts(v, ids, ITEMS).into_iter().map(piece));
    lots
}

fn piece(lot_id: String) -> proto::Portion {
    proto::Portion {
        lot_id,
        amount: "1".to_owned(),
        unit: proto::AmountUnit::Piece.into(),
    }
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
