//! Whether rows and seals fit each other.

use std::collections::HashMap;
use std::fmt;

use super::seal::Sealing;
use super::{Entry, Seal};

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A batch has another number of rows than when it was sealed: some were removed or inserted.
    Rows {
        /// The number of its seal.
        seal: i64,
        /// The batch begins after this position.
        after: i64,
        /// The batch ends at this position.
        to: i64,
        /// Rows when it was sealed.
        sealed: i64,
        /// Rows now.
        found: i64,
    },
    /// A batch is another than was sealed: a row was changed, or its seal.
    Changed {
        /// The number of its seal.
        seal: i64,
        /// The batch begins after this position.
        after: i64,
        /// The batch ends at this position.
        to: i64,
    },
    /// A seal that was made is not there.
    Missing {
        /// Its number.
        seal: i64,
    },
    /// A seal is another than the one that was kept elsewhere.
    NotAsKept {
        /// Its number.
        seal: i64,
    },
}

impl Fault {
    /// The number of the seal.
    pub fn seal(&self) -> i64 {
        match self {
            Self::Rows { seal, .. }
            | Self::Changed { seal, .. }
            | Self::Missing { seal }
            | Self::NotAsKept { seal } => *seal,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows {
                after,
                to,
                sealed,
                found,
                ..
            } => write!(
                f,
                "between the positions {after} and {to} are {found} rows; {sealed} were sealed"
            ),
            Self::Changed { after, to, .. } => write!(
                f,
                "a row between the positions {after} and {to} was changed, or the seal was"
            ),
            Self::Missing { .. } => f.write_str("the seal is gone"),
            Self::NotAsKept { .. } => f.write_str("the seal is another than the one that was kept"),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What does not fit, in the order of the seals.
    pub faults: Vec<Fault>,
    /// Seals looked at.
    pub seals: u64,
    /// Rows that are sealed.
    pub sealed: u64,
    /// Rows that are not sealed yet.
    pub unsealed: u64,
}

/// Reads rows in order and compares each batch with its seal.
pub struct Verification {
    seals: std::vec::IntoIter<Seal>,
    batch: Option<Batch>,
    before: (i64, Vec<u8>),
    report: Report,
}

/// The batch that is being read.
struct Batch {
    seal: Seal,
    after: i64,
    sealing: Sealing,
}

impl Verification {
    /// Begins with all seals in order, and copies of seals that were kept elsewhere, if there are any.
    pub fn new(seals: Vec<Seal>, kept: &[Seal]) -> Self {
        let mut report = Report {
            seals: seals.len() as u64,
            ..Report::default()
        };
        let by_number: HashMap<i64, &Seal> = seals.iter().map(|seal| (seal.number, seal)).collect();
        for copy in kept {
            let seal = copy.number;
            match by_number.get(&seal) {
                None => report.faults.push(Fault::Missing { seal }),
                Some(there) if *there != copy => report.faults.push(Fault::NotAsKept { seal }),
                Some(_) => {}
            }
        }
        // Of a gap, the first is reported.
        let mut expected = 1;
        for seal in &seals {
            let gap = Fault::Missing { seal: expected };
            if seal.number != expected && !report.faults.contains(&gap) {
                report.faults.push(gap);
            }
            expected = seal.number.saturating_add(1);
        }
        let mut begun = Self {
            seals: seals.into_iter(),
            batch: None,
            before: (0, Vec::new()),
            report,
        };
        begun.next_batch();
        begun
    }

    /// Takes the next row.
    pub fn row(&mut self, row: &Entry) {
        while self
            .batch
            .as_ref()
            .is_some_and(|batch| row.position > batch.seal.last_position)
        {
            self.close();
        }
        match &mut self.batch {
            Some(batch) => {
                batch.sealing.add(row);
                self.report.sealed += 1;
            }
            None => self.report.unsealed += 1,
        }
    }

    /// Gives the report once all rows were taken.
    pub fn finish(mut self) -> Report {
        while self.batch.is_some() {
            self.close();
        }
        self.report.faults.sort_by_key(Fault::seal);
        self.report
    }

    /// Compares a batch that is read with its seal. The next is compared after the seal that is kept, not
    /// after the one it should be, so that a change shows in its own batch and not in all that follow.
    fn close(&mut self) {
        let Some(Batch {
            seal,
            after,
            sealing,
        }) = self.batch.take()
        else {
            return;
        };
        let (number, to, sealed) = (seal.number, seal.last_position, seal.row_count);
        let found = sealing.rows();
        if found != sealed {
            self.report.faults.push(Fault::Rows {
                seal: number,
                after,
                to,
                sealed,
                found,
            });
        } else if sealing.finish(number, to, seal.sealed_at) != seal {
            let seal = number;
            self.report.faults.push(Fault::Changed { seal, after, to });
        }
        self.before = (to, seal.hash);
        self.next_batch();
    }

    fn next_batch(&mut self) {
        let (after, hash) = &self.before;
        self.batch = self.seals.next().map(|seal| Batch {
            seal,
            after: *after,
            sealing: Sealing::after(hash),
        });
    }
}
