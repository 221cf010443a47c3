//! Days before today, and days that run backwards.

use super::*;

#[test]
fn a_set_whose_last_day_is_over_is_not_made_nor_changed() {
    let season = tet();
    assert_eq!(season.require_left(season.to), Ok(()));
    let late = season.to.succ_opt().unwrap();
    let over = Err(Refusal::SeasonOver(season.to));
    assert_eq!(season.require_left(late), over);
    let mut set = set_of(&[&sound(1)]);
    assert_eq!(set.update(set.terms.clone(), late), over);
}

#[test]
fn what_was_sold_before_today_was_certified_then_too() {
    // Certified since June 2026, put into a set that is said to have been sold since May.
    let listing = sound(1);
    let season = Season {
        from: day("2026-05-01"),
        ..tet()
    };
    let listings = by_id(&[&listing]);
    let since = |since| GiftSet::uncertified([listing.product.id], &listings, (season, since));
    assert_eq!(since(season.from), [(listing.product.id, season.from)]);
    assert_eq!(since(today()), []);
}

#[test]
fn nothing_is_needed_before_it_is_ordered_nor_delivered_before_it_is_ordered_and_confirmed() {
    let one = sound(1);
    let mut set = set_of(&[&one]);
    let ids = (Uuid::from_u128(950), Uuid::from_u128(100));
    let (ordered, confirmed) = (day("2027-01-05"), day("2027-01-08"));
    let needed = |set: &mut GiftSet, on| Order::place(ids, set, 1, (on, ordered, String::new()));
    let yesterday = day("2027-01-04");
    let refused = needed(&mut set, yesterday).unwrap_err();
    assert_eq!(refused, Refusal::NeededInPast(yesterday));
    let mut placed = needed(&mut set, ordered).unwrap();
    placed.confirm(&set, confirmed).unwrap();
    let listings = by_id(&[&one]);
    let too_early = placed.deliver(&mut set, &listings, day("2027-01-07"));
    assert_eq!(too_early, Err(Refusal::DeliveredBefore(confirmed)));
    placed.deliver(&mut set, &listings, confirmed).unwrap();
}

/// An order for a set of one product that was confirmed, and the set.
fn confirmed_of(one: &Listing) -> (Order, GiftSet) {
    let mut set = set_of(&[one]);
    let mut placed = order(&mut set, 10).unwrap();
    placed.confirm(&set, today()).unwrap();
    (placed, set)
}

#[test]
fn what_was_delivered_while_its_items_were_certified_is_recorded_after_one_lapsed() {
    let (mut placed, mut set) = confirmed_of(&sound(1));
    let given = certificate(1, Star::Three, "2026-06-01");
    let mut gone = sound(1);
    gone.apply(revoked_of(1, &given, "2027-01-10"), 2, day("2027-01-10"));
    settle(&mut set, &[&gone], day("2027-01-10"));
    assert!(set.is_suspended());
    let listings = by_id(&[&gone]);
    let lapsed = placed.deliver(&mut set, &listings, day("2027-01-10"));
    let uncertified = Refusal::Uncertified {
        product: gone.product.id,
        on: day("2027-01-10"),
        others: 0,
    };
    assert_eq!(lapsed, Err(uncertified));
    placed
        .deliver(&mut set, &listings, day("2027-01-09"))
        .unwrap();
}

#[test]
fn what_was_promised_is_delivered_after_the_season_and_from_a_set_that_was_taken_off() {
    let one = sound(1);
    let listings = by_id(&[&one]);
    let (mut placed, mut set) = confirmed_of(&one);
    set.close().unwrap();
    let early = day("2027-01-01");
    let refused = placed.deliver(&mut set, &listings, early);
    assert_eq!(refused, Err(Refusal::OutOfSeason(early)));
    let late = set.season.to.succ_opt().unwrap();
    placed.deliver(&mut set, &listings, late).unwrap();
    assert_eq!((set.terms.stock, set.reserved), (90, 0));
}

#[test]
fn an_order_from_before_its_days_were_kept_is_read_and_delivered() {
    let one = sound(1);
    let mut set = set_of(&[&one]);
    order(&mut set, 1).unwrap();
    let stored = r#"
        id = "00000000-0000-0000-0000-0000000003b6"
        gift_set_id = "00000000-0000-0000-0000-000000000384"
        partner_id = "00000000-0000-0000-0000-000000000064"
        quantity = 1
        price_vnd = 650000
        needed_by = "2027-01-20"
        note = ""
        state = "confirmed"
    "#;
    let mut old: Order = toml::from_str(stored).unwrap();
    assert_eq!((old.placed_on, old.confirmed_on), (None, None));
    old.deliver(&mut set, &by_id(&[&one]), day("2027-01-02"))
        .unwrap();
}
