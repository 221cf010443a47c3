//! Two records of a product become one.

use std::collections::BTreeSet;

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use pbjson_types::FieldMask;
use proto::{MergeField, MergeSide};
use tonic::Code;

use super::{
    REASON, get_product, keep, listed, merging, obstacles, of_products, office, producer, product,
};
use crate::fixture::{Client, Fixture, id};
use crate::reach::out_of_scope;

const GTIN: &str = "8938505974194";
const OTHER_GTIN: &str = "4006381333931";

/// The same fish sauce twice, the second time without accents and with its GTIN.
async fn twice(fixture: &mut Fixture) -> (proto::Product, proto::Product) {
    let maker = fixture.producer().await.id;
    let kept = product(fixture, 0x500, &maker, "Nước mắm Mười Quý", "").await;
    let twin = product(fixture, 0x501, &maker, "Nuoc mam Muoi Quy", GTIN).await;
    (kept, twin)
}

async fn changes(office: &mut Client, id: &str) -> Vec<proto::Change> {
    let request = proto::ListChangesRequest {
        product_id: id.to_owned(),
        ..Default::default()
    };
    office
        .list_changes(request)
        .await
        .unwrap()
        .into_inner()
        .changes
}

on_both_engines!(
    a_merged_product_answers_by_both_ids_and_is_listed_once,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let (kept, twin) = twice(&mut fixture).await;
        let request = of_products(0x510, &kept, &twin, &[]);
        let dry = proto::MergeProductsRequest {
            validate_only: true,
            ..request.clone()
        };
        let tried = office(&fixture)
            .merge_products(dry)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(tried.product.unwrap().gtin, GTIN);
        assert_eq!(
            listed(&mut fixture, &kept.producer_id).await.len(),
            2,
            "only tried"
        );

        let merged = office(&fixture)
            .merge_products(request.clone())
            .await
            .unwrap()
            .into_inner();
        let again = office(&fixture)
            .merge_products(request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(merged, again, "the same request gives the same answer");
        let merged = merged.product.unwrap();
        assert_eq!((&merged.id, &merged.name), (&kept.id, &kept.name));
        assert_eq!(merged.gtin, GTIN);
        assert_eq!(merged.merged_from, std::slice::from_ref(&twin.id));
        let by_old = get_product(&mut fixture, &twin.id).await;
        assert_eq!(by_old.product.as_ref(), Some(&merged));
        assert_eq!(
            by_old.merged_id, twin.id,
            "it says that the id is an old one"
        );
        assert_eq!(get_product(&mut fixture, &kept.id).await.merged_id, "");
        assert_eq!(
            listed(&mut fixture, &kept.producer_id).await,
            BTreeSet::from([kept.id.clone()])
        );

        // Both histories are shown, with the reason.
        let of_kept = changes(&mut fixture.office, &kept.id).await;
        assert_eq!(of_kept[0].reason, REASON);
        assert!(
            of_kept[0]
                .fields
                .iter()
                .any(|field| field.field == "merged_from" && field.after.contains(&twin.id))
        );
        let of_twin = changes(&mut fixture.office, &twin.id).await;
        assert_eq!((of_twin.len(), of_twin[0].reason.as_str()), (2, REASON));
        assert!(
            of_twin[0]
                .fields
                .iter()
                .any(|field| field.field == "merged_into" && field.after == kept.id)
        );
    }
);

on_both_engines!(
    what_is_written_by_the_old_id_goes_to_the_kept_product_with_its_etag,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let (kept, twin) = twice(&mut fixture).await;
        let request = of_products(0x520, &kept, &twin, &[]);
        let merged = office(&fixture).merge_products(request).await.unwrap();
        let merged = merged.into_inner().product.unwrap();
        let brand = |n: u128, etag: &str| proto::UpdateProductRequest {
            request_id: id(n),
            product: Some(proto::Product {
                id: twin.id.clone(),
                etag: etag.to_owned(),
                brand: "Mười Quý".to_owned(),
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec!["brand".to_owned()],
            }),
            ..Default::default()
        };
        let stale = fixture.office.update_product(brand(0x521, "999")).await;
        assert_eq!(stale.unwrap_err().code(), Code::Aborted);
        let changed = fixture
            .office
            .update_product(brand(0x522, &merged.etag))
            .await
            .unwrap();
        let changed = changed.into_inner().product.unwrap();
        assert_eq!((changed.id, changed.brand.as_str()), (kept.id, "Mười Quý"));
    }
);

on_both_engines!(
    everything_on_which_the_office_must_decide_is_named_at_once,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let maker = fixture.producer().await.id;
        let other_maker = producer(&mut fixture, 0x530, "3400000002").await.id;
        let kept = product(&mut fixture, 0x531, &maker, "Nước mắm Mười Quý", GTIN).await;
        let twin = product(
            &mut fixture,
            0x532,
            &other_maker,
            "Nước mắm Mười Quý",
            OTHER_GTIN,
        )
        .await;
        let refused = office(&fixture)
            .merge_products(of_products(0x533, &kept, &twin, &[]))
            .await;
        let undecided = |field: &str| (format!("keep[{field}]"), "UNDECIDED".to_owned());
        assert_eq!(
            obstacles(&refused.unwrap_err()),
            [undecided("producer"), undecided("gtin")]
        );
        let decided = [
            keep(MergeField::Producer, MergeSide::Absorbed),
            keep(MergeField::Gtin, MergeSide::Kept),
        ];
        let merged = office(&fixture)
            .merge_products(of_products(0x534, &kept, &twin, &decided))
            .await;
        let merged = merged.unwrap().into_inner();
        assert_eq!(merged.moved.unwrap().former_numbers, [OTHER_GTIN]);
        let merged = merged.product.unwrap();
        assert_eq!(
            (merged.producer_id.as_str(), merged.gtin.as_str()),
            (other_maker.as_str(), GTIN)
        );

        // The GTIN on the old packs still leads to the product, and nobody else is given it.
        let mut public = TraceServiceClient::new(fixture.service.channel());
        let scanned = proto::GetPublicLotRequest {
            id: format!("https://id.gs1.org/01/0{OTHER_GTIN}"),
        };
        let found = public
            .get_public_lot(scanned)
            .await
            .unwrap()
            .into_inner()
            .lot
            .unwrap();
        assert_eq!(
            (found.product_id.as_str(), found.gtin.as_str()),
            (kept.id.as_str(), GTIN)
        );
        let request = proto::RegisterProductRequest {
            request_id: id(0x535),
            product: Some(proto::Product {
                name: "Mắm nhum".to_owned(),
                gtin: OTHER_GTIN.to_owned(),
                ..crate::fixture::fish_sauce(maker)
            }),
        };
        let taken = fixture.office.register_product(request).await.unwrap_err();
        assert_eq!(reason_of(&taken).0, "GTIN_TAKEN");
        assert!(taken.message().contains(&kept.id), "{}", taken.message());
    }
);

on_both_engines!(
    growing_areas_and_lots_follow_a_product,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let (kept, twin) = twice(&mut fixture).await;
        let bearer = || {
            fixture
                .service
                .bearer("lan", Role::OcopOffice, "province:51")
        };
        let mut areas =
            GrowingAreaServiceClient::with_interceptor(fixture.service.channel(), bearer());
        let area = proto::RegisterAreaRequest {
            request_id: id(0x540),
            area: Some(proto::GrowingArea {
                code: "VN-51-0001".to_owned(),
                issuer: "Chi cục Thủy sản".to_owned(),
                crop: "Cá cơm than".to_owned(),
                square_metres: 10_000,
                place_code: "21478".to_owned(),
                product_ids: vec![twin.id.clone(), kept.id.clone()],
                ..Default::default()
            }),
        };
        let area = areas
            .register_area(area)
            .await
            .unwrap()
            .into_inner()
            .area
            .unwrap();
        let mut traces = TraceServiceClient::with_interceptor(fixture.service.channel(), bearer());
        let lot = format!("urn:ocop:lot:{}:L-1", kept.producer_id);
        let bottled = |n: u128, product: &str, lot: &str| proto::CaptureEventsRequest {
            request_id: id(n),
            producer_id: kept.producer_id.clone(),
            events: vec![crate::trace::made_of(product, lot)],
        };
        traces
            .capture_events(bottled(0x541, &twin.id, &lot))
            .await
            .unwrap();

        let request = of_products(0x542, &kept, &twin, &[]);
        let merged = office(&fixture)
            .merge_products(request)
            .await
            .unwrap()
            .into_inner();
        let moved = merged.moved.unwrap();
        assert_eq!((moved.growing_areas, moved.lots), (1, 1));
        let area = areas
            .get_area(proto::GetAreaRequest { id: area.id })
            .await
            .unwrap();
        assert_eq!(
            area.into_inner().area.unwrap().product_ids,
            std::slice::from_ref(&kept.id)
        );
        for product_id in [&kept.id, &twin.id] {
            let lots = proto::ListLotsRequest {
                product_id: product_id.clone(),
                ..Default::default()
            };
            let lots = traces.list_lots(lots).await.unwrap().into_inner().lots;
            assert_eq!(lots.len(), 1, "by {product_id}");
            assert_eq!(lots[0].making.as_ref().unwrap().product_id, kept.id);
        }
        // A packer who has the old id still bottles.
        let lot = format!("urn:ocop:lot:{}:L-2", kept.producer_id);
        traces
            .capture_events(bottled(0x543, &twin.id, &lot))
            .await
            .unwrap();
    }
);

on_both_engines!(
    a_product_that_was_merged_is_shown_as_it_was_before_that_day,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let (kept, twin) = twice(&mut fixture).await;
        fixture.service.clock.advance(chrono::TimeDelta::days(2));
        fixture.office =
            crate::fixture::client(&fixture.service, "lan", Role::OcopOffice, "province:51");
        let request = of_products(0x550, &kept, &twin, &[]);
        office(&fixture).merge_products(request).await.unwrap();
        let today = fixture.service.clock.today();
        let mut on = async |day: chrono::NaiveDate| {
            let request = proto::GetProductRequest {
                id: twin.id.clone(),
                as_of: day.to_string(),
            };
            fixture
                .office
                .get_product(request)
                .await
                .unwrap()
                .into_inner()
        };
        let before = on(today - chrono::Days::new(1)).await;
        assert_eq!(before.merged_id, "");
        let before = before.product.unwrap();
        assert_eq!((&before.id, &before.name), (&twin.id, &twin.name));
        assert_eq!(before.merged_into, kept.id);
        let after = on(today).await;
        assert_eq!(
            (after.merged_id, after.product.unwrap().id),
            (twin.id.clone(), kept.id)
        );
    }
);

on_both_engines!(
    what_was_merged_twice_leads_to_the_last_one,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let maker = fixture.producer().await.id;
        let first = product(&mut fixture, 0x560, &maker, "Nước mắm Mười Quý", "").await;
        let second = product(&mut fixture, 0x561, &maker, "Nuoc mam Muoi Quy", "").await;
        let third = product(&mut fixture, 0x562, &maker, "Nước mắm 10 Quý", "").await;
        let request = of_products(0x563, &second, &first, &[]);
        let second = office(&fixture)
            .merge_products(request)
            .await
            .unwrap()
            .into_inner()
            .product
            .unwrap();
        let request = of_products(0x564, &third, &second, &[]);
        let third = office(&fixture)
            .merge_products(request)
            .await
            .unwrap()
            .into_inner()
            .product
            .unwrap();
        assert_eq!(third.merged_from.len(), 2);
        for old in [&first.id, &second.id] {
            let found = get_product(&mut fixture, old).await;
            assert_eq!(
                (&found.product.unwrap().id, &found.merged_id),
                (&third.id, old)
            );
        }
        // Nobody goes round in a circle: all three ids name one record.
        let circle = proto::Product {
            id: first.id.clone(),
            ..third.clone()
        };
        let refused = office(&fixture)
            .merge_products(of_products(0x565, &circle, &third, &[]))
            .await;
        let reasons = obstacles(&refused.unwrap_err());
        assert_eq!(
            reasons,
            [("absorbed_id".to_owned(), "SAME_RECORD".to_owned())]
        );
    }
);

on_both_engines!(whoever_merges_covers_both_products, async |url: String| {
    let mut fixture = Fixture::new(&url).await;
    let (kept, twin) = twice(&mut fixture).await;
    let request = || of_products(0x570, &kept, &twin, &[]);
    let mut elsewhere = merging(&fixture, Role::OcopOffice, "province:52");
    out_of_scope(elsewhere.merge_products(request()).await);
    let mut itself = merging(
        &fixture,
        Role::Producer,
        &format!("producer:{}", kept.producer_id),
    );
    let refused = itself.merge_products(request()).await.unwrap_err();
    assert_eq!(reason_of(&refused).0, "ROLE_MISSING");
    let unreasoned = proto::MergeProductsRequest {
        reason: String::new(),
        ..request()
    };
    let refused = office(&fixture)
        .merge_products(unreasoned)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let propose = proto::ProposeTransferRequest {
        request_id: id(0x571),
        place_code: crate::reach::THERE.to_owned(),
        reason: "xưởng chuyển".to_owned(),
        subject: Some(proto::propose_transfer_request::Subject::ProductId(
            twin.id.clone(),
        )),
    };
    fixture.office.propose_transfer(propose).await.unwrap();
    let refused = office(&fixture)
        .merge_products(request())
        .await
        .unwrap_err();
    assert_eq!(obstacles(&refused)[0].1, "TRANSFER_OPEN");
});
