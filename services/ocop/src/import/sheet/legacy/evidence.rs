//! In which encoding a table is written: what its texts say that can be in one only.

use csv::StringRecord;

use super::{Candidate, Encoding, OLD, Reading, candidates, has_symbol_inside_word, wrong_words};

/// How many texts can be in one encoding only.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    unicode: u32,
    tcvn3: u32,
    vni: u32,
}

impl Votes {
    /// Counts a text, if it can be in one encoding only.
    fn note(&mut self, text: &str) {
        if super::is_plain(text) {
            return;
        }
        if let [Candidate { encoding, .. }] = candidates(text).as_slice() {
            match encoding {
                Encoding::Unicode => self.unicode += 1,
                Encoding::Tcvn3 => self.tcvn3 += 1,
                Encoding::Vni => self.vni += 1,
            }
        }
    }

    fn of(self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Unicode => self.unicode,
            Encoding::Tcvn3 => self.tcvn3,
            Encoding::Vni => self.vni,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            unicode: self.unicode + other.unicode,
            tcvn3: self.tcvn3 + other.tcvn3,
            vni: self.vni + other.vni,
        }
    }

    /// Which of some encodings has more than each other.
    fn most(self, of: impl Iterator<Item = Encoding> + Clone) -> Option<Encoding> {
        let best = of.clone().max_by_key(|encoding| self.of(*encoding))?;
        let as_many = of.filter(|encoding| self.of(*encoding) == self.of(best));
        (self.of(best) > 0 && as_many.count() == 1).then_some(best)
    }
}

/// What the rows of a table say of its encoding.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    columns: Vec<Votes>,
    table: Votes,
}

impl Evidence {
    /// Notes a row.
    pub(crate) fn note(&mut self, row: &StringRecord) {
        if self.columns.len() < row.len() {
            self.columns.resize(row.len(), Votes::default());
        }
        for (cell, votes) in row.iter().zip(&mut self.columns) {
            let mut of_cell = Votes::default();
            of_cell.note(cell);
            *votes = votes.plus(of_cell);
            self.table = self.table.plus(of_cell);
        }
    }

    /// Reads the cell at a place of a row. What can be in several encodings is in that of its row and column, else in that of
    /// the table.
    pub(crate) fn read(&self, row: &StringRecord, at: usize) -> Reading {
        let text = row.get(at).unwrap_or_default();
        let mut candidates = candidates(text);
        match candidates.len() {
            0 => return self.made_the_most_of(row, at),
            1 => return candidates.remove(0).taken(text),
            _ if candidates.iter().all(|one| one.text == text) => return Reading::Unicode,
            _ => {}
        }
        let is_old = self.table.tcvn3 + self.table.vni > 0;
        let encodings = candidates.iter().map(|one| one.encoding);
        let encoding = if is_old {
            let near = self.near(row, at).most(encodings.clone());
            near.or_else(|| self.table.most(encodings))
        } else {
            let unicode = |encoding: &Encoding| *encoding == Encoding::Unicode;
            encodings.into_iter().find(unicode)
        };
        let chosen = candidates
            .iter()
            .position(|one| Some(one.encoding) == encoding);
        match chosen {
            Some(chosen) => candidates.remove(chosen).taken(text),
            None => Reading::Ambiguous(candidates),
        }
    }

    /// What the row and the column of a cell say.
    fn near(&self, row: &StringRecord, at: usize) -> Votes {
        let mut of_row = Votes::default();
        row.iter().for_each(|cell| of_row.note(cell));
        of_row.plus(self.columns.get(at).copied().unwrap_or_default())
    }

    /// Reads a text of which no encoding makes sense throughout: a name that is not Vietnamese may stand in it. Where
    /// nothing beside or above it is Unicode, it is not either.
    fn made_the_most_of(&self, row: &StringRecord, at: usize) -> Reading {
        let text = row.get(at).unwrap_or_default();
        let old = self.table.most(OLD.into_iter());
        let converted = old.and_then(|encoding| Candidate::of(text, encoding));
        let wrong = wrong_words(text);
        match converted.filter(|one| one.text != text) {
            Some(converted)
                if wrong_words(&converted.text) < wrong
                    || wrong_words(&converted.text) == wrong && self.near(row, at).unicode == 0 =>
            {
                converted.taken(text)
            }
            _ if has_symbol_inside_word(text) => Reading::Unreadable,
            _ => Reading::Unicode,
        }
    }
}
