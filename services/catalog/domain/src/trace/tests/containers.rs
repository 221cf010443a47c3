//! What is in a container is where the container is.

use super::*;

fn crate_of_maker() -> ContainerId {
    let uri = format!("urn:ocop:container:{MAKER}:thung-1");
    uri.parse().unwrap()
}

/// Something that is done with a container on a day.
fn aggregated(
    day: u32,
    action: Action,
    parent: ContainerId,
    lots: Vec<Portion>,
    containers: Vec<ContainerId>,
) -> TraceEvent {
    let what = What::Aggregation {
        action,
        parent,
        lots,
        containers,
    };
    event("packing", at(day, 11), BizStep::Packing, what)
}

/// A ledger in which the maker has 100 kg of fish.
fn with_fish() -> Ledger {
    let mut ledger = Ledger::of([lot("ca")].into());
    ledger
        .apply(MAKER, &made("harvest", 1, lot("ca"), 100))
        .unwrap();
    ledger
}

fn apply(ledger: &mut Ledger, by: Uuid, event: &TraceEvent) -> Result<(), &'static str> {
    ledger.apply(by, event).map_err(|why| why.reason())
}

/// Half of the fish in a crate on the pallet, 30 kg on the pallet itself.
fn loaded() -> Ledger {
    let mut ledger = with_fish();
    for event in [
        aggregated(
            2,
            Action::Add,
            crate_of_maker(),
            vec![kilograms(lot("ca"), 50)],
            vec![],
        ),
        aggregated(
            2,
            Action::Add,
            pallet(),
            vec![kilograms(lot("ca"), 30)],
            vec![crate_of_maker()],
        ),
    ] {
        ledger.apply(MAKER, &event).unwrap();
    }
    ledger
}

fn left(ledger: &Ledger) -> u128 {
    ledger.existing(&lot("ca"), Dimension::Mass) / 1_000_000
}

#[test]
fn what_is_in_a_container_that_is_sold_is_gone_and_nothing_else() {
    let mut ledger = loaded();
    assert_eq!(left(&ledger), 100);
    let sold = moved("sold", 3, BizStep::RetailSelling);
    apply(&mut ledger, MAKER, &sold).unwrap();
    assert_eq!(left(&ledger), 20);
    // The crate on it is gone too, and one of its name begins anew.
    let empty = aggregated(4, Action::Observe, pallet(), vec![], vec![crate_of_maker()]);
    assert_eq!(apply(&mut ledger, MAKER, &empty), Err("CONTAINER_UNKNOWN"));
    let anew = aggregated(
        4,
        Action::Add,
        crate_of_maker(),
        vec![kilograms(lot("ca"), 20)],
        vec![],
    );
    assert_eq!(apply(&mut ledger, MAKER, &anew), Ok(()));
}

#[test]
fn nobody_packs_what_another_has_or_has_named() {
    let pack = |day| aggregated(day, Action::Add, pallet(), vec![], vec![]);
    let mut ledger = loaded();
    assert_eq!(
        apply(&mut ledger, TRADER, &pack(3)),
        Err("CONTAINER_ELSEWHERE")
    );
    apply(&mut ledger, MAKER, &moved("out", 3, BizStep::Shipping)).unwrap();
    for by in [MAKER, TRADER] {
        assert_eq!(apply(&mut ledger, by, &pack(4)), Err("CONTAINER_ELSEWHERE"));
    }
    apply(&mut ledger, TRADER, &moved("in", 4, BizStep::Receiving)).unwrap();
    assert_eq!(apply(&mut ledger, TRADER, &pack(5)), Ok(()));
    // A crate of which nobody has spoken is with the producer whose id it bears.
    let fill = aggregated(2, Action::Add, crate_of_maker(), vec![], vec![]);
    assert_eq!(
        apply(&mut with_fish(), TRADER, &fill),
        Err("CONTAINER_ELSEWHERE")
    );
    assert_eq!(apply(&mut with_fish(), MAKER, &fill), Ok(()));
}

#[test]
fn only_what_is_named_comes_out_and_without_names_everything_does() {
    let sold = |number| seen("sold", 5, BizStep::RetailSelling, lot("ca"), number);
    let out = |lots, containers| aggregated(3, Action::Delete, pallet(), lots, containers);
    let most = |event: &TraceEvent| {
        let mut ledger = loaded();
        apply(&mut ledger, MAKER, event).unwrap();
        (1..=100)
            .rev()
            .find(|number| apply(&mut ledger.clone(), MAKER, &sold(*number)).is_ok())
    };
    assert_eq!(most(&out(vec![kilograms(lot("ca"), 10)], vec![])), Some(30));
    assert_eq!(most(&out(vec![], vec![crate_of_maker()])), Some(20));
    assert_eq!(most(&out(vec![], vec![])), Some(50));
}

#[test]
fn a_container_is_seen_in_and_taken_out_of_the_one_that_it_is_in() {
    for action in [Action::Observe, Action::Delete] {
        let event = aggregated(3, action, pallet(), vec![], vec![crate_of_maker()]);
        assert_eq!(apply(&mut loaded(), MAKER, &event), Ok(()), "{action}");
        let mut apart = with_fish();
        let fill = packed("fill", 2, Action::Add, vec![kilograms(lot("ca"), 1)]);
        apply(&mut apart, MAKER, &fill).unwrap();
        let not_in_it = apply(&mut apart, MAKER, &event);
        assert_eq!(not_in_it, Err("CONTAINER_NOT_INSIDE"), "{action}");
    }
    let mut ledger = loaded();
    let out = aggregated(3, Action::Delete, pallet(), vec![], vec![crate_of_maker()]);
    apply(&mut ledger, MAKER, &out).unwrap();
    assert_eq!(apply(&mut ledger, MAKER, &out), Err("CONTAINER_NOT_INSIDE"));
}

#[test]
fn a_container_that_nobody_packed_or_brought_into_use_is_not_handled() {
    let of_day = |step| moved("it", 3, step);
    let used = What::Object {
        action: Action::Add,
        lots: Vec::new(),
        containers: vec![pallet()],
        making: None,
    };
    let brought_into_use = event("use", at(2, 9), BizStep::Commissioning, used);
    for step in [
        BizStep::Shipping,
        BizStep::Receiving,
        BizStep::VoidShipping,
        BizStep::RetailSelling,
        BizStep::Storing,
    ] {
        let mut ledger = with_fish();
        assert_eq!(
            apply(&mut ledger, MAKER, &of_day(step)),
            Err("CONTAINER_UNKNOWN"),
            "{step}"
        );
    }
    for action in [Action::Observe, Action::Delete] {
        let event = aggregated(3, action, pallet(), vec![], vec![]);
        assert_eq!(
            apply(&mut with_fish(), MAKER, &event),
            Err("CONTAINER_UNKNOWN"),
            "{action}"
        );
    }
    // Empty ones are shipped and stored, and neither sold nor unpacked.
    let mut ledger = with_fish();
    apply(&mut ledger, MAKER, &brought_into_use).unwrap();
    assert_eq!(
        apply(&mut ledger.clone(), MAKER, &of_day(BizStep::Shipping)),
        Ok(())
    );
    assert_eq!(
        apply(&mut ledger.clone(), MAKER, &of_day(BizStep::Storing)),
        Ok(())
    );
    let sold = of_day(BizStep::RetailSelling);
    assert_eq!(apply(&mut ledger, MAKER, &sold), Err("CONTAINER_EMPTY"));
    let out = aggregated(3, Action::Delete, pallet(), vec![], vec![]);
    assert_eq!(apply(&mut ledger, MAKER, &out), Err("CONTAINER_EMPTY"));
    // What is packed is unpacked once, and sold once.
    let mut ledger = loaded();
    apply(&mut ledger, MAKER, &out).unwrap();
    assert_eq!(apply(&mut ledger, MAKER, &out), Err("CONTAINER_EMPTY"));
    assert_eq!(apply(&mut ledger, MAKER, &sold), Err("CONTAINER_EMPTY"));
    let mut ledger = loaded();
    apply(&mut ledger, MAKER, &sold).unwrap();
    assert_eq!(apply(&mut ledger, MAKER, &sold), Err("CONTAINER_UNKNOWN"));
}

#[test]
fn what_is_untied_from_a_container_was_tied_to_it() {
    let tie = |day, action| {
        let what = What::Association {
            action,
            parent: pallet(),
            lots: vec![kilograms(lot("ca"), 1)],
            containers: vec![crate_of_maker()],
        };
        event("tie", at(day, 9), BizStep::Assembling, what)
    };
    let mut ledger = loaded();
    for action in [Action::Observe, Action::Delete] {
        assert_eq!(
            apply(&mut ledger, MAKER, &tie(3, action)),
            Err("NOT_TIED"),
            "{action}"
        );
    }
    for action in [Action::Add, Action::Observe, Action::Delete] {
        assert_eq!(
            apply(&mut ledger, MAKER, &tie(3, action)),
            Ok(()),
            "{action}"
        );
    }
    assert_eq!(
        apply(&mut ledger, MAKER, &tie(3, Action::Observe)),
        Err("NOT_TIED")
    );
}

#[test]
fn what_earlier_versions_recorded_of_containers_that_nobody_packed_goes_on() {
    let out = of(MAKER, moved("out", 3, BizStep::Shipping));
    let there = of(TRADER, moved("in", 4, BizStep::Receiving));
    assert_eq!(
        reasons(&[], std::slice::from_ref(&out)),
        [(0, "CONTAINER_UNKNOWN")]
    );
    assert!(reasons(&[out], &[there]).is_empty());
    // What was packed by the rules of today rests on its packing.
    let harvest = of(MAKER, made("harvest", 1, lot("ca"), 100));
    let pack = of(
        MAKER,
        packed("pack", 2, Action::Add, vec![kilograms(lot("ca"), 50)]),
    );
    let sold = of(MAKER, moved("sold", 3, BizStep::RetailSelling));
    let recorded = [harvest, pack.clone(), sold];
    assert_eq!(
        reasons(&recorded, &[in_error(pack)]),
        [(0, "CONTRADICTS_RECORDED")]
    );
}
