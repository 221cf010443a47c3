//! What holds whatever is told, approved and paid, in any order.

use super::*;

/// What evaluation may tell of one recognition.
fn facts() -> impl Strategy<Value = Vec<Recognition>> {
    let star = prop_oneof![Just(Star::Three), Just(Star::Four), Just(Star::Five)];
    let kind = prop_oneof![
        Just(None),
        Just(Some(RecognitionKind::First)),
        Just(Some(RecognitionKind::SameStar)),
        Just(Some(RecognitionKind::Upgraded)),
    ];
    let end = prop_oneof![3 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))];
    let fact = (star, kind, end).prop_map(|(star, kind, end)| {
        let fact = Recognition {
            kind,
            ..first(star)
        };
        match end {
            Some(void) => ended(fact, void),
            None => fact,
        }
    });
    prop::collection::vec(fact, 1..6)
}

proptest! {
    #[test]
    fn facts_in_any_order_and_repeated_give_the_same_reward(
        facts in facts(),
        arrivals in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        last in any::<prop::sample::Index>(),
    ) {
        let in_order = reward_after(&facts);
        let mut reward = Reward::of(facts[0].clone());
        let rest = (0..facts.len()).map(|step| (step + last.index(facts.len())) % facts.len());
        let arrivals = arrivals.iter().map(|index| index.index(facts.len()));
        for at in arrivals.chain(rest) {
            apply(&mut reward, &facts[at], at as u64 + 1);
        }
        prop_assert_eq!(
            (reward.owed, reward.state(), &reward.recognition),
            (in_order.owed, in_order.state(), &in_order.recognition)
        );
    }

    #[test]
    fn whatever_is_told_approved_and_paid_nobody_is_paid_twice_and_the_budget_adds_up(
        facts in facts(),
        steps in prop::collection::vec((0_u8..4, any::<prop::sample::Index>()), 0..30),
    ) {
        let mut scheme = bac_giang();
        for payer in [Payer::Province, Payer::Lower] {
            scheme.set_budget((2025, payer), 5_000 * MILLION, "DT".into()).unwrap();
        }
        let mut reward = Reward::of(facts[0].clone());
        for (step, index) in steps {
            let at = index.index(facts.len());
            let before = reward.clone();
            match step {
                0 => if let Some(stale) = apply(&mut reward, &facts[at], at as u64 + 1) {
                    scheme.release(2025, &stale);
                },
                1 => if reward.approve("1987/QĐ-UBND", day("2025-07-01")).is_ok() {
                    prop_assert_eq!(before.state(), State::Due);
                    scheme.commit((2025, reward.owed.unwrap().payer), before.open()).unwrap();
                },
                2 => if reward.pay("UNC", day("2025-07-15")).is_ok() {
                    prop_assert_eq!(before.state(), State::Approved);
                    prop_assert_eq!(reward.state(), State::Paid);
                },
                _ => if before.to_reclaim() > 0 {
                    let vnd = before.to_reclaim();
                    reward.repay(Repayment { vnd, document: format!("GNT-{}", reward.repayments.len()), on: today() }).unwrap();
                    prop_assert_eq!(reward.to_reclaim(), 0);
                },
            }
            let paid: u64 = reward.payments.iter().map(|paid| paid.approval.owed.vnd).sum();
            let approved = reward.approval.as_ref().map_or(0, |approval| approval.owed.vnd);
            let committed: u64 = scheme.budgets.iter().map(|budget| budget.committed).sum();
            prop_assert_eq!(committed, paid + approved);
            prop_assert!(reward.open() == 0 || reward.to_reclaim() == 0);
        }
    }
}
