//! A group of waiting calls in one transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use metrics::counter;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, TransactionTrait as _};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::permits::WritePermit;
use crate::database::pending_writes::{PendingWrites, WriteOutcome};
use crate::database::store::unknown_outcome;
use crate::database::{Database, StoreError};

/// For how long a group waits for one of its calls; a call that takes longer goes alone.
const SLOT_TIMEOUT: Duration = Duration::from_millis(250);

/// For how long a statement of a group waits for a lock: two groups may want the same rows in another
/// order, and PostgreSQL takes a second to notice.
const LOCK_TIMEOUT: &str = "set local lock_timeout = 100";

/// What a waiting call is to do next.
#[derive(Debug)]
pub(in crate::database) enum Instruction {
    /// Run the use case in this slot.
    Work(Slot),
    /// Answer with what came of the slot: it is committed.
    Committed,
    /// Run in a transaction of its own: nobody else waits.
    RunAlone(WritePermit),
    /// Nothing of the slot was kept: run in a transaction of its own that claims the request first.
    RunClaimed,
    /// Nothing was kept, or nobody knows.
    Failed(StoreError),
}

/// One call's time with the transaction of its group.
#[derive(Debug)]
pub(in crate::database) struct Slot {
    /// The transaction, or a savepoint in it.
    pub(in crate::database) db: DatabaseTransaction,
    /// Whether it is behind a savepoint; then the request is claimed before the work.
    pub(in crate::database) with_savepoint: bool,
    /// Cancelled when the group will not wait any longer.
    pub(in crate::database) over: CancellationToken,
    /// Where the transaction is given back.
    pub(in crate::database) back: oneshot::Sender<(DatabaseTransaction, SlotOutcome)>,
}

/// What came of a slot.
#[derive(Debug)]
pub(in crate::database) enum SlotOutcome {
    /// The work is done, with this to be written at the end.
    Completed(PendingWrites),
    /// The use case refused: what it wrote must go.
    Refused,
    /// It may go better alone: a lost race, a broken connection, no time.
    RetryAlone,
}

/// A call in a group.
pub(in crate::database) type WaitingCall = mpsc::UnboundedSender<Instruction>;

/// Writes groups, one after the other or several at once.
#[derive(Debug)]
pub(in crate::database) struct GroupWriter {
    database: Database,
    events_recorded: Arc<Notify>,
    /// Whether a call was refused lately, so that a savepoint for each is worth its two statements.
    with_savepoints: AtomicBool,
}

/// The open transaction of a group.
struct GroupTransaction {
    db: DatabaseTransaction,
    pending: PendingWrites,
    /// Who is answered after the commit.
    answered: Vec<WaitingCall>,
    /// Who is to run alone then.
    retried: Vec<WaitingCall>,
}

impl GroupWriter {
    pub(in crate::database) fn new(database: Database, events_recorded: Arc<Notify>) -> Self {
        Self {
            database,
            events_recorded,
            with_savepoints: AtomicBool::new(false),
        }
    }

    /// Runs a group.
    pub(super) async fn write(&self, mut group: Vec<WaitingCall>) {
        counter!("write_groups_total").increment(1);
        counter!("write_group_calls_total").increment(group.len() as u64);
        let mut with_savepoints = self.with_savepoints.load(Ordering::Relaxed);
        loop {
            group.retain(|call| !call.is_closed());
            if group.is_empty() {
                return;
            }
            match self.attempt(&group, with_savepoints).await {
                Ok(()) => return,
                Err(Aborted::CallLeft(index)) => {
                    instruct(&group.remove(index), Instruction::RunClaimed)
                }
                Err(Aborted::CallFailed) if !with_savepoints => {
                    with_savepoints = true;
                    self.with_savepoints.store(true, Ordering::Relaxed);
                }
                Err(Aborted::CallFailed) => {
                    for call in group {
                        instruct(&call, Instruction::RunClaimed);
                    }
                    return;
                }
                Err(Aborted::Unavailable(error)) => {
                    for call in group {
                        instruct(
                            &call,
                            Instruction::Failed(StoreError::Unavailable(error.clone())),
                        );
                    }
                    return;
                }
            }
        }
    }

    /// Runs a group in one transaction. If it is aborted, nobody has been answered.
    async fn attempt(&self, group: &[WaitingCall], with_savepoints: bool) -> Result<(), Aborted> {
        let db = self.database.begin().await.map_err(Aborted::at_the_edge)?;
        if self.database.engine() == DbBackend::Postgres {
            let bounded = db.execute_unprepared(LOCK_TIMEOUT).await;
            bounded.map_err(Aborted::by)?;
        }
        let mut transaction = GroupTransaction {
            db,
            pending: PendingWrites::default(),
            answered: Vec::with_capacity(group.len()),
            retried: Vec::new(),
        };
        let mut all_completed = true;
        for (index, call) in group.iter().enumerate() {
            if with_savepoints {
                all_completed &= transaction.run_with_savepoint(call).await?;
            } else {
                transaction = transaction.run(call, index).await?;
            }
        }
        let events = match transaction.pending.write(&transaction.db).await {
            Ok(WriteOutcome::All { events }) => events,
            Ok(WriteOutcome::KnownRequest) => return Err(Aborted::CallFailed),
            Err(StoreError::Unavailable(error)) => return Err(Aborted::Unavailable(error)),
            Err(_) => return Err(Aborted::CallFailed),
        };
        transaction
            .db
            .commit()
            .await
            .map_err(Aborted::at_the_edge)?;
        self.database.committed();
        if events {
            self.events_recorded.notify_one();
        }
        if with_savepoints && all_completed {
            self.with_savepoints.store(false, Ordering::Relaxed);
        }
        for call in transaction.answered {
            instruct(&call, Instruction::Committed);
        }
        for call in transaction.retried {
            instruct(&call, Instruction::RunClaimed);
        }
        Ok(())
    }
}

impl GroupTransaction {
    /// Runs one in the transaction itself, which cannot be kept if that one fails.
    async fn run(mut self, call: &WaitingCall, index: usize) -> Result<Self, Aborted> {
        match run_slot(call, self.db, false).await {
            Some((db, SlotOutcome::Completed(more))) => {
                self.db = db;
                self.pending.append(more);
                self.answered.push(call.clone());
                Ok(self)
            }
            Some((_, SlotOutcome::RetryAlone)) => Err(Aborted::CallLeft(index)),
            Some((_, SlotOutcome::Refused)) | None => Err(Aborted::CallFailed),
        }
    }

    /// Runs one behind a savepoint. `false` if what it wrote was undone.
    async fn run_with_savepoint(&mut self, call: &WaitingCall) -> Result<bool, Aborted> {
        let savepoint = self.db.begin().await.map_err(Aborted::by)?;
        let Some((savepoint, done)) = run_slot(call, savepoint, true).await else {
            // It was cancelled or panicked, and its savepoint went with it.
            return Ok(false);
        };
        if let SlotOutcome::Completed(more) = done {
            savepoint.commit().await.map_err(Aborted::by)?;
            self.pending.append(more);
            self.answered.push(call.clone());
            return Ok(true);
        }
        savepoint.rollback().await.map_err(Aborted::by)?;
        let list = if matches!(done, SlotOutcome::Refused) {
            &mut self.answered
        } else {
            &mut self.retried
        };
        list.push(call.clone());
        Ok(false)
    }
}

/// Why nothing of a group's transaction is kept.
enum Aborted {
    /// The database cannot be reached, or did not say whether it committed.
    Unavailable(DbErr),
    /// One call failed, and all must run again behind savepoints.
    CallFailed,
    /// The call at this index takes too long or met a lock: the others run again without it.
    CallLeft(usize),
}

impl Aborted {
    /// By a failure in the middle.
    fn by(error: DbErr) -> Self {
        match StoreError::from(error) {
            StoreError::Unavailable(error) => Self::Unavailable(error),
            _ => Self::CallFailed,
        }
    }

    /// By a failure of the beginning or of the commit, which no call caused.
    fn at_the_edge(error: DbErr) -> Self {
        match unknown_outcome(error) {
            StoreError::Unavailable(error) => Self::Unavailable(error),
            _ => Self::CallFailed,
        }
    }
}

/// Gives one call its slot. `None` if the call is gone, and the transaction with it.
async fn run_slot(
    call: &WaitingCall,
    db: DatabaseTransaction,
    with_savepoint: bool,
) -> Option<(DatabaseTransaction, SlotOutcome)> {
    let (back, mut given_back) = oneshot::channel();
    let over = CancellationToken::new();
    let slot = Slot {
        db,
        with_savepoint,
        over: over.clone(),
        back,
    };
    instruct(call, Instruction::Work(slot));
    match tokio::time::timeout(SLOT_TIMEOUT, &mut given_back).await {
        Ok(returned) => returned.ok(),
        Err(_) => {
            over.cancel();
            given_back.await.ok()
        }
    }
}

/// Tells a call what to do; one that was cancelled no longer listens.
pub(super) fn instruct(call: &WaitingCall, instruction: Instruction) {
    let _ = call.send(instruction);
}
