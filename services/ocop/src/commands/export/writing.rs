//! The forms in which a list is written.

use std::io::Write;

use rust_xlsxwriter::{Worksheet, XlsxError};
use serde_json::Value;

use super::columns::{cell, text};

/// Rows of a sheet, of the 1,048,576 that the programs take.
const SHEET_ROWS: u32 = 1_000_000;

/// Where rows go.
pub(super) trait Sheet {
    /// Writes a row.
    fn row(&mut self, row: &Value) -> anyhow::Result<()>;

    /// Ends the file.
    fn end(self: Box<Self>) -> anyhow::Result<()>;
}

type To = Box<dyn Write + Send>;

/// Text with commas.
pub(super) struct Csv {
    table: csv::Writer<To>,
    columns: &'static [&'static str],
}

impl Csv {
    pub(super) fn new(mut to: To, columns: &'static [&'static str]) -> anyhow::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(to);
        table.write_record(columns)?;
        Ok(Self { table, columns })
    }
}

impl Sheet for Csv {
    fn row(&mut self, row: &Value) -> anyhow::Result<()> {
        let cells = self.columns.iter().map(|column| text(&cell(row, column)));
        Ok(self.table.write_record(cells)?)
    }

    fn end(mut self: Box<Self>) -> anyhow::Result<()> {
        Ok(self.table.flush()?)
    }
}

/// One JSON document a line.
pub(super) struct JsonLines(To);

impl JsonLines {
    pub(super) fn new(to: To) -> Self {
        Self(to)
    }
}

impl Sheet for JsonLines {
    fn row(&mut self, row: &Value) -> anyhow::Result<()> {
        Ok(writeln!(self.0, "{row}")?)
    }

    fn end(mut self: Box<Self>) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// A workbook. Rows that are written wait in a temporary file until it is put together.
pub(super) struct Workbook {
    to: To,
    book: rust_xlsxwriter::Workbook,
    columns: &'static [&'static str],
    /// Sheets so far.
    sheets: usize,
    /// The next row of the last sheet.
    next: u32,
}

impl Workbook {
    pub(super) fn new(to: To, columns: &'static [&'static str]) -> anyhow::Result<Self> {
        let mut workbook = Self {
            to,
            book: rust_xlsxwriter::Workbook::new(),
            columns,
            sheets: 0,
            next: 0,
        };
        workbook.add_sheet()?;
        Ok(workbook)
    }

    fn add_sheet(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        for (at, column) in (0..).zip(self.columns) {
            sheet.write_string(0, at, *column)?;
        }
        self.sheets += 1;
        self.next = 1;
        Ok(())
    }
}

/// Most letters of a cell.
const CELL: usize = 32_767;

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Null => {}
        Value::Bool(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, number.as_f64().unwrap_or_default())?;
        }
        Value::String(value) => {
            let value: String = value.chars().take(CELL).collect();
            sheet.write_string(row, column, value)?;
        }
        other => {
            sheet.write_string(row, column, other.to_string())?;
        }
    }
    Ok(())
}

impl Sheet for Workbook {
    fn row(&mut self, row: &Value) -> anyhow::Result<()> {
        if self.next > SHEET_ROWS {
            self.add_sheet()?;
        }
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (at, column) in (0..).zip(self.columns) {
            write(sheet, (self.next, at), &cell(row, column))?;
        }
        self.next += 1;
        Ok(())
    }

    fn end(mut self: Box<Self>) -> anyhow::Result<()> {
        self.book.save_to_writer(&mut self.to)?;
        Ok(self.to.flush()?)
    }
}
