//! Registers that nobody meant. `make fuzz` tries more of them.

use std::io::Cursor;

use ocop_harness::fuzz::{corpus, edited, edits, runner};
use proptest::prelude::*;
use proptest::sample::select;

use super::mapping::Mapping;
use super::register::read;
use super::register::tests::Whole;

/// Whatever the bytes, each row is taken, or named with the reason, or the file as a whole is refused in words.
fn holds(bytes: &[u8]) -> Result<(), String> {
    let register = match read(Cursor::new(bytes), &Mapping::default()) {
        Ok(register) => register,
        Err(refused) if refused.to_string().is_empty() => {
            return Err("refused without words".to_owned());
        }
        Err(_) => return Ok(()),
    };
    let (lines, register) = (register.lines(), Whole::of(&register));
    let last = lines.count().checked_sub(1);
    let last = last.map_or(0, |last| lines.number(last));
    let named = register.bad.iter().chain(&register.noticed);
    let unnamed = named
        .clone()
        .find(|row| row.line == 0 || row.line > last || row.reason.is_empty());
    let taken = register
        .producers
        .iter()
        .flat_map(|one| &one.products)
        .count();
    match unnamed {
        Some(row) => Err(format!("{row:?} of {last} lines")),
        None if taken > lines.count() => Err(format!("{taken} rows of {} lines", lines.count())),
        None => Ok(()),
    }
}

#[test]
fn a_register_is_read_row_by_row_or_refused() {
    let seeds: Vec<Vec<u8>> = corpus("registers")
        .into_iter()
        .map(|(name, file)| {
            holds(&file).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            file
        })
        .collect();
    let run = runner(300).run(&(select(seeds), edits()), |(seed, edits)| {
        holds(&edited(&seed, &edits)).map_err(TestCaseError::fail)
    });
    run.unwrap();
}
