//! Partners, what they look for and what fits.

use futures::future::join;
use ocop_harness::{Receiver, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, certificate, id, of_product, read, supermarket};

on_both_engines!(
    a_new_partner_is_matched_with_the_open_listings,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let partner = fixture.supermarket().await;
        assert_eq!(
            partner.subject,
            format!("ocop.promotion.v1.match.*.*.{}", partner.id)
        );
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].product_id.clone(), found[0].product_name.as_str()),
            (id(1), "Nước mắm Mười Quý")
        );
        let again = fixture.supermarket().await;
        assert_eq!(again, partner, "the same request again is the same partner");
        let request = proto::GetPartnerRequest {
            id: partner.id.clone(),
        };
        let read = fixture.officer().get_partner(request).await.unwrap();
        assert_eq!(read.into_inner().partner.unwrap(), partner);
    }
);

on_both_engines!(
    other_wishes_end_matches_and_make_others,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        let mut drink = of_product(2, 12, 4, "2026-06-15");
        drink.criteria_set = 14;
        fixture.publish_certificate("issued", 1, drink).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        fixture.listing(2, proto::ListingState::Open, 4).await;
        let change = proto::UpdateSourcingRequest {
            request_id: id(5),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
            sourcing: Some(proto::Sourcing {
                criteria_sets: vec![14],
                province_codes: vec!["51".to_owned()],
                minimum_star: 4,
                ..Default::default()
            }),
            ..Default::default()
        };
        let changed = fixture.officer().update_sourcing(change.clone()).await;
        let changed = changed.unwrap().into_inner().partner.unwrap();
        assert_ne!(changed.etag, partner.etag);
        let active = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!(active.len(), 1);
        assert_eq!(active[0].product_id, id(2));
        let ended = fixture.matches(&partner, proto::MatchState::Ended).await;
        assert_eq!(ended.len(), 1);
        assert_eq!(ended[0].product_id, id(1));
        eventually("the partner to get all three", async || {
            let mut events: Vec<_> = receiver
                .received()
                .iter()
                .map(read)
                .map(|(kind, fact)| (fact.product_id, kind))
                .collect();
            events.sort();
            let kind = |happened: &str| format!("ocop.promotion.match.{happened}.v1");
            let all = [
                (id(1), kind("ended")),
                (id(1), kind("opened")),
                (id(2), kind("opened")),
            ];
            if events == all { Ok(()) } else { Err(events) }
        })
        .await;

        let late = proto::UpdateSourcingRequest {
            request_id: id(6),
            ..change
        };
        let refused = fixture.officer().update_sourcing(late).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::Aborted, "STALE_ETAG")
        );
    }
);

on_both_engines!(
    a_partner_that_comes_while_certificates_come_misses_none,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificates = async {
            for product in 1..=40 {
                fixture
                    .publish_certificate(
                        "issued",
                        1,
                        of_product(product, 100 + product, 3, "2026-06-15"),
                    )
                    .await;
            }
        };
        let ((), partner) = join(certificates, fixture.supermarket()).await;
        eventually("forty matches", async || {
            let found = fixture.matches(&partner, proto::MatchState::Active).await;
            if found.len() == 40 {
                Ok(())
            } else {
                Err(found.len())
            }
        })
        .await;
    }
);

on_both_engines!(
    partners_and_matches_are_listed_page_by_page,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for product in 1..=3 {
            fixture
                .publish_certificate(
                    "issued",
                    1,
                    of_product(product, 100 + product, 3, "2026-06-15"),
                )
                .await;
            fixture.listing(product, proto::ListingState::Open, 3).await;
        }
        let first = fixture.supermarket().await;
        fixture.service.clock.advance(chrono::TimeDelta::seconds(1));
        let request = proto::RegisterPartnerRequest {
            request_id: id(9),
            partner: Some(proto::Partner {
                name: "Chợ Quảng Ngãi".to_owned(),
                ..supermarket()
            }),
        };
        let second = fixture.officer().register_partner(request).await.unwrap();
        let second = second.into_inner().partner.unwrap();
        let mut anywhere = fixture.partners(Role::PromotionOfficer, "*");
        let ask = proto::ListPartnersRequest {
            page_size: 1,
            ..Default::default()
        };
        let page = anywhere
            .list_partners(ask.clone())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(page.partners, std::slice::from_ref(&first));
        let ask = proto::ListPartnersRequest {
            page_token: page.next_page_token,
            ..ask
        };
        let page = anywhere.list_partners(ask).await.unwrap().into_inner();
        assert_eq!(page.partners, [second]);
        assert_eq!(page.next_page_token, "");

        let mut products = Vec::new();
        let mut ask = proto::ListMatchesRequest {
            page_size: 2,
            partner_id: first.id,
            ..Default::default()
        };
        loop {
            let page = anywhere
                .list_matches(ask.clone())
                .await
                .unwrap()
                .into_inner();
            products.extend(page.matches.into_iter().map(|found| found.product_id));
            ask.page_token = page.next_page_token;
            if ask.page_token.is_empty() {
                break;
            }
        }
        products.sort();
        assert_eq!(products, [id(1), id(2), id(3)]);
    }
);

fn with_people() -> proto::Partner {
    proto::Partner {
        kind: proto::PartnerKind::Supermarket.into(),
        contacts: vec![proto::PartnerContact {
            name: "Trần Thị Hoà".to_owned(),
            position: "Trưởng phòng thu mua".to_owned(),
            phone: "0905 000 000".to_owned(),
            email: "hoa@songtra.example".to_owned(),
        }],
        contract: Some(proto::PartnerContract {
            number: "12/2026/HĐ-XTTM".to_owned(),
            from: "2026-01-01".to_owned(),
            to: "2027-12-31".to_owned(),
        }),
        ..supermarket()
    }
}

on_both_engines!(
    who_a_partner_is_is_kept_and_changed_field_by_field,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: Some(with_people()),
        };
        let registered = fixture.officer().register_partner(request).await.unwrap();
        let partner = registered.into_inner().partner.unwrap();
        let given = with_people();
        assert_eq!(
            (partner.kind, &partner.contacts, &partner.contract),
            (given.kind, &given.contacts, &given.contract)
        );
        let change = proto::UpdatePartnerRequest {
            request_id: id(2),
            partner: Some(proto::Partner {
                id: partner.id.clone(),
                etag: partner.etag.clone(),
                name: "Siêu thị Trà Khúc".to_owned(),
                email: "không đổi".to_owned(),
                ..Default::default()
            }),
            update_mask: Some(pbjson_types::FieldMask {
                paths: vec!["name".to_owned(), "contract".to_owned()],
            }),
        };
        let changed = fixture.officer().update_partner(change).await.unwrap();
        let changed = changed.into_inner().partner.unwrap();
        assert_eq!(changed.name, "Siêu thị Trà Khúc");
        assert_eq!(changed.contract, None);
        assert_eq!(
            (changed.email, changed.contacts),
            (partner.email, partner.contacts)
        );
        let wrong = proto::UpdatePartnerRequest {
            request_id: id(3),
            partner: Some(proto::Partner {
                id: partner.id,
                etag: changed.etag,
                contacts: vec![proto::PartnerContact::default()],
                contract: Some(proto::PartnerContract {
                    from: "2026-02-01".to_owned(),
                    to: "2026-01-01".to_owned(),
                    ..Default::default()
                }),
                ..Default::default()
            }),
            update_mask: Some(pbjson_types::FieldMask {
                paths: vec![
                    "contacts".to_owned(),
                    "contract".to_owned(),
                    "sourcing".to_owned(),
                ],
            }),
        };
        let refused = fixture.officer().update_partner(wrong).await.unwrap_err();
        let mut fields = reason_of(&refused).1;
        fields.sort();
        let expected = [
            "partner.contacts[0].name",
            "partner.contract.number",
            "partner.contract.to",
            "update_mask",
        ];
        assert_eq!(fields, expected);
    }
);

on_both_engines!(
    the_people_of_a_partner_are_shown_to_whom_the_contract_names,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: Some(with_people()),
        };
        let registered = fixture.officer().register_partner(request).await.unwrap();
        let partner = registered.into_inner().partner.unwrap();
        for (role, scope, shown) in [
            (Role::PromotionOfficer, "province:51", true),
            (Role::Auditor, "*", true),
            (Role::Operator, "*", false),
        ] {
            let request = proto::GetPartnerRequest {
                id: partner.id.clone(),
            };
            let found = fixture.partners(role, scope).get_partner(request).await;
            let found = found.unwrap().into_inner().partner.unwrap();
            assert_eq!(!found.email.is_empty(), shown, "{role}");
            assert_eq!(!found.contacts.is_empty(), shown, "{role}");
            assert_eq!(found.kind(), proto::PartnerKind::Supermarket);
        }
    }
);

on_both_engines!(
    a_partner_that_is_registered_twice_is_noticed,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let first = fixture.supermarket().await;
        let request = proto::RegisterPartnerRequest {
            request_id: id(9),
            partner: Some(proto::Partner {
                name: "SIEU THI SONG TRÀ".to_owned(),
                ..supermarket()
            }),
        };
        let second = fixture.officer().register_partner(request).await.unwrap();
        let similar = second.into_inner().similar;
        assert_eq!(
            (similar.len(), &similar[0].id, similar[0].name.as_str()),
            (1, &first.id, "Siêu thị Sông Trà")
        );
    }
);
