//! What is written to a partner, in Vietnamese and English.

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};

use crate::domain::partner::{Email, Partner};
use crate::domain::subscription::{Disabled, NoticeKind, Subscription, SubscriptionState};
use crate::storage::subscription::notices::Notice;

/// Why no letter can be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    #[error("none of the partner's addresses can be written to")]
    NoAddress,
    #[error("the text cannot be encoded")]
    Body,
    #[error(transparent)]
    Message(#[from] lettre::error::Error),
}

/// The letter of a notice, to the partner's addresses. The secret parts of the endpoint's URL, its path and query, are left out.
pub(super) fn write(
    from: &Mailbox,
    notice: &Notice,
    subscription: &Subscription,
    partner: &Partner,
) -> Result<Message, Unwritable> {
    let host = subscription.target.url().host_str().unwrap_or_default();
    let name = match subscription.settings.description.as_str() {
        "" => host.to_owned(),
        description => format!("{description} ({host})"),
    };
    let (subject, text) = match notice.kind {
        NoticeKind::Failing => failing(&name, subscription.failing_since().unwrap_or(notice.at)),
        NoticeKind::Disabled => disabled(&name, subscription.state, notice.at),
    };
    let contacts = partner.details.contacts.iter();
    let others = contacts.filter_map(|contact| contact.email.as_ref());
    let addresses = std::iter::once(&partner.details.email).chain(others);
    let mailboxes = addresses.filter_map(|email| Email::as_str(email).parse::<Mailbox>().ok());
    let domain = from.email.domain();
    let message = Message::builder()
        .from(from.clone())
        .subject(subject)
        .message_id(Some(format!("<{}@{domain}>", notice.id)))
        .header(ContentType::TEXT_PLAIN);
    let mut written = Vec::new();
    let mut message = message;
    for mailbox in mailboxes {
        if !written.contains(&mailbox.email) {
            written.push(mailbox.email.clone());
            message = message.to(mailbox);
        }
    }
    if written.is_empty() {
        return Err(Unwritable::NoAddress);
    }
    let body = Body::new_with_encoding(text, ContentTransferEncoding::Base64);
    let body = body.map_err(|_| Unwritable::Body)?;
    Ok(message.body(body)?)
}

fn day(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&ocop_proto::VIET_NAM);
    local.format("%H:%M %d/%m/%Y").to_string()
}

fn failing(name: &str, since: DateTime<Utc>) -> (String, String) {
    let since = day(since);
    let subject = format!("OCOP: không gửi được tới {name} · cannot deliver to {name}");
    let text = format!(
        "Điểm nhận {name} không nhận được sự kiện nào từ {since}.\n\
         Hệ thống vẫn gửi lại; nếu tiếp tục lỗi, việc gửi sẽ dừng. Xin kiểm tra điểm nhận.\n\n\
         The endpoint {name} has accepted no event since {since} (UTC+7).\n\
         Events are sent again; if it goes on failing, sending stops. Please check the endpoint.\n"
    );
    (subject, text)
}

fn disabled(name: &str, state: SubscriptionState, at: DateTime<Utc>) -> (String, String) {
    let (vietnamese, english) = match state {
        SubscriptionState::Disabled {
            reason: Disabled::Gone,
            ..
        } => ("điểm nhận trả lời 410 Gone", "it answered 410 Gone"),
        SubscriptionState::Disabled {
            reason: Disabled::FailedTooLong,
            ..
        } => ("điểm nhận lỗi quá lâu", "it failed for too long"),
        _ => ("theo yêu cầu", "somebody asked for it"),
    };
    let at = day(at);
    let subject = format!("OCOP: đã dừng gửi tới {name} · sending to {name} has stopped");
    let text = format!(
        "Việc gửi sự kiện tới {name} đã dừng lúc {at}: {vietnamese}.\n\
         Gọi EnableSubscription để gửi tiếp, và RecoverDeliveries để nhận những gì đã lỡ.\n\n\
         Sending to {name} stopped at {at} (UTC+7): {english}.\n\
         Call EnableSubscription to go on, and RecoverDeliveries for what was missed.\n"
    );
    (subject, text)
}
