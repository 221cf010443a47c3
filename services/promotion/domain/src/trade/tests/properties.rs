//! What holds whatever is offered, agreed and delivered.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

proptest! {
    #[test]
    fn whatever_is_offered_and_ended_no_more_is_agreed_than_is_asked(
        asked in 1_u64..1_000,
        steps in prop::collection::vec((0_u8..4, 0_u64..600), 0..40),
    ) {
        let mut demand = demand_of(asked);
        let mut deals: Vec<Deal> = Vec::new();
        for (step, quantity) in steps {
            match step {
                0 | 1 => {
                    let quantity = quantity + 1;
                    if demand.take(quantity, false, today()).is_ok() {
                        deals.push(deal(quantity));
                    }
                }
                2 => {
                    if let Some(deal) = deals.last_mut() {
                        let part = quantity.min(deal.outstanding());
                        let _ = deal.report(delivered("2026-11", part), true, today());
                    }
                }
                _ => {
                    if let Some(mut deal) = deals.pop() {
                        let kept = deal.delivered();
                        if let Ok(back) = deal.cancel("thôi".into()) {
                            demand.give_back(back);
                        }
                        if kept > 0 {
                            deals.insert(0, deal);
                        }
                    }
                }
            }
            // What is in deals is what was delivered of them and what is to be.
            let held: u64 = deals.iter().map(|deal| deal.delivered() + deal.outstanding()).sum();
            prop_assert_eq!(demand.agreed, held);
            prop_assert!(demand.agreed <= asked);
            prop_assert_eq!(demand.is_fulfilled(), demand.agreed == asked);
        }
    }

    #[test]
    fn what_is_due_of_a_deal_adds_up_to_what_is_outstanding(
        quantity in 1_u64..100_000, months in 0_i32..24, later in 0_i64..900, reported in 0_u64..100_000,
    ) {
        let listing = sauce(1, Star::Three, 1_000, 100_000);
        let last = Month::of(day("2026-12-01")).plus(months).first_day().to_string();
        let mut deal = deal_of(&listing, quantity, "2026-12-01", &last);
        let _ = deal.report(delivered("2026-11", reported), false, today());
        let on = today() + chrono::Duration::days(later);
        let all = Month::of(today()).through(Month::of(today()).plus(100));
        let due: u64 = all.map(|month| deal.due_in(month, on)).sum();
        prop_assert_eq!(due, deal.outstanding());
    }

    #[test]
    fn capacity_left_is_never_more_than_there_is_and_shrinks_with_every_deal(
        per_month in 0_u64..2_000, volumes in prop::collection::vec(1_u64..5_000, 0..6),
    ) {
        let listing = sauce(1, Star::Three, per_month, 100_000);
        let deals: Vec<Deal> = volumes.iter().map(|volume| deal(*volume)).collect();
        let mut before = per_month * 3;
        for count in 0..=deals.len() {
            let some: Vec<&Deal> = deals.iter().take(count).collect();
            let period = terms(1).period;
            let left = capacity_left(&litres(per_month), &some, period, today());
            prop_assert!(left <= before);
            before = left;
        }
        let all: Vec<&Deal> = deals.iter().collect();
        let ranked = rank(&built_in(), &demand(), &[alone(&listing, &all, 0)], today());
        prop_assert!(ranked[0].score() <= 100);
    }

    #[test]
    fn the_order_of_matches_does_not_depend_on_the_order_of_listings(
        sauces in prop::collection::vec((3_u32..6, 0_u64..2_000, 50_000_u64..200_000, 0_u32..4), 1..12),
        turn in 0_usize..12,
    ) {
        let listings: Vec<(Listing, u32)> = sauces
            .iter()
            .zip(1_u128..)
            .map(|((star, per_month, vnd, words), n)| {
                (sauce(n, Star::try_from(*star).unwrap(), *per_month, *vnd), *words)
            })
            .collect();
        let mut candidates: Vec<Candidate<'_>> =
            listings.iter().map(|(listing, words)| alone(listing, &[], *words)).collect();
        let first = rank(&built_in(), &demand(), &candidates, today());
        let middle = turn % candidates.len();
        candidates.rotate_left(middle);
        candidates.reverse();
        prop_assert_eq!(&first, &rank(&built_in(), &demand(), &candidates, today()));
        prop_assert!(first.is_sorted_by_key(|one| std::cmp::Reverse(one.score())));
    }

    #[test]
    fn a_better_price_fit_or_capacity_never_lowers_the_score(
        vnd in 1_u64..300_000, cheaper in 0_u64..100_000, words in 0_u32..3, per_month in 0_u64..2_000, more in 0_u64..500,
    ) {
        let demand = demand();
        let as_is = sauce(1, Star::Three, per_month, vnd);
        let before = score(&demand, alone(&as_is, &[], words));
        let cheap = sauce(1, Star::Three, per_month, vnd.saturating_sub(cheaper));
        prop_assert!(score(&demand, alone(&cheap, &[], words)) >= before);
        prop_assert!(score(&demand, alone(&as_is, &[], words + 1)) > before);
        let starred = sauce(1, Star::Four, per_month, vnd);
        prop_assert!(score(&demand, alone(&starred, &[], words)) > before);
        let able = sauce(1, Star::Three, per_month + more, vnd);
        prop_assert!(score(&demand, alone(&able, &[], words)) >= before);
    }

    /// Listings open, close and change stars, and events come again: what was told step by step, found by the keys, is what the
    /// whole course says without them.
    #[test]
    fn what_buyers_are_told_step_by_step_is_what_the_whole_course_says(
        wanted in prop::collection::vec(wanted(), 1..6),
        course in prop::collection::vec((0_u128..3, course_step(), any::<bool>()), 0..30),
    ) {
        // A product that is called rice.
        let words = |wanted: &Wanted, listing: &Listing| {
            usize::from(wanted.words == "gạo" && listing.product.name == "Gạo thơm")
        };
        let mut now: BTreeMap<u128, Listing> = BTreeMap::new();
        let mut told: BTreeSet<(usize, u128)> = BTreeSet::new();
        let mut whole: BTreeSet<(usize, u128)> = BTreeSet::new();
        for (product, step, again) in course {
            let after = stepped(product, step);
            let before = now.get(&product).cloned();
            for before in [before.clone(), before].iter().take(1 + usize::from(again)) {
                let keys = DemandKey::of(after.product.criteria_set);
                let concerned = wanted
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| may_be_new(before.as_ref(), &after) && keys.iter().any(|key| one.keys().contains(key)));
                for (n, one) in concerned {
                    if newly_suits(one, before.as_ref(), &after, |listing| words(one, listing)) {
                        told.insert((n, product));
                    }
                }
            }
            for (n, one) in wanted.iter().enumerate() {
                let suits = |listing: &Listing| one.suits_with(listing, words(one, listing));
                if suits(&after) && !now.get(&product).is_some_and(suits) {
                    whole.insert((n, product));
                }
            }
            now.insert(product, after);
        }
        prop_assert_eq!(told, whole);
    }
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let star = prop::option::of(prop::sample::select(vec![
        Star::Three,
        Star::Four,
        Star::Five,
    ]));
    let sets = prop::collection::btree_set(prop::sample::select(vec![set(3), set(9)]), 0..2);
    (sets, star).prop_map(|(sets, star)| Wanted {
        words: "gạo".into(),
        sets,
        star,
        ..Wanted::default()
    })
}

/// What a listing becomes: open or not, with stars, of a set and with a name.
fn course_step() -> impl Strategy<Value = (bool, Star, bool, bool)> {
    let star = prop::sample::select(vec![Star::Three, Star::Four, Star::Five]);
    (any::<bool>(), star, any::<bool>(), any::<bool>())
}

fn stepped(product: u128, (open, star, rice, named): (bool, Star, bool, bool)) -> Listing {
    let mut listing = sauce(product, star, 100, 100_000);
    if !open {
        let held = listing.held().cloned();
        listing.stage = crate::listing::Stage::Unlisted(held);
    }
    listing.product.criteria_set = if rice { set(3) } else { set(9) };
    listing.product.name = if named {
        "Gạo thơm"
    } else {
        "Nước mắm"
    }
    .into();
    listing
}
