//! How the service's events travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::evaluation::v1 as proto;
use serde::Serialize;

use crate::domain::monitoring::{complaint, inspection};
use crate::domain::programme::target::{self, Target};
use crate::domain::{Event, certificate, dossier, evidence};
use crate::transport::certificate::certificates;
use crate::transport::dossier::{dossiers, receipts};
use crate::transport::evidence::documents;
use crate::transport::fields::stars;
use crate::transport::monitoring::complaints;
use crate::transport::monitoring::inspections;
use crate::transport::programme::targets;

/// An event in the form in which it travels.
pub fn encode(event: &Event) -> EncodedEvent {
    match event {
        Event::Dossier(inner) => draft(event, &dossier_fact(inner)),
        Event::Certificate(inner) => draft(event, &certificate_fact(inner)),
        Event::Evidence(inner) => draft(event, &evidence_fact(inner)),
        Event::Target(inner) => draft(event, &target_fact(inner)),
        Event::Inspection(inner) => draft(event, &inspection_fact(inner)),
        Event::Complaint(inner) => draft(event, &complaint_fact(inner)),
    }
}

fn draft(event: &Event, fact: &impl Serialize) -> EncodedEvent {
    let (name, province) = (event.name(), event.province_code());
    EncodedEvent {
        event_type: format!("ocop.evaluation.{name}.v1"),
        subject: format!("ocop.evaluation.v1.{name}.{province}"),
        data: serde_json::to_vec(fact).expect("a message of the contract has a JSON form"),
    }
}

fn dossier_fact(event: &dossier::Event) -> proto::DossierFact {
    proto::DossierFact {
        id: event.dossier_id.to_string(),
        product_id: event.product_id.to_string(),
        product_name: event.product_name.clone(),
        producer_id: event.producer_id.to_string(),
        kind: dossiers::kind_to_proto(event.kind).into(),
        state: dossiers::state_to_proto(event.state).into(),
        criteria_set: event.criteria_set.into(),
        province_code: event.province_code.clone(),
        star: stars(event.star),
        on_date: event.on.to_string(),
        ballot_attempt: event.ballot_attempt,
        notice: event.notice.as_ref().map(receipts::discreet),
    }
}

fn certificate_fact(event: &certificate::Event) -> proto::CertificateFact {
    let place = event.certificate.place.clone();
    proto::CertificateFact {
        certificate: Some(certificates::bare(event.certificate.clone())),
        previous_star: stars(event.previous_star),
        previous_certificate_id: event
            .previous_certificate_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        province_name: place.province_name,
        place_code: place.code,
        place_name: place.name,
        place_on: place.said_on.to_string(),
        on_date: event.on.to_string(),
        days_left: match event.step {
            certificate::Step::Expiring { days_left } => days_left,
            _ => 0,
        },
        earlier: event.earlier.clone().map(certificates::bare),
    }
}

fn evidence_fact(event: &evidence::Event) -> proto::EvidenceFact {
    proto::EvidenceFact {
        evidence: Some(documents::bare(event.evidence.clone())),
        on_date: event.on.to_string(),
    }
}

fn target_fact(event: &target::Event) -> proto::TargetFact {
    let target = Target {
        id: event.id,
        events: Vec::new(),
        province_code: event.province_code.clone(),
        said_on: event.said_on,
        terms: event.terms.clone(),
    };
    proto::TargetFact {
        target: Some(targets::bare(target)),
    }
}

fn inspection_fact(event: &inspection::Event) -> proto::InspectionFact {
    proto::InspectionFact {
        inspection: Some(inspections::bare(event.inspection.clone())),
        on_date: event.on.to_string(),
    }
}

fn complaint_fact(event: &complaint::Event) -> proto::ComplaintFact {
    proto::ComplaintFact {
        complaint: Some(complaints::discreet(&event.complaint)),
        on_date: event.on.to_string(),
    }
}
