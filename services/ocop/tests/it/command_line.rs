//! The commands against a running system.

use std::fs;
use std::path::Path;

use ocop_harness::eventually;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

/// The register's first product, then a bad row for each way in which one can be bad.
fn register_with_bad_rows(directory: &Path) -> std::path::PathBuf {
    let mut lines: Vec<&str> = REGISTER.lines().take(2).collect();
    lines.extend([
        // Found in the file: no such kind of producer.
        "7-MAU,HTX Z (mẫu),Hợp tác,,533,,Ai (mẫu),,,,,,Gạo Z,3,,,,3,M9/QĐ,2021-12-30,UBND,,",
        // Found by the catalog: a GTIN with a wrong check digit, and a place that is not known.
        "8-MAU,HTX Y (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo Y,3,,,4006381333932,3,M9/QĐ,2021-12-30,UBND,,",
        "9-MAU,HTX X (mẫu),Hợp tác xã,,999,,Ai (mẫu),,,,,,Gạo X,3,,,,3,M9/QĐ,2021-12-30,UBND,,",
    ]);
    let path = directory.join("bad.csv");
    fs::write(&path, lines.join("\n")).expect("written");
    path
}

#[tokio::test]
async fn the_commands_answer_as_their_readme_says() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let ocop = |arguments: &[&str]| run(ocop(directory.path()).args(arguments));

    let file = register_with_bad_rows(directory.path());
    let (code, said, _) = ocop(&["--json", "import", file.to_str().expect("UTF-8")]);
    assert_eq!(code, 1);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(said["certificates"]["new"], 1, "the good row went in");
    let bad: Vec<_> = said["bad"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (&row["line"], &row["column"]))
        .collect();
    let expected = [(3, "Loại hình"), (4, "GTIN"), (5, "Mã huyện")]
        .map(|(line, column)| (line.into(), column.into()));
    assert_eq!(
        bad,
        expected
            .iter()
            .map(|(line, column)| (line, column))
            .collect::<Vec<(&serde_json::Value, _)>>()
    );

    assert_eq!(
        ocop(&["verify", "51-533-M01-2019", "--as-of", "2022-07-14"]).0,
        0
    );
    let (code, said, _) = ocop(&["verify", "51-533-M01-2019"]);
    assert_eq!(code, 1);
    assert!(said.contains("Hết hạn"), "{said}");

    let (code, said, _) = ocop(&["progress", "--as-of", "2022-07-14", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(said.contains("Mộ Đức"), "{said}");

    let targets = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/quang-ngai-targets.toml");
    for expected in [(8, 0), (0, 8)] {
        let (code, said, error) = ocop(&["--json", "targets", "set", targets]);
        assert_eq!(code, 0, "{error}");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(
            (&said["new"], &said["unchanged"]),
            (&expected.0.into(), &expected.1.into())
        );
    }
    let (code, said, _) = ocop(&["targets", "list", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(said.contains("Chủ thể là hợp tác xã"), "{said}");
    let asked = [
        "--json",
        "progress",
        "--as-of",
        "2022-07-14",
        "--province",
        "51",
    ];
    let (code, said, _) = ocop(&asked);
    assert_eq!(code, 0);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        (&said["total"], &said["by"]["star"][0]["count"]),
        (&1.into(), &1.into())
    );
    assert_eq!(said["targets"].as_array().map(Vec::len), Some(8));
    assert_eq!(said["trend"].as_array().map(Vec::len), Some(12));
    let (code, said, _) = ocop(&["progress", "--as-of", "2022-07-14", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(said.contains("░") && said.contains("trend"), "{said}");

    eventually("all services to hold the same", async || {
        (ocop(&["reconcile"]).0 == 0).then_some(())
    })
    .await;
    assert_eq!(ocop(&["dead-letters", "list"]).0, 0);
    assert_eq!(
        ocop(&["dead-letters", "show", "1", "--service", "promotion"]).0,
        3
    );
    assert_eq!(
        ocop(&["dead-letters", "show", "1", "--service", "kitchen"]).0,
        2
    );
    assert_eq!(ocop(&["replay", "catalog"]).0, 0);
}

#[test]
fn a_token_without_the_role_is_refused_with_what_to_do() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let (code, token, _) =
        run(ocop(directory.path()).args(["token", "--role", "producer", "--scope", "producer:1"]));
    assert_eq!(code, 0);
    let (code, _, error) = run(ocop(directory.path()).args(["reconcile", "--token", token.trim()]));
    assert_eq!(code, 3);
    assert!(
        error.contains("ROLE_MISSING") && error.contains("`ocop token --role"),
        "{error}"
    );
}

#[test]
fn without_services_a_command_says_how_to_start_them() {
    let directory = tempfile::tempdir().expect("a directory");
    let (code, _, error) = run(ocop(directory.path()).arg("progress"));
    assert_eq!(code, 5);
    assert!(error.contains("`ocop up`"), "{error}");

    let nobody = "http://127.0.0.1:1";
    let away = [
        "--catalog",
        nobody,
        "--evaluation",
        nobody,
        "--promotion",
        nobody,
        "progress",
    ];
    let (code, _, error) = run(ocop(directory.path()).args(away));
    assert_eq!(code, 4);
    assert!(error.contains("cannot be reached"), "{error}");
}
