//! What is personal of a producer, on the wire: who sees it, its export and its erasure.

use ocop_chassis::audit::Entry;
use ocop_chassis::database::StoreError;
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::{Caller, Target};
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use super::to_proto;
use crate::application::producer::ErasePersonalData;
use crate::storage::producer::ProducerView;

/// Where a producer is, for comparing with scopes.
pub(in crate::transport) fn target(view: &ProducerView) -> Target {
    Target::place(&view.province_code, &view.place_code, view.place_on).of_producer(view.id)
}

/// A producer as this caller sees it: telephone, e-mail, address, the traits of the representative, the other
/// people and the figures of its years are shown to
/// those whose scope covers the producer, in a role that the contract names.
pub(in crate::transport) fn seen_by(caller: &Caller, view: ProducerView) -> proto::Producer {
    let of = target(&view);
    let whole = to_proto(view);
    if caller.is_shown_personal_data(&of) {
        whole
    } else {
        public(whole)
    }
}

/// The part of a producer that is not personal: without how to reach it, and of the representative only who that is.
fn public(whole: proto::Producer) -> proto::Producer {
    let named = |person: proto::LegalRepresentative| proto::LegalRepresentative {
        full_name: person.full_name,
        position: person.position,
        sex: proto::Sex::Unspecified.into(),
        ethnicity: String::new(),
        has_disability: false,
    };
    proto::Producer {
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        years: Vec::new(),
        people: Vec::new(),
        representative: whole.representative.map(named),
        ..whole
    }
}

pub(in crate::transport) fn export(
    v: &mut Violations,
    caller: Caller,
    request: proto::ExportPersonalDataRequest,
) -> Option<(Caller, Uuid)> {
    Some((caller, v.uuid("producer_id", &request.producer_id)?))
}

pub(in crate::transport) fn exported(
    view: ProducerView,
    records: Vec<Entry>,
) -> proto::ExportPersonalDataResponse {
    let record = |record: Entry| proto::PersonalDataRecord {
        time: Some(timestamp(record.at)),
        rpc: record.rpc,
        version: record.version.unsigned_abs(),
        reason: record.reason,
    };
    proto::ExportPersonalDataResponse {
        producer: Some(to_proto(view)),
        records: records.into_iter().map(record).collect(),
    }
}

pub(in crate::transport) fn erase(
    v: &mut Violations,
    caller: Caller,
    request: proto::ErasePersonalDataRequest,
) -> Option<ErasePersonalData> {
    let id = v.uuid("producer_id", &request.producer_id);
    let seen = v.etag("etag", &request.etag);
    let reason = v.required_text("reason", &request.reason, 500);
    Some(ErasePersonalData {
        caller,
        id: id?,
        seen: seen?,
        reason: reason?,
        scrub,
    })
}

/// An event of a producer without what it said of the person.
fn scrub(event: &[u8]) -> Result<Vec<u8>, StoreError> {
    // What serde says of it may repeat what is to be erased.
    let unreadable = |_| StoreError::Corrupt {
        what: "event of a producer".to_owned(),
    };
    let fact: proto::ProducerFact = serde_json::from_slice(event).map_err(unreadable)?;
    let scrubbed = proto::ProducerFact {
        representative_sex: proto::Sex::Unspecified.into(),
        representative_ethnicity: String::new(),
        representative_has_disability: false,
        personal_data_erased: true,
        ..fact
    };
    serde_json::to_vec(&scrubbed).map_err(unreadable)
}
