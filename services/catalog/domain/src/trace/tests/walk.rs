use super::*;

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
        id: None,
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

/// The harvest of the fish, which names so many growing areas.
fn from_areas(id: &str, count: u128) -> Recorded {
    let mut event = made(id, 1, lot("ca"), 100);
    if let What::Object { making, .. } = &mut event.what {
        *making = Some(Making {
            areas: (1..=count).map(Uuid::from_u128).collect(),
            ..Making::default()
        });
    }
    of(MAKER, event)
}

fn is_truncated(events: Vec<Recorded>, complete: bool) -> bool {
    let mut walk = Walk::new(lot("ca"), Direction::Forward, 10);
    walk.take(events, complete);
    assert!(walk.wants().is_empty());
    walk.chain().truncated
}

#[test]
fn an_answer_names_no_more_than_five_thousand_ids() {
    assert!(!is_truncated(vec![from_areas("a", 4_999)], true));
    assert!(is_truncated(vec![from_areas("a", 5_000)], true));
    let two = |one: &str, other: &str| vec![from_areas(one, 2_500), from_areas(other, 2_500)];
    assert!(is_truncated(two("a", "b"), true));
    // The same event is named once.
    assert!(!is_truncated(two("a", "a"), true));
}

#[test]
fn an_answer_holds_a_thousand_events_and_says_if_there_are_more() {
    let harvest = || of(MAKER, made("harvest", 1, lot("ca"), 100));
    let stored = |count: usize| -> Vec<Recorded> {
        let seen = |n: usize| seen(&n.to_string(), 2, BizStep::Storing, lot("ca"), 1);
        (1..count).map(|n| of(MAKER, seen(n))).collect()
    };
    let mut all = stored(1_000);
    all.push(harvest());
    assert!(!is_truncated(all.clone(), true));
    assert!(is_truncated(all.clone(), false));
    // It leads on, and there is no room for what follows.
    all.pop();
    let salted = became("salted", 2, (lot("ca"), 80), (lot("mam"), 60));
    all.push(of(MAKER, salted));
    assert!(is_truncated(all, true));
}

#[test]
fn what_stays_in_a_container_goes_with_it_when_something_else_is_taken_out() {
    let mut events = story();
    let two = vec![kilograms(lot("chai"), 50), kilograms(lot("kho"), 8)];
    events[4] = of(MAKER, packed("pack", 5, Action::Add, two));
    let mut kho_out = packed("kho-out", 5, Action::Delete, vec![kilograms(lot("kho"), 8)]);
    kho_out.time = at(5, 18);
    events.push(of(MAKER, kho_out));
    let days = |of: &str| days_of(&walked(&events, lot(of), Direction::Back, 0));
    assert_eq!(
        days("chai"),
        ["bottled", "pack", "kho-out", "out", "in", "unpack", "sold"]
    );
    assert_eq!(days("kho"), ["tasted", "pack", "kho-out"]);
}

#[test]
fn what_is_in_a_crate_goes_with_the_pallet_of_the_crate_and_then_with_the_crate() {
    let crate_: ContainerId = format!("urn:ocop:container:{MAKER}:thung-1")
        .parse()
        .unwrap();
    let packing = |id: &str, day, action, (parent, lots, containers)| {
        let what = What::Aggregation {
            action,
            parent,
            lots,
            containers,
        };
        of(MAKER, event(id, at(day, 11), BizStep::Packing, what))
    };
    let carried = What::Object {
        action: Action::Observe,
        lots: Vec::new(),
        containers: vec![crate_.clone()],
        making: None,
    };
    let bottles = |number| kilograms(lot("chai"), number);
    // With the crate alone on the pallet, and with bottles of the same lot beside it.
    for beside in [Vec::new(), vec![bottles(20)]] {
        let in_crate = (crate_.clone(), vec![bottles(30)], Vec::new());
        let on_pallet = (pallet(), beside, vec![crate_.clone()]);
        let carried = event("carried", at(10, 9), BizStep::Stocking, carried.clone());
        let events = [
            of(MAKER, made("bottled", 3, lot("chai"), 50)),
            packing("in-crate", 4, Action::Add, in_crate),
            packing("on-pallet", 5, Action::Add, on_pallet.clone()),
            of(MAKER, moved("out", 6, BizStep::Shipping)),
            of(TRADER, moved("in", 7, BizStep::Receiving)),
            packing("off-pallet", 8, Action::Delete, on_pallet),
            of(TRADER, moved("empty-back", 9, BizStep::Shipping)),
            of(TRADER, carried),
        ];
        let chain = walked(&events, lot("chai"), Direction::Back, 0);
        assert_eq!(
            days_of(&chain),
            [
                "bottled",
                "in-crate",
                "on-pallet",
                "out",
                "in",
                "off-pallet",
                "carried"
            ]
        );
    }
}

#[test]
fn what_is_packed_when_a_pallet_is_emptied_goes_on_with_it() {
    let events = [
        of(MAKER, made("bottled", 3, lot("chai"), 50)),
        of(MAKER, packed("emptied", 5, Action::Delete, Vec::new())),
        of(
            MAKER,
            packed("pack", 5, Action::Add, vec![kilograms(lot("chai"), 50)]),
        ),
        of(MAKER, moved("out", 6, BizStep::Shipping)),
    ];
    let chain = walked(&events, lot("chai"), Direction::Back, 0);
    assert_eq!(days_of(&chain), ["bottled", "emptied", "pack", "out"]);
}
