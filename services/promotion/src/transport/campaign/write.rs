//! Campaigns as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use crate::domain::campaign::{Campaign, Kind, Outcome, Participant, Reach, Terms};

enum_pairs! {
    fn kind_to_proto(Kind) -> proto::CampaignKind;
    pub(super) fn kind_from_proto(proto::CampaignKind) -> Option<Kind>;
    Fair, TetMarket, Week, Conference
}

enum_pairs! {
    fn reach_to_proto(Reach) -> proto::CampaignReach;
    pub(super) fn reach_from_proto(proto::CampaignReach) -> Option<Reach>;
    Province, National, International
}

fn outcome(outcome: &Outcome) -> proto::CampaignOutcome {
    proto::CampaignOutcome {
        sales_vnd: outcome.sales_vnd,
        contracts: outcome.contracts,
        contracts_vnd: outcome.contracts_vnd,
        document_number: outcome.document.clone(),
        recorded_on: outcome.recorded_on.to_string(),
    }
}

pub(super) fn participant(found: &Participant) -> proto::CampaignParticipant {
    proto::CampaignParticipant {
        producer_id: found.producer_id.to_string(),
        producer_name: found.producer_name.clone(),
        product_ids: found.products.iter().map(Uuid::to_string).collect(),
        uncertified_product_ids: Vec::new(),
        outcome: found.outcome.as_ref().map(outcome),
    }
}

/// That a participant was there, if it was.
pub(super) fn attendance(found: &Participant) -> Option<proto::CampaignAttendance> {
    let outcome = found.outcome.as_ref()?;
    Some(proto::CampaignAttendance {
        producer_id: found.producer_id.to_string(),
        product_ids: found.products.iter().map(Uuid::to_string).collect(),
        recorded_on: outcome.recorded_on.to_string(),
    })
}

/// What is planned.
pub(super) fn planned(
    (id, province_code, said_on): (Uuid, &str, chrono::NaiveDate),
    terms: &Terms,
) -> proto::Campaign {
    proto::Campaign {
        id: id.to_string(),
        province_code: province_code.to_owned(),
        place_on: said_on.to_string(),
        name: terms.name.clone(),
        kind: kind_to_proto(terms.kind).into(),
        reach: reach_to_proto(terms.reach).into(),
        venue: terms.venue.clone(),
        organiser: terms.organiser.clone(),
        from_date: terms.from.to_string(),
        to_date: terms.to.to_string(),
        ..Default::default()
    }
}

/// A campaign without participants.
pub(super) fn campaign(saved: &Saved<Campaign>) -> proto::Campaign {
    let whose = (saved.id, saved.province_code.as_str(), saved.said_on);
    proto::Campaign {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        participant_count: u32::try_from(saved.participants.len()).unwrap_or(u32::MAX),
        called_off_reason: saved.called_off.clone().unwrap_or_default(),
        ..planned(whose, &saved.terms)
    }
}

/// A campaign with its participants, their sums, and which of their products are not certified.
pub(super) fn whole(saved: &Saved<Campaign>, uncertified: &[Uuid]) -> proto::Campaign {
    let outcomes = saved
        .participants
        .iter()
        .filter_map(|found| found.outcome.as_ref());
    let participants = saved.participants.iter().map(|found| {
        let lapsed = found.products.iter().filter(|id| uncertified.contains(id));
        proto::CampaignParticipant {
            uncertified_product_ids: lapsed.map(Uuid::to_string).collect(),
            ..participant(found)
        }
    });
    proto::Campaign {
        sales_vnd: outcomes.clone().map(|outcome| outcome.sales_vnd).sum(),
        contracts: outcomes.map(|outcome| outcome.contracts).sum(),
        participants: participants.collect(),
        ..campaign(saved)
    }
}
