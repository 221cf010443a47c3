//! What the law allows and what follows from it: regulations by date, criteria, scores, dossiers,
//! councils and certificates.
//!
//! Pure: nothing here reads a clock, a file that is not compiled in, or a database. Whoever calls
//! says which day it is. Articles are those of Decision 26/2026/QĐ-TTg unless another instrument is
//! named; dates are dates in Vietnam.
//!
//! The aggregates [`dossier::Dossier`] and [`certification::Certification`] have public fields so
//! that storage can write them down and build them again; everybody else changes them through their
//! methods, which check first and record an [`event::Event`] for each thing that happened. `version`
//! is the number of events *stored*: saving raises it, the methods leave it alone.

pub mod advice;
pub mod ballot;
pub mod calendar;
pub mod certificate;
pub mod certification;
pub mod classification;
pub mod complaint;
pub mod conflict;
pub mod council;
pub mod count;
pub mod criteria;
pub mod decision;
pub mod dossier;
pub mod event;
pub mod evidence;
pub mod inspection;
pub mod producer;
pub mod product;
pub mod product_code;
pub mod progress;
pub mod recognition;
pub mod refusal;
pub mod regulation;
pub mod round;
pub mod scoring;
pub mod star;
pub mod tally;
pub mod target;
