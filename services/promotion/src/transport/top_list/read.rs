//! Requests about top lists.

mod votes;

pub(super) use votes::{points, receipt, vote};

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use crate::application::top_list::{
    CallOffTopList, HonourTopList, NominateProducts, PlanTopList, PublishTopList, UpdateTopList,
    WithdrawNomination,
};
use crate::domain::top_list::{Commune, Proposal, Share, Terms, Window};
use crate::storage::top_list::{TopListFilter, VoterKeys};
use crate::transport::listing::asked_province;
use crate::transport::listing::filter::branch;

/// The longest voting.
const VOTING: Days = Days::new(92);
/// Products that a list may have.
const SIZE: u32 = 200;
/// Products that a commune nominates, or a voter chooses, at most.
const FEW: u32 = 20;
/// Characters of a reason.
const REASON: usize = 1_000;
/// Characters of what identifies a person in another system.
pub(super) const SUBJECT: usize = 200;
/// Branches of the programme.
const BRANCHES: usize = 6;

fn window(
    v: &mut Violations,
    (from_field, from): (&str, &str),
    (to_field, to): (&str, &str),
) -> Option<Window> {
    let (from, last) = (v.date(from_field, from), v.date(to_field, to));
    let (from, to) = (from?, last?);
    if to < from {
        v.add(to_field, "OUT_OF_ORDER", "must not be before the first day");
        return None;
    }
    Some(Window { from, to })
}

fn share(v: &mut Violations, list: &proto::TopList) -> Option<Share> {
    let (least, most) = (list.minimum_nominations, list.maximum_nominations);
    let least = v.within("top_list.minimum_nominations", least, 1..=FEW);
    let most = v.within("top_list.maximum_nominations", most, 1..=FEW);
    let (least, most) = (least? as usize, most? as usize);
    if most < least {
        let rule = "must not be less than the fewest";
        v.add("top_list.maximum_nominations", "OUT_OF_ORDER", rule);
    }
    Some(Share { least, most })
}

fn council(v: &mut Violations, list: &proto::TopList) -> Option<BTreeSet<String>> {
    let mut council = BTreeSet::new();
    for (index, member) in list.council_members.iter().enumerate() {
        let field = format!("top_list.council_members[{index}]");
        let member = v.required_text(&field, member, SUBJECT)?;
        if !council.insert(member) {
            v.add(field, "REPEATED", "must be named once");
        }
    }
    if council.is_empty() && list.community_weight < 100 {
        let rule = "must be given if the points of the council count";
        v.add("top_list.council_members", "REQUIRED", rule);
    }
    Some(council)
}

fn terms(v: &mut Violations, list: &proto::TopList) -> Option<Terms> {
    let name = v.name("top_list.name", &list.name, 200);
    let year = v.within("top_list.year", list.year, 2018..=2100);
    let size = v.within("top_list.size", list.size, 1..=SIZE);
    let share = share(v, list);
    let nominating = window(
        v,
        ("top_list.nomination_from", &list.nomination_from),
        ("top_list.nomination_to", &list.nomination_to),
    );
    let voting = window(
        v,
        ("top_list.voting_from", &list.voting_from),
        ("top_list.voting_to", &list.voting_to),
    );
    if let Some((nominating, voting)) = nominating.zip(voting) {
        if voting.from <= nominating.to {
            let rule = "must be after the last day of nominating";
            v.add("top_list.voting_from", "OUT_OF_ORDER", rule);
        }
        if voting.to > voting.from + VOTING {
            let rule = "must be at most 92 days after the first day";
            v.add("top_list.voting_to", "OUT_OF_RANGE", rule);
        }
    }
    let weight = v.within("top_list.community_weight", list.community_weight, 0..=100);
    let choices = v.within("top_list.choices", list.choices, 1..=FEW);
    let mut excluded = BTreeSet::new();
    for (index, numeral) in list.excluded_branches.iter().enumerate() {
        let field = format!("top_list.excluded_branches[{index}]");
        excluded.extend(branch(v, &field, numeral));
    }
    if excluded.len() == BRANCHES {
        let rule = "must not be all branches: nothing could be nominated";
        v.add("top_list.excluded_branches", "OUT_OF_RANGE", rule);
    }
    // The result of a year may be voted on in the next.
    if let Some((year, voting)) = year.zip(voting) {
        let held = voting.from.year();
        if held != year.cast_signed() && held != year.cast_signed() + 1 {
            let rule = "must be the year in which is voted, or the one before";
            v.add("top_list.year", "OUT_OF_ORDER", rule);
        }
    }
    let council = council(v, list);
    Some(Terms {
        name: name?,
        year: year?.cast_signed(),
        size: size? as usize,
        share: share?,
        nominating: nominating?,
        voting: voting?,
        community_weight: weight?,
        choices: choices? as usize,
        excluded,
        council: council?,
    })
}

pub(super) fn plan(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanTopListRequest,
    keys: VoterKeys,
) -> Option<PlanTopList> {
    let list = request.top_list.unwrap_or_default();
    let code = ("top_list.province_code", list.province_code.as_str());
    let province_code = v.province_of(caller.units.places(), code, caller.units.day());
    let terms = terms(v, &list);
    Some(PlanTopList {
        caller,
        province_code: province_code?,
        terms: terms?,
        keys,
    })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateTopListRequest,
) -> Option<UpdateTopList> {
    let list = request.top_list.unwrap_or_default();
    let id = v.uuid("top_list.id", &list.id);
    let seen = v.etag("top_list.etag", &list.etag);
    let terms = terms(v, &list);
    Some(UpdateTopList {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

pub(super) fn call_off(
    v: &mut Violations,
    caller: Caller,
    request: proto::CallOffTopListRequest,
) -> Option<CallOffTopList> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(CallOffTopList {
        caller,
        id: id?,
        reason: reason?,
    })
}

/// Reads a commune of today, with the province in which it lies.
fn commune(v: &mut Violations, caller: &Caller, code: &str) -> Option<(Commune, String)> {
    let said_on = caller.units.day();
    let (code, province) = v.commune_of(caller.units.places(), ("place_code", code), said_on)?;
    Some((Commune { code, said_on }, province))
}

/// Reads ids of products that are named once each.
fn products<'a>(
    v: &mut Violations,
    texts: impl Iterator<Item = (String, &'a str)>,
) -> Option<Vec<Uuid>> {
    let mut seen = BTreeSet::new();
    let mut products = Vec::new();
    for (field, text) in texts {
        let product = v.uuid(&field, text);
        if product.is_some_and(|product| !seen.insert(product)) {
            v.add(field, "REPEATED", "must be named once");
        }
        products.push(product);
    }
    products.into_iter().collect()
}

pub(super) fn nominate(
    v: &mut Violations,
    caller: Caller,
    request: proto::NominateProductsRequest,
) -> Option<NominateProducts> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let place = commune(v, &caller, &request.place_code);
    let proposed = request.proposals.iter().enumerate();
    let ids = proposed.clone().map(|(index, proposal)| {
        let field = format!("proposals[{index}].product_id");
        (field, proposal.product_id.as_str())
    });
    let ids = products(v, ids);
    let mut renewals = Vec::with_capacity(request.proposals.len());
    for (index, proposal) in proposed {
        let field = format!("proposals[{index}].renewal_document");
        let text = &proposal.renewal_document;
        renewals.push((!text.is_empty()).then(|| v.required_text(&field, text, 100)));
    }
    let proposals = ids?.into_iter().zip(renewals);
    let proposals = proposals.map(|(product_id, renewal)| {
        let renewal = match renewal {
            Some(read) => Some(read?),
            None => None,
        };
        Some(Proposal {
            product_id,
            renewal,
        })
    });
    let proposals = proposals.collect::<Option<_>>()?;
    let (commune, province_code) = place?;
    Some(NominateProducts {
        caller,
        id: id?,
        commune,
        province_code,
        proposals,
    })
}

pub(super) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawNominationRequest,
) -> Option<WithdrawNomination> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let product_id = v.uuid("product_id", &request.product_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawNomination {
        caller,
        id: id?,
        product_id: product_id?,
        reason: reason?,
    })
}

pub(super) fn publish(
    v: &mut Violations,
    caller: Caller,
    request: proto::PublishTopListRequest,
) -> Option<PublishTopList> {
    let id = v.uuid("top_list_id", &request.top_list_id)?;
    Some(PublishTopList { caller, id })
}

pub(super) fn honour(
    v: &mut Violations,
    caller: Caller,
    request: proto::HonourTopListRequest,
) -> Option<HonourTopList> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let document = v.required_text("document_number", &request.document_number, 100);
    Some(HonourTopList {
        caller,
        id: id?,
        document: document?,
    })
}

pub(super) fn top_lists(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListTopListsRequest,
) -> Option<TopListFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    Some(TopListFilter {
        province: asked_province(v, &caller, asked),
        year: i32::try_from(request.year).ok().filter(|year| *year > 0),
    })
}
