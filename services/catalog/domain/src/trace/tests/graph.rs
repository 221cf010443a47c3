//! Random graphs: what is accepted keeps the laws of matter, whatever was tried.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

/// Something that somebody tries.
#[derive(Clone, Debug)]
struct Try {
    by: Uuid,
    minute: i64,
    kind: u8,
    lot: u8,
    other: u8,
    number: u64,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (
        any::<bool>(),
        0..500_i64,
        0..8_u8,
        0..5_u8,
        0..5_u8,
        1..60_u64,
    );
    let one = one.prop_map(|(maker, minute, kind, lot, other, number)| Try {
        by: if maker { MAKER } else { TRADER },
        minute,
        kind,
        lot,
        other,
        number,
    });
    prop::collection::vec(one, 1..60)
}

fn event_of(n: usize, attempt: &Try) -> TraceEvent {
    let (one, other) = (
        lot(&format!("l{}", attempt.lot)),
        lot(&format!("l{}", attempt.other)),
    );
    let id = n.to_string();
    let number = attempt.number;
    let mut event = match attempt.kind {
        0 | 1 => made(&id, 1, one, number),
        2 => became(&id, 1, (one, number), (other, number)),
        3 => seen(&id, 1, BizStep::Shipping, one, number),
        4 => seen(&id, 1, BizStep::Receiving, one, number),
        5 => seen(&id, 1, BizStep::RetailSelling, one, number),
        6 => packed(&id, 1, Action::Add, vec![kilograms(one, number)]),
        _ => packed(&id, 1, Action::Delete, Vec::new()),
    };
    event.time = at(1, 0) + TimeDelta::minutes(attempt.minute);
    event
}

/// Records what is accepted, one after the other.
fn accepted(tries: &[Try]) -> Vec<Recorded> {
    let mut recorded: Vec<Recorded> = Vec::new();
    for (n, attempt) in tries.iter().enumerate() {
        let new = [of(attempt.by, event_of(n, attempt))];
        if problems(&recorded, &new, at(30, 12).to_utc()).is_empty() {
            recorded.extend(new);
        }
    }
    recorded
}

/// What of every lot came in and went out, in grams of a thousandth, in all.
fn balances(events: &[Recorded]) -> BTreeMap<LotId, (u128, u128)> {
    let mut found: BTreeMap<LotId, (u128, u128)> = BTreeMap::new();
    for one in events {
        for portion in one.event.made() {
            found.entry(portion.lot.clone()).or_default().0 += portion.amount.smallest();
        }
        let gone: &[Portion] = match &one.event.what {
            What::Transformation { inputs, .. } => inputs,
            What::Object { lots, .. } if one.event.biz_step == Some(BizStep::RetailSelling) => lots,
            _ => &[],
        };
        for portion in gone {
            found.entry(portion.lot.clone()).or_default().1 += portion.amount.smallest();
        }
    }
    found
}

/// Whether a lot comes from itself, over any number of steps.
fn has_cycle(events: &[Recorded]) -> bool {
    let mut edges: BTreeSet<(LotId, LotId)> = BTreeSet::new();
    for one in events {
        if let What::Transformation {
            inputs, outputs, ..
        } = &one.event.what
        {
            for input in inputs {
                for output in outputs {
                    edges.insert((input.lot.clone(), output.lot.clone()));
                }
            }
        }
    }
    loop {
        let longer: BTreeSet<_> = edges
            .iter()
            .flat_map(|(a, b)| {
                let next = edges.iter().filter(move |(c, _)| c == b);
                next.map(move |(_, d)| (a.clone(), d.clone()))
            })
            .collect();
        let before = edges.len();
        edges.extend(longer);
        if edges.len() == before {
            return edges.iter().any(|(a, b)| a == b);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_accepted_graph_has_a_cycle_or_more_out_than_in(tries in tries()) {
        let events = accepted(&tries);
        prop_assert!(!has_cycle(&events));
        for (lot, (made, gone)) in balances(&events) {
            prop_assert!(gone <= made, "{lot}: {gone} of {made}");
        }
    }

    #[test]
    fn what_is_accepted_one_by_one_is_accepted_at_once_and_nothing_of_it_twice_over(tries in tries()) {
        let events = accepted(&tries);
        let now = at(30, 12).to_utc();
        prop_assert_eq!(problems(&[], &events, now), Vec::new());
        let lots = events.iter().flat_map(|one| one.event.items()).filter_map(|item| match item {
            Item::Lot(lot) => Some(lot),
            Item::Container(_) | Item::Transformation(_) => None,
        });
        let mut ledger = Ledger::of(lots.collect());
        let mut in_order = events.clone();
        in_order.sort_by_key(|one| one.event.time);
        for one in &in_order {
            prop_assert_eq!(ledger.apply(one.producer, &one.event), Ok(()));
        }
        // Nothing is lost or doubled: what exists is what came in without what went out.
        for (lot, (made, gone)) in balances(&events) {
            prop_assert_eq!(ledger.existing(&lot, Dimension::Mass), made - gone);
        }
    }

    #[test]
    fn a_walk_ends_and_shows_each_lot_in_full_once(tries in tries(), root in 0..5_u8, depth in 0..25_usize) {
        let events = accepted(&tries);
        for direction in [Direction::Back, Direction::Forward] {
            let mut walk = Walk::new(lot(&format!("l{root}")), direction, depth);
            for _ in 0..100 {
                let wanted = walk.wants();
                let about = |one: &&Recorded| wanted.iter().any(|item| one.event.items().contains(item));
                let found: Vec<Recorded> = events.iter().filter(about).cloned().collect();
                walk.take(found, true);
            }
            prop_assert!(walk.wants().is_empty());
            let chain = walk.chain();
            let whole: Vec<&LotId> = chain.tree.iter().filter(|node| !node.repeated).map(|node| &node.lot).collect();
            let once: BTreeSet<&LotId> = whole.iter().copied().collect();
            prop_assert_eq!(whole.len(), once.len());
            prop_assert!(chain.tree.iter().all(|node| node.depth <= depth.min(MOST_DEPTH)));
        }
    }
}
