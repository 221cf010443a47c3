//! Rewards through the rpcs, as events of certificates grant them.

use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as proto;
use tonic::Status;

use crate::fixture::{Fixture, certificate, id, of_product};

const MILLION: u64 = 1_000_000;

/// Rules that a province of a day pays by, for first recognitions.
fn scheme(province: &str, from: &str, to: &str) -> proto::RewardScheme {
    let amount = |star, millions: u64, payer: proto::RewardPayer| proto::RewardAmount {
        kind: proto::RecognitionKind::First.into(),
        star,
        amount_vnd: millions * MILLION,
        payer: payer.into(),
    };
    proto::RewardScheme {
        province_code: province.to_owned(),
        name: "Thưởng sản phẩm OCOP".to_owned(),
        basis_number: "12/2025/NQ-HĐND".to_owned(),
        basis_date: "2025-12-10".to_owned(),
        basis_authority: "HĐND tỉnh".to_owned(),
        period_from: from.to_owned(),
        period_to: to.to_owned(),
        amounts: vec![
            amount(3, 50, proto::RewardPayer::Lower),
            amount(4, 150, proto::RewardPayer::Province),
        ],
        ..Default::default()
    }
}

/// A certificate of a first recognition.
fn first(certificate: evaluation::Certificate) -> evaluation::Certificate {
    evaluation::Certificate {
        kind: evaluation::CertificateKind::First.into(),
        ..certificate
    }
}

/// The office of a province, whose n-th request is the n-th id.
struct Office<'a> {
    fixture: &'a Fixture,
    province: &'static str,
}

impl Office<'_> {
    fn client(&self) -> crate::fixture::Rewards {
        let scope = format!("province:{}", self.province);
        self.fixture.rewards(Role::OcopOffice, &scope)
    }

    async fn add(&self, n: u128, scheme: proto::RewardScheme) -> proto::RewardScheme {
        let request = proto::AddRewardSchemeRequest {
            request_id: id(n),
            scheme: Some(scheme),
        };
        let added = self.client().add_reward_scheme(request).await.unwrap();
        added.into_inner().scheme.unwrap()
    }

    async fn budget(&self, n: u128, scheme: &str, payer: proto::RewardPayer, millions: u64) {
        let request = proto::SetRewardBudgetRequest {
            request_id: id(n),
            scheme_id: scheme.to_owned(),
            year: 2026,
            payer: payer.into(),
            amount_vnd: millions * MILLION,
            document_number: "DT-2026".to_owned(),
        };
        self.client().set_reward_budget(request).await.unwrap();
    }

    async fn listed(&self, state: proto::RewardState) -> Vec<proto::Reward> {
        let (mut all, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = proto::ListRewardsRequest {
                page_size: 50,
                page_token,
                province_code: self.province.to_owned(),
                state: state.into(),
                ..Default::default()
            };
            let page = self.client().list_rewards(request).await.unwrap();
            let page = page.into_inner();
            all.extend(page.rewards);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return all;
            }
        }
    }

    /// Waits until so many rewards stand so.
    async fn standing(&self, state: proto::RewardState, count: usize) -> Vec<proto::Reward> {
        let what = format!("{count} rewards {}", state.as_str_name());
        eventually(&what, async || {
            let found = self.listed(state).await;
            if found.len() == count {
                Ok(found)
            } else {
                Err(format!("{}", found.len()))
            }
        })
        .await
    }

    async fn approve(
        &self,
        n: u128,
        rewards: &[proto::Reward],
        number: &str,
    ) -> Result<proto::ApproveRewardsResponse, Status> {
        let request = proto::ApproveRewardsRequest {
            request_id: id(n),
            reward_ids: rewards.iter().map(|reward| reward.id.clone()).collect(),
            decision_number: number.to_owned(),
            decided_on: "2026-11-18".to_owned(),
        };
        let approved = self.client().approve_rewards(request).await;
        approved.map(tonic::Response::into_inner)
    }

    async fn pay(
        &self,
        n: u128,
        rewards: &[proto::Reward],
    ) -> Result<proto::PayRewardsResponse, Status> {
        let request = proto::PayRewardsRequest {
            request_id: id(n),
            reward_ids: rewards.iter().map(|reward| reward.id.clone()).collect(),
            document_number: "UNC-114".to_owned(),
            paid_on: "2026-11-19".to_owned(),
        };
        let paid = self.client().pay_rewards(request).await;
        paid.map(tonic::Response::into_inner)
    }
}

/// The reward round of Bắc Ninh: 114 products of one decision, three and four stars decided to be paid separately.
const THREE_STARS: u128 = 90;
const ALL: u128 = 114;

fn of_bac_ninh(product: u128) -> evaluation::CertificateFact {
    let star = if product <= THREE_STARS { 3 } else { 4 };
    let mut given = first(of_product(product, 1_000 + product, star, "2026-10-01"));
    given.province_code = "24".to_owned();
    given.decision.as_mut().unwrap().number = "1879/QĐ-UBND".to_owned();
    evaluation::CertificateFact {
        certificate: Some(given),
        place_code: "24".to_owned(),
        place_name: "Bắc Ninh".to_owned(),
        province_name: "Bắc Ninh".to_owned(),
        ..Default::default()
    }
}

on_both_engines!(
    a_reward_round_of_114_products_is_paid_once_whatever_comes_again,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let office = Office {
            fixture: &fixture,
            province: "24",
        };
        let scheme = office
            .add(1, scheme("24", "2026-01-01", "2026-12-31"))
            .await;
        for product in 1..=ALL {
            fixture
                .publish_certificate_fact("issued", 1, &of_bac_ninh(product))
                .await;
        }
        let due = office.standing(proto::RewardState::Due, 114).await;
        let (three, four): (Vec<_>, Vec<_>) = due.into_iter().partition(|due| due.star == 3);
        assert_eq!((three.len(), four.len()), (90, 24));

        // 90 × 50 and 24 × 150 million; the lower budget is short of one reward.
        let (lower, province) = (proto::RewardPayer::Lower, proto::RewardPayer::Province);
        office.budget(2, &scheme.id, lower, 4_450).await;
        office.budget(3, &scheme.id, province, 3_600).await;
        let refused = office.approve(4, &three, "1987/QĐ-UBND").await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "BUDGET_EXCEEDED");
        office.standing(proto::RewardState::Due, 114).await;
        office.budget(5, &scheme.id, lower, 4_500).await;
        let approved = office.approve(6, &three, "1987/QĐ-UBND").await.unwrap();
        assert_eq!((approved.count, approved.amount_vnd), (90, 4_500 * MILLION));
        office.approve(7, &four, "1990/QĐ-UBND").await.unwrap();

        let all: Vec<proto::Reward> = three.into_iter().chain(four).collect();
        let paid = office.pay(8, &all).await.unwrap();
        assert_eq!((paid.count, paid.amount_vnd), (114, 8_100 * MILLION));
        // The same request again gets the same answer; another one pays nothing.
        assert_eq!(office.pay(8, &all).await.unwrap(), paid);
        let refused = office.pay(9, &all).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REWARD_NOT_APPROVED");

        // Everything comes again, and a later event of each certificate.
        for product in 1..=ALL {
            let fact = of_bac_ninh(product);
            fixture.publish_certificate_again("issued", 1, &fact).await;
            fixture.publish_certificate_fact("expiring", 2, &fact).await;
        }
        let sentinel = of_product(999, 999, 3, "2026-10-01");
        fixture.publish_certificate("issued", 1, sentinel).await;
        fixture.listing(999, proto::ListingState::Open, 3).await;
        let paid = office.listed(proto::RewardState::Paid).await;
        assert_eq!(paid.len(), 114);
        assert!(paid.iter().all(|reward| reward.payments.len() == 1));
        let spent: u64 = paid
            .iter()
            .map(|reward| reward.payments[0].amount_vnd)
            .sum();
        assert_eq!(spent, 8_100 * MILLION);
    }
);

on_both_engines!(
    rules_that_are_added_later_reward_what_was_recognised_before,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let office = Office {
            fixture: &fixture,
            province: "51",
        };
        let given = first(certificate(11, 3, "2026-06-15"));
        fixture.publish_certificate("issued", 1, given).await;
        let imported = evaluation::Certificate {
            kind: evaluation::CertificateKind::Imported.into(),
            ..of_product(2, 12, 3, "2026-06-15")
        };
        fixture.publish_certificate("issued", 1, imported).await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        assert!(
            office
                .listed(proto::RewardState::Unspecified)
                .await
                .is_empty()
        );
        office
            .add(1, scheme("51", "2026-01-01", "2026-12-31"))
            .await;
        let due = office.standing(proto::RewardState::Due, 1).await;
        assert_eq!((due[0].id.clone(), due[0].owed_vnd), (id(11), 50 * MILLION));

        let again = proto::AddRewardSchemeRequest {
            request_id: id(2),
            scheme: Some(scheme("51", "2026-12-31", "2027-12-31")),
        };
        let refused = office.client().add_reward_scheme(again).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REWARD_SCHEMES_OVERLAP");
    }
);

on_both_engines!(
    a_star_put_right_after_payment_is_reclaimed_and_a_rule_put_right_changes_what_is_due,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let office = Office {
            fixture: &fixture,
            province: "51",
        };
        let rules = office
            .add(1, scheme("51", "2026-01-01", "2026-12-31"))
            .await;
        let four = first(certificate(11, 4, "2026-06-15"));
        fixture.publish_certificate("issued", 1, four.clone()).await;
        let due = office.standing(proto::RewardState::Due, 1).await;
        office
            .budget(2, &rules.id, proto::RewardPayer::Province, 150)
            .await;
        office.approve(3, &due, "1990/QĐ-UBND").await.unwrap();
        office.pay(4, &due).await.unwrap();
        let three = evaluation::Certificate { star: 3, ..four };
        fixture.publish_certificate("corrected", 2, three).await;
        let wrong = office.standing(proto::RewardState::ToReclaim, 1).await;
        let typed = wrong[0].decision_number.to_lowercase().replace('đ', "d");
        let request = proto::ListRewardsRequest {
            province_code: "51".to_owned(),
            decision_number: format!("Quyết định số {typed}"),
            ..Default::default()
        };
        let found = office.client().list_rewards(request).await.unwrap();
        assert_eq!(found.into_inner().rewards, wrong);
        assert_eq!(wrong[0].to_reclaim_vnd, 100 * MILLION);

        let other = first(of_product(2, 12, 3, "2026-06-15"));
        fixture.publish_certificate("issued", 1, other).await;
        office.standing(proto::RewardState::Due, 1).await;
        let request = proto::ListRewardSchemesRequest {
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let listed = office.client().list_reward_schemes(request).await.unwrap();
        let mut rules = listed.into_inner().schemes.remove(0);
        assert_eq!(rules.budgets[0].committed_vnd, 150 * MILLION);
        rules.amounts[0].amount_vnd = 30 * MILLION;
        let request = proto::UpdateRewardSchemeRequest {
            request_id: id(5),
            scheme: Some(rules),
            reason: "Sai số tiền khi nhập".to_owned(),
        };
        office.client().update_reward_scheme(request).await.unwrap();
        let due = office.standing(proto::RewardState::Due, 1).await;
        assert_eq!(due[0].open_vnd, 30 * MILLION);

        let repaid = proto::RecordRewardRepaymentRequest {
            request_id: id(6),
            reward_id: id(11),
            amount_vnd: 120 * MILLION,
            document_number: "GNT-07".to_owned(),
            repaid_on: "2026-11-20".to_owned(),
        };
        let mut client = office.client();
        let repaid = client.record_reward_repayment(repaid).await.unwrap();
        let repaid = repaid.into_inner().reward.unwrap();
        assert_eq!(repaid.state(), proto::RewardState::Paid);
    }
);

on_both_engines!(
    an_office_rewards_products_of_its_own_province_and_is_told_everything_that_is_wrong,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = |province| proto::AddRewardSchemeRequest {
            request_id: id(1),
            scheme: Some(scheme(province, "2026-01-01", "2026-12-31")),
        };
        let mut neighbour = fixture.rewards(Role::OcopOffice, "province:52");
        let refused = neighbour
            .add_reward_scheme(request("51"))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let mut wrong = request("51");
        let scheme = wrong.scheme.as_mut().unwrap();
        scheme.period_to = "2025-12-31".to_owned();
        scheme.amounts[1] = scheme.amounts[0];
        let mut office = fixture.rewards(Role::OcopOffice, "province:51");
        let refused = office.add_reward_scheme(wrong).await.unwrap_err();
        let fields = ["scheme.period_to", "scheme.amounts[1].kind"];
        assert_eq!(reason_of(&refused).1, fields);
        let all = proto::ListRewardsRequest::default();
        let refused = office.list_rewards(all).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    two_records_of_a_product_that_are_merged_are_rewarded_for_one_recognition,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let office = Office {
            fixture: &fixture,
            province: "51",
        };
        office
            .add(1, scheme("51", "2026-01-01", "2026-12-31"))
            .await;
        let recognised = first(of_product(2, 12, 3, "2026-06-15"));
        fixture
            .publish_certificate("issued", 1, recognised.clone())
            .await;
        let due = office.standing(proto::RewardState::Due, 1).await;
        let merged = ocop_proto::catalog::v1::ProductFact {
            active: false,
            merged_into: id(2),
            ..crate::fixture::fish_sauce()
        };
        fixture.publish_product("merged", 2, &merged).await;
        // The recognition is told of again after the merge, and the next of another product after that.
        fixture.publish_certificate("reissued", 2, recognised).await;
        let other = first(of_product(3, 13, 3, "2026-06-16"));
        fixture.publish_certificate("issued", 1, other).await;
        let both = office.standing(proto::RewardState::Due, 2).await;
        assert!(both.iter().any(|one| one.id == due[0].id), "{both:?}");
    }
);
