use std::io::Cursor;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;

const TABLE: [[&str; 2]; 2] = [["Tên chủ thể", "Mã huyện"], ["HTX A, xã B", "533"]];

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let lines = lines(Cursor::new(bytes)).expect("it is a table");
    let line = |place| lines.line(place).expect("a row");
    let cells = |line: Line| line.cells.iter().map(str::to_owned).collect();
    (0..lines.count()).map(line).map(cells).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_table_reads_alike_with_any_separator_and_encoding() {
    let separated = |by: &str| format!("Tên chủ thể{by}Mã huyện\n\"HTX A, xã B\"{by}533\n");
    let tabs = separated("\t");
    let files: [(&str, Vec<u8>); 6] = [
        ("commas", separated(",").into()),
        ("semicolons", separated(";").into()),
        ("tabs", tabs.clone().into()),
        ("with a mark", format!("\u{feff}{tabs}").into()),
        ("UTF-16 with a mark", utf_16(&format!("\u{feff}{tabs}"))),
        ("UTF-16 without a mark", utf_16(&tabs)),
    ];
    for (name, bytes) in files {
        assert_eq!(cells(&bytes), TABLE, "{name}");
    }
}

#[test]
fn a_workbook_keeps_merged_cells_whole_numbers_and_days() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = ExcelDateTime::from_ymd(2022, 7, 14).expect("a day");
    let format = Format::new().set_num_format("dd/mm/yyyy");
    let written = sheet
        .merge_range(1, 0, 2, 0, "HTX A", &Format::new())
        .and_then(|sheet| sheet.write(1, 1, 533))
        .and_then(|sheet| sheet.write_with_format(2, 1, &day, &format));
    written.expect("the cells fit");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let lines = lines(Cursor::new(bytes)).expect("it is a table");
    let lines: Vec<_> = (0..lines.count())
        .map(|place| lines.line(place).expect("a row"))
        .map(|line| (line.number, line.cells.iter().collect::<Vec<_>>().join("|")))
        .collect();
    assert_eq!(
        lines,
        [
            (2, "HTX A|533".to_owned()),
            (3, "HTX A|2022-07-14".to_owned())
        ]
    );
}

#[test]
fn an_old_workbook_is_told_to_be_saved_anew() {
    let old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1];
    let refused = lines(Cursor::new(old)).expect_err("it is of before 2003");
    assert!(refused.to_string().contains(".xlsx"), "{refused}");
}
