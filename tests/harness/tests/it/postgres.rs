//! Clusters that are stopped, killed and shared.

use std::time::Duration;

use ocop_harness::Postgres;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DbErr};

async fn run(url: &str, statement: &str) -> Result<u64, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .connect_timeout(Duration::from_secs(2))
        .sqlx_logging(false);
    let connection = Database::connect(options).await?;
    let done = connection.execute_unprepared(statement).await?;
    connection.close().await?;
    Ok(done.rows_affected())
}

#[tokio::test]
async fn every_database_of_the_shared_cluster_is_fresh() {
    let shared = Postgres::shared().await;
    let (first, second) = tokio::join!(shared.create_database(), shared.create_database());
    for url in [first, second] {
        run(&url, "CREATE TABLE product (name text)")
            .await
            .expect("the table is not there yet");
    }
}

#[tokio::test]
async fn what_was_committed_outlives_a_kill() {
    let cluster = Postgres::start().await;
    let url = cluster.create_database().await;
    run(&url, "CREATE TABLE product (name text)")
        .await
        .expect("a table");
    run(&url, "INSERT INTO product VALUES ('tỏi Lý Sơn')")
        .await
        .expect("a row");
    cluster.kill().await;
    assert!(run(&url, "SELECT 1").await.is_err() && cluster.pid().is_none());
    cluster.restart().await;
    let kept = run(&url, "DELETE FROM product WHERE name = 'tỏi Lý Sơn'")
        .await
        .expect("the table is there");
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn a_stopped_cluster_starts_again_on_its_port() {
    let cluster = Postgres::start().await;
    let url = cluster.create_database().await;
    cluster.stop().await;
    cluster.restart().await;
    run(&url, "SELECT 1")
        .await
        .expect("the same address serves again");
}
