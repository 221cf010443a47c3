//! Who did what, and whether the record of it was changed afterwards.
//!
//! Every change writes a row of the table `audit` in its own transaction. A task seals the rows in batches
//! ([`Sealer`]), never in the path of a write: a seal is a hash over the rows of its batch, in order, and over
//! the seal before. So a row that is changed, removed or inserted later does not fit its seal
//! ([`Verification`]), and whoever changes the seals too is found by a copy of them that is kept elsewhere.

mod entries;
mod seal;
mod sealer;
mod verification;

pub use entries::{Entry, Filter, Order, entries};
pub use seal::{Seal, seals};
pub use sealer::Sealer;
pub use verification::{Fault, Report, Verification};
