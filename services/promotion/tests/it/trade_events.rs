//! What a buyer hears of its demands, deals and invitations: by webhook, by asking, on NATS.

use ocop_harness::{Receiver, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use serde_json::Value;

use crate::demand::{accept, certified, for_tet, offer, open, producer, report};
use crate::fixture::{Fixture, Trade, id};
use crate::gift::choose;
use crate::partner_nats;

/// What was received of trade, in the order in which it was recorded: `trade_offer.made` and so on.
fn received(receiver: &Receiver) -> Vec<String> {
    let mut events: Vec<(String, String)> = receiver
        .received()
        .iter()
        .map(|one| serde_json::from_slice::<Value>(&one.body).unwrap())
        .map(|body| {
            let text = |name: &str| body[name].as_str().unwrap().to_owned();
            (text("id"), text("type"))
        })
        .filter(|(_, kind)| kind.contains(".trade_"))
        .collect();
    events.sort();
    events.into_iter().map(|(_, kind)| short(&kind)).collect()
}

fn short(kind: &str) -> String {
    let kind = kind.strip_prefix("ocop.promotion.").unwrap();
    kind.strip_suffix(".v1").unwrap().to_owned()
}

async fn receives(receiver: &Receiver, kinds: &[&str]) {
    let mut expected: Vec<&str> = kinds.to_vec();
    expected.sort_unstable();
    eventually("the webhooks of trade", async || {
        let mut kinds = received(receiver);
        kinds.sort_unstable();
        if kinds == expected {
            Ok(())
        } else {
            Err(format!("{kinds:?}"))
        }
    })
    .await;
}

pub(crate) async fn plan(office: &mut Trade, n: u128, held_on: &str) -> proto::TradeSession {
    let request = proto::PlanTradeSessionRequest {
        request_id: id(n),
        trade_session: Some(proto::TradeSession {
            province_code: "51".to_owned(),
            name: "Kết nối cung cầu cuối năm".to_owned(),
            venue: "Nhà văn hoá tỉnh".to_owned(),
            organiser: "Sở Công Thương".to_owned(),
            held_on: held_on.to_owned(),
            ..Default::default()
        }),
    };
    let planned = office.plan_trade_session(request).await.unwrap();
    planned.into_inner().trade_session.unwrap()
}

pub(crate) fn invite(
    n: u128,
    session: &proto::TradeSession,
    partners: &[&str],
) -> proto::InviteToTradeSessionRequest {
    proto::InviteToTradeSessionRequest {
        request_id: id(n),
        trade_session_id: session.id.clone(),
        partner_ids: partners.iter().map(|id| (*id).to_owned()).collect(),
        note: "Mang theo hàng mẫu".to_owned(),
    }
}

pub(crate) fn answer(
    n: u128,
    invitation: &proto::TradeInvitation,
    reason: Option<&str>,
) -> proto::AnswerTradeInvitationRequest {
    proto::AnswerTradeInvitationRequest {
        request_id: id(n),
        trade_invitation_id: invitation.id.clone(),
        comes: reason.is_none(),
        reason: reason.unwrap_or_default().to_owned(),
    }
}

/// A second supermarket.
async fn other(fixture: &Fixture) -> proto::Partner {
    let request = proto::RegisterPartnerRequest {
        request_id: id(3),
        partner: Some(proto::Partner {
            name: "Siêu thị Trà Khúc".to_owned(),
            ..crate::fixture::supermarket()
        }),
    };
    let registered = fixture.officer().register_partner(request).await.unwrap();
    registered.into_inner().partner.unwrap()
}

/// What a partner is told of trade when it asks.
async fn published_to(fixture: &Fixture, partner: &proto::Partner) -> Vec<proto::PartnerEvent> {
    let mut itself = fixture.subscriptions(Role::Partner, &format!("partner:{}", partner.id));
    let ask = proto::ListEventsRequest {
        page_size: 100,
        partner_id: partner.id.clone(),
        ..Default::default()
    };
    let events = itself.list_events(ask).await.unwrap().into_inner().events;
    assert!(events.is_sorted_by_key(|event| event.position));
    let of_trade = |event: &proto::PartnerEvent| event.r#type.contains(".trade_");
    events.into_iter().filter(of_trade).collect()
}

on_both_engines!(
    a_buyer_hears_of_offers_deals_and_invitations_by_webhook_and_by_asking_and_others_do_not,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let (buyer, rival) = (fixture.supermarket().await, other(&fixture).await);
        let [everything, agreements, of_rival] = [
            Receiver::start().await,
            Receiver::start().await,
            Receiver::start().await,
        ];
        let (of_all, _) = fixture.subscribe(&buyer, everything.url()).await;
        let chosen = proto::EventSelection {
            trade_deal_kinds: vec![proto::TradeDealEventKind::Agreed.into()],
            criteria_sets: vec![14],
            ..Default::default()
        };
        let of_agreements = choose(&fixture, 41, (&buyer, agreements.url()), chosen.clone()).await;
        let any = proto::EventSelection::default();
        choose(&fixture, 42, (&rival, of_rival.url()), any).await;

        let mut itself = fixture.trade(Role::Partner, &format!("partner:{}", buyer.id));
        let demand = open(&mut itself, 50, for_tet(&buyer)).await;
        let monthly = offer(&fixture, &demand, 1, (300, true, 95_000)).await;
        assert_eq!(monthly.total_quantity, 900);
        let whole = offer(&fixture, &demand, 2, (400, false, 99_000)).await;

        // The buyer seeks less, and until the end of the year: what is offered each month follows.
        let change = proto::ChangeDemandRequest {
            request_id: id(51),
            demand_id: demand.id.clone(),
            etag: demand.etag.clone(),
            quantity: Some(1_500),
            price: Some(proto::DemandPrice {
                from_vnd: None,
                to_vnd: Some(110_000),
            }),
            to_date: "2026-12-31".to_owned(),
            ..Default::default()
        };
        let stale = proto::ChangeDemandRequest {
            request_id: id(52),
            etag: "999".to_owned(),
            ..change.clone()
        };
        let refused = itself.change_demand(stale).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "STALE_ETAG");
        let changed = itself.change_demand(change).await.unwrap();
        let changed = changed.into_inner().demand.unwrap();
        assert_eq!(changed.volume.unwrap().quantity, 1_500);
        assert_eq!(
            (changed.price_from_vnd, changed.price_to_vnd),
            (None, Some(110_000))
        );
        let found = itself
            .list_demand_matches(proto::ListDemandMatchesRequest {
                demand_id: demand.id.clone(),
                limit: 0,
            })
            .await
            .unwrap();
        let first = &found.into_inner().matches[0];
        let left = first.capacity_left.as_ref().unwrap();
        assert_eq!((first.product_id.as_str(), left.quantity), (&*id(1), 600));

        let deal = itself.accept_trade_offer(accept(53, &monthly, 0)).await;
        let deal = deal.unwrap().into_inner().trade_deal.unwrap();
        assert_eq!(deal.volume.as_ref().unwrap().quantity, 300);
        let no = proto::DeclineTradeOfferRequest {
            request_id: id(54),
            trade_offer_id: whole.id.clone(),
            reason: "Đủ hàng".to_owned(),
        };
        itself.decline_trade_offer(no).await.unwrap();
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        let part = proto::ReportDealDeliveryRequest {
            month: "2026-11".to_owned(),
            ..report(55, &deal, 100)
        };
        maker.report_deal_delivery(part).await.unwrap();
        let give_up = proto::DeclineTradeDealRequest {
            request_id: id(56),
            trade_deal_id: deal.id.clone(),
            reason: "Mất mùa cá".to_owned(),
        };
        maker.decline_trade_deal(give_up).await.unwrap();

        let mut office = fixture.trade(Role::PromotionOfficer, "province:51");
        let session = plan(&mut office, 57, "2026-12-10").await;
        let invited = office
            .invite_to_trade_session(invite(58, &session, &[&buyer.id]))
            .await;
        let invited = invited.unwrap().into_inner().trade_invitations;
        let both = office
            .invite_to_trade_session(invite(59, &session, &[&rival.id, &buyer.id]))
            .await;
        let both = both.unwrap().into_inner().trade_invitations;
        assert_eq!(both[1], invited[0], "a partner is invited once");
        let comes = itself
            .answer_trade_invitation(answer(90, &invited[0], None))
            .await;
        let comes = comes.unwrap().into_inner().trade_invitation.unwrap();
        assert_eq!(comes.state(), proto::TradeInvitationState::Accepted);
        let not_mine = itself
            .answer_trade_invitation(answer(91, &both[0], Some("?")))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&not_mine).0, "OUT_OF_SCOPE");
        let off = proto::CallOffTradeSessionRequest {
            request_id: id(92),
            trade_session_id: session.id.clone(),
            reason: "Bão".to_owned(),
        };
        office.call_off_trade_session(off).await.unwrap();
        let late = office
            .invite_to_trade_session(invite(93, &session, &[&rival.id]))
            .await
            .unwrap();
        let late = late.into_inner().trade_invitations;
        assert_eq!(late[0].state(), proto::TradeInvitationState::CalledOff);
        let asked = proto::ListPartnerInvitationsRequest {
            partner_id: buyer.id.clone(),
            state: proto::TradeInvitationState::CalledOff.into(),
            ..Default::default()
        };
        let listed = itself.list_partner_invitations(asked).await.unwrap();
        assert_eq!(listed.into_inner().trade_invitations[0].reason, "Bão");

        let expected = [
            "trade_offer.made",
            "trade_offer.made",
            "trade_offer.total_changed",
            "trade_offer.accepted",
            "trade_deal.agreed",
            "trade_offer.declined",
            "trade_deal.delivery_reported",
            "trade_deal.cancelled",
            "trade_invitation.sent",
            "trade_invitation.accepted",
            "trade_invitation.called_off",
        ];
        receives(&everything, &expected).await;
        receives(&agreements, &["trade_deal.agreed"]).await;
        receives(
            &of_rival,
            &["trade_invitation.sent", "trade_invitation.called_off"],
        )
        .await;
        let deliveries = fixture.deliveries(&of_all).await;
        let of_deal = deliveries.iter().filter(|one| one.trade_deal_id == deal.id);
        assert_eq!(of_deal.count(), 3);

        // Who cannot be called asks, and gets each with its fact; nobody else's.
        let asked = published_to(&fixture, &buyer).await;
        let kinds: Vec<String> = asked.iter().map(|event| short(&event.r#type)).collect();
        assert_eq!(kinds, expected);
        let agreed = asked[4].trade_deal.clone().unwrap().trade_deal.unwrap();
        assert_eq!((agreed.id, asked[4].data.is_none()), (deal.id, true));
        let offered = asked[2].trade_offer.clone().unwrap().trade_offer.unwrap();
        assert_eq!((offered.id, offered.total_quantity), (monthly.id, 300));
        let called_off = asked[10].trade_invitation.clone().unwrap();
        assert_eq!(called_off.trade_invitation.unwrap().reason, "Bão");
        assert_eq!(published_to(&fixture, &rival).await.len(), 2);

        // What a subscription does not take it has not missed; one that is made later recovers what it takes.
        let recover = |n, id: &str| proto::RecoverDeliveriesRequest {
            request_id: crate::fixture::id(n),
            id: id.to_owned(),
            since: Some(pbjson_types::Timestamp::default()),
        };
        let none = recover(94, &of_agreements);
        let none = fixture.webhook_officer().recover_deliveries(none).await;
        assert_eq!(none.unwrap().into_inner().recovered, 0);
        let later = Receiver::start().await;
        let of_later = choose(&fixture, 43, (&buyer, later.url()), chosen).await;
        let one = recover(95, &of_later);
        let one = fixture.webhook_officer().recover_deliveries(one).await;
        assert_eq!(one.unwrap().into_inner().recovered, 1);
        receives(&later, &["trade_deal.agreed"]).await;
    }
);

on_both_engines!(
    a_buyer_reads_what_happens_to_its_trade_on_nats_and_nobody_else_s,
    async |url: String| {
        use futures::StreamExt as _;
        let fixture = partner_nats::fixture(&url).await;
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let (_, access) = partner_nats::issue(&fixture, 20, &buyer).await;
        let client = partner_nats::connect(&fixture, &access).await;
        let of_offers = access.trade_subjects[0].clone();
        let mut live = client.subscribe(of_offers).await.unwrap();
        let everybody_s = "ocop.promotion.v1.trade_offer.*.*";
        let mut forbidden = client.subscribe(everybody_s).await.unwrap();
        client.flush().await.unwrap();
        let mut itself = fixture.trade(Role::Partner, &format!("partner:{}", buyer.id));
        let demand = open(&mut itself, 50, for_tet(&buyer)).await;
        let offered = offer(&fixture, &demand, 1, (100, false, 95_000)).await;
        let message = live.next().await.unwrap();
        let subject = format!("ocop.promotion.v1.trade_offer.made.{}", buyer.id);
        assert_eq!(message.subject.as_str(), subject);
        itself
            .accept_trade_offer(accept(51, &offered, 0))
            .await
            .unwrap();
        let mut office = fixture.trade(Role::PromotionOfficer, "province:51");
        let session = plan(&mut office, 52, "2026-12-10").await;
        let invited = invite(53, &session, &[&buyer.id]);
        office.invite_to_trade_session(invited).await.unwrap();
        // Its consumer has all of it.
        let pull = eventually("its consumer", async || {
            partner_nats::consumer(&client, &access).await
        });
        let mut messages = pull.await.messages().await.unwrap();
        let mut subjects = Vec::new();
        let last = format!("ocop.promotion.v1.trade_invitation.sent.{}", buyer.id);
        while subjects.last() != Some(&last) {
            let message = messages.next().await.unwrap().unwrap();
            subjects.push(message.subject.to_string());
            message.double_ack().await.unwrap();
        }
        let agreed = format!("ocop.promotion.v1.trade_deal.agreed.{}", buyer.id);
        assert!(subjects.contains(&agreed), "{subjects:?}");
        assert!(subjects.iter().all(|subject| subject.ends_with(&buyer.id)));
        let refused = futures::poll!(forbidden.next());
        assert!(
            !matches!(refused, std::task::Poll::Ready(Some(_))),
            "{refused:?}"
        );
    }
);
