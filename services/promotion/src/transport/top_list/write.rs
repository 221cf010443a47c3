//! Top lists and votes as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use crate::application::top_list::Verified;
use crate::domain::top_list::{Ground, Nomination, Outcome, Ranked, Stage, State, TopList};
use crate::storage::top_list::KeptVote;

enum_pairs! {
    fn state_to_proto(State) -> proto::TopListState;
    Open, Published, Honoured, CalledOff
}

enum_pairs! {
    fn ground_to_proto(Ground) -> proto::TopListOmissionReason;
    NotRecognised, Withdrawn
}

pub(super) fn nomination(found: &Nomination) -> proto::TopListNomination {
    proto::TopListNomination {
        product_id: found.product_id.to_string(),
        product_name: found.product_name.clone(),
        producer_id: found.producer_id.to_string(),
        producer_name: found.producer_name.clone(),
        criteria_set: found.criteria_set.number(),
        star: found.star.number(),
        place_code: found.commune.code.clone(),
        place_on: found.commune.said_on.to_string(),
        renewal_document: found.renewal.clone().unwrap_or_default(),
        withdrawn_reason: found.withdrawn.clone().unwrap_or_default(),
    }
}

/// Points with four decimals, cut off.
fn decimals(points: u64, denominator: u64) -> String {
    let parts = u128::from(points) * 10_000 / u128::from(denominator.max(1));
    format!("{}.{:04}", parts / 10_000, parts % 10_000)
}

fn entry(list: &TopList, outcome: &Outcome, (rank, found): (u32, &Ranked)) -> proto::TopListEntry {
    let mut entry = proto::TopListEntry {
        rank,
        product_id: found.product_id.to_string(),
        vote_count: found.votes,
        council_points: found.council,
        points_numerator: found.points,
        points: decimals(found.points, outcome.denominator),
        ..Default::default()
    };
    if let Some(nominated) = list.nomination(found.product_id) {
        entry.product_name.clone_from(&nominated.product_name);
        entry.producer_id = nominated.producer_id.to_string();
        entry.producer_name.clone_from(&nominated.producer_name);
        entry.star = nominated.star.number();
    }
    entry
}

/// The result with the first `most` products.
fn result(list: &TopList, most: usize) -> Option<proto::TopListResult> {
    let outcome = list.outcome()?;
    let name = |id: Uuid| {
        let nominated = list.nomination(id);
        nominated.map_or_else(String::new, |found| found.product_name.clone())
    };
    let omissions = outcome
        .omissions
        .iter()
        .map(|omission| proto::TopListOmission {
            product_id: omission.product_id.to_string(),
            product_name: name(omission.product_id),
            reason: ground_to_proto(omission.ground).into(),
            found_on: omission.found_on.to_string(),
        });
    let placed = (1..).zip(outcome.placed()).take(most);
    let honour = outcome.honour.as_ref();
    Some(proto::TopListResult {
        published_on: outcome.published_on.to_string(),
        vote_count: outcome.voters,
        record: outcome.record.clone(),
        sheet_count: u32::try_from(outcome.sheets).unwrap_or(u32::MAX),
        points_denominator: outcome.denominator,
        entries: placed.map(|placed| entry(list, outcome, placed)).collect(),
        omissions: omissions.collect(),
        honoured_on: honour.map_or_else(String::new, |honour| honour.on.to_string()),
        honour_document: honour.map_or_else(String::new, |honour| honour.document.clone()),
    })
}

/// The result with the products that make up the list.
pub(super) fn won(list: &TopList) -> Option<proto::TopListResult> {
    result(list, list.terms.size)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What is planned and where it stands, without the council.
pub(super) fn planned(list: &TopList) -> proto::TopList {
    let terms = &list.terms;
    let called_off_reason = match &list.stage {
        Stage::CalledOff(reason) => reason.clone(),
        Stage::Open | Stage::Published(_) => String::new(),
    };
    proto::TopList {
        id: list.id.to_string(),
        province_code: list.province_code.clone(),
        place_on: list.said_on.to_string(),
        name: terms.name.clone(),
        year: terms.year.unsigned_abs(),
        size: number(terms.size),
        minimum_nominations: number(terms.share.least),
        maximum_nominations: number(terms.share.most),
        nomination_from: terms.nominating.from.to_string(),
        nomination_to: terms.nominating.to.to_string(),
        voting_from: terms.voting.from.to_string(),
        voting_to: terms.voting.to.to_string(),
        community_weight: terms.community_weight,
        choices: number(terms.choices),
        excluded_branches: terms.excluded.iter().map(ToString::to_string).collect(),
        state: state_to_proto(list.state()).into(),
        called_off_reason,
        nomination_count: number(list.standing().count()),
        ..Default::default()
    }
}

/// A list without nominations, council and result.
pub(super) fn top_list(saved: &Saved<TopList>) -> proto::TopList {
    proto::TopList {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..planned(saved)
    }
}

/// A list as the office of its province sees it after a change.
pub(super) fn changed(saved: &Saved<TopList>) -> proto::TopList {
    proto::TopList {
        council_members: saved.terms.council.iter().cloned().collect(),
        result: result(saved, usize::MAX),
        ..top_list(saved)
    }
}

/// A list with what one commune nominates.
pub(super) fn with_nominations_of(saved: &Saved<TopList>, commune: &str) -> proto::TopList {
    let nominations = saved.nominations.iter();
    let of_commune = nominations.filter(|found| found.commune.code == commune);
    proto::TopList {
        nominations: of_commune.map(nomination).collect(),
        ..top_list(saved)
    }
}

/// A list with nominations and result; with the council for those who may see it.
pub(super) fn whole(saved: &Saved<TopList>, with_council: bool) -> proto::TopList {
    let council = saved.terms.council.iter().filter(|_| with_council);
    proto::TopList {
        council_members: council.cloned().collect(),
        nominations: saved.nominations.iter().map(nomination).collect(),
        result: result(saved, usize::MAX),
        ..top_list(saved)
    }
}

/// A vote as its voter finds it again.
pub(super) fn vote(kept: &KeptVote) -> proto::Vote {
    proto::Vote {
        top_list_id: kept.top_list_id.to_string(),
        sequence: kept.vote.sequence,
        receipt: kept.receipt.clone(),
        product_ids: kept.vote.products.iter().map(Uuid::to_string).collect(),
        cast_time: Some(timestamp(kept.vote.cast_at)),
        voter_hash: String::new(),
    }
}

/// A vote as those see it who check all of them.
pub(super) fn vote_to_check(kept: &KeptVote) -> proto::Vote {
    proto::Vote {
        voter_hash: kept.vote.voter.as_str().to_owned(),
        ..vote(kept)
    }
}

pub(super) fn verified(found: Verified) -> proto::VerifyVotesResponse {
    proto::VerifyVotesResponse {
        intact: found.first_changed.is_none(),
        vote_count: found.votes,
        record: found.record,
        first_changed: found.first_changed.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_cut_off_after_four_decimals() {
        assert_eq!(decimals(42_180, 600), "70.3000");
        assert_eq!(decimals(2, 3), "0.6666");
        assert_eq!(decimals(100, 1), "100.0000");
    }
}
