//! Group commit: the use cases of several callers in one transaction.

mod group;
mod permits;

pub(in crate::database) use group::{SlotOutcome, Slot, Instruction};
pub(in crate::database) use permits::{Admission, GroupCommit};
