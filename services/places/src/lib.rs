//! The administrative units of Viet Nam, and what became of each.
//!
//! A unit is a code **in a period**: since the mergers of 2025 more than half of the codes of communes name another
//! unit than before, and so do those of seven provinces. So a code is read with the day for which it was said, and
//! whoever asks for a unit says of which day it is: [`Places::lies_in`] answers for one thing, [`Places::area`] says it
//! of all at once, for a query. What was said of a unit after its last day, because its end was not known yet, means that
//! unit ([`Places::meant`]); a question names a unit that has its code on the day of the question ([`Places::in_force`]).
//!
//! The units that existed on 30 June 2025 or since come with the program (`data/`); later acts and what was before come
//! from a file of the same form ([`Facts`], [`Places::with`]).

mod area;
mod asked_areas;
mod built_in;
mod check;
mod code;
mod day;
mod facts;
mod in_force;
mod places;
mod register;
mod said;
mod unit;

#[cfg(test)]
mod late_acts;
#[cfg(test)]
mod tests;

pub use area::{Area, Span};
pub use built_in::{LAST_DAY_OF_DISTRICTS, built_in};
pub use check::{Fault, check};
pub use code::{Code, NotACode};
pub use day::{VIET_NAM, day_of};
pub use facts::{Facts, Misread};
pub use in_force::{NotInForce, OtherDays};
pub use places::Places;
pub use register::{Known, Register};
pub use said::Said;
pub use unit::{Kind, Part, Period, Succession, Text, Unit};
