//! What a seller changes of a set, and the orders it cannot take.

use super::*;

on_both_engines!(
    a_seller_changes_price_and_stock_down_to_what_is_ordered,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let order = agency.place_gift_order(place(60, &buyer, &set, 30)).await;
        let order = order.unwrap().into_inner().gift_order.unwrap();
        let ask = proto::GetGiftSetRequest { id: set.id.clone() };
        let now = seller.get_gift_set(ask).await.unwrap();
        let now = now.into_inner().gift_set.unwrap();
        assert_eq!((now.stock, now.reserved), (100, 30));
        let update = |n: u128, stock: u32| proto::UpdateGiftSetRequest {
            request_id: id(n),
            gift_set: Some(proto::GiftSet {
                stock,
                price_vnd: 690_000,
                ..now.clone()
            }),
        };
        let refused = seller.update_gift_set(update(61, 29)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "LESS_THAN_ORDERED");
        let changed = seller.update_gift_set(update(62, 30)).await.unwrap();
        let changed = changed.into_inner().gift_set.unwrap();
        assert_eq!((changed.stock, changed.price_vnd), (30, 690_000));
        let refused = agency.place_gift_order(place(63, &buyer, &set, 1)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_STOCK");

        // An order that the seller declines gives back what it held.
        let decline = proto::DeclineGiftOrderRequest {
            request_id: id(64),
            gift_order_id: order.id,
            reason: "Không kịp đóng gói".to_owned(),
        };
        let declined = seller.decline_gift_order(decline).await.unwrap();
        let declined = declined.into_inner().gift_order.unwrap();
        assert_eq!(declined.state(), proto::GiftOrderState::Cancelled);
        assert_eq!(declined.reason, "Không kịp đóng gói");
        let placed = agency.place_gift_order(place(65, &buyer, &set, 30)).await;
        let placed = placed.unwrap().into_inner().gift_order.unwrap();
        assert_eq!(placed.price_vnd, 690_000);
    }
);

on_both_engines!(
    a_set_that_was_taken_off_is_ordered_no_more_and_found_by_its_state,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let listed = async |state: proto::GiftSetState, sold_on: &str| -> Vec<String> {
            let request = proto::ListGiftSetsRequest {
                province_code: "51".to_owned(),
                state: state.into(),
                sold_on: sold_on.to_owned(),
                ..Default::default()
            };
            let mut anybody = fixture.gifts(Role::Auditor, "*");
            let found = anybody.list_gift_sets(request).await.unwrap();
            let sets = found.into_inner().gift_sets.into_iter();
            sets.map(|found| found.id).collect()
        };
        let (open, closed) = (proto::GiftSetState::Open, proto::GiftSetState::Closed);
        assert_eq!(
            listed(open, "2027-02-05").await,
            std::slice::from_ref(&set.id)
        );
        assert!(listed(open, "2027-02-06").await.is_empty());
        let close = |n: u128| proto::CloseGiftSetRequest {
            request_id: id(n),
            gift_set_id: set.id.clone(),
        };
        seller.close_gift_set(close(60)).await.unwrap();
        assert!(listed(open, "").await.is_empty());
        assert_eq!(listed(closed, "").await, std::slice::from_ref(&set.id));
        let refused = agency.place_gift_order(place(61, &buyer, &set, 1)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "GIFT_SET_CLOSED");
        let refused = seller.close_gift_set(close(62)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "GIFT_SET_CLOSED");
    }
);
