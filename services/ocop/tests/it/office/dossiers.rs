//! Dossiers at a terminal.

use serde_json::json;
use uuid::Uuid;

use super::System;

#[tokio::test]
async fn dossiers_are_listed_shown_and_named_by_what_is_due() {
    let system = System::start();
    let (product, dossier) = system.draft().await;

    let found = system.json(&["dossiers", "list", "--province", "51", "--state", "draft"]);
    assert_eq!(found["dossiers"][0]["id"], dossier.as_str());
    assert_eq!(found["dossiers"][0]["product_id"], product.as_str());
    assert_eq!(found["more"], false);
    let none = system.json(&["dossiers", "list", "--state", "certified"]);
    assert_eq!(none, json!({"dossiers": [], "more": false}));
    let (code, table, _) = system.ocop(&["dossiers", "list", "--product", &product]);
    assert_eq!(code, 0);
    assert!(
        table.contains("Nước mắm Sa Huỳnh") && table.contains("draft"),
        "{table}"
    );
    let widest = table.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(120), "a table in a pipe is {widest:?} wide");

    let (code, text, _) = system.ocop(&["dossiers", "show", &dossier]);
    assert_eq!(code, 0);
    assert!(
        text.contains("missing") && text.contains(&product),
        "{text}"
    );
    assert_eq!(
        system.json(&["dossiers", "show", &dossier])["id"],
        dossier.as_str()
    );
    let nobody = Uuid::from_u128(9).to_string();
    assert_eq!(system.ocop(&["dossiers", "show", &nobody]).0, 3);

    let due = system.json(&["dossiers", "due", "--province", "51"]);
    assert_eq!((&due["more"], &due["matters"]), (&json!(false), &json!([])));
    let (code, text, _) = system.ocop(&["dossiers", "check", &dossier]);
    assert_eq!(code, 1, "the law requires what the draft lacks");
    for word in ["submit", "required", "form.declared_true", "Article 6"] {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    let lacks = system.json(&["dossiers", "check", &dossier, "--on", "2026-12-01"]);
    assert!(
        lacks["lacks"]
            .as_array()
            .is_some_and(|lacks| !lacks.is_empty())
    );

    let searched = [
        "--search",
        "huynh mam",
        "--state",
        "draft,submitted",
        "--set",
        "9",
    ];
    let found = system.json(&[&["dossiers", "list"], &searched[..]].concat());
    assert_eq!(found["dossiers"][0]["id"], dossier.as_str());
    let counted = system.json(&[&["dossiers", "count", "--by", "state"], &searched[..]].concat());
    assert_eq!(counted["total"], 1);
    assert_eq!(counted["facets"][0]["rows"][0]["key"], "draft");
    let (code, text, _) = system.ocop(&["dossiers", "count"]);
    assert_eq!(code, 0);
    assert!(
        text.contains("bản nháp") && text.contains("commune"),
        "{text}"
    );
    let late = system.json(&["dossiers", "list", "--late"]);
    assert_eq!(late["dossiers"], json!([]));
    let (code, _, error) = system.ocop(&["dossiers", "due"]);
    assert_eq!(code, 2);
    assert!(error.contains("--province"), "{error}");
}
