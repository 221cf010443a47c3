//! What the offices note when they receive a dossier, and whom they tell of its result, on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::dossier::{RecordNotice, RecordReceipt};
use crate::application::step::TakeStep;
use crate::domain::dossier::notice::{Notice, Recipient};
use crate::domain::dossier::receipt::{Letter, Office, Receipt, Received};
use crate::transport::dossier::dossiers::{REASON, state_to_proto};
use crate::transport::fields::step;

/// Most samples that come with a dossier.
const SAMPLES: u32 = 1_000;

enum_pairs! {
    fn office_to_proto(Office) -> proto::ReceivingOffice;
    fn office_from_proto(proto::ReceivingOffice) -> Option<Office>;
    Commune, Province
}

enum_pairs! {
    fn recipient_to_proto(Recipient) -> proto::NoticeRecipient;
    fn recipient_from_proto(proto::NoticeRecipient) -> Option<Recipient>;
    Producer, Commune, Agency, Public
}

pub(crate) fn to_proto(receipt: &Receipt) -> proto::Receipt {
    proto::Receipt {
        office: office_to_proto(receipt.office).into(),
        form_number: receipt.form.to_string(),
        received_on: receipt.on.to_string(),
        receiver: receipt.receiver.clone(),
        samples: receipt.samples,
    }
}

pub(crate) fn letter_to_proto(letter: &Letter) -> proto::CommuneLetter {
    proto::CommuneLetter {
        number: letter.number.clone(),
        date: letter.date.to_string(),
    }
}

pub(crate) fn notice_to_proto(notice: &Notice) -> proto::Notice {
    proto::Notice {
        to: recipient_to_proto(notice.to).into(),
        name: notice.name.clone(),
        means: notice.means.clone(),
        of: state_to_proto(notice.of).into(),
        told_on: notice.on.to_string(),
        recorded_by: notice.recorded_by.clone(),
        record_time: Some(timestamp(notice.recorded_at)),
    }
}

/// A notice without what an event may not say: who was told by name.
pub(crate) fn discreet(notice: &Notice) -> proto::Notice {
    proto::Notice {
        name: String::new(),
        ..notice_to_proto(notice)
    }
}

pub(crate) fn receive(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordReceiptRequest,
) -> Option<TakeStep<RecordReceipt>> {
    step(v, caller, &request.id, |v| {
        let office = v
            .known("office", request.office)
            .and_then(office_from_proto);
        let receiver = v.required_text("receiver", &request.receiver, 200);
        let samples = v.within("samples", request.samples, 0..=SAMPLES);
        let reason = v.optional_text("reason", &request.reason, REASON);
        Some(RecordReceipt {
            office: office?,
            received: Received {
                receiver: receiver?,
                samples: samples?,
            },
            reason: reason?,
        })
    })
}

pub(crate) fn record_notice(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordNoticeRequest,
) -> Option<RecordNotice> {
    let id = v.uuid("id", &request.id);
    let to = v.known("to", request.to).and_then(recipient_from_proto);
    let name = v.optional_name("name", &request.name, 200);
    let means = v.required_text("means", &request.means, 200);
    let told_on = v.optional_date("told_on", &request.told_on);
    Some(RecordNotice {
        caller,
        id: id?,
        to: to?,
        name: name?,
        means: means?,
        told_on,
    })
}
