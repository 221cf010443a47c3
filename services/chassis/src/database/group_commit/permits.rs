//! How many transactions of calls are open at once, and who waits for one.
//!
//! Few permits make large groups; too few make a call wait although the database could serve it. Who gives
//! a permit back hands it on: to the only call that waits as it is, to several as a group.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};

use super::group::{GroupWriter, Instruction, WaitingCall, instruct};
use crate::database::Database;

/// Most calls in one transaction.
const MAX_CALLS: usize = 100;

/// The permits of one store and the calls that wait for one.
#[derive(Debug)]
pub(in crate::database) struct GroupCommit {
    writer: GroupWriter,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    free_permits: usize,
    waiting: VecDeque<WaitingCall>,
}

/// The right to have a transaction open.
#[derive(Debug)]
pub(in crate::database) struct WritePermit(Arc<GroupCommit>);

/// How a call gets to write.
#[derive(Debug)]
pub(in crate::database) enum Admission {
    /// At once, in a transaction of its own.
    Permit(WritePermit),
    /// By the instructions it gets.
    Queued(mpsc::UnboundedReceiver<Instruction>),
}

impl GroupCommit {
    pub(in crate::database) fn new(database: Database, events_recorded: Arc<Notify>) -> Self {
        Self {
            state: Mutex::new(State {
                free_permits: database.write_permits(),
                waiting: VecDeque::new(),
            }),
            writer: GroupWriter::new(database, events_recorded),
        }
    }

    /// Admits a call at once if a permit is free, else queues it.
    pub(in crate::database) fn admit(self: &Arc<Self>) -> Admission {
        let mut state = self.state();
        if state.free_permits > 0 {
            state.free_permits -= 1;
            return Admission::Permit(WritePermit(Arc::clone(self)));
        }
        let (call, instructions) = mpsc::unbounded_channel();
        state.waiting.push_back(call);
        Admission::Queued(instructions)
    }

    /// Nothing panics while holding this lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for WritePermit {
    fn drop(&mut self) {
        let group: Vec<WaitingCall> = {
            let mut state = self.0.state();
            let count = state.waiting.len().min(MAX_CALLS);
            if count == 0 {
                state.free_permits += 1;
                return;
            }
            state.waiting.drain(..count).collect()
        };
        let permit = Self(Arc::clone(&self.0));
        if let [call] = group.as_slice() {
            instruct(call, Instruction::RunAlone(permit));
        } else if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { permit.0.writer.write(group).await });
        }
        // Without a runtime there is nobody left to write for.
    }
}
