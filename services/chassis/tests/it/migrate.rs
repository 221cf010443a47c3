//! Bringing a schema up to date.

use futures::future::join_all;
use ocop_chassis::database::{Database, migrate, pending};
use ocop_harness::Postgres;

use crate::setup::database_settings;
use crate::toy::Migrator;

#[tokio::test]
async fn replicas_that_start_at_once_migrate_one_after_the_other() {
    let url = Postgres::shared().await.create_database().await;
    let settings = database_settings(&url);
    let replicas = join_all((0..6).map(|_| Database::open(&settings))).await;
    let replicas: Vec<Database> = replicas.into_iter().map(Result::unwrap).collect();
    for migrated in join_all(replicas.iter().map(migrate::<Migrator>)).await {
        migrated.unwrap();
    }
    assert!(pending::<Migrator>(&replicas[0]).await.unwrap().is_empty());
}
