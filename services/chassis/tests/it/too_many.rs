//! A statement that no engine can carry out: its caller is told of a fault of the service, not to try again.

use ocop_chassis::database::{Origin, StoreError, Tx, UseCase, execute, select};
use ocop_chassis::grpc::RpcError;
use ocop_harness::on_both_engines;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult, Value};
use tonic::Code;

use crate::setup::{count, counter, number, store};
use crate::toy::{Counted, Refused};

/// More than either engine takes: PostgreSQL has room for 65,535, SQLite for 32,766.
const ARGUMENTS: usize = 70_000;

fn statement(engine: DbBackend, table: &str) -> (String, Vec<Value>) {
    let places: Vec<String> = (1..=ARGUMENTS)
        .map(|place| match engine {
            DbBackend::Sqlite => "?".to_owned(),
            _ => format!("${place}"),
        })
        .collect();
    let among = places.join(",");
    let sql = format!("{table} where version in ({among})");
    (sql, vec![Value::from(1_i64); ARGUMENTS])
}

/// Deletes counters by too many versions.
struct DeleteMany;

impl UseCase<Counted> for DeleteMany {
    type Answer = u64;
    type Error = Refused;

    async fn run(&self, tx: &mut Tx<Counted>) -> Result<u64, Refused> {
        let db = tx.db();
        let (sql, values) = statement(db.get_database_backend(), "delete from counters");
        Ok(execute(db, sql, values).await?)
    }
}

#[derive(Debug, FromQueryResult)]
struct Version {
    #[expect(dead_code, reason = "nothing is found")]
    version: i64,
}

fn is_a_fault_of_the_service(failed: StoreError) {
    assert!(matches!(failed, StoreError::Database(_)), "{failed:?}");
    assert!(!failed.may_pass(), "{failed:?}");
    let error = RpcError::from(failed);
    assert_eq!((error.code, error.reason), (Code::Internal, "INTERNAL"));
    assert_eq!(error.retry_after, None);
}

on_both_engines!(
    a_statement_with_too_many_arguments_is_no_lost_connection,
    async |url: String| {
        let store = store(&url).await;
        count(&store, counter(1), 1).await;
        for _ in 0..3 {
            let refused = store.run(&Origin::task("deleting"), &DeleteMany).await;
            let Err(Refused::Store(failed)) = refused else {
                panic!("{refused:?}");
            };
            is_a_fault_of_the_service(failed);
            let db = store.database().reader();
            let (sql, values) =
                statement(db.get_database_backend(), "select version from counters");
            let refused = select::<Version>(db, sql, values).await;
            is_a_fault_of_the_service(refused.unwrap_err());
        }
        count(&store, counter(1), 1).await;
        assert_eq!(number(&store, "select version from counters").await, 2);
    }
);
