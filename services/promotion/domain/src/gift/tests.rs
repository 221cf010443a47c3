//! Gift sets, their items and their orders.

mod bounds;
mod days;
mod properties;

use ocop_places::built_in;

use super::*;
use crate::listing::{Certificate, CertificateFact, CriteriaSet, Product, Star};
use crate::samples::*;

fn product(n: u128) -> Product {
    Product {
        id: Uuid::from_u128(n),
        name: format!("Sản phẩm {n}"),
        ..fish_sauce()
    }
}

fn given(n: u128, certificate: &Certificate) -> CertificateFact {
    let certificate = Certificate {
        certified: certified(product(n)),
        ..certificate.clone()
    };
    CertificateFact {
        product: product(n),
        ..granted(&certificate)
    }
}

fn revoked_of(n: u128, certificate: &Certificate, decided: &str) -> CertificateFact {
    CertificateFact {
        standing: revoked(certificate, decided).standing,
        ..given(n, certificate)
    }
}

/// A listing of the n-th product after these facts.
fn listed(n: u128, facts: &[CertificateFact]) -> Listing {
    let mut listing = Listing::of(product(n));
    for (fact, version) in facts.iter().zip(1..) {
        listing.apply(fact.clone(), version, today());
    }
    listing
}

/// For 36 months from June 2026.
fn sound(n: u128) -> Listing {
    listed(n, &[given(n, &certificate(n, Star::Three, "2026-06-01"))])
}

fn tet() -> Season {
    Season {
        from: day("2027-01-02"),
        to: day("2027-02-05"),
    }
}

fn set_of(listings: &[&Listing]) -> GiftSet {
    let items = listings.iter().map(|listing| Item::of(listing, 2).unwrap());
    let terms = Terms {
        name: "Giỏ quà Tết Quảng Ngãi".into(),
        seller: "Điểm bán OCOP Nghĩa Lộ".into(),
        price_vnd: 650_000,
        stock: 100,
    };
    let composed = (tet(), items.collect());
    GiftSet::compose(
        Uuid::from_u128(900),
        ("51".into(), today()),
        terms,
        composed,
    )
}

fn by_id<'a>(listings: &[&'a Listing]) -> HashMap<Uuid, &'a Listing> {
    let listings = listings.iter();
    listings
        .map(|listing| (listing.product.id, *listing))
        .collect()
}

fn settle(set: &mut GiftSet, listings: &[&Listing], today: NaiveDate) -> bool {
    let lapses = set.lapsed(&by_id(listings), today).into_iter();
    let lapses = lapses.map(|(product_id, on)| Lapse {
        product_id,
        on,
        substitutes: Vec::new(),
    });
    set.settle(lapses.collect())
}

fn order(set: &mut GiftSet, quantity: u32) -> Result<Order, Refusal> {
    let ids = (Uuid::from_u128(950), Uuid::from_u128(100));
    Order::place(
        ids,
        set,
        quantity,
        (day("2027-01-20"), today(), String::new()),
    )
}

fn changes(set: &GiftSet) -> Vec<String> {
    set.events
        .iter()
        .map(|event| event.change.to_string())
        .collect()
}

#[test]
fn every_item_is_certified_on_every_day_of_the_season() {
    let ends_in_the_season = certificate(2, Star::Three, "2024-02-01");
    let short = listed(2, &[given(2, &ends_in_the_season)]);
    let (sound, unknown) = (sound(1), Uuid::from_u128(3));
    let listings = by_id(&[&sound, &short]);
    let products = [1, 2, 3].map(Uuid::from_u128);
    assert_eq!(
        GiftSet::uncertified(products, &listings, (tet(), today())),
        [
            (Uuid::from_u128(2), day("2027-02-01")),
            (unknown, day("2027-01-02"))
        ]
    );
}

#[test]
fn a_certificate_that_follows_another_without_a_gap_covers_the_season() {
    let first = certificate(2, Star::Three, "2024-02-01");
    let next = Certificate {
        valid_from: day("2027-02-01"),
        valid_to: day("2030-01-31"),
        ..certificate(3, Star::Four, "2026-11-01")
    };
    let facts = [given(2, &first), given(2, &next)];
    assert_eq!(lapse(&listed(2, &facts), tet(), today()), None);
    let late = Certificate {
        valid_from: day("2027-02-03"),
        ..next
    };
    let facts = [given(2, &first), given(2, &late)];
    let gap = lapse(&listed(2, &facts), tet(), today());
    assert_eq!(gap, Some(day("2027-02-01")));
}

#[test]
fn one_item_that_lapses_suspends_the_set_and_tells_the_buyers_once() {
    let (one, two) = (sound(1), sound(2));
    let mut set = set_of(&[&one, &two]);
    let mut placed = order(&mut set, 10).unwrap();
    assert!(!settle(&mut set, &[&one, &two], today()));
    let certificate = certificate(2, Star::Three, "2026-06-01");
    let facts = [
        given(2, &certificate),
        revoked_of(2, &certificate, "2026-11-20"),
    ];
    let gone = listed(2, &facts);
    assert!(settle(&mut set, &[&one, &gone], today()));
    assert!(!settle(&mut set, &[&one, &gone], today()));
    assert_eq!(changes(&set), ["composed", "stock_changed", "suspended"]);
    placed.apply(&set);
    let published = placed.events.last().unwrap().change;
    assert_eq!(published, OrderChange::SetSuspended);
    assert_eq!(placed.confirm(&set, today()), Err(Refusal::Suspended));
    assert_eq!(order(&mut set, 1).unwrap_err(), Refusal::Suspended);
    // It is certified again.
    assert!(settle(&mut set, &[&one, &two], today()));
    assert_eq!(set.state, State::Open);
}

#[test]
fn another_product_of_its_kind_and_province_may_stand_in_for_one_that_lapsed() {
    let (one, two, three) = (sound(1), sound(2), sound(3));
    let set = set_of(&[&one, &two]);
    let item = set.item(two.product.id).unwrap();
    assert!(item.may_be_replaced_by(&built_in(), &three));
    assert!(!item.may_be_replaced_by(&built_in(), &two));
    let mut elsewhere = three.clone();
    elsewhere.product.place.code = "20965".into();
    elsewhere.product.place.province_code = "48".into();
    assert!(!item.may_be_replaced_by(&built_in(), &elsewhere));
    let mut drink = three.clone();
    drink.product.criteria_set = CriteriaSet::try_from(14).unwrap();
    assert!(!item.may_be_replaced_by(&built_in(), &drink));
    let better = listed(4, &[given(4, &certificate(4, Star::Four, "2026-06-01"))]);
    let of_better = Item::of(&better, 1).unwrap();
    assert!(item.may_be_replaced_by(&built_in(), &better));
    assert!(!of_better.may_be_replaced_by(&built_in(), &three));
}

#[test]
fn a_set_goes_on_when_the_item_that_lapsed_is_replaced() {
    let (one, two, three) = (sound(1), sound(2), sound(3));
    let mut set = set_of(&[&one, &two]);
    settle(&mut set, &[&one], today());
    assert!(set.is_suspended());
    let by = Item::of(&three, 2).unwrap();
    let twice = set.replace(two.product.id, Item::of(&one, 2).unwrap());
    assert_eq!(twice, Err(Refusal::ItemTwice(one.product.id)));
    set.replace(two.product.id, by).unwrap();
    assert_eq!(set.state, State::Open);
    assert_eq!(
        changes(&set),
        ["composed", "suspended", "item_replaced", "resumed"]
    );
    assert_eq!(set.items[1].product_id, three.product.id);
}

#[test]
fn no_more_is_ordered_than_there_is() {
    let one = sound(1);
    let mut set = set_of(&[&one]);
    let mut first = order(&mut set, 60).unwrap();
    assert_eq!(
        order(&mut set, 41).unwrap_err(),
        Refusal::OutOfStock { left: 40 }
    );
    let mut second = order(&mut set, 40).unwrap();
    first.confirm(&set, today()).unwrap();
    assert_eq!(
        first.deliver(&mut set, &by_id(&[&one]), today()),
        Err(Refusal::OutOfSeason(today()))
    );
    first
        .deliver(&mut set, &by_id(&[&one]), day("2027-01-15"))
        .unwrap();
    assert_eq!((set.terms.stock, set.reserved), (40, 40));
    second.cancel(&mut set, "Đổi kế hoạch".into()).unwrap();
    assert_eq!((set.terms.stock, set.reserved), (40, 0));
    let again = second.cancel(&mut set, String::new());
    assert_eq!(again, Err(Refusal::OrderEnded));
    let less = Terms {
        stock: 10,
        ..set.terms.clone()
    };
    order(&mut set, 20).unwrap();
    assert_eq!(set.update(less, today()), Err(Refusal::LessThanOrdered(20)));
}

#[test]
fn an_order_is_for_a_day_of_the_season_and_keeps_its_price() {
    let one = sound(1);
    let mut set = set_of(&[&one]);
    let ids = (Uuid::from_u128(950), Uuid::from_u128(100));
    let late = day("2027-02-06");
    let refused = Order::place(ids, &mut set, 1, (late, today(), String::new()));
    assert_eq!(refused.unwrap_err(), Refusal::OutOfSeason(late));
    let placed = order(&mut set, 1).unwrap();
    let dearer = Terms {
        price_vnd: 700_000,
        ..set.terms.clone()
    };
    set.update(dearer, today()).unwrap();
    assert_eq!(placed.price_vnd, 650_000);
}

#[test]
fn a_set_that_was_taken_off_stays_so() {
    let one = sound(1);
    let mut set = set_of(&[&one]);
    set.close().unwrap();
    assert!(!settle(&mut set, &[], today()));
    assert_eq!(set.state, State::Closed);
    assert_eq!(order(&mut set, 1).unwrap_err(), Refusal::Closed);
}
