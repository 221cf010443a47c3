//! Group commit: the use cases of several callers in one transaction.

mod group;
mod permits;

pub(in crate::database) use group::{Instruction, Slot, SlotOutcome};
pub(in crate::database) use permits::{Admission, GroupCommit};
