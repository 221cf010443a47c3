//! Sales that are reported at a terminal, in the progress of the programme.

use std::fs;
use std::path::Path;

use ocop_harness::eventually;
use serde_json::Value;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

const TARGETS: &str = r#"
province = "51"

[[target]]
name_vi = "Chủ thể bán qua kênh hiện đại"
from = "2025-01-01"
to = "2026-12-31"
indicator = "producers"
producers = "modern_channels"
goal_percent = 50

[[target]]
name_vi = "Doanh số tăng"
from = "2025-01-01"
to = "2026-12-31"
indicator = "sales_growth"
goal_percent = 40
"#;

fn said(directory: &Path, words: &[&str]) -> String {
    let (code, stdout, error) = run(ocop(directory).args(words));
    assert_eq!(code, 0, "{words:?}: {stdout}{error}");
    stdout
}

fn put(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn reported_sales_stand_in_the_progress_of_the_province_and_of_its_targets() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let _up = Up::start(at);
    let row = "1-MAU,HTX Gạo Mộ Đức (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo thơm (mẫu),3,,,,3,M1/QĐ-UBND,2024-05-10,\
               UBND tỉnh Quảng Ngãi,,51-533-1-2024";
    let register = [REGISTER.lines().next().unwrap(), row].join("\n");
    said(at, &["import", &put(at, "register.csv", &register)]);
    let products = said(at, &["--json", "products", "list"]);
    let products: Value = serde_json::from_str(&products).unwrap();
    let product = products["products"][0]["id"].as_str().unwrap();
    let targets = put(at, "targets.toml", TARGETS);
    said(at, &["targets", "set", &targets]);
    let listed = said(at, &["targets", "list"]);
    assert!(
        listed.contains("Doanh số tăng") && listed.contains("40 %"),
        "{listed}"
    );

    for (month, vnd, modern) in [
        ("2025-03", "100000000", "0"),
        ("2026-03", "130000000", "9000000"),
    ] {
        let report = [
            "sales", "report", product, "--month", month, "--vnd", vnd, "--modern", modern,
        ];
        eventually("promotion knows the product", async || {
            run(ocop(at).args(report)).0 == 0
        })
        .await;
    }
    let shown = eventually("the reports are known to evaluation", async || {
        let shown = said(
            at,
            &["progress", "--province", "51", "--as-of", "2026-03-31"],
        );
        if shown.contains("sales from 2025-04 to 2026-03") {
            Ok(shown)
        } else {
            Err(shown)
        }
    })
    .await;
    for words in [
        "1 of 1 products",
        "30 %",
        "sold through modern channels",
        "30 % (1 of 1 compared)",
        "100 % (1 of 1)",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}
