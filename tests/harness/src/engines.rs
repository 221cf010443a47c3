//! One test body, both database engines.

use crate::Postgres;

/// Writes a test twice: as `<name>::sqlite` on a fresh SQLite file and as `<name>::postgres` on a fresh database of the
/// shared PostgreSQL. The body is a closure that gets the address of the database.
///
/// ```
/// ocop_harness::on_both_engines!(a_database_has_an_address, async |url: String| {
///     assert!(url.contains("://"));
/// });
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($(#[$meta:meta])* $name:ident, $body:expr $(,)?) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            #[::tokio::test]
            async fn sqlite() {
                $crate::on_sqlite($body).await;
            }

            #[::tokio::test]
            async fn postgres() {
                $crate::on_postgres($body).await;
            }
        }
    };
}

/// Runs `body` with the address of a SQLite file that does not exist yet, in a directory of its own.
///
/// # Panics
///
/// When the directory cannot be made.
pub async fn on_sqlite<T>(body: impl AsyncFnOnce(String) -> T) -> T {
    let folder = tempfile::Builder::new()
        .prefix("ocop-sqlite-")
        .tempdir()
        .expect("a directory");
    let file = folder.path().join("test.db");
    body(format!("sqlite://{}?mode=rwc", file.display())).await
}

/// Runs `body` with the address of a fresh database of the shared PostgreSQL.
///
/// # Panics
///
/// When PostgreSQL does not run.
pub async fn on_postgres<T>(body: impl AsyncFnOnce(String) -> T) -> T {
    body(Postgres::shared().await.create_database().await).await
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, Database};

    on_both_engines!(
        a_database_is_empty_and_can_be_written,
        async |url: String| {
            let connection = Database::connect(url).await.expect("it can be opened");
            connection
                .execute_unprepared("CREATE TABLE product (name text)")
                .await
                .expect("the table is new");
            let insert = "INSERT INTO product VALUES ('quế Trà Bồng')";
            assert_eq!(
                connection
                    .execute_unprepared(insert)
                    .await
                    .expect("a row")
                    .rows_affected(),
                1
            );
            connection.close().await.expect("it can be closed");
        }
    );
}
