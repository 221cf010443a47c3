//! `ocop evidence` against a running system.

use std::fs;

use ocop_harness::eventually;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

#[tokio::test]
async fn a_document_goes_up_is_listed_comes_down_again_and_is_withdrawn() {
    let directory = tempfile::tempdir().expect("a directory");
    let up = Up::start(directory.path());
    let ocop = |arguments: &[&str]| run(ocop(directory.path()).args(arguments));
    let register = directory.path().join("one.csv");
    let lines: Vec<&str> = REGISTER.lines().take(2).collect();
    fs::write(&register, lines.join("\n")).expect("written");
    assert_eq!(ocop(&["import", register.to_str().expect("UTF-8")]).0, 0);
    let (code, stdout, _) = ocop(&["--json", "verify", "51-533-M01-2019"]);
    assert_eq!(code, 1, "it has expired");
    let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let producer = answer["certificate"]["producer_id"]
        .as_str()
        .expect("an id")
        .to_owned();

    // A name with loose accents, as some systems give it.
    let file = directory.path().join("Gia\u{301}y phe\u{301}p.pdf");
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(3_000_000, b'x');
    fs::write(&file, &bytes).expect("written");
    let file = file.to_str().expect("UTF-8");
    let upload = [
        "--json",
        "evidence",
        "upload",
        file,
        "--producer",
        &producer,
        "--kind",
        "establishment-certificate",
        "--issued",
        "2026-01-02",
        "--expires",
        "2029-01-01",
    ];
    let filed = eventually("the product is known to evaluation", async || {
        let (code, stdout, _) = ocop(&upload);
        (code == 0).then_some(stdout)
    })
    .await;
    assert_eq!(
        ocop(&upload).1,
        filed,
        "the same command again changes nothing"
    );
    let filed: serde_json::Value = serde_json::from_str(&filed).expect("JSON");
    assert_eq!(filed["file_name"], "Giáy phép.pdf");
    assert!(directory.path().join("objects").join(&producer).is_dir());

    let (code, stdout, _) = ocop(&["evidence", "list", "--producer", &producer]);
    assert_eq!(code, 0);
    assert!(
        stdout.contains("2029-01-01") && stdout.contains("establishment_certificate"),
        "{stdout}"
    );
    let (_, stdout, _) = ocop(&[
        "--json",
        "evidence",
        "list",
        "--expiring-before",
        "2029-01-01",
    ]);
    let none: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(none, serde_json::json!({"evidence": [], "more": false}));

    let saved = directory.path().join("saved.pdf");
    let id = filed["id"].as_str().expect("an id");
    let download = [
        "evidence",
        "download",
        id,
        "--to",
        saved.to_str().expect("UTF-8"),
    ];
    assert_eq!(ocop(&download).0, 0);
    assert!(
        fs::read(&saved).expect("saved") == bytes,
        "the file is another"
    );
    let (code, _, error) = ocop(&download);
    assert_eq!(code, 5, "what is there is never overwritten");
    assert!(error.contains("is there already"), "{error}");
    let page = directory.path().join("page.pdf");
    fs::write(&page, "<html>").expect("written");
    let mut wrong = upload;
    wrong[3] = page.to_str().expect("UTF-8");
    let (code, _, error) = ocop(&wrong);
    assert_eq!(code, 3);
    assert!(error.contains("MEDIA_TYPE_MISMATCH"), "{error}");

    let withdraw = ["evidence", "withdraw", id, "--reason", "Nộp nhầm bản"];
    let (code, stdout, error) = ocop(&withdraw);
    assert_eq!(code, 0, "{error}");
    assert!(stdout.contains("withdrawn on 20"), "{stdout}");
    assert_eq!(ocop(&withdraw).1, stdout, "the same command again");
    let (_, stdout, _) = ocop(&["evidence", "list", "--producer", &producer]);
    assert!(stdout.contains("withdrawn"), "{stdout}");
    let (code, _, error) = ocop(&["evidence", "download", id]);
    assert_eq!(code, 3, "{error}");
    assert!(error.contains("EVIDENCE_WITHDRAWN"), "{error}");
    assert_eq!(up.interrupt(), 0);
}
