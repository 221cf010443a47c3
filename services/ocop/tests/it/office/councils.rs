//! Councils and rounds at a terminal.

use super::System;

#[tokio::test]
async fn councils_and_rounds_are_listed_as_far_as_was_asked_for() {
    let system = System::start();
    let council = system.council().await;

    let (code, text, _) = system.ocop(&["councils", "show", &council]);
    assert_eq!(code, 0);
    for word in ["100/QĐ-UBND", "chair", "75 %"] {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    let found = system.json(&[
        "councils",
        "list",
        "--province",
        "51",
        "--level",
        "province",
    ]);
    assert_eq!(
        found["councils"][0]["members"].as_array().map(Vec::len),
        Some(5)
    );

    let both = system.json(&["rounds", "list", "--year", "2026"]);
    assert_eq!(both["rounds"].as_array().map(Vec::len), Some(2));
    assert_eq!(both["rounds"][1]["council_id"], council.as_str());
    let first = system.json(&["rounds", "list", "--limit", "1"]);
    assert_eq!(first["rounds"].as_array().map(Vec::len), Some(1));
    assert_eq!(first["more"], true);
    let (code, table, _) = system.ocop(&["rounds", "list", "--limit", "1"]);
    assert_eq!(code, 0);
    assert!(table.contains("--limit"), "{table}");
    let (code, none, _) = system.ocop(&["rounds", "list", "--year", "2031"]);
    assert_eq!((code, none.trim()), (0, "There are none."));
}
