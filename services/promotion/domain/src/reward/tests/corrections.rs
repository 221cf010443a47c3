//! Recognitions that are put right or end, before payment and after it.

use super::*;

#[test]
fn a_star_corrected_before_payment_changes_what_is_due_and_frees_the_budget() {
    let mut reward = reward_after(&[first(Star::Four)]);
    approve(&mut reward);
    let stale = apply(&mut reward, &first(Star::Three), 2).unwrap();
    assert_eq!(stale.owed.vnd, 150 * MILLION);
    assert_eq!((reward.state(), reward.open()), (State::Due, 50 * MILLION));
    assert_eq!(changes(&reward), ["granted", "approved", "changed"]);
}

#[test]
fn a_star_corrected_after_payment_is_reclaimed_for_the_difference() {
    let mut reward = reward_after(&[first(Star::Four)]);
    approve(&mut reward);
    pay(&mut reward);
    apply(&mut reward, &first(Star::Three), 2);
    assert_eq!(reward.state(), State::ToReclaim);
    assert_eq!(reward.to_reclaim(), 100 * MILLION);
    let back = |millions: u64| Repayment {
        vnd: millions * MILLION,
        document: "GNT-01".into(),
        on: today(),
    };
    let left = 100 * MILLION;
    assert_eq!(
        reward.repay(back(101)),
        Err(Refusal::MoreThanToReclaim { left })
    );
    let paid = reward.payments[0].on;
    let before = Repayment {
        on: paid.pred_opt().unwrap(),
        ..back(40)
    };
    let id = reward.recognition.certificate_id;
    let refused = reward.repay(before);
    assert_eq!(refused, Err(Refusal::RepaidBeforePayment(id)));
    reward.repay(back(40)).unwrap();
    assert_eq!(reward.state(), State::ToReclaim);
    let again = Repayment {
        document: "gnt - 01".into(),
        ..back(60)
    };
    let refused = reward.repay(again);
    assert_eq!(refused, Err(Refusal::RepaidAlready(id)));
    let second = Repayment {
        document: "GNT-02".into(),
        ..back(60)
    };
    reward.repay(second).unwrap();
    assert_eq!(
        (reward.state(), reward.balance()),
        (State::Paid, 50 * MILLION)
    );
}

#[test]
fn money_of_a_reward_comes_back_as_often_as_is_kept() {
    let mut reward = reward_after(&[first(Star::Four)]);
    approve(&mut reward);
    pay(&mut reward);
    apply(&mut reward, &first(Star::Three), 2);
    let back = |number: usize| Repayment {
        vnd: 1,
        document: format!("GNT-{number}"),
        on: today(),
    };
    for number in 0..MAX_REPAYMENTS {
        reward.repay(back(number)).unwrap();
    }
    let once_more = reward.repay(back(MAX_REPAYMENTS));
    assert_eq!(once_more.unwrap_err().reason(), "TOO_MANY_REPAYMENTS");
}

#[test]
fn a_star_corrected_upwards_after_payment_leaves_the_difference_due() {
    let mut reward = reward_after(&[first(Star::Three)]);
    approve(&mut reward);
    pay(&mut reward);
    apply(&mut reward, &first(Star::Four), 2);
    assert_eq!((reward.state(), reward.open()), (State::Due, 100 * MILLION));
    approve(&mut reward);
    pay(&mut reward);
    assert_eq!(
        (reward.state(), reward.balance()),
        (State::Paid, 150 * MILLION)
    );
}

#[test]
fn a_recognition_given_wrongly_is_cancelled_before_payment_and_reclaimed_after() {
    let wrong = ended(first(Star::Three), true);
    let reward = reward_after(&[first(Star::Three), wrong.clone()]);
    assert_eq!(reward.state(), State::NotOwed);
    assert_eq!(changes(&reward), ["granted", "cancelled"]);

    let mut paid = reward_after(&[first(Star::Three)]);
    approve(&mut paid);
    pay(&mut paid);
    apply(&mut paid, &wrong, 2);
    assert_eq!(paid.to_reclaim(), 50 * MILLION);
    assert_eq!(changes(&paid).last().unwrap(), "reclaim_due");
}

#[test]
fn a_revocation_for_what_came_later_pays_nothing_more_and_takes_nothing_back() {
    let lost = ended(first(Star::Three), false);
    assert_eq!(
        reward_after(&[first(Star::Three), lost.clone()]).state(),
        State::NotOwed
    );
    let mut paid = reward_after(&[first(Star::Three)]);
    approve(&mut paid);
    pay(&mut paid);
    apply(&mut paid, &lost, 2);
    assert_eq!((paid.state(), paid.to_reclaim()), (State::Paid, 0));
}
