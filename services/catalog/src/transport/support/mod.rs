//! Programmes of support, the sessions of training in them, and grants on the wire.

pub(super) mod event;
mod read;
mod rpcs;

use std::collections::BTreeMap;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_identity::{Caller, Target};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted as SentGranted;
use uuid::Uuid;

use super::date;
use crate::domain::support::{Grant, Granted, Programme, ProgrammeKind, Session};
use crate::storage::support::Figures;

enum_pairs! {
    fn kind_to_proto(ProgrammeKind) -> proto::SupportKind;
    fn kind_from_proto(proto::SupportKind) -> Option<ProgrammeKind>;
    Training, Capital, Packaging, Machinery, Promotion, Quality, Other
}

/// A programme as events have it: without its etag, its times and the reason of its closing.
fn bare_programme(programme: &Programme) -> proto::SupportProgramme {
    let terms = programme.terms.clone();
    proto::SupportProgramme {
        id: programme.id.to_string(),
        title: terms.title,
        kind: kind_to_proto(terms.kind).into(),
        organiser: terms.organiser,
        place_code: programme.spot.place_code.clone(),
        province_code: programme.spot.province_code.clone(),
        place_on: programme.spot.said_on.to_string(),
        budget_vnd: terms.budget_vnd,
        from_date: terms.from.to_string(),
        to_date: terms.to.to_string(),
        closed_on: date(programme.closing.as_ref().map(|closing| closing.on)),
        ..Default::default()
    }
}

fn programme(saved: Saved<Programme>) -> proto::SupportProgramme {
    let bare = bare_programme(&saved);
    proto::SupportProgramme {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        closed_reason: saved
            .into_inner()
            .closing
            .map(|closing| closing.reason)
            .unwrap_or_default(),
        ..bare
    }
}

fn attendances(attended: &BTreeMap<Uuid, u32>) -> Vec<proto::SessionAttendance> {
    let attended = attended.iter();
    attended
        .map(|(producer, persons)| proto::SessionAttendance {
            producer_id: producer.to_string(),
            persons: *persons,
        })
        .collect()
}

/// A session as events have it: without its etag, its times and the reason of its cancelling.
fn bare_session(session: &Session) -> proto::SupportSession {
    proto::SupportSession {
        id: session.id.to_string(),
        programme_id: session.programme.to_string(),
        topic: session.terms.topic.clone(),
        on_date: session.terms.on.to_string(),
        hours: session.terms.hours,
        place_code: session.spot.place_code.clone(),
        province_code: session.spot.province_code.clone(),
        place_on: session.spot.said_on.to_string(),
        attended: attendances(&session.attended),
        producers: count(session.attended.len()),
        persons: session.persons(),
        cancelled: session.cancelled.is_some(),
        ..Default::default()
    }
}

fn session(saved: Saved<Session>) -> proto::SupportSession {
    let bare = bare_session(&saved);
    proto::SupportSession {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        cancelled_reason: saved.into_inner().cancelled.unwrap_or_default(),
        ..bare
    }
}

/// A session as this caller sees it: all who attended if its place or that of its programme is covered, else those producers who
/// are, and the one that was asked for.
fn seen_by(caller: &Caller, asked: Option<Uuid>, saved: Saved<Session>) -> proto::SupportSession {
    let shown = [&saved.spot, &saved.for_spot].into_iter().any(|spot| {
        let place = Target::place(&spot.province_code, &spot.place_code, spot.said_on);
        caller.is_shown_personal_data(&place)
    });
    let asked = asked.map(|id| id.to_string());
    let mut session = session(saved);
    if !shown {
        session.attended.retain(|one| {
            let producer = Target::default().of_producer(&one.producer_id);
            asked.as_ref() == Some(&one.producer_id) || caller.is_shown_personal_data(&producer)
        });
    }
    session
}

/// A grant as events have it: without its etag, its times and the reason of its cancelling.
fn bare_grant(grant: &Grant) -> proto::SupportGrant {
    let terms = grant.terms.clone();
    proto::SupportGrant {
        id: grant.id.to_string(),
        programme_id: grant.programme.to_string(),
        producer_id: grant.producer.to_string(),
        granted: Some(match terms.granted {
            Granted::Money { vnd } => SentGranted::AmountVnd(vnd),
            Granted::InKind { what, worth_vnd } => {
                SentGranted::InKind(proto::SupportInKind { what, worth_vnd })
            }
        }),
        on_date: terms.on.to_string(),
        purpose: terms.purpose,
        paper: terms.paper,
        paper_sha256: terms.paper_sha256,
        cancelled: grant.cancelled.is_some(),
        ..Default::default()
    }
}

fn grant(saved: Saved<Grant>) -> proto::SupportGrant {
    let bare = bare_grant(&saved);
    proto::SupportGrant {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        cancelled_reason: saved.into_inner().cancelled.unwrap_or_default(),
        ..bare
    }
}

fn count(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn figures(figures: &Figures) -> proto::SupportFigures {
    proto::SupportFigures {
        sessions_held: count(figures.sessions),
        producers_trained: count(figures.trained),
        persons: figures.persons.unsigned_abs(),
        grants: count(figures.grants),
        producers_granted: count(figures.granted_to),
        granted_vnd: figures.granted_vnd.unsigned_abs(),
    }
}
