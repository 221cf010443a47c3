//! Reads what events are about.

use std::collections::BTreeSet;

use ocop_chassis::grpc::Violations;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;
use uuid::Uuid;

use super::{id, optional_id};
use crate::domain::trace::{Action, Amount, ContainerId, LotId, Making, Portion, Unit, What};
use crate::transport::trace::words::{action_from_proto, unit_from_proto};

const DESCRIPTION: usize = 200;

fn portions(v: &mut Violations, field: &str, given: &[proto::Portion]) -> Vec<Portion> {
    let mut read = Vec::new();
    for (n, one) in given.iter().enumerate() {
        let lot = id::<LotId>(v, &format!("{field}[{n}].lot_id"), &one.lot_id);
        let unit = v
            .known(&format!("{field}[{n}].unit"), one.unit)
            .and_then(unit_from_proto);
        let amount = unit.and_then(|unit| Amount::parse(&one.amount, unit));
        if unit.is_some() && amount.is_none() {
            let rule =
                "must be a decimal number with up to three places, above 0, at most 1,000,000,000";
            v.add(format!("{field}[{n}].amount"), "MALFORMED", rule);
        }
        let serial = lot.as_ref().is_some_and(LotId::is_serial);
        if serial && amount.is_some() && amount != Amount::new(1_000, Unit::Piece) {
            let rule = "must be 1 piece, since a serial number is of one";
            v.add(format!("{field}[{n}].amount"), "MALFORMED", rule);
        }
        read.extend(lot.zip(amount).map(|(lot, amount)| Portion { lot, amount }));
    }
    let pieces = read.iter().map(|portion| &portion.lot);
    once(v, field, pieces.filter(|lot| lot.is_serial()));
    // As documents name them: lots in one list, single pieces in another.
    read.sort_by_key(|portion: &Portion| portion.lot.is_serial());
    read
}

fn containers(v: &mut Violations, field: &str, given: &[String]) -> Vec<ContainerId> {
    let given = given.iter().enumerate();
    let read: Vec<ContainerId> = given
        .filter_map(|(n, text)| id(v, &format!("{field}[{n}]"), text))
        .collect();
    once(v, field, read.iter());
    read
}

/// Notes what stands in a list more than once.
fn once<'a, T: Ord + std::fmt::Display + 'a>(
    v: &mut Violations,
    field: &str,
    ids: impl Iterator<Item = &'a T>,
) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            v.add(field, "TWICE", format!("must not have {id} twice"));
        }
    }
}

fn making(v: &mut Violations, field: &str, given: &proto::LotMaking) -> Option<Making> {
    let at = |name: &str| format!("{field}.{name}");
    let product = (!given.product_id.is_empty())
        .then(|| v.uuid(&at("product_id"), &given.product_id))
        .flatten();
    let description = v.optional_text(&at("description"), &given.description, DESCRIPTION);
    let areas = given.area_ids.iter().enumerate();
    let areas: Vec<Uuid> = areas
        .filter_map(|(n, text)| v.uuid(&format!("{field}.area_ids[{n}]"), text))
        .collect();
    let harvested_from = v.optional_date(&at("harvested_from"), &given.harvested_from);
    let harvested_to = v.optional_date(&at("harvested_to"), &given.harvested_to);
    if let (Some(from), Some(to)) = (harvested_from, harvested_to)
        && to < from
    {
        let rule = "must not be before harvested_from";
        v.add(at("harvested_to"), "OUT_OF_ORDER", rule);
    }
    Some(Making {
        product,
        description: description?,
        areas,
        harvested_from,
        harvested_to,
        best_before: v.optional_date(&at("best_before"), &given.best_before),
        expires_on: v.optional_date(&at("expires_on"), &given.expires_on),
    })
}

pub(super) fn some(v: &mut Violations, field: &str, given: bool) {
    if !given {
        v.add(field, "REQUIRED", "must name at least one");
    }
}

pub(super) fn what(v: &mut Violations, field: &str, said: &Said) -> Option<What> {
    let action = |v: &mut Violations, name: &str, action: i32| {
        v.known(&format!("{field}.{name}.action"), action)
            .and_then(action_from_proto)
    };
    match said {
        Said::Object(object) => {
            let at = |name: &str| format!("{field}.object.{name}");
            let action = action(v, "object", object.action);
            let lots = portions(v, &at("lots"), &object.lots);
            let inside = containers(v, &at("container_ids"), &object.container_ids);
            let named = !object.lots.is_empty() || !object.container_ids.is_empty();
            some(v, &at("lots"), named);
            let known = object.making.as_ref();
            if known.is_some() && action.is_some_and(|action| action != Action::Add) {
                let rule = "must be left out, since nothing comes to be";
                v.add(at("making"), "UNSUPPORTED", rule);
            }
            let making = known.map(|known| making(v, &at("making"), known));
            Some(What::Object {
                action: action?,
                lots,
                containers: inside,
                making: making.flatten(),
            })
        }
        Said::Aggregation(aggregation) => {
            let at = |name: &str| format!("{field}.aggregation.{name}");
            let action = action(v, "aggregation", aggregation.action);
            let parent = id(v, &at("parent_id"), &aggregation.parent_id);
            let lots = portions(v, &at("lots"), &aggregation.lots);
            let inside = containers(v, &at("container_ids"), &aggregation.container_ids);
            let named = !aggregation.lots.is_empty() || !aggregation.container_ids.is_empty();
            let everything = aggregation.action() == proto::TraceAction::Delete;
            some(v, &at("lots"), named || everything);
            Some(What::Aggregation {
                action: action?,
                parent: parent?,
                lots,
                containers: inside,
            })
        }
        Said::Transformation(transformation) => {
            let at = |name: &str| format!("{field}.transformation.{name}");
            let inputs = portions(v, &at("inputs"), &transformation.inputs);
            let outputs = portions(v, &at("outputs"), &transformation.outputs);
            let part = optional_id(
                v,
                &at("transformation_id"),
                &transformation.transformation_id,
            );
            let (into, out) = (
                !transformation.inputs.is_empty(),
                !transformation.outputs.is_empty(),
            );
            if transformation.transformation_id.is_empty() {
                some(v, &at("inputs"), into);
                some(v, &at("outputs"), out);
            } else {
                some(v, &at("inputs"), into || out);
            }
            let known = transformation.making.as_ref();
            let making = known.map(|known| making(v, &at("making"), known));
            Some(What::Transformation {
                id: part,
                inputs,
                outputs,
                making: making.flatten(),
            })
        }
        Said::Association(association) => {
            let at = |name: &str| format!("{field}.association.{name}");
            let action = action(v, "association", association.action);
            let parent = id(v, &at("parent_id"), &association.parent_id);
            let lots = portions(v, &at("lots"), &association.lots);
            let tied = containers(v, &at("container_ids"), &association.container_ids);
            let named = !association.lots.is_empty() || !association.container_ids.is_empty();
            some(v, &at("container_ids"), named);
            Some(What::Association {
                action: action?,
                parent: parent?,
                lots,
                containers: tied,
            })
        }
        Said::Transaction(transaction) => {
            let at = |name: &str| format!("{field}.transaction.{name}");
            let action = action(v, "transaction", transaction.action);
            let parent = optional_id(v, &at("parent_id"), &transaction.parent_id);
            let lots = portions(v, &at("lots"), &transaction.lots);
            let tied = containers(v, &at("container_ids"), &transaction.container_ids);
            let named = !transaction.lots.is_empty() || !transaction.container_ids.is_empty();
            some(v, &at("lots"), named || !transaction.parent_id.is_empty());
            Some(What::Transaction {
                action: action?,
                parent,
                lots,
                containers: tied,
            })
        }
    }
}
