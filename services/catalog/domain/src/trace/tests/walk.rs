use super::*;

/// Walks over events as a store would give them.
fn walked(events: &[Recorded], root: LotId, direction: Direction, depth: usize) -> Chain {
    let mut walk = Walk::new(root, direction, depth);
    loop {
        let wanted = walk.wants();
        if wanted.is_empty() {
            return walk.chain();
        }
        let about = |one: &&Recorded| wanted.iter().any(|item| one.event.items().contains(item));
        let found: Vec<Recorded> = events.iter().filter(about).cloned().collect();
        let room = walk.room();
        let complete = found.len() <= room;
        walk.take(found.into_iter().take(room).collect(), complete);
    }
}

fn names(chain: &Chain) -> Vec<(usize, String, bool)> {
    let nodes = chain.tree.iter();
    nodes
        .map(|node| (node.depth, node.lot.number().to_owned(), node.repeated))
        .collect()
}

fn story() -> Vec<Recorded> {
    vec![
        of(MAKER, made("harvest", 1, lot("ca"), 100)),
        of(
            MAKER,
            became("salted", 2, (lot("ca"), 80), (lot("mam"), 60)),
        ),
        of(
            MAKER,
            became("bottled", 3, (lot("mam"), 60), (lot("chai"), 50)),
        ),
        of(MAKER, became("tasted", 4, (lot("ca"), 10), (lot("kho"), 8))),
        of(
            MAKER,
            packed("pack", 5, Action::Add, vec![kilograms(lot("chai"), 50)]),
        ),
        of(MAKER, moved("out", 6, BizStep::Shipping)),
        of(TRADER, moved("in", 7, BizStep::Receiving)),
        of(TRADER, packed("unpack", 8, Action::Delete, Vec::new())),
        of(TRADER, moved("empty-back", 9, BizStep::Shipping)),
        of(
            TRADER,
            seen("sold", 10, BizStep::RetailSelling, lot("chai"), 5),
        ),
    ]
}

#[test]
fn a_bottle_is_followed_back_to_the_harvest_and_a_harvest_forward_to_the_shop() {
    let back = walked(&story(), lot("chai"), Direction::Back, 10);
    assert_eq!(
        names(&back),
        [
            (0, "chai".to_owned(), false),
            (1, "mam".to_owned(), false),
            (2, "ca".to_owned(), false)
        ]
    );
    assert!(!back.truncated);
    let forward = walked(&story(), lot("ca"), Direction::Forward, 10);
    assert_eq!(
        names(&forward),
        [
            (0, "ca".to_owned(), false),
            (1, "mam".to_owned(), false),
            (2, "chai".to_owned(), false),
            (1, "kho".to_owned(), false)
        ]
    );
    let days: Vec<&str> = forward
        .days
        .iter()
        .map(|visit| visit.recorded.event.id.as_str())
        .collect();
    assert_eq!(
        days,
        [
            "urn:test:harvest",
            "urn:test:salted",
            "urn:test:bottled",
            "urn:test:tasted",
            "urn:test:pack",
            "urn:test:out",
            "urn:test:in",
            "urn:test:unpack",
            "urn:test:sold"
        ],
        "the way of the pallet after it was emptied is no way of the lot"
    );
}

#[test]
fn what_lies_beyond_the_depth_that_was_asked_for_is_said_to_be_there() {
    let chain = walked(&story(), lot("chai"), Direction::Back, 1);
    assert_eq!(names(&chain).len(), 2);
    assert!(chain.truncated);
    let all = walked(&story(), lot("chai"), Direction::Back, 2);
    assert!(!all.truncated);
}

#[test]
fn a_lot_that_is_reached_twice_is_followed_once() {
    let mut events = story();
    let what = What::Transformation {
        inputs: vec![kilograms(lot("mam"), 1), kilograms(lot("kho"), 1)],
        outputs: vec![kilograms(lot("bo"), 1)],
        making: None,
    };
    events.push(of(
        MAKER,
        event("mixed", at(5, 1), BizStep::CreatingClassInstance, what),
    ));
    let chain = walked(&events, lot("bo"), Direction::Back, 10);
    assert_eq!(
        names(&chain),
        [
            (0, "bo".to_owned(), false),
            (1, "mam".to_owned(), false),
            (2, "ca".to_owned(), false),
            (1, "kho".to_owned(), false),
            (2, "ca".to_owned(), true)
        ]
    );
}
