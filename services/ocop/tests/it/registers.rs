//! Registers brought in whole rows or not at all, and lists written out again.

use std::fs;
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use serde_json::Value;

use crate::program::{Up, ocop, run};

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

fn json(directory: &Path, words: &[&str]) -> (i32, Value) {
    let (code, stdout, error) = run(ocop(directory).arg("--json").args(words));
    let answer = serde_json::from_str(&stdout);
    (code, answer.unwrap_or_else(|_| panic!("{stdout}{error}")))
}

fn written(directory: &Path, rows: &[&str]) -> String {
    let header = REGISTER.lines().next().unwrap();
    let path = directory.join("register.csv");
    fs::write(&path, [&[header], rows].concat().join("\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn counted(answer: &Value) -> [Value; 3] {
    ["producers", "products", "certificates"].map(|of| answer[of]["new"].clone())
}

#[test]
fn a_row_that_either_service_refuses_goes_in_nowhere_and_a_dry_run_says_so_before() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let file = written(
        directory.path(),
        &[
            "1-MAU,HTX A (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo A,3,,,,3,M9/QĐ-UBND,2021-12-30,UBND tỉnh Quảng Ngãi,,null",
            // Evaluation refuses it: it could have been decided here.
            "2-MAU,HTX B (mẫu),Hợp tác xã,,21400,,Ai (mẫu),,,,,,Gạo B,3,,,,3,M10/QĐ-UBND,2026-06-30,UBND tỉnh Quảng Ngãi,,-",
            // Evaluation refuses it: another product has the code.
            "3-MAU,HTX C (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo C,3,,,,3,M9/QĐ-UBND,2021-12-30,UBND tỉnh Quảng Ngãi,,51-533-1-2021",
            "4-MAU,HTX D (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,Gạo D,3,,,,3,M9/QĐ-UBND,2021-12-30,UBND tỉnh Quảng Ngãi,,51 – 533 – 1 – 2021",
            // The catalog refuses it.
            "5-MAU,Hội E (mẫu),Hội,,533,,Ai (mẫu),,,,,,Gạo E,3,,,,3,M9/QĐ-UBND,2021-12-30,UBND tỉnh Quảng Ngãi,,",
        ],
    );
    let said = |answer: &Value| -> Vec<(Value, Value)> {
        let bad = answer["bad"].as_array().unwrap().iter();
        bad.map(|row| (row["line"].clone(), row["column"].clone()))
            .collect()
    };
    let expected = [
        (3, "Ngày quyết định"),
        (5, "Mã số sản phẩm"),
        (6, "Bộ tiêu chí"),
    ];
    let expected = expected.map(|(line, column)| (line.into(), column.into()));
    let (code, dry) = json(directory.path(), &["import", &file, "--dry-run"]);
    assert_eq!((code, said(&dry).as_slice()), (1, expected.as_slice()));
    let (_, none) = json(directory.path(), &["producers", "list"]);
    assert_eq!(none["producers"], serde_json::json!([]));

    let (code, done) = json(directory.path(), &["import", &file]);
    assert_eq!((code, said(&done).as_slice()), (1, expected.as_slice()));
    assert_eq!(counted(&done), [2, 2, 2].map(Value::from));
    let (_, known) = json(directory.path(), &["producers", "list"]);
    assert_eq!(known["producers"].as_array().unwrap().len(), 2);
    let (_, again) = json(directory.path(), &["import", &file]);
    assert_eq!(counted(&again), [0, 0, 0].map(Value::from));
    // Of what is there by halves only the rest comes in; an older decision is filled in.
    let row = "1-MAU,HTX A (mẫu),Hợp tác xã,,533,,Ai (mẫu),,,,,,GẠO  a,3,,,,4,M1/QĐ-UBND,2020-12-30,UBND tỉnh Quảng Ngãi,,";
    let file = written(directory.path(), &[row]);
    let (code, rest) = json(directory.path(), &["import", &file]);
    assert_eq!((code, counted(&rest)), (0, [0, 0, 1].map(Value::from)));
}

/// Rows as an office keeps them since July 2025: communes that ended beside those of today, some of which had been in
/// another province, several decisions of a product, decisions with several products, codes and what stands for none.
const OF_TWO_TIMES: [&str; 8] = [
    // Phường Lê Hồng Phong, which became a part of phường Nghĩa Lộ.
    "21-MAU,HTX Bò Khô (mẫu),Hợp tác xã,,21010,,Ai (mẫu),,,,,,Bò khô Một (mẫu),13,,,,3,M21/QĐ-UBND,2023-12-20,UBND tỉnh Quảng Ngãi,,51-522-1-2023",
    "21-MAU,HTX Bò Khô (mẫu),Hợp tác xã,,21028,,Ai (mẫu),,,,,,Bò khô Một (mẫu),13,,,,4,M22/QĐ-UBND,2025-10-15,UBND tỉnh Quảng Ngãi,,null",
    // Xã Sa Sơn of Kon Tum, and the one of today that it went into, in Quảng Ngãi.
    "22-MAU,HTX Nhung Hươu (mẫu),Hợp tác xã,,23539,,Ai (mẫu),,,,,,Nhung hươu khô (mẫu),13,,,,3,M23/QĐ-UBND,2024-06-20,UBND tỉnh Kon Tum,,62 – 616 – 2 – 2024",
    "22-MAU,HTX Nhung Hươu (mẫu),Hợp tác xã,,23527,,Ai (mẫu),,,,,,Nhung hươu khô (mẫu),13,,,,4,M24/QĐ-UBND,2025-12-05,UBND tỉnh Quảng Ngãi,,",
    "22-MAU,HTX Nhung Hươu (mẫu),Hợp tác xã,,23527,,Ai (mẫu),,,,,,Bột nhung hươu (mẫu),13,,,,3,M24/QĐ-UBND,2025-12-05,UBND tỉnh Quảng Ngãi,,",
    // Xã Ia Tơi: the same code before and after.
    "23-MAU,HTX Sê San (mẫu),Hợp tác xã,,23538,,Ai (mẫu),,,,,,Cá cơm (mẫu),13,,,,3,M24/QĐ-UBND,2025-12-05,UBND tỉnh Quảng Ngãi,,-",
    "24-MAU,Công ty Tỏi (mẫu),Công ty TNHH,,21548,đặc khu Lý Sơn,Ai (mẫu),,,,,,Tỏi đen (mẫu),13,,,,4,M22/QĐ-UBND,2025-10-15,UBND tỉnh Quảng Ngãi,,",
    "24-MAU,Công ty Tỏi (mẫu),Công ty TNHH,,21548,đặc khu Lý Sơn,Ai (mẫu),,,,,,Tỏi nhiều tép (mẫu),13,,,,4,M24/QĐ-UBND,2025-12-05,UBND tỉnh Quảng Ngãi,,",
];

#[test]
fn a_sheet_with_communes_of_two_times_goes_in_with_all_decisions_in_any_order() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let mut rows = OF_TWO_TIMES;
    let file = written(directory.path(), &rows);
    let (code, done) = json(directory.path(), &["import", &file]);
    assert_eq!(
        (code, counted(&done)),
        (0, [4, 6, 8].map(Value::from)),
        "{done}"
    );
    rows.reverse();
    let file = written(directory.path(), &rows);
    let (code, again) = json(directory.path(), &["import", &file]);
    assert_eq!((code, counted(&again)), (0, [0, 0, 0].map(Value::from)));

    // What was decided for an ended commune is found in the one of today, and by the ended one in units of its time.
    let names = |words: &[&str]| {
        let list = [&["products", "list"], words].concat();
        let (code, found) = json(directory.path(), &list);
        assert_eq!(code, 0, "{found}");
        let found = found["products"].as_array().unwrap().iter();
        let mut names: Vec<String> = found
            .map(|product| product["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let beef = ["Bò khô Một (mẫu)"];
    assert_eq!(names(&["--place", "21028"]), beef);
    let deer = ["Bột nhung hươu (mẫu)", "Nhung hươu khô (mẫu)"];
    assert_eq!(names(&["--place", "23527"]), deer);
    assert_eq!(names(&["--place", "23538"]), ["Cá cơm (mẫu)"]);
    assert_eq!(names(&["--place", "51"]).len(), 6);
    // Of each day, what was valid on it: two of three stars, then one of them with four, then all.
    for (day, expected) in [("2024-12-31", 2), ("2025-10-15", 3), ("2025-12-31", 6)] {
        let (code, stdout, error) = run(ocop(directory.path()).args(["progress", "--as-of", day]));
        assert_eq!(code, 0, "{error}");
        let said = format!("{expected} certificates valid on {day}");
        assert!(stdout.contains(&said), "{stdout}");
    }
    // A commune that had ended by the day of the decision is told, with what it became.
    let late = OF_TWO_TIMES[0]
        .replace("21-MAU", "25-MAU")
        .replace("2023-12-20", "2025-10-15")
        .replace("51-522-1-2023", "");
    let file = written(directory.path(), &[&late]);
    let (code, refused) = json(directory.path(), &["import", &file]);
    assert_eq!(
        (code, &refused["bad"][0]["column"]),
        (1, &"Mã huyện".into()),
        "{refused}"
    );
    assert!(
        refused["bad"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("21028"),
        "{refused}"
    );
}

#[test]
fn lists_are_searched_counted_and_exported_in_every_form() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let file = directory.path().join("register.csv");
    fs::write(&file, REGISTER).unwrap();
    assert_eq!(
        json(directory.path(), &["import", file.to_str().unwrap()]).0,
        0
    );

    let (_, found) = json(directory.path(), &["products", "list", "gao thom mo duc"]);
    assert_eq!(found["products"][0]["name"], "Gạo thơm Mộ Đức (mẫu)");
    let id = found["products"][0]["id"].as_str().unwrap();
    assert_eq!(
        json(directory.path(), &["products", "show", id]).1["id"],
        id
    );
    let (_, history) = json(directory.path(), &["products", "history", id]);
    assert_eq!(history["changes"][0]["version"], "1");
    let before = ["products", "show", id, "--as-of", "2020-01-01"];
    assert_ne!(run(ocop(directory.path()).args(before)).0, 0);
    let (_, counts) = json(directory.path(), &["products", "count"]);
    assert_eq!(counts["total"], "61");

    let export = |name: &str| {
        let path = directory.path().join(name);
        let words = ["export", "products", "--output", path.to_str().unwrap()];
        let (code, said) = json(directory.path(), &words);
        assert_eq!((code, &said["rows"]), (0, &Value::from(61)));
        path
    };
    let text = fs::read_to_string(export("products.csv")).unwrap();
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> = table
        .records()
        .map(|row| row.unwrap()[1].to_owned())
        .collect();
    assert_eq!(names.len(), 61);
    assert!(names.contains(&"Gạo thơm Mộ Đức (mẫu)".to_owned()));

    let lines = fs::read_to_string(export("products.jsonl")).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_lines: Vec<String> = lines
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(of_lines, names);

    let mut book: Xlsx<_> = calamine::open_workbook(export("products.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let of_sheet: Vec<String> = sheet.rows().skip(1).map(|row| row[1].to_string()).collect();
    assert_eq!(of_sheet, names);

    let (code, stdout, _) = run(ocop(directory.path()).args(["export", "certificates"]));
    assert_eq!((code, stdout.lines().count()), (0, 62));
    for (list, first) in [("lots", "id,lot_id,number"), ("partners", "id,name,kind")] {
        let (code, table, error) = run(ocop(directory.path()).args(["export", list]));
        assert_eq!(code, 0, "{error}");
        let table = table.trim_start_matches('\u{feff}');
        assert!(
            table.starts_with(first) && table.lines().count() == 1,
            "{table}"
        );
    }
    let (code, _, error) = run(ocop(directory.path()).args(["export", "places", "--to", "xlsx"]));
    assert!(code != 0 && error.contains("--output"), "{error}");
}

#[test]
fn everything_of_a_province_that_leaves_is_copied_and_what_was_decided_stays() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let file = directory.path().join("register.csv");
    fs::write(&file, REGISTER).unwrap();
    let (code, _) = json(directory.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(code, 0);

    let copy = |place: &str| {
        let folder = directory.path().join(place);
        let words = ["export", "--place", place, "--to", "jsonl", "--all"];
        let (code, said, error) = run(ocop(directory.path())
            .args(words)
            .arg(folder.to_str().unwrap()));
        assert_eq!(code, 0, "{said}{error}");
        for list in [
            "areas",
            "campaigns",
            "demands",
            "design-centres",
            "gift-sets",
            "inspections",
            "reward-schemes",
            "sales-points",
            "targets",
            "top-lists",
            "trade-sessions",
        ] {
            let file = folder.join(format!("{list}.jsonl"));
            assert!(file.exists(), "{list} is left out");
        }
        ["producers", "products", "certificates", "dossiers"].map(|list| {
            let text = fs::read_to_string(folder.join(format!("{list}.jsonl"))).unwrap();
            let rows = text
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap());
            rows.count()
        })
    };
    let [producers, products, certificates, dossiers] = copy("51");
    assert!(producers > 30, "{producers}");
    assert_eq!([products, certificates, dossiers], [61, 61, 0]);
    assert_eq!(
        copy("52"),
        [0, 0, 0, 0],
        "another province has nothing of it"
    );

    // The copy changes nothing: a certificate is for the whole country.
    assert_eq!(copy("51"), [producers, products, certificates, dossiers]);
    let (code, error) = {
        let words = ["export", "transfers", "--place", "51"];
        let (code, _, error) = run(ocop(directory.path()).args(words));
        (code, error)
    };
    assert!(code == 2 && error.contains("--place"), "{error}");
}

#[test]
fn the_register_for_newcomers_is_valid_today_and_follows_the_historical_one() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/demo");
    for (year, certificates) in [(2022, 61), (2025, 51)] {
        let file = format!("{folder}/quang-ngai-{year}.csv");
        let (code, done) = json(directory.path(), &["import", &file]);
        assert_eq!(
            (code, &done["certificates"]["new"]),
            (0, &Value::from(certificates))
        );
        assert_eq!(done["products"]["new"] == 0, year == 2025, "{done}");
    }
    for (day, expected) in [("2022-07-14", 61), ("2026-11-28", 51)] {
        let (code, stdout, error) = run(ocop(directory.path()).args(["progress", "--as-of", day]));
        assert_eq!(code, 0, "{error}");
        let said = format!("{expected} certificates valid on {day}");
        assert!(stdout.contains(&said), "{stdout}");
    }
    let (code, _, error) =
        run(ocop(directory.path()).args(["products", "list", "--place", "99999"]));
    assert!(
        code == 3 && error.contains("`ocop places list` shows them"),
        "{error}"
    );
    let (code, _, error) = run(ocop(directory.path()).args(["trace", "nope"]));
    assert!(code == 3 && error.contains("LOT: must be a lot"), "{error}");
    let (code, stdout, _) = run(ocop(directory.path()).args(["targets", "list"]));
    assert_eq!((code, stdout.trim()), (0, "There are none."));
    let (code, _, error) = run(ocop(directory.path()).args(["qr", "nope"]));
    assert!(
        code == 2 && error.contains("neither a lot nor a GTIN"),
        "{error}"
    );
}
