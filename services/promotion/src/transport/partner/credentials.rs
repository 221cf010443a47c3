//! Credentials for NATS on the wire.

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ocop_chassis::config::Secret;
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use tracing::error;

use super::subject;
use crate::application::partner::{IssueNatsCredentials, RevokeNatsCredentials};
use crate::callout::{
    DOMAIN, STREAM, consumer, inbox_prefix, order_subject, password_hash, trade_subjects,
};
use crate::domain::partner::NatsCredentials;

/// Days for which credentials are valid unless the caller says otherwise, and at most.
const DAYS: u32 = 90;
const MAX_DAYS: u32 = 365;

/// Credentials as callers see them.
pub(super) fn to_proto(found: &NatsCredentials) -> proto::NatsCredentials {
    proto::NatsCredentials {
        id: found.id.to_string(),
        partner_id: found.partner_id.to_string(),
        create_time: Some(timestamp(found.issued_at)),
        expire_time: Some(timestamp(found.expires_at)),
        revoke_time: found.revoked_at.map(timestamp),
    }
}

/// What a client needs, with the password.
pub(super) fn access(issued: &NatsCredentials, password: &Secret) -> proto::NatsAccess {
    let partner_id = issued.partner_id;
    proto::NatsAccess {
        user: issued.id.to_string(),
        password: password.reveal().to_owned(),
        subject: subject(partner_id),
        order_subject: order_subject(partner_id),
        trade_subjects: trade_subjects(partner_id).into(),
        inbox_prefix: inbox_prefix(issued),
        stream: STREAM.to_owned(),
        consumer: consumer(partner_id),
        domain: DOMAIN.to_owned(),
    }
}

/// A new password: 32 random bytes.
pub(super) fn new_password() -> Option<Secret> {
    let mut bytes = [0; 32];
    if rand::fill(&mut bytes).is_err() {
        error!("the system gives no random bytes for a password");
        return None;
    }
    Some(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
}

pub(super) fn issue(
    v: &mut Violations,
    caller: Caller,
    request: &proto::IssueNatsCredentialsRequest,
    (offered, password): (bool, &Secret),
) -> Option<IssueNatsCredentials> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let days = match request.valid_days {
        0 => DAYS,
        days => days,
    };
    if days > MAX_DAYS {
        v.add(
            "valid_days",
            "OUT_OF_RANGE",
            "must be 1 to 365, or 0 for 90",
        );
    }
    Some(IssueNatsCredentials {
        caller,
        partner_id: partner_id?,
        offered,
        password_hash: password_hash(password.reveal()),
        valid_for: TimeDelta::days(days.min(MAX_DAYS).into()),
    })
}

pub(super) fn revoke(
    v: &mut Violations,
    caller: Caller,
    request: proto::RevokeNatsCredentialsRequest,
) -> Option<RevokeNatsCredentials> {
    let id = v.uuid("id", &request.id)?;
    Some(RevokeNatsCredentials { caller, id })
}
