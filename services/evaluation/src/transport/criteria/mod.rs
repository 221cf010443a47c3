//! Regulations and criteria sets: on the wire.

pub(crate) mod advice;
pub(crate) mod asked;
pub(crate) mod assessments;
pub(crate) mod regulations;
pub(crate) mod rpcs;
pub(crate) mod sets;
