//! Schemes and rewards as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_proto::promotion::v1 as proto;

use crate::domain::reward::{Payer, RecognitionKind, Reward, Scheme, State};

enum_pairs! {
    pub(super) fn kind_to_proto(RecognitionKind) -> proto::RecognitionKind;
    pub(super) fn kind_from_proto(proto::RecognitionKind) -> Option<RecognitionKind>;
    First, SameStar, Upgraded
}

enum_pairs! {
    pub(super) fn payer_to_proto(Payer) -> proto::RewardPayer;
    pub(super) fn payer_from_proto(proto::RewardPayer) -> Option<Payer>;
    Province, Lower
}

enum_pairs! {
    pub(super) fn state_to_proto(State) -> proto::RewardState;
    pub(super) fn state_from_proto(proto::RewardState) -> Option<State>;
    Due, Approved, Paid, ToReclaim, NotOwed
}

/// A scheme without etag and times.
pub(super) fn bare_scheme(scheme: &Scheme) -> proto::RewardScheme {
    let terms = &scheme.terms;
    let amounts = terms.amounts.iter().map(|amount| proto::RewardAmount {
        kind: kind_to_proto(amount.kind).into(),
        star: amount.star.number(),
        amount_vnd: amount.vnd,
        payer: payer_to_proto(amount.payer).into(),
    });
    let budgets = scheme.budgets.iter().map(|budget| proto::RewardBudget {
        year: budget.year.unsigned_abs(),
        payer: payer_to_proto(budget.payer).into(),
        amount_vnd: budget.vnd,
        committed_vnd: budget.committed,
        document_number: budget.document.clone(),
    });
    proto::RewardScheme {
        id: scheme.id.to_string(),
        province_code: scheme.province_code.clone(),
        place_on: scheme.said_on.to_string(),
        name: terms.name.clone(),
        basis_number: terms.basis.number.clone(),
        basis_date: terms.basis.date.to_string(),
        basis_authority: terms.basis.authority.clone(),
        period_from: terms.period.from.to_string(),
        period_to: terms.period.to.to_string(),
        amounts: amounts.collect(),
        budgets: budgets.collect(),
        ..Default::default()
    }
}

pub(super) fn scheme(saved: &Saved<Scheme>) -> proto::RewardScheme {
    proto::RewardScheme {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_scheme(saved)
    }
}

/// A reward without etag and times.
pub(super) fn bare_reward(reward: &Reward) -> proto::Reward {
    let recognition = &reward.recognition;
    let (owed, approval) = (reward.owed.as_ref(), reward.approval.as_ref());
    let ending = recognition.ending.as_ref();
    let payments = reward.payments.iter().map(|paid| proto::RewardPayment {
        amount_vnd: paid.approval.owed.vnd,
        payer: payer_to_proto(paid.approval.owed.payer).into(),
        approval_number: paid.approval.number.clone(),
        approved_on: paid.approval.on.to_string(),
        document_number: paid.document.clone(),
        paid_on: paid.on.to_string(),
    });
    let repayments = reward.repayments.iter().map(|back| proto::RewardRepayment {
        amount_vnd: back.vnd,
        document_number: back.document.clone(),
        repaid_on: back.on.to_string(),
    });
    proto::Reward {
        id: recognition.certificate_id.to_string(),
        state: state_to_proto(reward.state()).into(),
        kind: recognition
            .kind
            .map(kind_to_proto)
            .unwrap_or_default()
            .into(),
        product_id: recognition.product_id.to_string(),
        product_name: recognition.product_name.clone(),
        producer_id: recognition.producer_id.to_string(),
        producer_name: recognition.producer_name.clone(),
        criteria_set: recognition.criteria_set.number(),
        star: recognition.star.number(),
        decision_number: recognition.decision.number.clone(),
        decided_on: recognition.decision.date.to_string(),
        place_code: recognition.place.code.clone(),
        place_name: recognition.place.name.clone(),
        province_code: recognition.place.province_code.clone(),
        scheme_id: owed
            .map(|owed| owed.scheme_id.to_string())
            .unwrap_or_default(),
        payer: owed
            .map(|owed| payer_to_proto(owed.payer))
            .unwrap_or_default()
            .into(),
        owed_vnd: owed.map_or(0, |owed| owed.vnd),
        open_vnd: reward.open(),
        to_reclaim_vnd: reward.to_reclaim(),
        approval_number: approval
            .map(|decided| decided.number.clone())
            .unwrap_or_default(),
        approved_on: approval
            .map(|decided| decided.on.to_string())
            .unwrap_or_default(),
        payments: payments.collect(),
        repayments: repayments.collect(),
        ending_reason: ending
            .map(|ending| ending.reason.clone())
            .unwrap_or_default(),
        ending_number: ending
            .map(|ending| ending.decision.number.clone())
            .unwrap_or_default(),
        ..Default::default()
    }
}

pub(super) fn reward(saved: &Saved<Reward>) -> proto::Reward {
    proto::Reward {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_reward(saved)
    }
}
