//! Who writes when: only a few transactions of calls are open at once.
//!
//! A call that finds a permit free writes alone and at once; the others gather. Who lays a permit down hands
//! it to all that have waiting: to the only one as it is, to several as a group.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};

use super::group::{GroupWriter, Instruction, WaitingCall, instruct};
use crate::database::Database;

/// Most calls in one transaction.
const MAX_CALLS: usize = 100;

/// Those who write.
#[derive(Debug)]
pub(in crate::database) struct GroupCommit {
    writer: GroupWriter,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    permits: usize,
    waiting: VecDeque<WaitingCall>,
}

/// The right to write.
#[derive(Debug)]
pub(in crate::database) struct WritePermit(Arc<GroupCommit>);

/// How a call gets to write.
#[derive(Debug)]
pub(in crate::database) enum Admission {
    /// Alone, at once.
    RunAlone(WritePermit),
    /// As it is instructions.
    Queued(mpsc::UnboundedReceiver<Instruction>),
}

impl GroupCommit {
    pub(in crate::database) fn new(database: Database, recorded: Arc<Notify>) -> Self {
        Self {
            state: Mutex::new(State {
                permits: database.permits(),
                waiting: VecDeque::new(),
            }),
            writer: GroupWriter::new(database, recorded),
        }
    }

    /// Asks to write.
    pub(in crate::database) fn admit(self: &Arc<Self>) -> Admission {
        let mut state = self.state();
        if state.permits > 0 {
            state.permits -= 1;
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
                state.permits += 1;
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
