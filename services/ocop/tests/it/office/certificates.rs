//! Certificates at a terminal.

use std::fs;

use super::System;

const REGISTER: &str = include_str!("../../../demo/quang-ngai-2022.csv");

#[tokio::test]
async fn a_certificate_is_found_shown_and_revoked_once() {
    let system = System::start();
    let file = system.directory.path().join("one.csv");
    let lines: Vec<&str> = REGISTER.lines().take(2).collect();
    fs::write(&file, lines.join("\n")).unwrap();
    assert_eq!(system.ocop(&["import", file.to_str().unwrap()]).0, 0);

    let found = system.json(&[
        "certificates",
        "list",
        "--province",
        "51",
        "--valid-on",
        "2022-07-14",
    ]);
    let id = found["certificates"][0]["id"].as_str().unwrap().to_owned();
    let star = found["certificates"][0]["star"].to_string();
    let same = system.json(&["certificates", "list", "--star", &star]);
    assert_eq!(same["certificates"], found["certificates"]);
    let (code, text, _) = system.ocop(&["certificates", "show", &id]);
    assert_eq!(code, 0);
    assert!(text.contains("51-533-M01-2019"), "{text}");

    let code_typed = system.json(&["certificates", "list", "--code", "51 – 533 – m01 – 2019"]);
    assert_eq!(code_typed["certificates"], found["certificates"]);
    let (_, table, _) = system.ocop(&["certificates", "list", "--kind", "imported"]);
    assert!(table.contains("imported"), "{table}");
    let counted = system.json(&["certificates", "count", "--by", "kind"]);
    assert_eq!(counted["facets"][0]["rows"][0]["key"], "imported");
    let name = found["certificates"][0]["product_name"].as_str().unwrap();
    let verified = ["verify", "--name", name, "--as-of", "2022-07-14"];
    assert_eq!(system.ocop(&verified).0, 0);
    let answer = system.json(&verified);
    assert_eq!(answer["found"][0]["certificate"]["id"], id.as_str());
    let producer = answer["producers"][0]["producer_name"].as_str().unwrap();
    let (code, text, _) = system.ocop(&["verify", "--producer", producer]);
    assert_eq!(code, 1, "it holds nothing today: {text}");
    assert!(text.contains("no certificate that is valid"), "{text}");
    assert_eq!(system.ocop(&["verify"]).0, 2);

    let correct = [
        "certificates",
        "correct",
        &id,
        "--reason",
        "ghi nhầm số",
        "--decision",
        "1899/QĐ-UBND",
    ];
    let corrected = system.json(&correct);
    let corrected = &corrected["certificates"][0];
    assert_eq!(corrected["decision"]["number"], "1899/QĐ-UBND");
    assert_eq!(corrected["corrections"].as_array().map(Vec::len), Some(1));
    let other_star = if star == "3" { "4" } else { "3" };
    let import = [
        "certificates",
        "correct",
        &id,
        "--reason",
        "ghi nhầm sao",
        "--star",
        other_star,
    ];
    let (code, text, error) = system.ocop(&import);
    assert_eq!(code, 0, "{error}");
    assert!(
        text.contains("ghi nhầm sao") && text.contains("1899/QĐ-UBND"),
        "{text}"
    );

    let revoke = |date: &str| {
        system.ocop(&[
            "certificates",
            "revoke",
            &id,
            "--ground",
            "ceased",
            "--reason",
            "Ngừng sản xuất",
            "--decision",
            "7/QĐ-UBND",
            "--date",
            date,
            "--authority",
            "UBND tỉnh Quảng Ngãi",
        ])
    };
    let (code, _, error) = revoke("14/07/2021");
    assert_eq!(code, 2);
    assert!(error.contains("YYYY-MM-DD"), "{error}");
    let (code, text, error) = revoke("2021-07-14");
    assert_eq!(code, 0, "{error}");
    assert!(
        text.contains("Revoked by 7/QĐ-UBND") && text.contains("Ngừng sản xuất"),
        "{text}"
    );
    assert_eq!(
        revoke("2021-07-14").1,
        text,
        "the same command again changes nothing"
    );
    let (code, text, _) = system.ocop(&["certificates", "list"]);
    assert_eq!(code, 0);
    assert!(text.contains("revoked"), "{text}");
}
