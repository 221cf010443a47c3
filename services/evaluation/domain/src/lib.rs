//! What the law allows and what follows from it: regulations by date, criteria, scores, dossiers,
//! councils and certificates.
//!
//! Pure: nothing here reads a clock, a file that is not compiled in, or a database. Whoever calls
//! says which day it is. Articles are those of Decision 26/2026/QĐ-TTg unless another instrument is
//! named; dates are dates in Vietnam.
//!
//! The aggregates, such as [`dossier::Dossier`] and [`certificate::certification::Certification`],
//! have public fields so that storage can write them down and build them again; everybody else
//! changes them through their methods, which check first and record an [`event::Event`] for each
//! thing that happened. `version` is the number of events *stored*: saving raises it, the methods
//! leave it alone.
//!
//! The areas stand below in the order in which they may use each other: one uses those above it, and
//! none below it.

pub mod register;

pub mod evidence;

pub mod criteria;

pub mod certificate;

pub mod council;

pub mod dossier;

pub mod monitoring;

pub mod programme;

pub mod event;
pub mod refusal;
