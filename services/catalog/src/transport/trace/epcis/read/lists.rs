//! Reads what events are about: amounts of lots, single pieces and containers.

use ocop_chassis::grpc::Violations;
use ocop_proto::catalog::v1 as proto;
use serde_json::Value;

use crate::domain::trace::{LotId, Unit};
use crate::transport::trace::epcis::fields::Fields;
use crate::transport::trace::words::unit_to_proto;

/// Most lots or containers of a list.
const ITEMS: usize = 100;

/// The lots of a list, with their amounts.
fn quantities(v: &mut Violations, event: &mut Fields, name: &str) -> Vec<proto::Portion> {
    let path = event.at(name);
    let mut read = Vec::new();
    for (n, value) in event.list(v, name, ITEMS).into_iter().enumerate() {
        let Some(mut one) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let lot_id = one.required(v, "epcClass");
        if is_piece(&lot_id) == Some(true) {
            let rule = "must be a lot: a single piece stands among the EPCs";
            v.add(one.at("epcClass"), "MALFORMED", rule);
        }
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

/// Whether an id is that of a single piece; `None` if it is neither of a piece nor of a lot.
fn is_piece(id: &str) -> Option<bool> {
    id.parse::<LotId>().ok().map(|lot| lot.is_serial())
}

/// The EPCs of a list: single pieces and what else there is.
fn epcs(v: &mut Violations, event: &mut Fields, name: &str) -> (Vec<String>, Vec<String>) {
    let path = event.at(name);
    let (mut pieces, mut others) = (Vec::new(), Vec::new());
    for (n, id) in event.texts(v, name, ITEMS).into_iter().enumerate() {
        match is_piece(&id) {
            Some(true) => pieces.push(id),
            Some(false) => {
                let rule = "must be a single piece or a container: a lot stands with its amount among the quantities";
                v.add(format!("{path}[{n}]"), "MALFORMED", rule);
            }
            // A piece with something wrong in it is said to be a wrong piece.
            None if id.contains("/21/") || id.starts_with("urn:epc:id:sgtin:") => pieces.push(id),
            None => others.push(id),
        }
    }
    (pieces, others)
}

/// Lots with amounts, and single pieces and containers by their ids, of the lists with these names.
pub(super) fn things(
    v: &mut Violations,
    event: &mut Fields,
    (amounts, ids): (&str, &str),
) -> (Vec<proto::Portion>, Vec<String>) {
    let mut lots = quantities(v, event, amounts);
    let (pieces, containers) = epcs(v, event, ids);
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
    // What is no piece is refused with the ids of lots.
    let (pieces, others) = epcs(v, event, ids);
    lots.extend(pieces.into_iter().chain(others).map(piece));
    lots
}

fn piece(lot_id: String) -> proto::Portion {
    proto::Portion {
        lot_id,
        amount: "1".to_owned(),
        unit: proto::AmountUnit::Piece.into(),
    }
}
