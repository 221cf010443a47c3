//! Partners as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use super::{sourcing, subject};
use crate::application::is_shown_people;
use crate::domain::partner::{Contact, Contract, Partner, PartnerKind, Similar};

enum_pairs! {
    fn kind_to_proto(PartnerKind) -> proto::PartnerKind;
    pub(super) fn kind_from_proto(proto::PartnerKind) -> Option<PartnerKind>;
    Supermarket, Shop, EcommerceFloor, Exporter, GiftBuyer, Restaurant
}

pub(super) fn kind(kind: Option<PartnerKind>) -> i32 {
    kind.map_or(proto::PartnerKind::Unspecified, kind_to_proto)
        .into()
}

fn contact(contact: &Contact) -> proto::PartnerContact {
    proto::PartnerContact {
        name: contact.name.clone(),
        position: contact.position.clone(),
        phone: contact.phone.clone(),
        email: contact
            .email
            .as_ref()
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default(),
    }
}

fn contract(contract: &Contract) -> proto::PartnerContract {
    proto::PartnerContract {
        number: contract.number.clone(),
        from: contract.from.to_string(),
        to: contract.to.map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// A partner with all that is known of it.
pub(super) fn to_proto(saved: &Saved<Partner>) -> proto::Partner {
    let further = saved.sourcing.further.iter();
    proto::Partner {
        id: saved.id.to_string(),
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        name: saved.details.name.clone(),
        email: saved.details.email.as_str().to_owned(),
        sourcing: Some(sourcing::to_proto(&saved.sourcing.first)),
        further_sourcing: further.map(sourcing::to_proto).collect(),
        subject: subject(saved.id),
        leave_time: saved.left_at.map(timestamp),
        kind: kind(saved.details.kind),
        contacts: saved.details.contacts.iter().map(contact).collect(),
        contract: saved.details.contract.as_ref().map(contract),
    }
}

/// A partner as this caller sees it: the people are shown in the roles that the contract names.
pub(super) fn by(caller: &Caller, saved: &Saved<Partner>) -> proto::Partner {
    let whole = to_proto(saved);
    if is_shown_people(caller, saved) {
        return whole;
    }
    proto::Partner {
        email: String::new(),
        contacts: Vec::new(),
        ..whole
    }
}

pub(in crate::transport) fn similar_to_proto(similar: Similar) -> proto::SimilarRecord {
    proto::SimilarRecord {
        id: similar.id.to_string(),
        name: similar.name,
    }
}

pub(super) fn similar(similar: Similar) -> proto::SimilarPartner {
    proto::SimilarPartner {
        id: similar.id.to_string(),
        name: similar.name,
    }
}
