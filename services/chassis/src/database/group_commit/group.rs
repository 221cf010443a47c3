//! Writing together: the use cases of several callers in one transaction.
//!
//! A commit waits for the disk and every statement for the server, whoever asked. So callers that come
//! while others write are waiting (see [`permits`](super::permits)) and take turns with one transaction: each
//! runs its use case in its own task, as if it were alone, and hands the transaction back; what they
//! recorded is written with a few statements, and all are answered after the commit.
//!
//! Nobody pays for another. If one of a group is refused, panics or hangs up, nothing has happened, and
//! the group runs again with a savepoint around each, so that only the bad one is undone. One that
//! takes long or meets a lock retried the group and goes by itself. If the process dies, all are undone or
//! all are done, and the request id tells a caller that asks again which.

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

/// For how long a group waits for one of its calls. Longer work goes alone.
const SLOT_TIMEOUT: Duration = Duration::from_millis(250);

/// For how long a statement of a group waits for a lock: two groups may want the same rows in another
/// order, and PostgreSQL takes a second to notice.
const LOCK_TIMEOUT: &str = "set local lock_timeout = 100";

/// What a call in a group is instructions.
#[derive(Debug)]
pub(in crate::database) enum Instruction {
    /// It is its slot to work.
    Work(Slot),
    /// What came of its slot answered: answer.
    Committed,
    /// There is a permit for it and nobody else.
    RunAlone(WritePermit),
    /// Nothing of its slot answered; it is to try again by itself.
    RunClaimed,
    /// Nothing of it answered, or nobody knows.
    Failed(StoreError),
}

/// A slot with the transaction of a group.
#[derive(Debug)]
pub(in crate::database) struct Slot {
    /// The transaction, or a savepoint in it.
    pub(in crate::database) db: DatabaseTransaction,
    /// Whether the request is to be claimed before the work.
    pub(in crate::database) with_savepoints: bool,
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

/// What groups write with.
#[derive(Debug)]
pub(in crate::database) struct GroupWriter {
    database: Database,
    recorded: Arc<Notify>,
    /// Whether somebody was refused lately, so that savepoints are worth their price.
    with_savepoints: AtomicBool,
}

/// A transaction of a group, on its way.
struct GroupTransaction {
    db: DatabaseTransaction,
    pending: PendingWrites,
    /// Who is answered after the commit, and who is to go by itself then.
    answered: Vec<WaitingCall>,
    retried: Vec<WaitingCall>,
}

impl GroupWriter {
    pub(in crate::database) fn new(database: Database, recorded: Arc<Notify>) -> Self {
        Self {
            database,
            recorded,
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

    /// Runs a group in one transaction. If that is undone, nobody has been instructions.
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
        if events {
            self.recorded.notify_one();
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
    /// Lets one work in the transaction itself. If it is not done well, the transaction is spoilt.
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

    /// Lets one work behind a savepoint. `false` if what it wrote was undone.
    async fn run_with_savepoint(&mut self, call: &WaitingCall) -> Result<bool, Aborted> {
        let savepoint = self.db.begin().await.map_err(Aborted::by)?;
        let Some((savepoint, done)) = run_slot(call, savepoint, true).await else {
            // It hung up or panicked, and its savepoint went with it.
            return Ok(false);
        };
        if let SlotOutcome::Completed(more) = done {
            savepoint.commit().await.map_err(Aborted::by)?;
            self.pending.append(more);
            self.answered.push(call.clone());
            return Ok(true);
        }
        savepoint.rollback().await.map_err(Aborted::by)?;
        let told_after = if matches!(done, SlotOutcome::Refused) {
            &mut self.answered
        } else {
            &mut self.retried
        };
        told_after.push(call.clone());
        Ok(false)
    }
}

/// Why nothing of a group's transaction answered.
enum Aborted {
    /// The database cannot be reached, or did not say whether it committed.
    Unavailable(DbErr),
    /// One of the group spoilt it.
    CallFailed,
    /// The one at this index is to go by itself.
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

    /// By a failure of the beginning or of the commit, which nobody is to blame for.
    fn at_the_edge(error: DbErr) -> Self {
        match unknown_outcome(error) {
            StoreError::Unavailable(error) => Self::Unavailable(error),
            _ => Self::CallFailed,
        }
    }
}

/// Lets one of a group work. `None` if it is gone, and the transaction with it.
async fn run_slot(
    call: &WaitingCall,
    db: DatabaseTransaction,
    with_savepoints: bool,
) -> Option<(DatabaseTransaction, SlotOutcome)> {
    let (back, mut given_back) = oneshot::channel();
    let over = CancellationToken::new();
    let slot = Slot {
        db,
        with_savepoints,
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

/// Who hung up is not instructions.
pub(super) fn instruct(call: &WaitingCall, instruction: Instruction) {
    let _ = call.send(instruction);
}
