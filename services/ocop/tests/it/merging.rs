//! A register in which a producer and its rice stand twice, put right in the running system.

use std::fs;
use std::path::Path;

use ocop_harness::eventually;
use serde_json::Value;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

/// What a command answers, or how it is refused.
fn json(directory: &Path, words: &[&str]) -> (i32, Value) {
    let (code, stdout, error) = run(ocop(directory).arg("--json").args(words));
    let said = if stdout.trim().is_empty() {
        &error
    } else {
        &stdout
    };
    let answer = serde_json::from_str(said);
    (code, answer.unwrap_or_else(|_| panic!("{stdout}{error}")))
}

/// The id of the only record of a list that has a value.
fn id_of(listed: &Value, field: &str, value: &str) -> String {
    let mut records = listed.as_array().unwrap().iter();
    let found = records.find(|record| record[field] == value).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_producer_and_a_product_that_were_imported_twice_become_one_everywhere() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let _up = Up::start(at);
    let header = REGISTER.lines().next().unwrap();
    let rows = [
        header,
        "1-MAU,HTX Gạo Mộ Đức (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo thơm (mẫu),3,,,,3,M1/QĐ-UBND,2021-12-30,UBND tỉnh Quảng Ngãi,,51-533-1-2021",
        "2-MAU,HTX gao Mo Duc (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo thơm (mẫu),3,,,,3,M2/QĐ-UBND,2024-12-30,UBND tỉnh Quảng Ngãi,,51-533-2-2024",
    ];
    let file = at.join("register.csv");
    fs::write(&file, rows.join("\n")).unwrap();
    let (code, imported) = json(at, &["import", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{imported}");
    let (_, producers) = json(at, &["producers", "list"]);
    let numbered = |number| id_of(&producers["producers"], "registration_number", number);
    let (old_maker, maker) = (numbered("1-MAU"), numbered("2-MAU"));
    let (_, products) = json(at, &["products", "list"]);
    let made_by = |maker: &str| id_of(&products["products"], "producer_id", maker);
    let (old, kept) = (made_by(&old_maker), made_by(&maker));
    eventually("the catalog knows the certificates", async || {
        let (_, shown) = json(at, &["products", "show", &kept]);
        let (_, other) = json(at, &["products", "show", &old]);
        shown["star"] == 3 && !other["certificate"].is_null()
    })
    .await;

    // The certified one is kept, and somebody says which producer is the right one.
    let merge = |words: &[&str]| json(at, &[&["products", "merge"], words].concat());
    let why = ["--reason", "nhập hai lần"];
    let (code, refused) = merge(&[&[kept.as_str(), old.as_str()][..], &why].concat());
    assert_ne!(code, 0);
    let violations = refused["error"]["violations"].to_string();
    assert!(violations.contains("keep[producer]"), "{refused}");
    let chosen = [
        &[kept.as_str(), old.as_str(), "--keep", "producer=kept"][..],
        &why,
    ]
    .concat();
    let (code, dry) = merge(&[&chosen[..], &["--dry-run"]].concat());
    assert_eq!(
        (code, &dry["product"]["id"]),
        (0, &Value::from(kept.clone())),
        "{dry}"
    );
    let (_, still) = json(at, &["products", "list"]);
    assert_eq!(still["products"].as_array().unwrap().len(), 2, "only tried");
    let (code, merged) = merge(&chosen);
    assert_eq!(code, 0, "{merged}");
    let words = [
        "producers",
        "merge",
        &maker,
        &old_maker,
        "--keep",
        "registration_number=kept",
    ];
    let (code, merged) = json(at, &[&words[..], &why].concat());
    assert_eq!(
        (code, &merged["moved"]["former_numbers"][0]),
        (0, &Value::from("1-MAU")),
        "{merged}"
    );

    // Every service answers by the old ids, and the code on old packs leads to what holds today.
    let (_, shown) = json(at, &["products", "show", &old]);
    assert_eq!(shown["id"], kept);
    let (_, shown) = json(at, &["producers", "show", &old_maker]);
    assert_eq!(shown["id"], maker);
    eventually("evaluation knows of the merge", async || {
        let (code, verdict) = json(at, &["verify", &old, "--product"]);
        let held = &verdict["certificate"]["decision"]["number"];
        if code == 0 && held == "M2/QĐ-UBND" {
            Ok(())
        } else {
            Err(verdict)
        }
    })
    .await;
    let (_, verdict) = json(at, &["verify", "51-533-1-2021"]);
    assert_eq!(
        verdict["current"]["product_code"], "51-533-2-2024",
        "{verdict}"
    );
    // The same register again finds what is kept and brings nothing in.
    let (code, again) = json(at, &["import", file.to_str().unwrap()]);
    let new = ["producers", "products", "certificates"].map(|of| again[of]["new"].clone());
    assert_eq!((code, new), (0, [0, 0, 0].map(Value::from)), "{again}");
    eventually("what the services hold agrees", async || {
        let (code, compared) = json(at, &["reconcile"]);
        if code == 0 { Ok(()) } else { Err(compared) }
    })
    .await;
}
