//! The first sheet of a workbook, cell by cell.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::mem;

use anyhow::Context as _;
use calamine::{Data, Dimensions, Reader as _, Xlsx};
use csv::StringRecord;

use super::Line;

/// The most cells that the rows of a sheet may span: a single cell far away would otherwise ask for memory for everything
/// between.
const MOST_CELLS: usize = 10_000_000;

/// The rows of the first sheet. A cell that was merged of several stands in all of them.
///
/// # Errors
/// It is no workbook, has no sheet, or spans more than [`MOST_CELLS`].
pub(super) fn lines(file: impl Read + Seek) -> anyhow::Result<Vec<Line>> {
    let mut workbook: Xlsx<_> = Xlsx::new(file)?;
    let name = workbook.sheet_names().into_iter().next();
    let name = name.context("it has no sheet")?;
    let merged = workbook.merge_cells_by_sheet_name(&name)?;
    let mut cells = workbook.worksheet_cells_reader(&name)?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        sheet.put(row, column, &Data::from(cell.get_value().clone()))?;
    }
    sheet.close_row()?;
    sheet.spread(&merged)?;
    Ok(sheet.lines())
}

/// What was read of a sheet. Cells come row by row, or almost so: not every program writes them in order.
#[derive(Default)]
struct Sheet {
    rows: BTreeMap<u32, StringRecord>,
    /// The row that is being read, and its cells.
    row: u32,
    cells: Vec<String>,
    /// How many cells the other rows have.
    count: usize,
}

impl Sheet {
    fn put(&mut self, row: u32, column: u32, value: &Data) -> anyhow::Result<()> {
        if row != self.row {
            self.open_row(row)?;
        }
        let column = column as usize;
        if column >= self.cells.len() {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = written(value);
        Ok(())
    }

    fn open_row(&mut self, row: u32) -> anyhow::Result<()> {
        self.close_row()?;
        self.row = row;
        if let Some(begun) = self.rows.remove(&row) {
            self.count -= begun.len();
            self.cells.extend(begun.iter().map(str::to_owned));
        }
        Ok(())
    }

    fn close_row(&mut self) -> anyhow::Result<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.count += self.cells.len();
        anyhow::ensure!(
            self.count <= MOST_CELLS,
            "its first sheet has more than {MOST_CELLS} cells; delete what stands far outside the table"
        );
        let cells = mem::take(&mut self.cells);
        self.rows.insert(self.row, StringRecord::from(cells));
        Ok(())
    }

    /// Writes each merged cell's value into all the cells that it was merged of, as far down as the sheet goes.
    fn spread(&mut self, merged: &[Dimensions]) -> anyhow::Result<()> {
        let last = self.rows.keys().next_back().copied().unwrap_or_default();
        let mut changed: BTreeMap<u32, Vec<&Dimensions>> = BTreeMap::new();
        let mut rows = 0;
        for area in merged {
            for row in area.start.0..=area.end.0.min(last) {
                rows += 1;
                anyhow::ensure!(
                    rows <= MOST_CELLS,
                    "its first sheet has too many merged cells"
                );
                changed.entry(row).or_default().push(area);
            }
        }
        // The values as they stand in the first row of each area, which an area above does not reach.
        let value = |area: &Dimensions| {
            let row = self.rows.get(&area.start.0)?;
            row.get(area.start.1 as usize).map(str::to_owned)
        };
        let values: BTreeMap<_, _> = merged
            .iter()
            .filter_map(|area| Some((area.start, value(area)?)))
            .collect();
        for (row, areas) in changed {
            self.open_row(row)?;
            for area in areas {
                let Some(value) = values.get(&area.start) else {
                    continue;
                };
                for column in area.start.1..=area.end.1 {
                    self.put(row, column, &Data::String(value.clone()))?;
                }
            }
        }
        self.close_row()
    }

    fn lines(self) -> Vec<Line> {
        let rows = self.rows.into_iter();
        rows.map(|(row, cells)| Line {
            number: u64::from(row) + 1,
            cells,
        })
        .collect()
    }
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
