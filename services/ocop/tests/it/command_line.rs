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
        // What no service takes in any text: it would turn the direction of writing.
        "10-MAU,HTX W (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo \u{202e}W,3,,,,3,M9/QĐ,2021-12-30,UBND,,",
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
    let (code, stdout, _) = ocop(&["--json", "import", file.to_str().expect("UTF-8")]);
    assert_eq!(code, 1);
    let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(answer["certificates"]["new"], 1, "the good row went in");
    let bad: Vec<_> = answer["bad"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (&row["line"], &row["column"]))
        .collect();
    let expected = [
        (3, "Loại hình"),
        (4, "GTIN"),
        (5, "Mã huyện"),
        (6, "Tên sản phẩm"),
    ]
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
    let (code, stdout, _) = ocop(&["verify", "51-533-M01-2019"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("Hết hạn"), "{stdout}");

    let (code, stdout, _) = ocop(&["progress", "--as-of", "2022-07-14", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("Mộ Đức"), "{stdout}");

    let targets = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/quang-ngai-targets.toml");
    for expected in [(9, 0), (0, 9)] {
        let (code, stdout, error) = ocop(&["--json", "targets", "set", targets]);
        assert_eq!(code, 0, "{error}");
        let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
        assert_eq!(
            (&answer["new"], &answer["unchanged"]),
            (&expected.0.into(), &expected.1.into())
        );
    }
    let (code, stdout, _) = ocop(&["targets", "list", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("Chủ thể là hợp tác xã"), "{stdout}");
    let progress = [
        "--json",
        "progress",
        "--as-of",
        "2022-07-14",
        "--province",
        "51",
    ];
    let (code, stdout, _) = ocop(&progress);
    assert_eq!(code, 0);
    let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(
        (&answer["total"], &answer["by"]["star"][0]["count"]),
        (&1.into(), &1.into())
    );
    assert_eq!(answer["targets"].as_array().map(Vec::len), Some(9));
    assert_eq!(answer["trend"].as_array().map(Vec::len), Some(12));
    let (code, stdout, _) = ocop(&["progress", "--as-of", "2022-07-14", "--province", "51"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("░") && stdout.contains("trend"), "{stdout}");

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
    let (code, _, error) = ocop(&["audit", "list", "--aggregate-type", "kitchen"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("dossier") && error.contains("gift_set"),
        "{error}"
    );
    let first = ["--json", "audit", "list", "--limit", "1"];
    let answer: serde_json::Value = serde_json::from_str(&ocop(&first).1).expect("JSON");
    assert_eq!(answer["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer["more"], true);

    // What a filter names and is not there is refused, wherever it is named.
    let nobody = "0198c5a2-7d43-7c51-9f0e-2a6b8c1d4e5f";
    let filters: [&[&str]; 8] = [
        &["lots", "list", "--producer"],
        &["areas", "list", "--product"],
        &["support", "grants", "--producer"],
        &["support", "sessions", "--producer"],
        &["evidence", "list", "--producer"],
        &["dossiers", "list", "--round"],
        &["demands", "deals", "--producer"],
        &["sales", "effect", "campaign", "--campaign"],
    ];
    for filter in filters {
        let (code, _, error) = ocop(&[filter, &[nobody]].concat());
        assert_eq!(code, 3, "{filter:?}: {error}");
        assert!(error.contains("NOT_FOUND"), "{filter:?}: {error}");
    }

    // Whoever closed the output early has what it wanted.
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut export = crate::program::ocop(directory.path());
    let export = export.args(["export", "places"]).stdout(writer);
    let output = export.output().expect("ocop runs");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(5), 0));
}

#[test]
fn criteria_are_listed_shown_exported_and_compared_with_a_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let ocop = |arguments: &[&str]| run(ocop(directory.path()).args(arguments));

    let (code, stdout, _) = ocop(&["criteria", "list"]);
    assert_eq!(code, 0);
    assert!(
        stdout.contains("of 26 sets can be scored under R2026"),
        "{stdout}"
    );
    let (code, stdout, _) = ocop(&["criteria", "show", "9"]);
    assert_eq!(code, 0);
    for word in [
        "Soy paste",
        "★★★★★",
        "stop evaluation",
        "5.2 counts only if 5.1 gives 1",
    ] {
        assert!(stdout.contains(word), "{word} is missing in {stdout}");
    }
    assert_eq!(ocop(&["criteria", "show", "27"]).0, 3);
    assert_eq!(
        ocop(&["criteria", "show", "9", "--as-of", "2020-01-01"]).0,
        3
    );

    let (code, stdout, _) = ocop(&["criteria", "export", "9"]);
    assert_eq!(code, 0);
    let set: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let (_, all, _) = ocop(&["criteria", "export"]);
    let all: serde_json::Value = serde_json::from_str(&all).expect("JSON");
    assert!(
        all["sets"]
            .as_array()
            .expect("sets")
            .contains(&set["sets"][0])
    );

    let path = directory.path().join("sets.json");
    let file = path.to_str().expect("UTF-8");
    fs::write(&path, all.to_string()).expect("written");
    let (code, stdout, _) = ocop(&["criteria", "diff", file]);
    assert_eq!(code, 0, "what is exported is what is compared: {stdout}");
    let mut facts = set.clone();
    fs::write(&path, facts.to_string()).expect("written");
    let (code, stdout, _) = ocop(&["criteria", "diff", file]);
    assert_eq!(
        (code, stdout.trim()),
        (0, "31 criteria and 103 answers agree.")
    );

    // One mark, one condition, one criterion and a set that nobody has.
    let sections = &mut facts["sets"][0]["parts"][0]["sections"];
    sections[0]["criteria"][3]["options"][2]["min_star"] = 5.into();
    sections[1]["criteria"][0]["applies_if"] =
        serde_json::json!({"criterion": "1.1", "min_points": 1});
    sections[2]["criteria"]
        .as_array_mut()
        .expect("criteria")
        .remove(1);
    fs::write(&path, facts.to_string()).expect("written");
    let (code, stdout, _) = ocop(&["--json", "criteria", "diff", file]);
    assert_eq!(code, 1);
    let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let places: Vec<_> = answer["differences"]
        .as_array()
        .expect("differences")
        .iter()
        .map(|line| {
            (
                line["at"].as_str().expect("a place"),
                line["what"].as_str().expect("a fact"),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("criterion 1.4, answer c", "mark"),
            ("criterion 2.1", "counts if"),
            ("criterion 3.2", "points"),
            ("criterion 3.2, answer a", "points"),
            ("criterion 3.2, answer b", "points"),
        ]
    );
    fs::write(&path, "{}").expect("written");
    let (code, _, error) = ocop(&["criteria", "diff", file]);
    assert_eq!(code, 5);
    assert!(error.contains("no file of criteria sets"), "{error}");
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
