//! Lots and containers that belong to documents of a trade.

use super::*;

fn tied(id: &str, day: u32, lots: Vec<Portion>, containers: Vec<ContainerId>) -> TraceEvent {
    let what = What::Transaction {
        action: Action::Add,
        parent: None,
        lots,
        containers,
    };
    event(id, at(day, 14), BizStep::Other, what)
}

fn fish(number: u64) -> Vec<Portion> {
    vec![kilograms(lot("ca"), number)]
}

#[test]
fn tying_a_lot_to_a_document_moves_nothing() {
    let recorded = [
        of(MAKER, made("harvest", 1, lot("ca"), 100)),
        of(MAKER, tied("order", 2, fish(100), Vec::new())),
    ];
    let sold = seen("sold", 3, BizStep::RetailSelling, lot("ca"), 100);
    assert!(reasons(&recorded, &[of(MAKER, sold)]).is_empty());
}

#[test]
fn only_who_has_had_something_ties_it_to_documents() {
    let order = |by, day| of(by, tied("order", day, fish(10), Vec::new()));
    let harvest = of(MAKER, made("harvest", 1, lot("ca"), 100));
    let grown = std::slice::from_ref(&harvest);
    assert!(reasons(grown, &[order(MAKER, 2)]).is_empty());
    assert_eq!(reasons(grown, &[order(TRADER, 2)]), [(0, "NOT_HAD")]);
    assert_eq!(reasons(&[], &[order(MAKER, 2)]), [(0, "NOT_HAD")]);
    let shipped = of(MAKER, seen("out", 3, BizStep::Shipping, lot("ca"), 100));
    let recorded = [harvest, shipped];
    // The invoice follows the goods.
    assert!(reasons(&recorded, &[order(MAKER, 5)]).is_empty());
    assert_eq!(reasons(&recorded, &[order(TRADER, 5)]), [(0, "NOT_HAD")]);
    let received = of(TRADER, seen("in", 4, BizStep::Receiving, lot("ca"), 100));
    let new = [received, order(TRADER, 5)];
    assert!(reasons(&recorded, &new).is_empty());
}

#[test]
fn who_has_a_pallet_ties_it_and_what_is_in_it_to_documents() {
    let recorded = [
        of(MAKER, made("harvest", 1, lot("ca"), 100)),
        of(MAKER, packed("pack", 2, Action::Add, fish(100))),
        of(MAKER, moved("out", 3, BizStep::Shipping)),
        of(TRADER, moved("in", 5, BizStep::Receiving)),
    ];
    let both = |day| of(TRADER, tied("order", day, fish(1), vec![pallet()]));
    assert_eq!(reasons(&recorded, &[both(4)]), [(0, "NOT_HAD")]);
    assert!(reasons(&recorded, &[both(6)]).is_empty());
    let chain_of = |day| {
        let events: Vec<Recorded> = recorded.iter().cloned().chain([both(day)]).collect();
        days_of(&walked(&events, lot("ca"), Direction::Back, 0))
    };
    assert_eq!(chain_of(6), ["harvest", "pack", "out", "in", "order"]);
}
