//! Whatever is given, corrected, moved, handed over and withdrawn, and whenever: what must be true all the same.

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::certificate::certification::issuing::{NewPaper, Successor};
use crate::certificate::certification::withdrawing::Withdrawal;
use crate::certificate::issue::IssueGround;
use crate::correction::Grounds;

#[derive(Clone, Copy, Debug)]
enum Act {
    Issue,
    Upgrade,
    Again,
    Import,
    Revoke,
    /// Lifts the revocation of the newest.
    Lift,
    Withdraw,
    Transfer,
    /// Gives a paper again.
    Reissue,
    /// Corrects the day of the decision on one of the certificates.
    Correct,
    /// Reads an import again.
    ReadAgain,
    /// Moves an import to another product.
    Move,
    Look,
}

const ACTS: [Act; 13] = [
    Act::Issue,
    Act::Upgrade,
    Act::Again,
    Act::Import,
    Act::Revoke,
    Act::Lift,
    Act::Withdraw,
    Act::Transfer,
    Act::Reissue,
    Act::Correct,
    Act::ReadAgain,
    Act::Move,
    Act::Look,
];

impl Act {
    /// Whether what counted on a day may count otherwise afterwards.
    fn corrects(self) -> bool {
        matches!(
            self,
            Self::Correct | Self::ReadAgain | Self::Move | Self::Lift
        )
    }
}

/// An act with a star, how many days ago it was, which certificate it is about, and how many days pass after it.
type Step = (Act, Star, u64, usize, u64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let act = proptest::sample::select(ACTS.to_vec());
    let star = proptest::sample::select(Star::ALL.to_vec());
    let step = (act, star, 0u64..90, 0usize..4, 0u64..500);
    proptest::collection::vec(step, 1..25)
}

fn take(product: &mut Certification, n: u128, step: Step, today: NaiveDate) -> Result<(), Refusal> {
    let (act, star, ago, which, _) = step;
    let on = today - Days::new(ago);
    let id = Uuid::from_u128(n);
    let about = product.certificates.get(which).map(|one| one.id);
    let about = about.unwrap_or(Uuid::nil());
    let newest = product.newest();
    let held = newest.map_or(Star::Three, |newest| newest.star);
    let newest = newest.map_or(Uuid::nil(), |newest| newest.id);
    let decided = decision_on(held, &format!("{n}/QĐ"), &on.to_string());
    let granted = Grant {
        recorded_on: today,
        ..grant(n, star, &on.to_string())
    };
    let grounds = Grounds {
        reason: "Nhầm".into(),
        by: "lan".into(),
        at: DateTime::UNIX_EPOCH,
    };
    match act {
        Act::Issue => product.issue(&fish_sauce(), granted),
        Act::Upgrade => product.upgrade(&fish_sauce(), granted),
        Act::Again => product.recognise_again(&fish_sauce(), granted),
        Act::Import => product
            .import(&fish_sauce(), old(n, star, &on.to_string()), START, today)
            .map(|_| ()),
        Act::Revoke => product.revoke(newest, revocation_of(held, &on.to_string())),
        Act::Lift => product.lift_revocation(newest, &grounds, today),
        Act::Reissue => {
            let paper = NewPaper {
                ground: IssueGround::Lost,
                on,
                serial: String::new(),
                reason: "Mất".into(),
            };
            product.reissue(about, paper, &fish_sauce())
        }
        Act::Withdraw => {
            let withdrawal = Withdrawal {
                reason: "Sai".into(),
                decision: decided,
                revived_id: id,
                recorded_on: today,
                recorded_at: DateTime::UNIX_EPOCH,
            };
            product.withdraw(newest, withdrawal).map(|_| ())
        }
        Act::Transfer => {
            let successor = Successor {
                id,
                producer_id: id,
                producer_name: "Chủ thể kế thừa".into(),
                decision: decided,
                recorded_on: today,
                recorded_at: DateTime::UNIX_EPOCH,
            };
            product.transfer(newest, successor)
        }
        Act::Correct => product.correct_decision(about, &decided, &grounds, START, today),
        Act::ReadAgain => {
            let read = crate::certificate::certification::correcting::ReadAgain {
                star,
                decision: old(n, star, &on.to_string()).decision,
                product_code: String::new(),
            };
            product.correct_import(about, &read, &grounds, START, today)
        }
        Act::Move => {
            let other = Product { id, ..fish_sauce() };
            let mut right = Certification::none(id);
            product.move_import(about, (&mut right, &other), &grounds, today)
        }
        Act::Look => {
            product.emit_due(today);
            Ok(())
        }
    }
}

/// The star of every eleventh day until one, and how many certificates were valid then.
fn counted(product: &Certification, until: NaiveDate) -> Vec<(usize, Option<Star>)> {
    let mut on = day("2025-01-01");
    let mut counted = Vec::new();
    while on <= until {
        let valid = product
            .certificates
            .iter()
            .filter(|one| one.is_valid_on(on));
        let stars: Vec<Star> = valid.map(|one| one.star).collect();
        counted.push((stars.len(), stars.first().copied()));
        on = on + Days::new(11);
    }
    counted
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_two_are_valid_on_a_day_and_what_counted_changes_only_by_a_correction(steps in steps()) {
        let mut product = Certification::none(fish_sauce().id);
        let mut today = day("2027-01-01");
        // What whoever keeps the newest fact holds of the product.
        let mut heard: Option<Certificate> = None;
        for (n, step) in (1u128..).zip(steps) {
            let before = product.clone();
            let done = take(&mut product, n, step, today);
            if done.is_err() {
                prop_assert_eq!(&product, &before, "a refusal changes nothing");
            }
            let (act, ago) = (step.0, step.2);
            for one in &product.certificates {
                let origin = product.certificates.iter().find(|other| Some(other.id) == one.goes_on);
                let taken_over = origin.map_or(one.kind == Kind::Imported, |origin| origin.imported);
                prop_assert_eq!(one.imported, taken_over, "after {:?}", act);
            }
            let so_far = counted(&product, today + Days::new(1_500));
            prop_assert!(so_far.iter().all(|(count, _)| *count <= 1), "after {:?}", act);
            if !act.corrects() {
                let until = today - Days::new(ago + 1);
                prop_assert_eq!(counted(&product, until), counted(&before, until), "after {:?}", act);
            }
            for event in product.events.drain(..) {
                heard = Some(event.certificate);
            }
            match (product.newest(), &heard) {
                (Some(newest), Some(heard)) => {
                    prop_assert_eq!(newest.id, heard.id);
                    let shown = |one: &Certificate| (one.star, one.valid_from, one.valid_to, one.revocation.clone());
                    prop_assert_eq!(shown(newest), shown(heard), "after {:?}", act);
                }
                (None, Some(heard)) => prop_assert!(!heard.is_valid_on(heard.valid_from)),
                (Some(_), None) => prop_assert!(false, "nothing was told"),
                (None, None) => {}
            }
            today = today + Days::new(step.4);
        }
    }
}
