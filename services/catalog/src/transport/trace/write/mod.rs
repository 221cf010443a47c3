//! Writes lots and events as messages of the contract.

mod sensors;

use ocop_chassis::grpc::timestamp;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;

use crate::application::trace::Captured;
use crate::domain::trace::{
    ContainerId, Disposition, ErrorDeclaration, Lot, Making, Node, PersistentDisposition, Portion,
    Reference, TraceEvent, Visit, What,
};
use crate::storage::trace::LotView;
use crate::transport::date;
use crate::transport::trace::words::{
    action_to_proto, disposition_to_proto, step_to_proto, unit_to_proto,
};

pub(super) fn making(making: &Making) -> proto::LotMaking {
    proto::LotMaking {
        product_id: making.product.map(|id| id.to_string()).unwrap_or_default(),
        description: making.description.clone(),
        area_ids: making.areas.iter().map(ToString::to_string).collect(),
        harvested_from: date(making.harvested_from),
        harvested_to: date(making.harvested_to),
        best_before: date(making.best_before),
        expires_on: date(making.expires_on),
    }
}

fn portions(portions: &[Portion]) -> Vec<proto::Portion> {
    let written = portions.iter().map(|portion| proto::Portion {
        lot_id: portion.lot.to_string(),
        amount: portion.amount.number(),
        unit: unit_to_proto(portion.amount.unit()).into(),
    });
    written.collect()
}

fn ids(containers: &[ContainerId]) -> Vec<String> {
    containers.iter().map(ToString::to_string).collect()
}

fn references(references: &[Reference]) -> Vec<proto::TradeReference> {
    let written = references.iter().map(|one| proto::TradeReference {
        r#type: one.kind().to_owned(),
        id: one.id().to_owned(),
    });
    written.collect()
}

/// An event as callers give and get it.
pub(super) fn event(event: &TraceEvent) -> proto::TraceEvent {
    let text = |place: &Option<crate::domain::trace::LocationId>| {
        place.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let what = match &event.what {
        What::Object {
            action,
            lots,
            containers,
            making: known,
        } => Said::Object(proto::ObjectEvent {
            action: action_to_proto(*action).into(),
            lots: portions(lots),
            container_ids: ids(containers),
            making: known.as_ref().map(making),
        }),
        What::Aggregation {
            action,
            parent,
            lots,
            containers,
        } => Said::Aggregation(proto::AggregationEvent {
            action: action_to_proto(*action).into(),
            parent_id: parent.to_string(),
            lots: portions(lots),
            container_ids: ids(containers),
        }),
        What::Transformation {
            id,
            inputs,
            outputs,
            making: known,
        } => Said::Transformation(proto::TransformationEvent {
            inputs: portions(inputs),
            outputs: portions(outputs),
            making: known.as_ref().map(making),
            transformation_id: id.as_ref().map(ToString::to_string).unwrap_or_default(),
        }),
        What::Association {
            action,
            parent,
            lots,
            containers,
        } => Said::Association(proto::AssociationEvent {
            action: action_to_proto(*action).into(),
            parent_id: parent.to_string(),
            lots: portions(lots),
            container_ids: ids(containers),
        }),
        What::Transaction {
            action,
            parent,
            lots,
            containers,
        } => Said::Transaction(proto::TransactionEvent {
            action: action_to_proto(*action).into(),
            parent_id: parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            lots: portions(lots),
            container_ids: ids(containers),
        }),
    };
    proto::TraceEvent {
        event_id: event.id.clone(),
        event_time: Some(timestamp(event.time.to_utc())),
        utc_offset: event.time.offset().to_string(),
        biz_step: event.biz_step.map(step_to_proto).unwrap_or_default().into(),
        disposition: event
            .disposition
            .map(disposition_to_proto)
            .unwrap_or_default()
            .into(),
        read_point: text(&event.read_point),
        biz_location: text(&event.biz_location),
        what: Some(what),
        business_transactions: references(&event.business.transactions),
        sources: references(&event.business.sources),
        destinations: references(&event.business.destinations),
        error_declaration: event.error.as_ref().map(error_declaration),
        sensor_elements: event.sensors.iter().map(sensors::element).collect(),
        persistent_disposition: persistent(&event.persistent),
        certification_info: event
            .certifications
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

fn persistent(said: &PersistentDisposition) -> Option<proto::PersistentDisposition> {
    let words = |words: &[Disposition]| -> Vec<i32> {
        let words = words.iter().copied().map(disposition_to_proto);
        words.map(Into::into).collect()
    };
    (!said.is_empty()).then(|| proto::PersistentDisposition {
        set: words(said.set()),
        unset: words(said.unset()),
    })
}

fn error_declaration(error: &ErrorDeclaration) -> proto::ErrorDeclaration {
    proto::ErrorDeclaration {
        declaration_time: Some(timestamp(error.declared)),
        reason: error
            .reason
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        corrective_event_ids: error.corrected_by.clone(),
    }
}

/// A lot as callers see it.
pub(super) fn lot(view: &LotView) -> proto::Lot {
    let saved = &view.lot;
    let star = saved.star(view.certificate.as_ref());
    proto::Lot {
        create_time: Some(timestamp(saved.created_at())),
        product_name: view.product_name.clone(),
        star,
        uncertified: saved.making.product.is_some() && star == 0,
        ..bare(saved)
    }
}

fn bare(lot: &Lot) -> proto::Lot {
    proto::Lot {
        id: lot.id.to_string(),
        lot_id: lot.lot.to_string(),
        number: lot.lot.number().to_owned(),
        producer_id: lot.origin.producer_id.to_string(),
        place_code: lot.origin.place_code.clone(),
        province_code: lot.origin.province_code.clone(),
        made_on: lot.made_on.to_string(),
        making: Some(making(&lot.making)),
        declared_in_error: lot.declared_in_error,
        ..Default::default()
    }
}

/// Lots that came to be just now, with the star that they are recorded with.
fn new_lots(captured: &Captured) -> Vec<proto::Lot> {
    let lots = captured.lots.iter().map(|saved| {
        let star = saved.star(None);
        proto::Lot {
            create_time: Some(timestamp(saved.created_at())),
            star,
            uncertified: saved.making.product.is_some() && star == 0,
            ..bare(saved)
        }
    });
    lots.collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn captured(captured: Captured) -> proto::CaptureEventsResponse {
    proto::CaptureEventsResponse {
        recorded: count(captured.recorded),
        known: count(captured.known),
        lots: new_lots(&captured),
    }
}

pub(super) fn document_captured(captured: Captured) -> proto::CaptureDocumentResponse {
    proto::CaptureDocumentResponse {
        recorded: count(captured.recorded),
        known: count(captured.known),
        lots: new_lots(&captured),
    }
}

/// A lot of a tree; `None` for one of which only its id is known.
pub(super) fn node(node: &Node, view: Option<&LotView>) -> proto::TraceNode {
    let only_id = || proto::Lot {
        lot_id: node.lot.to_string(),
        number: node.lot.number().to_owned(),
        ..Default::default()
    };
    let by = node.by.as_ref();
    proto::TraceNode {
        lot: Some(view.map_or_else(only_id, lot)),
        depth: count(node.depth),
        event_id: by.map(|link| link.event.clone()).unwrap_or_default(),
        amount: by.map(|link| link.amount.number()).unwrap_or_default(),
        unit: by
            .map(|link| unit_to_proto(link.amount.unit()))
            .unwrap_or_default()
            .into(),
        repeated_above: node.repeated,
    }
}

pub(super) fn day(visit: &Visit) -> proto::TraceDay {
    let happened = &visit.recorded.event;
    let place = happened
        .biz_location
        .as_ref()
        .or(happened.read_point.as_ref());
    proto::TraceDay {
        event: Some(event(happened)),
        producer_id: visit.recorded.producer.to_string(),
        lot_ids: visit.lots.iter().map(ToString::to_string).collect(),
        place: place.map(|place| place.name()).unwrap_or_default(),
    }
}
