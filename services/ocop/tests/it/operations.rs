//! What operators mend with `ocop`: dead letters given again, and differences between services.

use std::path::{Path, PathBuf};

use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Settings};
use ocop_harness::eventually;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;

use crate::program::{Up, ocop, run};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/quang-ngai-2022.csv");

async fn catalog(directory: &Path) -> Database {
    database(directory, "catalog").await
}

/// A service's own database, as somebody who breaks and mends things has it before them.
pub(crate) async fn database(directory: &Path, service: &str) -> Database {
    let settings = Settings {
        url: Secret::new(format!(
            "sqlite://{}",
            directory.join(service).with_extension("db").display()
        )),
        max_connections: 1,
        migrate_at_start: false,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    };
    Database::open(&settings).await.expect("it can be opened")
}

pub(crate) async fn execute(database: &Database, sql: &str) {
    let done = database.writer().execute_unprepared(sql).await;
    done.expect("the database does it");
}

async fn certificates(database: &Database) -> i64 {
    let count = Statement::from_string(
        database.engine(),
        "select count(*) as held from certificates",
    );
    let row = database.reader().query_one_raw(count).await;
    let row = row.expect("the table is there").expect("a row");
    row.try_get("", "held").expect("a number")
}

/// The first certified product of the register, alone.
pub(crate) fn one_row(directory: &Path) -> PathBuf {
    let register = std::fs::read_to_string(REGISTER).expect("the register is there");
    let rows: Vec<&str> = register.lines().take(2).collect();
    let file = directory.join("one.csv");
    std::fs::write(&file, rows.join("\n")).expect("there is room");
    file
}

pub(crate) fn json_of(directory: &Path, words: &[&str]) -> (i32, Value) {
    let (code, stdout, error) = run(ocop(directory).arg("--json").args(words));
    let stdout = if stdout.is_empty() { &error } else { &stdout };
    let stdout =
        serde_json::from_str(stdout).unwrap_or_else(|_| panic!("{words:?} prints {stdout}"));
    (code, stdout)
}

#[tokio::test]
async fn a_dead_letter_given_again_takes_effect_once_its_cause_is_mended() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let catalog = catalog(directory.path()).await;
    let refusing = "create trigger refusing before insert on certificates \
                    begin select raise(abort, 'not today'); end";
    execute(&catalog, refusing).await;
    let file = one_row(directory.path());
    run(ocop(directory.path()).arg("--json").arg("import").arg(file));

    let letter = eventually("a dead letter", async || {
        match json_of(directory.path(), &["dead-letters", "list"]) {
            (1, letters) => Some(letters[0].clone()),
            _ => None,
        }
    })
    .await;
    assert_eq!(letter["service"], "catalog");
    assert_eq!(letter["reason"], "REFUSED_BY_DATABASE");
    let number = letter["sequence"].as_str().expect("a number").to_owned();
    let one = |what| ["dead-letters", what, &number, "--service", "catalog"].map(str::to_owned);
    let ask = |what| {
        let words = one(what);
        json_of(directory.path(), &words.each_ref().map(String::as_str))
    };
    let (code, shown) = ask("show");
    assert_eq!(code, 0);
    assert_eq!(shown["headers"]["ce-type"], letter["event_type"]);

    let (code, refused) = ask("redrive");
    assert_eq!(code, 3, "{refused}");
    assert_eq!(refused["error"]["reason"], "REFUSED_AGAIN");

    execute(&catalog, "drop trigger refusing").await;
    let (code, applied) = ask("redrive");
    assert_eq!(code, 0, "{applied}");
    assert_eq!(applied["applied"], true);
    assert_eq!(certificates(&catalog).await, 1);
    assert_eq!(json_of(directory.path(), &["dead-letters", "list"]).0, 0);
    let (code, unknown) = ask("redrive");
    assert_eq!(code, 3, "{unknown}");
    assert_eq!(unknown["error"]["reason"], "DEAD_LETTER_UNKNOWN");
}

#[tokio::test]
async fn what_a_service_forgot_is_found_and_sent_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let up = Up::start(directory.path());
    let (code, stdout, error) = run(ocop(directory.path()).args(["--json", "import", REGISTER]));
    assert_eq!(code, 0, "{stdout}{error}");
    eventually("every service to hold what the others hold", async || {
        json_of(directory.path(), &["reconcile"]).0 == 0
    })
    .await;
    let catalog = catalog(directory.path()).await;
    assert_eq!(certificates(&catalog).await, 61);

    // A catalog restored from a backup of before the import, as far as certificates go.
    for table in ["certificates", "inbox", "heads"] {
        execute(&catalog, &format!("delete from {table}")).await;
    }
    let (code, found) = json_of(directory.path(), &["reconcile"]);
    assert_eq!(code, 1);
    let differences = found["differences"].as_array().expect("a list");
    assert_eq!(differences.len(), 61);
    for difference in differences {
        assert_eq!(difference["owner"], "evaluation");
        assert_eq!(difference["consumer"], "catalog");
        assert_eq!(difference["applied"], 0);
        assert_eq!(difference["replayed"], 0, "asking mends nothing");
    }

    let (code, repaired) = json_of(directory.path(), &["reconcile", "--repair"]);
    assert_eq!(code, 1, "there was something to repair");
    for difference in repaired["differences"].as_array().expect("a list") {
        assert_eq!(difference["replayed"], difference["recorded"]);
    }
    eventually("the catalog to hold everything again", async || {
        json_of(directory.path(), &["reconcile"]).0 == 0
    })
    .await;
    assert_eq!(certificates(&catalog).await, 61);
    assert_eq!(up.interrupt(), 0);
}

#[tokio::test]
async fn what_the_owner_has_forgotten_is_repaired_by_its_present_state() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let file = one_row(directory.path());
    run(ocop(directory.path()).arg("--json").arg("import").arg(file));
    let level = async || {
        eventually("every service to hold what the others hold", async || {
            json_of(directory.path(), &["reconcile"]).0 == 0
        })
        .await;
    };
    level().await;
    // The certificate, issued and expired, has a history of which only these two events are left, as its fourth and fifth; its
    // subscribers have lost theirs.
    let evaluation = database(directory.path(), "evaluation").await;
    let of_certificates = "where aggregate_type = 'certificate'";
    let forget = format!("update outbox set version = version + 3 {of_certificates}");
    execute(&evaluation, &forget).await;
    for service in ["catalog", "promotion"] {
        let database = database(directory.path(), service).await;
        for table in ["inbox", "heads"] {
            execute(&database, &format!("delete from {table} {of_certificates}")).await;
        }
    }
    let catalog = catalog(directory.path()).await;
    execute(&catalog, "delete from certificates").await;

    let (code, repaired) = json_of(directory.path(), &["reconcile", "--repair"]);
    assert_eq!(code, 1, "there was something to repair");
    let differences = repaired["differences"].as_array().expect("a list");
    // What is sent for one subscriber reaches the other too, which may be level before it is compared.
    assert!(matches!(differences.len(), 1 | 2), "{repaired}");
    for difference in differences {
        assert_eq!(difference["recorded"], 5);
        assert_eq!(difference["snapshot"], true);
    }
    level().await;
    assert_eq!(certificates(&catalog).await, 1);
    assert_eq!(json_of(directory.path(), &["dead-letters", "list"]).0, 0);
}
