//! Single pieces with serial numbers.

use super::*;

fn piece(serial: &str) -> LotId {
    let uri = format!("https://nuocmam.example/01/8938505974194/21/{serial}");
    uri.parse().unwrap()
}

fn one(serial: &str) -> Portion {
    Portion {
        lot: piece(serial),
        amount: Amount::new(1_000, Unit::Piece).unwrap(),
    }
}

fn bottled(id: &str, day: u32, serial: &str) -> Recorded {
    let what = What::Transformation {
        id: None,
        inputs: vec![kilograms(lot("mam"), 1)],
        outputs: vec![one(serial)],
        making: None,
    };
    of(
        MAKER,
        event(id, at(day, 10), BizStep::CreatingClassInstance, what),
    )
}

fn observed(id: &str, day: u32, step: BizStep, serial: &str) -> TraceEvent {
    let what = What::Object {
        action: Action::Observe,
        lots: vec![one(serial)],
        containers: Vec::new(),
        making: None,
    };
    event(id, at(day, 12), step, what)
}

#[test]
fn a_piece_is_known_by_its_gtin_and_serial_number_and_not_by_its_domain() {
    let read = piece("400");
    assert_eq!(
        read.to_string(),
        "https://id.gs1.org/01/08938505974194/21/400"
    );
    assert_eq!(read.number(), "400");
    assert!(read.is_serial() && read.gtin().is_some());
    let lot: LotId = "https://id.gs1.org/01/08938505974194/10/400"
        .parse()
        .unwrap();
    assert!(!lot.is_serial());
    assert_ne!(read, lot);
}

#[test]
fn a_piece_comes_to_be_once_and_is_sold_once() {
    let mam = of(MAKER, made("mam", 1, lot("mam"), 100));
    let recorded = [mam, bottled("bottled", 2, "400")];
    let again = bottled("again", 3, "400");
    assert_eq!(reasons(&recorded, &[again]), [(0, "MADE_BEFORE")]);
    assert!(reasons(&recorded, &[bottled("other", 3, "401")]).is_empty());
    let sold = |id: &str, by| of(by, observed(id, 4, BizStep::RetailSelling, "400"));
    assert!(reasons(&recorded, &[sold("sold", MAKER)]).is_empty());
    let twice = [sold("sold", MAKER), sold("twice", MAKER)];
    assert_eq!(reasons(&recorded, &twice), [(1, "MORE_OUT_THAN_IN")]);
    let of_another = [sold("sold", TRADER)];
    assert_eq!(reasons(&recorded, &of_another), [(0, "MORE_OUT_THAN_IN")]);
}

#[test]
fn a_piece_is_followed_back_to_what_it_was_made_of() {
    let events = [
        of(MAKER, made("mam", 1, lot("mam"), 100)),
        bottled("bottled", 2, "400"),
        bottled("other", 2, "401"),
        of(MAKER, observed("stored", 3, BizStep::Storing, "400")),
    ];
    let chain = walked(&events, piece("400"), Direction::Back, 10);
    let lots: Vec<&str> = chain.tree.iter().map(|node| node.lot.number()).collect();
    assert_eq!(lots, ["400", "mam"]);
    assert_eq!(days_of(&chain), ["mam", "bottled", "other", "stored"]);
}
