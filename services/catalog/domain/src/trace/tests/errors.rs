//! What was declared in error.

use super::*;

fn harvest(id: &str, number: u64) -> Recorded {
    of(MAKER, made(id, 1, lot("ca"), number))
}

fn salted() -> Recorded {
    let used = became("salted", 2, (lot("ca"), 80), (lot("mam"), 60));
    of(MAKER, used)
}

fn sold(id: &str, number: u64) -> Recorded {
    let step = BizStep::RetailSelling;
    of(MAKER, seen(id, 3, step, lot("ca"), number))
}

#[test]
fn an_event_declared_in_error_counts_no_more() {
    let recorded = [harvest("harvest", 100), sold("sold", 100)];
    let more = sold("more", 40);
    let more = std::slice::from_ref(&more);
    assert_eq!(reasons(&recorded, more), [(0, "MORE_OUT_THAN_IN")]);
    let corrected = [harvest("harvest", 100), in_error(sold("sold", 100))];
    assert!(reasons(&corrected, more).is_empty());
    // A harvest of that kind gives nothing to sell.
    let recorded = [in_error(harvest("harvest", 100))];
    assert_eq!(reasons(&recorded, more), [(0, "NOT_MADE_YET")]);
}

#[test]
fn what_rests_on_an_event_is_not_left_without_it_unless_a_correction_comes_in_the_same_call() {
    let recorded = [harvest("harvest", 100), salted()];
    let declared = in_error(harvest("harvest", 100));
    let alone = reasons(&recorded, std::slice::from_ref(&declared));
    assert_eq!(alone, [(0, "CONTRADICTS_RECORDED")]);
    let enough = [declared.clone(), harvest("right", 80)];
    assert!(reasons(&recorded, &enough).is_empty());
    let too_little = [declared.clone(), harvest("right", 79)];
    assert_eq!(
        reasons(&recorded, &too_little),
        [(0, "CONTRADICTS_RECORDED")]
    );
    let both = [declared, in_error(salted())];
    assert!(reasons(&recorded, &both).is_empty());
}

#[test]
fn no_event_is_declared_in_error_in_the_future() {
    let mut declared = in_error(harvest("harvest", 100));
    if let Some(error) = &mut declared.event.error {
        error.declared = at(30, 13).to_utc();
    }
    let recorded = [harvest("harvest", 100)];
    assert_eq!(reasons(&recorded, &[declared]), [(0, "IN_FUTURE")]);
}

#[test]
fn an_event_is_declared_in_error_by_all_that_it_said_and_once() {
    let (recorded, declared) = (harvest("harvest", 100), in_error(harvest("harvest", 100)));
    let (recorded, declared) = (&recorded.event, &declared.event);
    assert_eq!(declared.again(recorded), Again::InError);
    assert_eq!(declared.again(declared), Again::Same);
    assert_eq!(recorded.again(declared), Again::Same);
    let changed = in_error(harvest("harvest", 99));
    assert_eq!(changed.event.again(recorded), Again::Other);
    let mut otherwise = declared.clone();
    if let Some(error) = &mut otherwise.error {
        error.reason = "did_not_occur".parse().ok();
    }
    assert_eq!(otherwise.again(declared), Again::OtherError);
}

#[test]
fn a_walk_shows_what_was_declared_in_error_and_does_not_follow_it() {
    let events = [
        harvest("harvest", 100),
        in_error(salted()),
        of(MAKER, became("right", 3, (lot("ca"), 80), (lot("kho"), 60))),
    ];
    let chain = walked(&events, lot("ca"), Direction::Forward, 10);
    let lots: Vec<&str> = chain.tree.iter().map(|node| node.lot.number()).collect();
    assert_eq!(lots, ["ca", "kho"]);
    assert_eq!(days_of(&chain), ["harvest", "salted", "right"]);
    // What was packed in error did not go with the pallet.
    let packing = packed("pack", 2, Action::Add, vec![kilograms(lot("ca"), 100)]);
    let events = [
        harvest("harvest", 100),
        in_error(of(MAKER, packing)),
        of(MAKER, moved("out", 3, BizStep::Shipping)),
    ];
    let chain = walked(&events, lot("ca"), Direction::Forward, 10);
    assert_eq!(days_of(&chain), ["harvest", "pack"]);
}
