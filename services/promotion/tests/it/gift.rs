//! Gift sets and orders through the rpcs, as events of certificates suspend them.

mod terms;

use ocop_harness::{Receiver, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, Gifts, id, of_product, read, revoked};
use crate::partner_nats;

pub(crate) fn basket(products: &[u128]) -> proto::GiftSet {
    let items = products.iter().map(|product| proto::GiftItem {
        product_id: id(*product),
        quantity: 2,
        ..Default::default()
    });
    proto::GiftSet {
        province_code: "51".to_owned(),
        name: "Giỏ quà Tết Quảng Ngãi".to_owned(),
        seller: "Điểm bán OCOP Nghĩa Lộ".to_owned(),
        price_vnd: 650_000,
        stock: 100,
        sold_from: "2026-11-01".to_owned(),
        sold_to: "2027-02-05".to_owned(),
        items: items.collect(),
        ..Default::default()
    }
}

/// Three fish sauces that are certified for 36 months from June 2026.
async fn certified(fixture: &Fixture) {
    for product in 1..=3 {
        let given = of_product(product, 10 + product, 3, "2026-06-15");
        fixture.publish_certificate("issued", 1, given).await;
        let open = proto::ListingState::Open;
        fixture.listing(product, open, 3).await;
    }
}

pub(crate) async fn compose(seller: &mut Gifts, set: proto::GiftSet) -> proto::GiftSet {
    let request = proto::ComposeGiftSetRequest {
        request_id: id(50),
        gift_set: Some(set),
    };
    let composed = seller.compose_gift_set(request).await.unwrap();
    composed.into_inner().gift_set.unwrap()
}

pub(crate) fn place(
    n: u128,
    partner: &proto::Partner,
    set: &proto::GiftSet,
    quantity: u32,
) -> proto::PlaceGiftOrderRequest {
    proto::PlaceGiftOrderRequest {
        request_id: id(n),
        partner_id: partner.id.clone(),
        gift_set_id: set.id.clone(),
        quantity,
        needed_by: "2027-01-20".to_owned(),
        note: "Quà Tết cho cán bộ hưu trí".to_owned(),
    }
}

/// Waits until the set stands so.
async fn standing(fixture: &Fixture, set: &str, state: proto::GiftSetState) -> proto::GiftSet {
    let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
    eventually(state.as_str_name(), async || {
        let request = proto::GetGiftSetRequest { id: set.to_owned() };
        let found = seller.get_gift_set(request).await.unwrap();
        let found = found.into_inner().gift_set.unwrap();
        if found.state() == state {
            Ok(found)
        } else {
            Err(format!("{found:?}"))
        }
    })
    .await
}

on_both_engines!(
    an_item_that_lapses_suspends_the_set_until_a_substitute_takes_its_place,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let order = agency.place_gift_order(place(60, &buyer, &set, 30)).await;
        let order = order.unwrap().into_inner().gift_order.unwrap();
        assert_eq!(order.price_vnd, 650_000);

        let gone = revoked(of_product(2, 12, 3, "2026-06-15"), "2026-11-18");
        fixture.publish_certificate("revoked", 2, gone).await;
        let suspended = standing(&fixture, &set.id, proto::GiftSetState::Suspended).await;
        let [lapse] = suspended.lapses.as_slice() else {
            panic!("{suspended:?}");
        };
        assert_eq!(lapse.product_id, id(2));
        let substitutes = lapse.substitutes.iter();
        let substitutes: Vec<_> = substitutes.map(|found| found.product_id.clone()).collect();
        assert_eq!(substitutes, [id(3)]);
        let confirm = proto::ConfirmGiftOrderRequest {
            request_id: id(61),
            gift_order_id: order.id.clone(),
        };
        let refused = seller
            .confirm_gift_order(confirm.clone())
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "GIFT_SET_SUSPENDED");
        // The buyer's order was told: placed, suspended.
        let asked = proto::ListGiftOrdersRequest {
            partner_id: buyer.id.clone(),
            ..Default::default()
        };
        let orders = agency.list_gift_orders(asked.clone()).await.unwrap();
        assert_eq!(orders.into_inner().gift_orders[0].etag, "2");

        let replace = proto::ReplaceGiftItemRequest {
            request_id: id(62),
            gift_set_id: set.id.clone(),
            etag: suspended.etag,
            product_id: id(2),
            by: Some(proto::GiftItem {
                product_id: id(3),
                quantity: 2,
                ..Default::default()
            }),
            reason: "Giấy chứng nhận bị thu hồi".to_owned(),
        };
        let replaced = seller.replace_gift_item(replace).await.unwrap();
        let replaced = replaced.into_inner().gift_set.unwrap();
        assert_eq!(replaced.state(), proto::GiftSetState::Open);
        let confirm = proto::ConfirmGiftOrderRequest {
            request_id: id(63),
            ..confirm
        };
        seller.confirm_gift_order(confirm).await.unwrap();
        let deliver = proto::DeliverGiftOrderRequest {
            request_id: id(64),
            gift_order_id: order.id,
            delivered_on: "2026-11-20".to_owned(),
        };
        seller.deliver_gift_order(deliver).await.unwrap();
        let left = standing(&fixture, &set.id, proto::GiftSetState::Open).await;
        assert_eq!((left.stock, left.reserved), (70, 0));
    }
);

on_both_engines!(
    a_set_of_what_is_not_certified_through_its_season_is_refused_and_no_more_is_ordered_than_there_is,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let ends_in_january = of_product(4, 14, 3, "2024-01-20");
        fixture.publish_certificate("issued", 1, ends_in_january).await;
        fixture.listing(4, proto::ListingState::Open, 3).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let request = proto::ComposeGiftSetRequest {
            request_id: id(50),
            gift_set: Some(basket(&[1, 4])),
        };
        let refused = seller.compose_gift_set(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "ITEM_NOT_CERTIFIED");
        let mut elsewhere = fixture.gifts(Role::PromotionOfficer, "province:52");
        let request = proto::ComposeGiftSetRequest {
            request_id: id(51),
            gift_set: Some(basket(&[1])),
        };
        let refused = elsewhere.compose_gift_set(request).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied);

        let set = compose(&mut seller, basket(&[1, 2, 3])).await;
        let orders = (0..4).map(|n| {
            let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
            let request = place(70 + n, &buyer, &set, 30);
            async move { agency.place_gift_order(request).await.is_ok() }
        });
        let placed = futures::future::join_all(orders).await;
        assert_eq!(placed.iter().filter(|placed| **placed).count(), 3);
        let left = standing(&fixture, &set.id, proto::GiftSetState::Open).await;
        assert_eq!((left.stock, left.reserved), (100, 90));
    }
);

on_both_engines!(
    a_partner_sees_its_own_orders_and_the_seller_those_for_its_sets,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::OcopOffice, "province:51");
        let set = compose(&mut seller, basket(&[1])).await;
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let placed = agency
            .place_gift_order(place(60, &buyer, &set, 5))
            .await
            .unwrap();
        let placed = placed.into_inner().gift_order.unwrap();
        let mut stranger = fixture.gifts(Role::Partner, &format!("partner:{}", id(77)));
        let cancel = proto::CancelGiftOrderRequest {
            request_id: id(61),
            gift_order_id: placed.id.clone(),
            reason: "Không cần nữa".to_owned(),
        };
        let refused = stranger
            .cancel_gift_order(cancel.clone())
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let asked = proto::ListGiftSetOrdersRequest {
            gift_set_id: set.id.clone(),
            ..Default::default()
        };
        let seen = seller.list_gift_set_orders(asked.clone()).await.unwrap();
        assert_eq!(seen.into_inner().gift_orders, [placed]);
        let cancel = proto::CancelGiftOrderRequest {
            request_id: id(62),
            ..cancel
        };
        agency.cancel_gift_order(cancel).await.unwrap();
        let left = standing(&fixture, &set.id, proto::GiftSetState::Open).await;
        assert_eq!((left.stock, left.reserved), (100, 0));
        let mut elsewhere = fixture.gifts(Role::OcopOffice, "province:52");
        let refused = elsewhere.list_gift_set_orders(asked).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

/// Subscribes a URL of a partner to what it chooses. Answers the subscription's id.
pub(crate) async fn choose(
    fixture: &Fixture,
    n: u128,
    (partner, url): (&proto::Partner, &str),
    selection: proto::EventSelection,
) -> String {
    let request = proto::CreateSubscriptionRequest {
        request_id: id(n),
        partner_id: partner.id.clone(),
        url: url.to_owned(),
        selection: Some(selection),
        ..Default::default()
    };
    let made = fixture.webhook_officer().create_subscription(request).await;
    made.unwrap().into_inner().subscription.unwrap().id
}

/// Waits until a receiver has got events of these types, in this order, of whatever else.
async fn got(receiver: &Receiver, kinds: &[&str]) {
    eventually("the webhooks of the order", async || {
        let received = receiver.received();
        let orders = received.iter().map(|one| read(one).0);
        let orders: Vec<String> = orders
            .filter(|kind| kind.contains(".gift_order."))
            .collect();
        if orders == kinds {
            Ok(())
        } else {
            Err(format!("{orders:?}"))
        }
    })
    .await;
}

on_both_engines!(
    a_buyer_hears_of_its_orders_by_webhook_and_by_asking_and_others_do_not,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let receivers = [
            Receiver::start().await,
            Receiver::start().await,
            Receiver::start().await,
        ];
        let [everything, matches_only, suspensions] = &receivers;
        let (of_all, _) = fixture.subscribe(&buyer, everything.url()).await;
        let upgrades = proto::EventSelection {
            kinds: vec![proto::MatchEventKind::Upgraded.into()],
            ..Default::default()
        };
        choose(&fixture, 41, (&buyer, matches_only.url()), upgrades).await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let order = agency.place_gift_order(place(60, &buyer, &set, 30)).await;
        let order = order.unwrap().into_inner().gift_order.unwrap();
        let placed = "ocop.promotion.gift_order.placed.v1";
        let suspended = "ocop.promotion.gift_order.set_suspended.v1";
        got(everything, &[placed]).await;

        let chosen = proto::EventSelection {
            gift_order_kinds: vec![proto::GiftOrderEventKind::SetSuspended.into()],
            ..Default::default()
        };
        let of_suspensions =
            choose(&fixture, 42, (&buyer, suspensions.url()), chosen.clone()).await;
        let gone = revoked(of_product(2, 12, 3, "2026-06-15"), "2026-11-18");
        fixture.publish_certificate("revoked", 2, gone).await;
        got(everything, &[placed, suspended]).await;
        got(suspensions, &[suspended]).await;
        assert!(matches_only.received().is_empty());
        let deliveries = fixture.deliveries(&of_all).await;
        let of_order = deliveries
            .iter()
            .filter(|one| one.gift_order_id == order.id);
        assert!(of_order.clone().all(|one| one.match_id.is_empty()));
        assert_eq!(of_order.count(), 2);

        // What was not wanted was not missed.
        let recover = proto::RecoverDeliveriesRequest {
            request_id: id(43),
            id: of_suspensions.clone(),
            since: Some(pbjson_types::Timestamp::default()),
        };
        let recovered = fixture.webhook_officer().recover_deliveries(recover).await;
        assert_eq!(recovered.unwrap().into_inner().recovered, 0);

        // Who cannot be called asks; nobody else is told.
        let mut itself = fixture.subscriptions(Role::Partner, &format!("partner:{}", buyer.id));
        let ask = proto::ListEventsRequest {
            page_size: 100,
            partner_id: buyer.id.clone(),
            ..Default::default()
        };
        let events = itself.list_events(ask).await.unwrap().into_inner().events;
        assert!(events.is_sorted_by_key(|event| event.position));
        let of_orders: Vec<_> = events
            .iter()
            .filter(|event| event.gift_order.is_some())
            .collect();
        let kinds: Vec<&str> = of_orders
            .iter()
            .map(|event| event.r#type.as_str())
            .collect();
        assert_eq!(kinds, [placed, suspended]);
        assert!(of_orders.iter().all(|event| event.data.is_none()));
        let fact = of_orders[0].gift_order.clone().unwrap().gift_order.unwrap();
        assert_eq!((fact.id, fact.quantity), (order.id, 30));
        assert!(events.iter().any(|event| event.data.is_some()));

        // That the set goes on is told as well, also when the seller replaced the item.
        let replace = proto::ReplaceGiftItemRequest {
            request_id: id(62),
            gift_set_id: set.id.clone(),
            etag: standing(&fixture, &set.id, proto::GiftSetState::Suspended)
                .await
                .etag,
            product_id: id(2),
            by: Some(proto::GiftItem {
                product_id: id(3),
                quantity: 2,
                ..Default::default()
            }),
            reason: "Giấy chứng nhận bị thu hồi".to_owned(),
        };
        seller.replace_gift_item(replace).await.unwrap();
        let resumed = "ocop.promotion.gift_order.set_resumed.v1";
        got(everything, &[placed, suspended, resumed]).await;
    }
);

on_both_engines!(
    a_subscription_made_later_recovers_what_happened_to_orders,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1])).await;
        agency
            .place_gift_order(place(60, &buyer, &set, 5))
            .await
            .unwrap();
        let receiver = Receiver::start().await;
        let orders = proto::EventSelection {
            gift_order_kinds: vec![proto::GiftOrderEventKind::Placed.into()],
            criteria_sets: vec![14],
            ..Default::default()
        };
        let subscription = choose(&fixture, 42, (&buyer, receiver.url()), orders).await;
        let recover = proto::RecoverDeliveriesRequest {
            request_id: id(43),
            id: subscription,
            since: Some(pbjson_types::Timestamp::default()),
        };
        let recovered = fixture.webhook_officer().recover_deliveries(recover).await;
        assert_eq!(recovered.unwrap().into_inner().recovered, 1);
        got(&receiver, &["ocop.promotion.gift_order.placed.v1"]).await;
    }
);

on_both_engines!(
    a_buyer_reads_its_orders_on_nats_and_nobody_else_s,
    async |url: String| {
        use futures::StreamExt as _;
        let fixture = partner_nats::fixture(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let (_, access) = partner_nats::issue(&fixture, 20, &buyer).await;
        let client = partner_nats::connect(&fixture, &access).await;
        let mut live = client
            .subscribe(access.order_subject.clone())
            .await
            .unwrap();
        let everybody_s = "ocop.promotion.v1.gift_order.*.*";
        let mut forbidden = client.subscribe(everybody_s).await.unwrap();
        client.flush().await.unwrap();
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut agency = fixture.gifts(Role::Partner, &format!("partner:{}", buyer.id));
        let set = compose(&mut seller, basket(&[1])).await;
        agency
            .place_gift_order(place(60, &buyer, &set, 5))
            .await
            .unwrap();
        let message = live.next().await.unwrap();
        let subject = format!("ocop.promotion.v1.gift_order.placed.{}", buyer.id);
        assert_eq!(message.subject.as_str(), subject);
        // Its consumer has it too, beside what happened to its matches.
        let pull = eventually("its consumer", async || {
            partner_nats::consumer(&client, &access).await
        });
        let mut messages = pull.await.messages().await.unwrap();
        let mut subjects = Vec::new();
        while subjects.last() != Some(&subject) {
            let message = messages.next().await.unwrap().unwrap();
            subjects.push(message.subject.to_string());
            message.double_ack().await.unwrap();
        }
        assert!(subjects.iter().all(|subject| subject.ends_with(&buyer.id)));
        assert!(subjects.len() > 1, "{subjects:?}");
        let refused = futures::poll!(forbidden.next());
        assert!(
            !matches!(refused, std::task::Poll::Ready(Some(_))),
            "{refused:?}"
        );
    }
);
