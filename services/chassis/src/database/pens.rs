//! Who writes when: only a few transactions of calls are open at once.
//!
//! A call that finds a pen free writes alone and at once; the others gather. Who lays a pen down hands
//! it to all that have gathered: to the only one as it is, to several as a group.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};

use super::Database;
use super::together::{Seat, Table, Word, tell};

/// Most calls in one transaction.
const MOST: usize = 100;

/// Those who write.
#[derive(Debug)]
pub(super) struct Writers {
    table: Table,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pens: usize,
    gathered: VecDeque<Seat>,
}

/// The right to write.
#[derive(Debug)]
pub(super) struct Pen(Arc<Writers>);

/// How a call gets to write.
#[derive(Debug)]
pub(super) enum Way {
    /// Alone, at once.
    Alone(Pen),
    /// As it is told.
    Together(mpsc::UnboundedReceiver<Word>),
}

impl Writers {
    pub(super) fn new(database: Database, recorded: Arc<Notify>) -> Self {
        Self {
            state: Mutex::new(State {
                pens: database.pens(),
                gathered: VecDeque::new(),
            }),
            table: Table::new(database, recorded),
        }
    }

    /// Asks to write.
    pub(super) fn ask(self: &Arc<Self>) -> Way {
        let mut state = self.state();
        if state.pens > 0 {
            state.pens -= 1;
            return Way::Alone(Pen(Arc::clone(self)));
        }
        let (seat, told) = mpsc::unbounded_channel();
        state.gathered.push_back(seat);
        Way::Together(told)
    }

    /// Nothing panics while holding this lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        let group: Vec<Seat> = {
            let mut state = self.0.state();
            let many = state.gathered.len().min(MOST);
            if many == 0 {
                state.pens += 1;
                return;
            }
            state.gathered.drain(..many).collect()
        };
        let pen = Self(Arc::clone(&self.0));
        if let [seat] = group.as_slice() {
            tell(seat, Word::Alone(pen));
        } else if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { pen.0.table.write(group).await });
        }
        // Without a runtime there is nobody left to write for.
    }
}
