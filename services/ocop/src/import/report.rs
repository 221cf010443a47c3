//! The rows that did not go in, as the table they came from with a column that says why: to be mended and imported.

use std::collections::BTreeMap;
use std::io::Write;

use super::register::{Register, Remark};

/// The header of the column that says what is wrong.
const WRONG: &str = "Lỗi";

/// Writes the bad rows as CSV in UTF-8, with the mark by which spreadsheet programs know it.
///
/// # Errors
/// `to` cannot be written.
pub(crate) fn write<Column: AsRef<str>>(
    register: &Register,
    bad: &[Remark<Column>],
    mut to: impl Write,
) -> anyhow::Result<()> {
    let mut by_line: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for Remark {
        line,
        column,
        reason,
    } in bad
    {
        let column = column.as_ref();
        let said = if column.is_empty() {
            reason.clone()
        } else {
            format!("{column}: {reason}")
        };
        by_line.entry(*line).or_default().push(said);
    }
    to.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(to);
    let headers = register.headers().iter().map(String::as_str);
    table.write_record(headers.chain([WRONG]))?;
    let lines = register.lines();
    for place in 0..lines.count() {
        let Some(wrong) = by_line.get(&lines.number(place)) else {
            continue;
        };
        let line = lines.line(place)?;
        let wrong = wrong.join("; ");
        let width = register.headers().len();
        let cells = line.cells.iter();
        let cells = cells.chain(std::iter::repeat("")).take(width);
        table.write_record(cells.chain([wrong.as_str()]))?;
    }
    table.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::mapping::Mapping;
    use super::super::register;
    use super::super::register::tests::Whole;
    use super::*;

    #[test]
    fn what_is_wrong_comes_back_as_a_file_that_can_be_imported_once_it_is_mended() {
        let file = include_str!("../../demo/quang-ngai-2022.csv");
        let wrong = file.replacen("2021-", "21-", 1);
        let register = register::read(Cursor::new(wrong), &Mapping::default()).expect("a register");
        let bad = Whole::of(&register).bad;
        assert_eq!(bad.len(), 1);
        let mut back = Vec::new();
        write(&register, &bad, &mut back).expect("memory can be written");

        let text = String::from_utf8(back).expect("it is UTF-8");
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("Ngày quyết định: "), "{text}");
        let mended = text.replacen(",21-", ",2021-", 1);
        let register =
            register::read(Cursor::new(mended), &Mapping::default()).expect("a register");
        let register = Whole::of(&register);
        assert_eq!((register.bad.len(), register.producers.len()), (0, 1));
        assert_eq!(register.not_read, [WRONG]);
    }
}
