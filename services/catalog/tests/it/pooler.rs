//! Behind a PgBouncer in transaction mode, which gives its connections to other clients after every transaction.

use futures::future::join_all;
use ocop_catalog::Catalog;
use ocop_chassis::clock::Clock;
use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Settings};
use ocop_harness::{NOON, Nats, PgBouncer, Running, eventually, on_postgres, set_up};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use sea_orm::{ConnectionTrait as _, Statement};

use crate::fixture::{a_producer, client, fish_sauce, id};

async fn replica(url: &str) -> Running {
    let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    let more = [
        ("database.transaction_pooler", "true"),
        ("database.max_connections", "8"),
    ];
    let nats = Nats::shared().await.url();
    Running::start_with::<Catalog>(url, &nats, clock, &more).await
}

#[tokio::test]
async fn a_service_starts_and_works_behind_a_pooler_that_shares_connections_between_transactions() {
    on_postgres(async |url: String| {
        let Some(pooler) = PgBouncer::before(&url).await else {
            return;
        };
        set_up(&Nats::shared().await.url(), "catalog").await;
        let replicas = [replica(pooler.url()).await, replica(pooler.url()).await];
        // Forty calls at once on two connections: each is used by everybody in turn.
        let registered = (0..40_u128).map(async |n| {
            let mut office = client(
                &replicas[(n % 2) as usize],
                "lan",
                Role::OcopOffice,
                "province:51",
            );
            let producer = proto::RegisterProducerRequest {
                request_id: id(2 * n),
                producer: Some(a_producer(&format!("34000{n:05}"))),
            };
            let producer = office
                .register_producer(producer)
                .await
                .unwrap()
                .into_inner();
            let product = proto::RegisterProductRequest {
                request_id: id(2 * n + 1),
                product: Some(fish_sauce(producer.producer.unwrap().id)),
            };
            let product = office.register_product(product).await.unwrap().into_inner();
            let product = product.product.unwrap();
            let request = proto::GetProductRequest {
                id: product.id.clone(),
                ..Default::default()
            };
            let read = office.get_product(request).await.unwrap().into_inner();
            assert_eq!(read.product.as_ref(), Some(&product));
            product.id
        });
        assert_eq!(join_all(registered).await.len(), 40);
        let mut office = client(&replicas[0], "lan", Role::OcopOffice, "province:51");
        let request = proto::ListProductsRequest {
            page_size: 100,
            ..Default::default()
        };
        let listed = office.list_products(request).await.unwrap().into_inner();
        assert_eq!(listed.products.len(), 40);
        // The relay works through it, too.
        let database = Database::open(&direct(&url)).await.unwrap();
        eventually("every event to be sent", async || {
            let sql = "select count(*) from outbox where sent_at is null";
            let statement = Statement::from_string(database.engine(), sql);
            let row = database.reader().query_one_raw(statement).await;
            let left: i64 = row.unwrap().unwrap().try_get_by_index(0).unwrap();
            if left == 0 { Ok(()) } else { Err(left) }
        })
        .await;
        for replica in replicas {
            replica.stop().await;
        }
    })
    .await;
}

#[tokio::test]
async fn without_the_setting_for_poolers_a_service_does_not_work_behind_one() {
    on_postgres(async |url: String| {
        let Some(pooler) = PgBouncer::before(&url).await else {
            return;
        };
        let refused = Database::open(&direct(pooler.url())).await.unwrap_err();
        let refused = format!("{refused:?}");
        assert!(refused.contains("startup parameter"), "{refused}");

        // Nor if the pooler is told to let those parameters pass.
        let lenient = PgBouncer::before_with(
            &url,
            "ignore_startup_parameters = extra_float_digits, options",
        )
        .await;
        let lenient = lenient.unwrap();
        let several = Settings {
            max_connections: 8,
            ..direct(lenient.url())
        };
        let database = Database::open(&several).await.unwrap();
        let texts = (0..40).map(async |n| {
            let sql = format!("select $1::int4 + {n}");
            let statement = Statement::from_sql_and_values(database.engine(), sql, [1.into()]);
            database.reader().query_one_raw(statement).await
        });
        let answers = join_all(texts).await;
        let failed = answers.iter().filter_map(|answer| answer.as_ref().err());
        let said: String = failed.map(|error| error.to_string()).collect();
        assert!(
            said.contains("prepared statement"),
            "all forty worked: {said:?}"
        );
    })
    .await;
}

/// Settings for the database itself, without the pooler.
fn direct(url: &str) -> Settings {
    Settings {
        url: Secret::new(url),
        max_connections: 1,
        migrate_at_start: false,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    }
}
