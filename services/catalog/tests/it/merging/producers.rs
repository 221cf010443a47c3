//! Two records of a producer become one.

use std::collections::BTreeSet;

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use proto::{MergeField, MergeSide};
use tonic::Code;

use super::{
    get_producer, get_product, keep, listed, merging, obstacles, of_producers, of_products, office,
    producer, product,
};
use crate::fixture::{Fixture, a_producer, fish_sauce, id};
use crate::reach::out_of_scope;

fn number(side: MergeSide) -> [proto::MergeChoice; 1] {
    [keep(MergeField::RegistrationNumber, side)]
}

on_both_engines!(
    the_products_of_a_merged_producer_go_over_to_the_kept_one,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let kept = fixture.producer().await;
        let twin = producer(&mut fixture, 0x600, "3400000002").await;
        let own = product(&mut fixture, 0x601, &kept.id, "Nước mắm", "").await;
        let other = product(&mut fixture, 0x602, &twin.id, "Mắm nhum", "").await;
        let refused = office(&fixture)
            .merge_producers(of_producers(0x603, &kept, &twin, &[]))
            .await;
        let undecided = (
            "keep[registration_number]".to_owned(),
            "UNDECIDED".to_owned(),
        );
        assert_eq!(obstacles(&refused.unwrap_err()), [undecided]);

        let request = of_producers(0x604, &kept, &twin, &number(MergeSide::Absorbed));
        let merged = office(&fixture)
            .merge_producers(request)
            .await
            .unwrap()
            .into_inner();
        let moved = merged.moved.unwrap();
        assert_eq!(
            (moved.products, moved.former_numbers),
            (1, vec!["3400000001".to_owned()])
        );
        let merged = merged.producer.unwrap();
        assert_eq!(
            (&merged.id, merged.registration_number.as_str()),
            (&kept.id, "3400000002")
        );
        let by_old = get_producer(&mut fixture, &twin.id).await;
        assert_eq!(
            (by_old.producer.unwrap().id, by_old.merged_id),
            (kept.id.clone(), twin.id.clone())
        );
        for either in [&kept.id, &twin.id] {
            assert_eq!(
                listed(&mut fixture, either).await,
                BTreeSet::from([own.id.clone(), other.id.clone()])
            );
        }
        let moved = get_product(&mut fixture, &other.id).await.product.unwrap();
        assert_eq!(moved.producer_id, kept.id);

        // By either number the kept one is found.
        for number in ["3400000001", "3400000002"] {
            let asked = proto::ListProducersRequest {
                registration_number: number.to_owned(),
                ..Default::default()
            };
            let found = fixture.office.list_producers(asked).await.unwrap();
            let ids: Vec<String> = (found.into_inner().producers.into_iter())
                .map(|found| found.id)
                .collect();
            assert_eq!(ids, [kept.id.as_str()], "{number}");
        }

        // Who registers by the old id registers for the kept one, and the old number is nobody else's.
        let new = product(&mut fixture, 0x605, &twin.id, "Mắm ruốc", "").await;
        assert_eq!(new.producer_id, kept.id);
        let again = proto::RegisterProducerRequest {
            request_id: id(0x606),
            producer: Some(a_producer("3400000001")),
        };
        let refused = fixture.office.register_producer(again).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "NUMBER_LEADS_TO_ANOTHER")
        );
    }
);

on_both_engines!(
    two_products_of_one_name_are_merged_before_their_producers,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let kept = fixture.producer().await;
        let twin = producer(&mut fixture, 0x610, "3400000002").await;
        let own = product(&mut fixture, 0x611, &kept.id, "Nước mắm", "").await;
        let same = product(&mut fixture, 0x612, &twin.id, "Nước  mắm", "").await;
        let request = |n| of_producers(n, &kept, &twin, &number(MergeSide::Kept));
        let refused = office(&fixture)
            .merge_producers(request(0x613))
            .await
            .unwrap_err();
        assert_eq!(obstacles(&refused)[0].1, "SAME_PRODUCT_NAME");
        let of_kept = [keep(MergeField::Producer, MergeSide::Kept)];
        let first = of_products(0x614, &own, &same, &of_kept);
        office(&fixture).merge_products(first).await.unwrap();
        office(&fixture)
            .merge_producers(request(0x615))
            .await
            .unwrap();
        assert_eq!(
            listed(&mut fixture, &twin.id).await,
            BTreeSet::from([own.id])
        );
    }
);

on_both_engines!(
    an_import_by_the_number_and_names_of_a_merged_record_finds_what_is_kept,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let kept = fixture.producer().await;
        let twin = producer(&mut fixture, 0x620, "3400000002").await;
        let own = product(&mut fixture, 0x621, &kept.id, "Nước mắm Mười Quý", "").await;
        let same = product(
            &mut fixture,
            0x622,
            &twin.id,
            "Nuoc mam Muoi Quy",
            "8938505974194",
        )
        .await;
        let of_kept = [keep(MergeField::Producer, MergeSide::Kept)];
        let request = of_products(0x623, &own, &same, &of_kept);
        office(&fixture).merge_products(request).await.unwrap();
        let request = of_producers(0x624, &kept, &twin, &number(MergeSide::Kept));
        office(&fixture).merge_producers(request).await.unwrap();
        let row = proto::ProductRow {
            producer: Some(proto::Producer {
                name: "HTX nước mắm Sa Huỳnh (cũ)".to_owned(),
                ..a_producer("3400000002")
            }),
            product: Some(proto::Product {
                name: "Nuoc mam Muoi Quy".to_owned(),
                ..fish_sauce(String::new())
            }),
        };
        let request = proto::ImportProductsRequest {
            request_id: id(0x625),
            rows: vec![row],
            ..Default::default()
        };
        let answer = fixture
            .office
            .import_products(request)
            .await
            .unwrap()
            .into_inner();
        let row = &answer.outcomes[0];
        assert_eq!(row.problems, []);
        assert_eq!((&row.producer_id, &row.product_id), (&kept.id, &own.id));
    }
);

on_both_engines!(
    lots_follow_a_producer_and_its_old_lot_ids_stay_its_own,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let kept = fixture.producer().await;
        let twin = producer(&mut fixture, 0x630, "3400000002").await;
        let sauce = product(&mut fixture, 0x631, &twin.id, "Nước mắm", "").await;
        let bearer = fixture
            .service
            .bearer("lan", Role::OcopOffice, "province:51");
        let mut traces = TraceServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let bottled = |n: u128, producer: &str, lot: &str| proto::CaptureEventsRequest {
            request_id: id(n),
            producer_id: producer.to_owned(),
            events: vec![crate::trace::made_of(
                &sauce.id,
                &format!("urn:ocop:lot:{}:{lot}", twin.id),
            )],
        };
        traces
            .capture_events(bottled(0x632, &twin.id, "L-1"))
            .await
            .unwrap();
        let request = of_producers(0x633, &kept, &twin, &number(MergeSide::Kept));
        let merged = office(&fixture)
            .merge_producers(request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(merged.moved.unwrap().lots, 1);
        // The same event again is known, and labels that are printed with the old id are used up.
        let again = traces
            .capture_events(bottled(0x634, &twin.id, "L-1"))
            .await
            .unwrap()
            .into_inner();
        assert_eq!((again.recorded, again.known), (0, 1));
        traces
            .capture_events(bottled(0x635, &kept.id, "L-2"))
            .await
            .unwrap();
        let lots = proto::ListLotsRequest {
            producer_id: twin.id.clone(),
            ..Default::default()
        };
        let lots = traces.list_lots(lots).await.unwrap().into_inner().lots;
        assert_eq!(lots.len(), 2);
        let bearer = fixture
            .service
            .bearer("ai", Role::Producer, &format!("producer:{}", kept.id));
        let mut itself = TraceServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let followed = proto::TraceLotRequest {
            lot_id: format!("urn:ocop:lot:{}:L-1", twin.id),
            ..Default::default()
        };
        itself.trace_lot(followed).await.unwrap();
    }
);

on_both_engines!(whoever_merges_covers_both_producers, async |url: String| {
    let mut fixture = Fixture::new(&url).await;
    let kept = fixture.producer().await;
    let twin = producer(&mut fixture, 0x640, "3400000002").await;
    let request = of_producers(0x641, &kept, &twin, &number(MergeSide::Kept));
    let mut elsewhere = merging(&fixture, Role::OcopOffice, "province:52");
    out_of_scope(elsewhere.merge_producers(request.clone()).await);
    let mut itself = merging(&fixture, Role::Producer, &format!("producer:{}", kept.id));
    let refused = itself.merge_producers(request).await.unwrap_err();
    assert_eq!(reason_of(&refused).0, "ROLE_MISSING");
    let of_a_product = [keep(MergeField::Gtin, MergeSide::Kept)];
    let wrong = of_producers(0x642, &kept, &twin, &of_a_product);
    let refused = office(&fixture).merge_producers(wrong).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
});
