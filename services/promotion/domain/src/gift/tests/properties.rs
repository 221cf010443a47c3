//! What holds of sets and orders in any order of events.

use chrono::Days;
use proptest::prelude::*;

use super::*;

/// What may be published of a product's certificates: two of them, and the revocation of each.
fn facts_of(n: u128) -> [CertificateFact; 4] {
    let first = certificate(n * 10, Star::Three, "2024-01-20");
    let second = certificate(n * 10 + 1, Star::Four, "2026-11-01");
    [
        given(n, &first),
        revoked_of(n, &first, "2026-10-01"),
        given(n, &second),
        revoked_of(n, &second, "2026-11-20"),
    ]
}

proptest! {
    #[test]
    fn a_set_is_open_exactly_when_every_item_is_certified_whatever_events_come_in_whatever_order(
        steps in prop::collection::vec((1_u128..4, 0_usize..4, 0_u64..80), 0..40),
    ) {
        let mut listings: Vec<Listing> = (1..4).map(sound).collect();
        let mut set = {
            let all: Vec<&Listing> = listings.iter().collect();
            set_of(&all)
        };
        let mut placed = order(&mut set, 5).unwrap();
        for (product, fact, later) in steps {
            let at = usize::try_from(product - 1).unwrap();
            let today = today() + Days::new(later);
            // The version says which fact is newer, however often and late it comes.
            listings[at].apply(facts_of(product)[fact].clone(), fact as u64 + 2, today);
            let all: Vec<&Listing> = listings.iter().collect();
            let changed = settle(&mut set, &all, today);
            if changed {
                placed.apply(&set);
            }
            let now = tet().from.max(today);
            let certified = |listing: &&Listing| {
                let of_day = Season { from: now, to: now };
                lapse(listing, of_day, today).is_none()
            };
            prop_assert_eq!(!set.is_suspended(), now > tet().to || all.iter().all(certified));
            // Again nothing.
            prop_assert!(!settle(&mut set, &all, today));
        }
        let published: Vec<OrderChange> = placed.events.iter().map(|event| event.change).collect();
        let (mut suspended, mut told_of) = (false, published.iter().skip(1));
        for change in set.events.iter().map(|event| event.change) {
            if matches!(change, Change::Suspended | Change::Resumed) {
                prop_assert_ne!(suspended, change == Change::Suspended);
                suspended = change == Change::Suspended;
                let expected = if suspended { OrderChange::SetSuspended } else { OrderChange::SetResumed };
                prop_assert_eq!(told_of.next(), Some(&expected));
            }
        }
        prop_assert_eq!(told_of.next(), None);
    }

    #[test]
    fn whatever_is_ordered_and_ended_stock_and_reserved_add_up(
        steps in prop::collection::vec((0_u8..4, 1_u32..50, any::<prop::sample::Index>()), 0..40),
    ) {
        let one = sound(1);
        let mut set = set_of(&[&one]);
        let mut orders: Vec<Order> = Vec::new();
        for (step, quantity, index) in steps {
            let at = if orders.is_empty() { 0 } else { index.index(orders.len()) };
            match (step, orders.get_mut(at)) {
                (0, _) => if let Ok(placed) = order(&mut set, quantity) { orders.push(placed); },
                (1, Some(found)) => { let _ = found.confirm(&set, today()); }
                (2, Some(found)) => { let _ = found.deliver(&mut set, &by_id(&[&one]), day("2027-01-15")); }
                (_, Some(found)) => { let _ = found.cancel(&mut set, "hủy".into()); }
                _ => {}
            }
            let sum = |wanted: fn(&Order) -> bool| -> u32 {
                orders.iter().filter(|order| wanted(order)).map(|order| order.quantity).sum()
            };
            prop_assert_eq!(set.reserved, sum(Order::is_open));
            let delivered = sum(|order| matches!(order.state, OrderState::Delivered(_)));
            prop_assert_eq!(set.terms.stock, 100 - delivered);
            prop_assert!(set.reserved <= set.terms.stock);
        }
    }
}
