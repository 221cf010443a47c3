//! Registers brought in by many rows with one call.

use futures::StreamExt as _;
use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::imports::v1::RowOutcome;
use tonic::Code;

use crate::fixture::{Client, Fixture, a_producer, client, fish_sauce, id};

fn row(number: &str, name: &str) -> proto::ProductRow {
    proto::ProductRow {
        producer: Some(a_producer(number)),
        product: Some(proto::Product {
            name: name.to_owned(),
            place_code: "21478".to_owned(),
            ..fish_sauce(String::new())
        }),
    }
}

fn request(n: u128, rows: Vec<proto::ProductRow>) -> proto::ImportProductsRequest {
    proto::ImportProductsRequest {
        request_id: id(n),
        rows,
        validate_only: false,
    }
}

async fn imported(
    office: &mut Client,
    request: proto::ImportProductsRequest,
) -> Vec<proto::ImportedProduct> {
    let answer = office.import_products(request).await.unwrap();
    answer.into_inner().outcomes
}

fn outcomes(done: &[proto::ImportedProduct]) -> Vec<(RowOutcome, RowOutcome)> {
    done.iter()
        .map(|one| (one.producer(), one.product()))
        .collect()
}

async fn count(fixture: &mut Fixture) -> (usize, usize) {
    let all = proto::ListProducersRequest::default();
    let producers = fixture.office.list_producers(all).await.unwrap();
    let all = proto::ListProductsRequest::default();
    let products = fixture.office.list_products(all).await.unwrap();
    (
        producers.into_inner().producers.len(),
        products.into_inner().products.len(),
    )
}

on_both_engines!(
    a_register_comes_in_once_with_a_producer_for_all_its_products,
    async |url: String| {
        use RowOutcome::{New, Unchanged};

        let mut fixture = Fixture::new(&url).await;
        let rows = vec![
            row("1", "Nước mắm Mười Quý"),
            row("1", "Mắm nhum"),
            row("2", "Nước mắm Mười Quý"),
            row("1", "NƯỚC MẮM  MƯỜI QÚY"),
        ];
        let done = imported(&mut fixture.office, request(10, rows.clone())).await;
        let expected = [
            (New, New),
            (Unchanged, New),
            (New, New),
            (Unchanged, Unchanged),
        ];
        assert_eq!(outcomes(&done), expected);
        assert_eq!(done[0].product_id, done[3].product_id);
        assert_eq!(count(&mut fixture).await, (2, 3));

        let again = imported(&mut fixture.office, request(11, rows)).await;
        assert_eq!(outcomes(&again), [(Unchanged, Unchanged); 4]);
        assert_eq!(again[1].product_id, done[1].product_id);
        // The events of each are those of one that was registered by itself.
        let read = proto::GetProductRequest {
            id: done[1].product_id.clone(),
            ..Default::default()
        };
        let product = fixture.office.get_product(read).await.unwrap().into_inner();
        let product = product.product.unwrap();
        assert_eq!(
            (product.etag.as_str(), product.province_code.as_str()),
            ("1", "51")
        );
        assert_eq!(product.producer_id, done[0].producer_id);
    }
);

on_both_engines!(
    a_row_with_anything_wrong_in_it_goes_in_nowhere_and_says_all_of_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let mut bad_product = row("3", "Rượu sim");
        let product = bad_product.product.as_mut().unwrap();
        product.criteria_set = 27;
        product.gtin = "4006381333932".to_owned();
        let mut bad_producer = row("4", "Chè dây");
        bad_producer.producer.as_mut().unwrap().place_code = "999".to_owned();
        let mut tourism_only = row("5", "Tỏi Lý Sơn");
        tourism_only.producer.as_mut().unwrap().kind = proto::ProducerKind::Association.into();
        let rows = vec![
            bad_product,
            bad_producer,
            row("6", "Kẹo gương"),
            tourism_only,
        ];
        let done = imported(&mut fixture.office, request(10, rows)).await;
        let of = |one: &proto::ImportedProduct| -> Vec<(String, String)> {
            let problems = one.problems.iter();
            problems
                .map(|problem| (problem.field.clone(), problem.reason.clone()))
                .collect()
        };
        let said = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
        assert_eq!(
            of(&done[0]),
            [
                said("product.criteria_set", "OUT_OF_RANGE"),
                said("product.gtin", "MALFORMED")
            ]
        );
        assert_eq!(of(&done[1]), [said("producer.place_code", "PLACE_UNKNOWN")]);
        assert_eq!(of(&done[2]), []);
        assert_eq!(
            of(&done[3]),
            [said("product.criteria_set", "PARTICIPANT_ONLY_FOR_TOURISM")]
        );
        assert_eq!(count(&mut fixture).await, (1, 1));
    }
);

on_both_engines!(
    what_is_only_asked_about_is_not_written,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        fixture.product().await;
        let known = proto::ProductRow {
            producer: Some(a_producer("3400000001")),
            product: Some(fish_sauce(String::new())),
        };
        let mut other = row("3400000001", "Mắm nhum");
        other.producer.as_mut().unwrap().name = "HTX khác".to_owned();
        let asked = proto::ImportProductsRequest {
            request_id: String::new(),
            rows: vec![known, row("7", "Mắm nhum"), other],
            validate_only: true,
        };
        for _ in 0..2 {
            let done = imported(&mut fixture.office, asked.clone()).await;
            assert_eq!(done[0].product(), RowOutcome::Unchanged);
            assert!(!done[0].product_id.is_empty());
            assert_eq!(done[1].product(), RowOutcome::New);
            assert_eq!(
                (done[1].producer_id.as_str(), done[1].product_id.as_str()),
                ("", "")
            );
            assert_eq!(done[2].problems[0].reason, "REGISTERED_OTHERWISE");
        }
        assert_eq!(count(&mut fixture).await, (1, 1));
    }
);

on_both_engines!(
    a_gtin_in_two_rows_goes_to_the_first_and_names_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let with_gtin = |name: &str, gtin: &str| {
            let mut row = row("1", name);
            row.product.as_mut().unwrap().gtin = gtin.to_owned();
            row
        };
        let rows = vec![
            with_gtin("Nước mắm Mười Quý", "4006381333931"),
            with_gtin("Mắm nhum", "04006381333931"),
        ];
        let done = imported(&mut fixture.office, request(10, rows)).await;
        assert_eq!(done[0].problems, []);
        let problem = &done[1].problems[0];
        assert_eq!(problem.reason, "GTIN_TAKEN");
        assert!(
            problem.description.contains(&done[0].product_id),
            "{problem:?}"
        );
    }
);

on_both_engines!(
    rows_out_of_scope_are_refused_and_a_call_with_nothing_else_is_denied,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let mut commune = client(
            &fixture.service,
            "an",
            Role::CommuneOfficer,
            "commune:21478",
        );
        let mut elsewhere = row("2", "Mắm nhum");
        elsewhere.producer.as_mut().unwrap().place_code = "21040".to_owned();
        let rows = vec![row("1", "Nước mắm Mười Quý"), elsewhere.clone()];
        let done = imported(&mut commune, request(10, rows)).await;
        assert_eq!(done[0].problems, []);
        assert_eq!(done[1].problems[0].reason, "OUT_OF_SCOPE");
        let denied = commune.import_products(request(11, vec![elsewhere])).await;
        let denied = denied.unwrap_err();
        assert_eq!(
            (denied.code(), reason_of(&denied).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
        let none = fixture
            .office
            .import_products(request(12, Vec::new()))
            .await;
        assert_eq!(none.unwrap_err().code(), Code::InvalidArgument);
    }
);

fn batch(request: proto::ImportProductsRequest) -> proto::StreamImportProductsRequest {
    proto::StreamImportProductsRequest {
        batch: Some(request),
    }
}

on_both_engines!(
    batches_of_a_stream_are_answered_in_their_order_and_each_takes_effect_once,
    async |url: String| {
        use RowOutcome::{New, Unchanged};

        let mut fixture = Fixture::new(&url).await;
        let first = request(10, vec![row("1", "Nước mắm Mười Quý")]);
        let second = request(
            11,
            vec![row("1", "Mắm nhum"), row("1", "nước mắm mười quý")],
        );
        let sent = [first.clone(), second, first].map(batch);
        let answers = fixture
            .office
            .stream_import_products(futures::stream::iter(sent))
            .await
            .unwrap();
        let answers: Vec<_> = answers.into_inner().collect().await;
        let answers = answers.into_iter().map(|one| one.unwrap().batch.unwrap());
        let answers: Vec<_> = answers.map(|one| one.outcomes).collect();
        // The third has the request id of the first and is answered what that was.
        assert_eq!(answers.len(), 3);
        assert_eq!(outcomes(&answers[0]), [(New, New)]);
        assert_eq!(
            outcomes(&answers[1]),
            [(Unchanged, New), (Unchanged, Unchanged)]
        );
        assert_eq!(answers[2], answers[0]);
        assert_eq!(answers[1][1].product_id, answers[0][0].product_id);
        assert_eq!(count(&mut fixture).await, (1, 2));
    }
);

on_both_engines!(
    a_stream_ends_with_the_first_batch_that_is_refused_and_what_was_answered_stays,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let good = |n| batch(request(n, vec![row(&n.to_string(), "Mắm nhum")]));
        let without_rows = batch(request(11, Vec::new()));
        let sent = [good(10), without_rows, good(12)];
        let answers = fixture
            .office
            .stream_import_products(futures::stream::iter(sent))
            .await
            .unwrap();
        let answers: Vec<_> = answers.into_inner().collect().await;
        let [Ok(taken), Err(refused)] = answers.as_slice() else {
            panic!("one answer and one refusal: {answers:?}");
        };
        assert_eq!(outcomes(&taken.batch.as_ref().unwrap().outcomes).len(), 1);
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(count(&mut fixture).await, (1, 1));
    }
);
