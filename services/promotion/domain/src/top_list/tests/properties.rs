//! What holds of nominations, sheets and votes in any order.

use super::*;

/// Sheets and votes for five products.
fn scored() -> impl Strategy<Value = (Vec<Vec<u32>>, Vec<u64>)> {
    let sheet = prop::collection::vec(0_u32..=100, 5);
    (
        prop::collection::vec(sheet, 2..=3),
        prop::collection::vec(0_u64..1_000, 5),
    )
}

fn sheets_of(given: &[Vec<u32>]) -> Vec<Sheet> {
    let sheets = given.iter().zip(["an", "binh", "chi"]);
    sheets
        .map(|(given, member)| Sheet {
            member: member.to_owned(),
            points: (1..)
                .map(Uuid::from_u128)
                .zip(given.iter().copied())
                .collect(),
        })
        .collect()
}

fn chosen(votes: &[u64]) -> Ballots {
    let votes: Vec<(u128, u64)> = (1..).zip(votes.iter().copied()).collect();
    ballots(&votes)
}

proptest! {
    #[test]
    fn nominations_and_sheets_in_any_order_give_the_same_result(
        (given, votes) in scored(),
        order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let list = nominated(&sound(1..=5));
        let sheets = sheets_of(&given);
        let votes = chosen(&votes);
        let one = rank(&list.terms, &list.nominations, &votes, &sheets);
        let shuffled: Vec<Nomination> =
            order.iter().map(|at| list.nominations[*at].clone()).collect();
        let reversed: Vec<Sheet> = sheets.into_iter().rev().collect();
        prop_assert_eq!(one, rank(&list.terms, &shuffled, &votes, &reversed));
    }

    #[test]
    fn no_product_that_is_not_recognised_or_was_withdrawn_is_in_the_result_and_the_others_keep_their_order(
        (given, votes) in scored(),
        revoked in subsequence(vec![1_u128, 2, 3, 4, 5], 0..=3),
        later in subsequence(vec![1_u128, 2, 3, 4, 5], 0..=3),
        withdrawn in prop::option::of(1_u128..=5),
    ) {
        let mut list = nominated(&sound(1..=5));
        if let Some(n) = withdrawn {
            list.withdraw(Uuid::from_u128(n), "rút".into()).unwrap();
        }
        list.sheets = sheets_of(&given);
        let known = |gone: &[&[u128]]| -> Vec<Listing> {
            (1..=5)
                .map(|n| if gone.iter().any(|gone| gone.contains(&n)) {
                    revoked_on(n, "2026-12-05")
                } else {
                    listed(n, "2026-06-01")
                })
                .collect()
        };
        let (ranking, _) = rank(&list.terms, &list.nominations, &chosen(&votes), &list.sheets);
        list.publish(&chosen(&votes), &by_id(&known(&[&revoked])), day("2026-12-11")).unwrap();
        let all_gone = known(&[&revoked, &later]);
        let honoured = list.honour("99/QĐ".into(), &by_id(&all_gone), day("2026-12-20"));
        let sound = |n: &u128| {
            !revoked.contains(n) && !later.contains(n) && withdrawn != Some(*n)
        };
        let expected: Vec<u128> = ranking
            .iter()
            .map(|ranked| ranked.product_id.as_u128())
            .filter(sound)
            .take(2)
            .collect();
        if expected.is_empty() {
            prop_assert_eq!(honoured, Err(Refusal::NothingToHonour));
        } else {
            prop_assert_eq!(won(&list), expected);
        }
    }

    #[test]
    fn points_lie_between_nothing_and_a_hundred((given, votes) in scored()) {
        let list = nominated(&sound(1..=5));
        let (ranking, denominator) =
            rank(&list.terms, &list.nominations, &chosen(&votes), &sheets_of(&given));
        for ranked in &ranking {
            prop_assert!(ranked.points <= 100 * denominator);
        }
        prop_assert!(ranking.is_sorted_by_key(|ranked| std::cmp::Reverse(ranked.points)));
    }
}
