//! Requests about rewards.

use std::collections::HashSet;

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::write::{kind_from_proto, payer_from_proto, state_from_proto};
use crate::application::reward::{
    AddRewardScheme, ApproveRewards, PayRewards, RecordRewardRepayment, SetRewardBudget,
    UpdateRewardScheme,
};
use crate::domain::reward::{Amount, Basis, Payer, Period, Repayment, Terms, TermsProblem};
use crate::storage::reward::{RewardFilter, SchemeFilter};
use crate::transport::listing::{asked_province, star};

/// Characters that a number of a document may have.
const NUMBER: usize = 100;
/// The most that one recognition may be rewarded with, in VND.
const MOST_REWARD: u64 = 100_000_000_000;
/// The most that a budget of a year may hold, in VND.
const MOST_BUDGET: u64 = 100_000_000_000_000;
/// Rewards that one decision or payment names.
const MOST_REWARDS: usize = 500;

fn amount(v: &mut Violations, field: &str, amount: &proto::RewardAmount) -> Option<Amount> {
    let kind = v.known(&format!("{field}.kind"), amount.kind);
    let star = star(v, &format!("{field}.star"), amount.star);
    let vnd = v.within(
        &format!("{field}.amount_vnd"),
        amount.amount_vnd,
        1..=MOST_REWARD,
    );
    let payer = v.known(&format!("{field}.payer"), amount.payer);
    Some(Amount {
        kind: kind_from_proto(kind?)?,
        star: star?,
        vnd: vnd?,
        payer: payer_from_proto(payer?)?,
    })
}

fn terms(v: &mut Violations, scheme: &proto::RewardScheme, today: NaiveDate) -> Option<Terms> {
    let name = v.name("scheme.name", &scheme.name, 200);
    let number = v.required_text("scheme.basis_number", &scheme.basis_number, NUMBER);
    let date = v.not_in_future("scheme.basis_date", &scheme.basis_date, today);
    let authority = v.required_text("scheme.basis_authority", &scheme.basis_authority, 200);
    let from = v.date("scheme.period_from", &scheme.period_from);
    let to = v.date("scheme.period_to", &scheme.period_to);
    let amounts: Vec<Option<Amount>> = (0..)
        .zip(&scheme.amounts)
        .map(|(index, given): (usize, _)| amount(v, &format!("scheme.amounts[{index}]"), given))
        .collect();
    let terms = Terms {
        name: name?,
        basis: Basis {
            number: number?,
            date: date?,
            authority: authority?,
        },
        period: Period {
            from: from?,
            to: to?,
        },
        amounts: amounts.into_iter().collect::<Option<_>>()?,
    };
    let problems = terms.problems();
    for problem in &problems {
        let (field, reason, rule) = fault(*problem);
        v.add(field, reason, rule);
    }
    problems.is_empty().then_some(terms)
}

fn fault(problem: TermsProblem) -> (String, &'static str, &'static str) {
    let at = |index: usize, field: &str| format!("scheme.amounts[{index}].{field}");
    match problem {
        TermsProblem::PeriodBackwards => {
            let field = "scheme.period_to".to_owned();
            (field, "OUT_OF_ORDER", "must not be before the first day")
        }
        TermsProblem::NoAmounts => {
            let field = "scheme.amounts".to_owned();
            (field, "REQUIRED", "must be given")
        }
        TermsProblem::Repeated(index) => (
            at(index, "kind"),
            "REPEATED",
            "must not have the kind and the star of another amount",
        ),
        TermsProblem::Nothing(index) => (
            at(index, "amount_vnd"),
            "OUT_OF_RANGE",
            "must be greater than 0",
        ),
        TermsProblem::UpgradeToThree(index) => (
            at(index, "star"),
            "OUT_OF_RANGE",
            "must be 4 or 5 for an upgrade: nothing below three stars is certified",
        ),
    }
}

pub(super) fn add(
    v: &mut Violations,
    caller: Caller,
    request: proto::AddRewardSchemeRequest,
) -> Option<AddRewardScheme> {
    let scheme = request.scheme.unwrap_or_default();
    let today = caller.units.day();
    let terms = terms(v, &scheme, today);
    let on = terms
        .as_ref()
        .map_or(today, |terms| terms.period.from.min(today));
    let code = ("scheme.province_code", scheme.province_code.as_str());
    let province_code = v.province_of(caller.units.places(), code, on);
    Some(AddRewardScheme {
        caller,
        province_code: province_code?,
        terms: terms?,
    })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateRewardSchemeRequest,
) -> Option<UpdateRewardScheme> {
    let scheme = request.scheme.unwrap_or_default();
    let id = v.uuid("scheme.id", &scheme.id);
    let seen = v.etag("scheme.etag", &scheme.etag);
    let terms = terms(v, &scheme, caller.units.day());
    let reason = v.required_text("reason", &request.reason, 1_000);
    Some(UpdateRewardScheme {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
        reason: reason?,
    })
}

pub(super) fn budget(
    v: &mut Violations,
    caller: Caller,
    request: proto::SetRewardBudgetRequest,
) -> Option<SetRewardBudget> {
    let scheme_id = v.uuid("scheme_id", &request.scheme_id);
    let year = v.within("year", request.year, 2000..=2100);
    let payer = v.known("payer", request.payer);
    let vnd = v.within("amount_vnd", request.amount_vnd, 0..=MOST_BUDGET);
    let document = v.required_text("document_number", &request.document_number, NUMBER);
    Some(SetRewardBudget {
        caller,
        scheme_id: scheme_id?,
        budget: (i32::try_from(year?).ok()?, payer_from_proto(payer?)?),
        vnd: vnd?,
        document: document?,
    })
}

/// Reads ids, each once.
fn ids(v: &mut Violations, field: &str, texts: &[String]) -> Option<Vec<Uuid>> {
    if !(1..=MOST_REWARDS).contains(&texts.len()) {
        let rule = format!("must name 1 to {MOST_REWARDS}");
        v.add(field, "OUT_OF_RANGE", rule);
        return None;
    }
    let mut seen = HashSet::new();
    let mut all = Some(Vec::with_capacity(texts.len()));
    for (index, text) in texts.iter().enumerate() {
        let field = format!("{field}[{index}]");
        match v.uuid(&field, text) {
            Some(id) if !seen.insert(id) => {
                v.add(&field, "REPEATED", "must be named once");
                all = None;
            }
            Some(id) => {
                if let Some(all) = &mut all {
                    all.push(id);
                }
            }
            None => all = None,
        }
    }
    all
}

pub(super) fn approve(
    v: &mut Violations,
    caller: Caller,
    request: proto::ApproveRewardsRequest,
) -> Option<ApproveRewards> {
    let ids = ids(v, "reward_ids", &request.reward_ids);
    let number = v.required_text("decision_number", &request.decision_number, NUMBER);
    let on = v.date("decided_on", &request.decided_on);
    Some(ApproveRewards {
        caller,
        ids: ids?,
        number: number?,
        on: on?,
    })
}

pub(super) fn pay(
    v: &mut Violations,
    caller: Caller,
    request: proto::PayRewardsRequest,
) -> Option<PayRewards> {
    let ids = ids(v, "reward_ids", &request.reward_ids);
    let document = v.required_text("document_number", &request.document_number, NUMBER);
    let on = v.date("paid_on", &request.paid_on);
    Some(PayRewards {
        caller,
        ids: ids?,
        document: document?,
        on: on?,
    })
}

pub(super) fn repay(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordRewardRepaymentRequest,
) -> Option<RecordRewardRepayment> {
    let id = v.uuid("reward_id", &request.reward_id);
    let vnd = v.within("amount_vnd", request.amount_vnd, 1..=MOST_BUDGET);
    let document = v.required_text("document_number", &request.document_number, NUMBER);
    let on = v.date("repaid_on", &request.repaid_on);
    Some(RecordRewardRepayment {
        caller,
        id: id?,
        repayment: Repayment {
            vnd: vnd?,
            document: document?,
            on: on?,
        },
    })
}

pub(super) fn schemes(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListRewardSchemesRequest,
) -> Option<SchemeFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    Some(SchemeFilter {
        province: asked_province(v, &caller, asked),
        on: v.optional_date("on_date", &request.on_date),
    })
}

pub(super) fn rewards(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListRewardsRequest,
) -> Option<(Caller, RewardFilter)> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let province = asked_province(v, &caller, asked);
    let state = v
        .known_or_any("state", request.state)
        .and_then(state_from_proto);
    let number = v.search("decision_number", &request.decision_number, NUMBER);
    let payer: Option<Payer> = v
        .known_or_any("payer", request.payer)
        .and_then(payer_from_proto);
    let filter = RewardFilter {
        province,
        state,
        decision_number: number.filter(|number| !number.is_empty()),
        decided_from: v.optional_date("decided_from", &request.decided_from),
        decided_to: v.optional_date("decided_to", &request.decided_to),
        payer,
    };
    Some((caller, filter))
}
