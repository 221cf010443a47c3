use chrono::Utc;

use super::*;

fn now() -> chrono::DateTime<Utc> {
    at(30, 12).to_utc()
}

fn harvest() -> Recorded {
    of(MAKER, made("harvest", 1, lot("ca"), 100))
}

#[test]
fn a_lot_is_not_used_before_it_was_harvested() {
    let used = of(
        MAKER,
        became("salted", 2, (lot("ca"), 80), (lot("mam"), 60)),
    );
    assert_eq!(
        reasons(&[], std::slice::from_ref(&used)),
        [(0, "NOT_MADE_YET")]
    );
    let too_early = of(MAKER, seen("stored", 1, BizStep::Storing, lot("ca"), 1));
    let later = of(MAKER, made("harvest", 2, lot("ca"), 100));
    assert_eq!(reasons(&[later], &[too_early]), [(0, "NOT_MADE_YET")]);
    assert!(reasons(&[harvest()], &[used]).is_empty());
}

#[test]
fn no_more_of_a_lot_goes_out_than_came_in_whatever_the_unit() {
    let sold = |id: &str, number| {
        of(
            MAKER,
            seen(id, 3, BizStep::RetailSelling, lot("ca"), number),
        )
    };
    assert!(reasons(&[harvest()], &[sold("a", 60), sold("b", 40)]).is_empty());
    let more = problems(&[harvest()], &[sold("a", 60), sold("b", 41)], now());
    assert_eq!(more.len(), 1);
    assert_eq!(
        more[0].why.to_string(),
        format!(
            "takes 41 kg of {}, of which 40 kg are with this producer by then",
            lot("ca")
        )
    );
    let mut in_grams = sold("c", 1);
    if let What::Object { lots, .. } = &mut in_grams.event.what {
        lots[0].amount = Amount::new(100_001_000, Unit::Gram).unwrap();
    }
    assert_eq!(
        reasons(&[harvest()], &[in_grams]),
        [(0, "MORE_OUT_THAN_IN")]
    );
}

#[test]
fn nobody_receives_more_than_was_shipped_or_uses_what_another_has() {
    let shipped = of(MAKER, seen("out", 2, BizStep::Shipping, lot("ca"), 50));
    let received = |number| of(TRADER, seen("in", 3, BizStep::Receiving, lot("ca"), number));
    let recorded = [harvest(), shipped];
    assert!(reasons(&recorded, &[received(50)]).is_empty());
    assert_eq!(
        reasons(&recorded, &[received(51)]),
        [(0, "MORE_OUT_THAN_IN")]
    );
    let sold = of(
        TRADER,
        seen("sold", 3, BizStep::RetailSelling, lot("ca"), 1),
    );
    assert_eq!(reasons(&recorded, &[sold]), [(0, "MORE_OUT_THAN_IN")]);
    let forged = of(TRADER, made("forged", 3, lot("ca"), 10));
    assert_eq!(reasons(&recorded, &[forged]), [(0, "OF_ANOTHER_PRODUCER")]);
}

#[test]
fn a_lot_does_not_come_from_itself() {
    let forward = of(MAKER, became("there", 2, (lot("ca"), 50), (lot("mam"), 40)));
    let back = of(MAKER, became("back", 3, (lot("mam"), 40), (lot("ca"), 30)));
    let at_once = of(
        MAKER,
        became("at-once", 2, (lot("ca"), 50), (lot("ca"), 50)),
    );
    assert_eq!(reasons(&[harvest(), forward], &[back]), [(0, "CYCLE")]);
    assert_eq!(reasons(&[harvest()], &[at_once]), [(0, "CYCLE")]);
}

#[test]
fn what_was_recorded_before_stands_against_an_earlier_event_that_comes_later() {
    let sold = of(
        MAKER,
        seen("sold", 5, BizStep::RetailSelling, lot("ca"), 100),
    );
    let earlier = of(
        MAKER,
        seen("spoilt", 4, BizStep::RetailSelling, lot("ca"), 1),
    );
    let found = problems(&[harvest(), sold], &[earlier], now());
    assert!(
        matches!(&found[..], [Problem { index: 0, why: Impossible::Contradicts(id, _) }] if id == "urn:test:sold"),
        "{found:?}"
    );
}

#[test]
fn an_event_of_the_future_or_a_harvest_after_its_lot_is_refused() {
    let mut tomorrow = made("tomorrow", 30, lot("ca"), 1);
    tomorrow.time = at(30, 13);
    let mut harvested_later = made("later", 2, lot("tom"), 1);
    if let What::Object { making, .. } = &mut harvested_later.what {
        *making = Some(Making {
            harvested_to: Some("2026-06-03".parse().unwrap()),
            ..Making::default()
        });
    }
    assert_eq!(
        reasons(&[], &[of(MAKER, tomorrow), of(MAKER, harvested_later)]),
        [(0, "IN_FUTURE"), (1, "HARVESTED_LATER")]
    );
}

#[test]
fn everything_impossible_is_said_at_once_and_what_follows_from_it_is_not() {
    let too_much = of(MAKER, became("a", 2, (lot("ca"), 101), (lot("mam"), 40)));
    let follows = of(MAKER, seen("b", 3, BizStep::Shipping, lot("mam"), 40));
    let unknown = of(MAKER, seen("c", 3, BizStep::Shipping, lot("tom"), 1));
    assert_eq!(
        reasons(&[harvest()], &[too_much, follows, unknown]),
        [(0, "MORE_OUT_THAN_IN"), (2, "NOT_MADE_YET")]
    );
}

#[test]
fn what_is_packed_moves_with_its_container_and_only_with_it() {
    let packing = of(
        MAKER,
        packed("pack", 2, Action::Add, vec![kilograms(lot("ca"), 80)]),
    );
    let away = of(MAKER, moved("out", 3, BizStep::Shipping));
    let there = of(TRADER, moved("in", 4, BizStep::Receiving));
    let unpacked = of(TRADER, packed("unpack", 5, Action::Delete, Vec::new()));
    let sold = |number| {
        of(
            TRADER,
            seen("sold", 6, BizStep::RetailSelling, lot("ca"), number),
        )
    };
    let recorded = [harvest(), packing.clone(), away, there.clone(), unpacked];
    assert!(reasons(&recorded, &[sold(80)]).is_empty());
    assert_eq!(reasons(&recorded, &[sold(81)]), [(0, "MORE_OUT_THAN_IN")]);
    // What is packed is not sold beside it.
    let beside = of(
        MAKER,
        seen("beside", 3, BizStep::RetailSelling, lot("ca"), 21),
    );
    assert_eq!(
        reasons(&[harvest(), packing.clone()], &[beside]),
        [(0, "MORE_OUT_THAN_IN")]
    );
    // Nobody receives a container that was not sent.
    assert_eq!(
        reasons(&[harvest(), packing], &[there]),
        [(0, "CONTAINER_ELSEWHERE")]
    );
}

#[test]
fn a_container_is_not_packed_into_what_is_in_it() {
    let crate_: ContainerId = format!("urn:ocop:container:{MAKER}:thung-1")
        .parse()
        .unwrap();
    let into = |id: &str, day, child: ContainerId, parent: ContainerId| {
        let what = What::Aggregation {
            action: Action::Add,
            parent,
            lots: Vec::new(),
            containers: vec![child],
        };
        of(MAKER, event(id, at(day, 11), BizStep::Packing, what))
    };
    let first = into("a", 2, crate_.clone(), pallet());
    let second = into("b", 3, pallet(), crate_.clone());
    assert!(reasons(&[], std::slice::from_ref(&first)).is_empty());
    assert_eq!(reasons(&[first], &[second]), [(0, "CONTAINER_IN_ITSELF")]);
    let itself = into("c", 2, crate_.clone(), crate_);
    assert_eq!(reasons(&[], &[itself]), [(0, "CONTAINER_IN_ITSELF")]);
}

#[test]
fn the_clock_of_whoever_records_may_be_five_minutes_ahead() {
    let ahead = |minutes, seconds| {
        let mut made = made("ahead", 30, lot("ca"), 1);
        made.time =
            at(30, 12) + chrono::TimeDelta::minutes(minutes) + chrono::TimeDelta::seconds(seconds);
        reasons(&[], &[of(MAKER, made)])
    };
    assert!(ahead(5, 0).is_empty());
    assert_eq!(ahead(5, 1), [(0, "IN_FUTURE")]);
}

#[test]
fn a_lot_is_made_on_the_last_day_of_its_harvest_and_not_before() {
    let made_with = |first: &str, last: Option<&str>| {
        let mut event = made("harvest", 2, lot("ca"), 1);
        if let What::Object { making, .. } = &mut event.what {
            *making = Some(Making {
                harvested_from: Some(first.parse().unwrap()),
                harvested_to: last.map(|day| day.parse().unwrap()),
                ..Making::default()
            });
        }
        reasons(&[], &[of(MAKER, event)])
    };
    assert!(made_with("2026-06-01", Some("2026-06-02")).is_empty());
    assert!(made_with("2026-06-02", None).is_empty());
    assert_eq!(made_with("2026-06-03", None), [(0, "HARVESTED_LATER")]);
}

#[test]
fn the_one_of_several_events_is_told_that_makes_a_recorded_one_impossible() {
    let sold = of(
        MAKER,
        seen("sold", 5, BizStep::RetailSelling, lot("ca"), 100),
    );
    let other = of(MAKER, made("other", 1, lot("tom"), 5));
    let earlier = of(
        MAKER,
        seen("spoilt", 4, BizStep::RetailSelling, lot("ca"), 1),
    );
    assert_eq!(
        reasons(&[harvest(), sold], &[other, earlier]),
        [(1, "CONTRADICTS_RECORDED")]
    );
}

#[test]
fn nobody_makes_more_of_a_lot_that_another_made() {
    let gs1: LotId = "https://id.gs1.org/01/08938505974194/10/L1"
        .parse()
        .unwrap();
    let first = of(MAKER, made("first", 1, gs1.clone(), 10));
    let more = |producer| of(producer, made("more", 2, gs1.clone(), 10));
    assert!(reasons(std::slice::from_ref(&first), &[more(MAKER)]).is_empty());
    assert_eq!(
        reasons(&[first], &[more(TRADER)]),
        [(0, "OF_ANOTHER_PRODUCER")]
    );
}
