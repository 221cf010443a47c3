//! Group commit: the use cases of several callers in one transaction.
//!
//! Why: a commit waits for the disk and a statement for the server, however little it writes. With many
//! callers these waits are what limits them, so callers that arrive while others write share the next
//! transaction. A call that finds a write permit free does not wait for company.
//!
//! ```text
//!                    permit free
//!  call ──────────────────────────────► runs alone ───────────────────────────► answered
//!   │                                       ▲  │ refused, request known, lost a race
//!   │ none free                             │  └───────────────────┐
//!   ▼               permit, only one waits  │                      ▼
//!  waiting ─────────────────────────────────┘             runs alone, claiming ──► answered
//!   │                                                      its request first
//!   │ permit, several wait                                     ▲  ▲
//!   ▼                                                          │  │
//!  group: each runs in its slot, ── one took too long or ──────┘  │
//!   │     one after the other       met a lock: it leaves,        │
//!   │          ▲                    the others run again          │
//!   │          │                                                  │
//!   │          └─ one was refused, panicked or was cancelled:     │
//!   │             all run again, each behind a savepoint,         │
//!   │             so that only that one is undone                 │
//!   ▼                                                             │
//!  what they recorded is written at once ── a request is known ───┘
//!   │
//!   ▼
//!  commit ──► all answered      (connection lost: all get "unavailable" and may ask again)
//! ```
//!
//! A use case runs in the task of its own call: it is handed the transaction for its slot and hands it
//! back. So a call that is cancelled or panics takes nobody with it but the transaction, which is begun again
//! without it. If the process dies, all of a group are done or none is, and a caller that asks
//! again with the same request id gets the answer or has it done now.

mod group;
mod permits;

pub(in crate::database) use group::{Instruction, Slot, SlotOutcome};
pub(in crate::database) use permits::{Admission, GroupCommit};
