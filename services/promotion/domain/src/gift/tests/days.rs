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
    let mut set = set_of(&[&sound(1)]);
    let ids = (Uuid::from_u128(950), Uuid::from_u128(100));
    let (ordered, confirmed) = (day("2027-01-05"), day("2027-01-08"));
    let needed = |set: &mut GiftSet, on| Order::place(ids, set, 1, (on, ordered, String::new()));
    let yesterday = day("2027-01-04");
    let refused = needed(&mut set, yesterday).unwrap_err();
    assert_eq!(refused, Refusal::NeededInPast(yesterday));
    let mut placed = needed(&mut set, ordered).unwrap();
    placed.confirm(&set, confirmed).unwrap();
    let too_early = placed.deliver(&mut set, day("2027-01-07"));
    assert_eq!(too_early, Err(Refusal::DeliveredBefore(confirmed)));
    placed.deliver(&mut set, confirmed).unwrap();
}

#[test]
fn an_order_from_before_its_days_were_kept_is_read_and_delivered() {
    let mut set = set_of(&[&sound(1)]);
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
    old.deliver(&mut set, day("2027-01-02")).unwrap();
}
