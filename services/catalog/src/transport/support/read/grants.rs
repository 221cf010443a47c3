//! Reads requests about grants.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted as SentGranted;

use super::{MOST_VND, NAME, ended, in_order, optional_id};
use crate::application::support::{CancelGrant, CorrectGrant, RecordGrant};
use crate::domain::support::{GrantTerms, Granted};
use crate::storage::support::GrantFilter;
use crate::transport::{REASON, place, seen};

const PURPOSE: usize = 500;

fn granted(v: &mut Violations, given: Option<SentGranted>) -> Option<Granted> {
    match given {
        Some(SentGranted::AmountVnd(vnd)) => {
            let vnd = v.within("grant.amount_vnd", vnd, 1..=MOST_VND)?;
            Some(Granted::Money { vnd })
        }
        Some(SentGranted::InKind(given)) => {
            let what = v.name("grant.in_kind.what", &given.what, NAME);
            let worth = given
                .worth_vnd
                .map(|worth| v.within("grant.in_kind.worth_vnd", worth, 1..=MOST_VND));
            Some(Granted::InKind {
                what: what?,
                worth_vnd: worth.flatten(),
            })
        }
        None => {
            let rule = "must be given, or in_kind";
            v.add("grant.amount_vnd", "REQUIRED", rule);
            None
        }
    }
}

fn grant_terms(v: &mut Violations, given: proto::SupportGrant) -> Option<GrantTerms> {
    let granted = granted(v, given.granted);
    let on = v.date("grant.on_date", &given.on_date);
    let purpose = v.required_text("grant.purpose", &given.purpose, PURPOSE);
    let paper = v.required_text("grant.paper", &given.paper, NAME);
    let hash = given.paper_sha256.to_ascii_lowercase();
    let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !hash.is_empty() && !is_hash {
        let rule = "must be 64 hexadecimal digits";
        v.add("grant.paper_sha256", "MALFORMED", rule);
    }
    Some(GrantTerms {
        granted: granted?,
        on: on?,
        purpose: purpose?,
        paper: paper?,
        paper_sha256: hash,
    })
}

pub(in crate::transport::support) fn record_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordSupportGrantRequest,
) -> Option<RecordGrant> {
    let given = request.grant.unwrap_or_default();
    let programme = v.uuid("grant.programme_id", &given.programme_id);
    let producer = v.uuid("grant.producer_id", &given.producer_id);
    let terms = grant_terms(v, given);
    Some(RecordGrant {
        caller,
        programme: programme?,
        producer: producer?,
        terms: terms?,
    })
}

pub(in crate::transport::support) fn correct_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectSupportGrantRequest,
) -> Option<CorrectGrant> {
    let given = request.grant.unwrap_or_default();
    let seen = seen(v, "grant.", &given.id, &given.etag);
    let terms = grant_terms(v, given);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(CorrectGrant {
        caller,
        id,
        seen,
        terms: terms?,
        reason: reason?,
    })
}

pub(in crate::transport::support) fn cancel_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelSupportGrantRequest,
) -> Option<CancelGrant> {
    let ended = ended(v, (&request.id, &request.etag, &request.reason))?;
    Some(CancelGrant {
        caller,
        id: ended.id,
        seen: ended.seen,
        reason: ended.reason,
    })
}

pub(in crate::transport::support) fn grants(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSupportGrantsRequest,
) -> Option<GrantFilter> {
    let named = ("place_code", request.place_code.as_str());
    let filter = GrantFilter {
        within: caller.reach(),
        programme: optional_id(v, "programme_id", &request.programme_id),
        producer: optional_id(v, "producer_id", &request.producer_id),
        place: place::area(v, &caller, named, &request.in_units_of),
        from: v.optional_date("from_date", &request.from_date),
        to: v.optional_date("to_date", &request.to_date),
    };
    in_order(v, "to_date", filter.from.zip(filter.to));
    Some(filter)
}
