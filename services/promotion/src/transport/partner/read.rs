//! Reading requests about partners.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use super::{seen, sourcing};
use crate::application::partner::{
    RegisterPartner, RemovePartner, ReturnPartner, UpdatePartner, UpdateSourcing,
};
use crate::domain::partner::{Contact, Contract, Details, DetailsPatch, Email};

const NAME: usize = 200;
/// Most people to ask besides the first.
const CONTACTS: usize = 10;
/// The fields that UpdatePartner changes.
const CHANGEABLE: &[&str] = &["name", "email", "kind", "contacts", "contract"];

fn email(v: &mut Violations, field: &str, text: &str) -> Option<Email> {
    let text = v.required_text(field, text, 254)?;
    let email = Email::parse(&text);
    if let Err(wrong) = &email {
        v.add(field, "MALFORMED", wrong.to_string());
    }
    email.ok()
}

/// Reads the fields that are named; `None` if one of them is wrong.
fn patch(v: &mut Violations, partner: &proto::Partner, named: &[&str]) -> DetailsPatch {
    let field = |name: &str| {
        let is_named = named.contains(&name);
        is_named.then(|| format!("partner.{name}"))
    };
    let kind = field("kind").map(|field| {
        let kind = v.known_or_any(&field, partner.kind);
        kind.and_then(seen::kind_from_proto)
    });
    DetailsPatch {
        name: field("name").and_then(|field| v.name(&field, &partner.name, NAME)),
        email: field("email").and_then(|field| email(v, &field, &partner.email)),
        kind,
        contacts: field("contacts").map(|field| contacts(v, &field, &partner.contacts)),
        contract: field("contract").map(|field| contract(v, &field, partner.contract.as_ref()?)),
    }
}

fn contacts(v: &mut Violations, field: &str, contacts: &[proto::PartnerContact]) -> Vec<Contact> {
    if contacts.len() > CONTACTS {
        v.add(field, "TOO_MANY", format!("must be at most {CONTACTS}"));
        return Vec::new();
    }
    let mut read = Vec::with_capacity(contacts.len());
    for (index, one) in contacts.iter().enumerate() {
        let part = |name: &str| format!("{field}[{index}].{name}");
        let name = v.name(&part("name"), &one.name, NAME);
        let position = v.optional_text(&part("position"), &one.position, NAME);
        let phone = v.optional_text(&part("phone"), &one.phone, 50);
        let email = (!one.email.is_empty())
            .then(|| email(v, &part("email"), &one.email))
            .flatten();
        if let (Some(name), Some(position), Some(phone)) = (name, position, phone) {
            read.push(Contact {
                name,
                position,
                phone,
                email,
            });
        }
    }
    read
}

fn contract(
    v: &mut Violations,
    field: &str,
    contract: &proto::PartnerContract,
) -> Option<Contract> {
    let part = |name: &str| format!("{field}.{name}");
    let number = v.required_text(&part("number"), &contract.number, 100);
    let from = v.date(&part("from"), &contract.from);
    let to = v.optional_date(&part("to"), &contract.to);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        v.add(
            part("to"),
            "OUT_OF_ORDER",
            "must not be before the first day",
        );
    }
    Some(Contract {
        number: number?,
        from: from?,
        to,
    })
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterPartnerRequest,
) -> Option<RegisterPartner> {
    let partner = request.partner.unwrap_or_default();
    let said = patch(v, &partner, CHANGEABLE);
    let sourcing = sourcing::read(
        v,
        &caller,
        "partner.",
        (partner.sourcing.as_ref(), &partner.further_sourcing),
    );
    let details = Details {
        name: said.name?,
        email: said.email?,
        kind: said.kind.flatten(),
        contacts: said.contacts.unwrap_or_default(),
        contract: said.contract.flatten(),
    };
    Some(RegisterPartner {
        caller,
        details,
        sourcing: sourcing?,
    })
}

pub(super) fn update_partner(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdatePartnerRequest,
) -> Option<UpdatePartner> {
    let partner = request.partner.unwrap_or_default();
    let id = v.uuid("partner.id", &partner.id);
    let seen = v.etag("partner.etag", &partner.etag);
    let named = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let patch = patch(v, &partner, &named);
    Some(UpdatePartner {
        caller,
        id: id?,
        seen: seen?,
        patch,
    })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSourcingRequest,
) -> Option<UpdateSourcing> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let profiles = (
        request.sourcing.as_ref(),
        request.further_sourcing.as_slice(),
    );
    let sourcing = sourcing::read(v, &caller, "", profiles);
    Some(UpdateSourcing {
        caller,
        id: id?,
        seen: seen?,
        sourcing: sourcing?,
    })
}

pub(super) fn remove(
    v: &mut Violations,
    caller: Caller,
    request: proto::RemovePartnerRequest,
) -> Option<RemovePartner> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    Some(RemovePartner {
        caller,
        id: id?,
        seen: seen?,
    })
}

pub(super) fn return_partner(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReturnPartnerRequest,
) -> Option<ReturnPartner> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    Some(ReturnPartner {
        caller,
        id: id?,
        seen: seen?,
    })
}
