//! The first sheet of a workbook.

use std::io::Cursor;

use anyhow::Context as _;
use calamine::{Data, Reader as _, Xlsx};

use super::Line;

/// The most cells that a sheet may span. A sheet says by itself how far it reaches, and a single cell far away would
/// otherwise ask for memory for everything between.
const MOST_CELLS: usize = 10_000_000;

/// The rows of the first sheet. A cell that was merged of several stands in all of them.
///
/// # Errors
/// It is no workbook, has no sheet, or spans more than [`MOST_CELLS`].
pub(super) fn lines(bytes: &[u8]) -> anyhow::Result<Vec<Line>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let name = workbook.sheet_names().into_iter().next();
    let name = name.context("it has no sheet")?;
    let range = workbook.worksheet_range(&name)?;
    let (height, width) = range.get_size();
    anyhow::ensure!(
        height.saturating_mul(width) <= MOST_CELLS,
        "its first sheet spans {height} rows of {width} columns; delete what stands far outside the table"
    );
    let (top, left) = range.start().unwrap_or_default();
    let mut rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| row.iter().map(written).collect())
        .collect();
    for merged in workbook.merge_cells_by_sheet_name(&name)? {
        let at = |row: u32, column: u32| {
            Some((
                row.checked_sub(top)? as usize,
                column.checked_sub(left)? as usize,
            ))
        };
        let (Some((first_row, first_column)), Some((last_row, last_column))) = (
            at(merged.start.0, merged.start.1),
            at(merged.end.0, merged.end.1),
        ) else {
            continue;
        };
        let value = rows.get(first_row).and_then(|row| row.get(first_column));
        let Some(value) = value.cloned() else {
            continue;
        };
        for row in rows
            .iter_mut()
            .take(last_row.saturating_add(1))
            .skip(first_row)
        {
            let cells = row.iter_mut().take(last_column.saturating_add(1));
            for cell in cells.skip(first_column) {
                cell.clone_from(&value);
            }
        }
    }
    let numbered = (u64::from(top) + 1..).zip(rows);
    Ok(numbered
        .map(|(number, cells)| Line { number, cells })
        .collect())
}

/// What a cell shows: whole numbers without a fraction, days as YYYY-MM-DD.
fn written(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => match day.as_datetime() {
            Some(day) => day.date().to_string(),
            None => day.to_string(),
        },
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}
