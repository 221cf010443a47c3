//! What was granted to producers.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted;
use tonic::Code;

use super::{Client, figures, give, office, plan, stamps, support, training_of_2026};
use crate::fixture::{Fixture, id};
use crate::reach::out_of_scope;

async fn listed(
    caller: &mut Client,
    request: proto::ListSupportGrantsRequest,
) -> Vec<proto::SupportGrant> {
    let answer = caller.list_support_grants(request).await.unwrap();
    answer.into_inner().grants
}

async fn correct(
    caller: &mut Client,
    n: u128,
    grant: proto::SupportGrant,
) -> Result<proto::SupportGrant, tonic::Status> {
    let request = proto::CorrectSupportGrantRequest {
        request_id: id(n),
        grant: Some(grant),
        reason: "ghi nhầm số tiền".to_owned(),
    };
    let answer = caller.correct_support_grant(request).await?;
    Ok(answer.into_inner().grant.unwrap())
}

fn in_kind(worth_vnd: Option<u64>) -> Granted {
    Granted::InKind(proto::SupportInKind {
        what: "2.000 tem truy xuất".to_owned(),
        worth_vnd,
    })
}

on_both_engines!(
    money_and_goods_are_granted_within_the_budget_corrected_and_cancelled_with_a_reason,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await.id;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x760, training_of_2026()).await.unwrap();
        let of = |granted| stamps(&programme.id, &producer, granted);
        let money = give(&mut office, 0x761, of(Granted::AmountVnd(60_000_000)))
            .await
            .unwrap();
        let again = give(&mut office, 0x761, of(Granted::AmountVnd(60_000_000)))
            .await
            .unwrap();
        assert_eq!(again, money);
        let over = of(in_kind(Some(40_000_001)));
        let refused = give(&mut office, 0x762, over).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::FailedPrecondition, "OVER_BUDGET")
        );
        let goods = give(&mut office, 0x763, of(in_kind(Some(40_000_000))))
            .await
            .unwrap();
        assert_eq!(goods.granted, Some(in_kind(Some(40_000_000))));
        let lower = proto::SupportGrant {
            granted: Some(Granted::AmountVnd(50_000_000)),
            ..money.clone()
        };
        let corrected = correct(&mut office, 0x764, lower).await.unwrap();
        assert_eq!(
            figures(&mut office, &programme.id).await.granted_vnd,
            90_000_000
        );
        let stale = correct(&mut office, 0x765, money).await.unwrap_err();
        assert_eq!(stale.code(), Code::Aborted);
        let cancel = proto::CancelSupportGrantRequest {
            request_id: id(0x766),
            id: goods.id.clone(),
            etag: goods.etag.clone(),
            reason: "không giao".to_owned(),
        };
        let cancelled = office.cancel_support_grant(cancel).await.unwrap();
        let cancelled = cancelled.into_inner().grant.unwrap();
        assert_eq!(
            (cancelled.cancelled, cancelled.cancelled_reason.as_str()),
            (true, "không giao")
        );
        let came = figures(&mut office, &programme.id).await;
        assert_eq!((came.grants, came.granted_vnd), (1, 50_000_000));
        let refused = correct(&mut office, 0x767, cancelled.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "GRANT_CANCELLED");
        // What was cancelled stays on record, and leaves its share to others.
        give(&mut office, 0x768, of(in_kind(None))).await.unwrap();
        give(&mut office, 0x769, of(Granted::AmountVnd(50_000_000)))
            .await
            .unwrap();
        let all = listed(&mut office, proto::ListSupportGrantsRequest::default()).await;
        assert!(all.contains(&corrected) && all.contains(&cancelled));
        assert_eq!(all.len(), 4);

        let wrong = proto::SupportGrant {
            granted: None,
            on_date: String::new(),
            purpose: String::new(),
            paper: String::new(),
            paper_sha256: "xyz".to_owned(),
            ..of(in_kind(None))
        };
        let refused = give(&mut office, 0x76A, wrong).await.unwrap_err();
        assert_eq!(
            reason_of(&refused).1,
            [
                "grant.amount_vnd",
                "grant.on_date",
                "grant.purpose",
                "grant.paper",
                "grant.paper_sha256"
            ]
        );
    }
);

on_both_engines!(
    of_two_grants_at_the_same_moment_the_second_sees_the_first,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await.id;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x790, training_of_2026()).await.unwrap();
        let given = (0..8).map(|n| {
            let mut caller = office.clone();
            let grant = stamps(&programme.id, &producer, Granted::AmountVnd(30_000_000));
            async move { give(&mut caller, 0x791 + n, grant).await }
        });
        let given = futures::future::join_all(given).await;
        let refused = given.iter().filter_map(|answer| answer.as_ref().err());
        for refused in refused {
            assert_eq!(reason_of(refused).0, "OVER_BUDGET");
        }
        assert_eq!(given.iter().filter(|answer| answer.is_ok()).count(), 3);
        assert_eq!(
            figures(&mut office, &programme.id).await.granted_vnd,
            90_000_000
        );
    }
);

on_both_engines!(
    grants_are_listed_for_whoever_covers_them_by_programme_producer_place_and_day,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await.id;
        let mut of_province = office(&fixture);
        let programme = plan(&mut of_province, 0x770, training_of_2026())
            .await
            .unwrap();
        let given = stamps(&programme.id, &producer, in_kind(None));
        let mut next = support(&fixture, Role::OcopOffice, "province:52");
        out_of_scope(give(&mut next, 0x771, given.clone()).await);
        let given = give(&mut of_province, 0x772, given).await.unwrap();

        let any = proto::ListSupportGrantsRequest::default;
        let of_programme = |programme: &str| proto::ListSupportGrantsRequest {
            programme_id: programme.to_owned(),
            ..any()
        };
        let to = |producer: &str| proto::ListSupportGrantsRequest {
            producer_id: producer.to_owned(),
            ..any()
        };
        let place = |code: &str| proto::ListSupportGrantsRequest {
            place_code: code.to_owned(),
            ..any()
        };
        let days = |from: &str, to: &str| proto::ListSupportGrantsRequest {
            from_date: from.to_owned(),
            to_date: to.to_owned(),
            ..any()
        };
        for (request, found) in [
            (any(), true),
            (of_programme(&programme.id), true),
            (to(&producer), true),
            (place("51"), true),
            (place("52"), false),
            (days("2026-06-01", "2026-06-01"), true),
            (days("2026-06-02", ""), false),
            (days("", "2026-05-31"), false),
        ] {
            let what = format!("{request:?}");
            let grants = listed(&mut of_province, request).await;
            assert_eq!(grants.len(), usize::from(found), "{what}");
        }
        for (request, reason) in [
            (of_programme(&id(9)), "SUPPORT_PROGRAMME_UNKNOWN"),
            (to(&id(9)), "PRODUCER_UNKNOWN"),
        ] {
            let refused = of_province.list_support_grants(request).await;
            assert_eq!(reason_of(&refused.unwrap_err()).0, reason);
        }
        let refused = of_province.list_support_grants(place("62")).await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["place_code"]);
        for (role, scope, found) in [
            (Role::Producer, format!("producer:{producer}"), true),
            (Role::Producer, format!("producer:{}", id(9)), false),
            (Role::OcopOffice, "province:52".to_owned(), false),
            // The programme is the province's, the producer the commune's.
            (Role::CommuneOfficer, "commune:21478".to_owned(), true),
            (Role::CommuneOfficer, "commune:21040".to_owned(), false),
            (Role::Auditor, "*".to_owned(), true),
        ] {
            let mut caller = support(&fixture, role, &scope);
            let one = proto::GetSupportGrantRequest {
                id: given.id.clone(),
            };
            let one = caller.get_support_grant(one).await;
            match one {
                Ok(one) => assert_eq!(
                    one.into_inner().grant.filter(|_| found),
                    Some(given.clone())
                ),
                Err(refused) => {
                    let reason = (reason_of(&refused).0, found);
                    assert_eq!(reason, ("SUPPORT_GRANT_UNKNOWN".to_owned(), false));
                }
            }
            let expected = if found { vec![given.clone()] } else { vec![] };
            assert_eq!(
                listed(&mut caller, any()).await,
                expected,
                "{role:?} {scope}"
            );
        }
    }
);
