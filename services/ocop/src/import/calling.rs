//! Calls during an import: streams whose batches are repeated while a service is away, with the same request ids, so that
//! they take effect once.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::channel::mpsc;
use futures::future::{BoxFuture, join_all};
use futures::{FutureExt as _, SinkExt as _};
use tonic::{Code, Response, Status, Streaming};

use crate::errors::CallError;
use crate::waiting;

/// For how long a call is repeated while a service is away, and an event is waited for.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// How long the answer to a batch is waited for.
const ANSWERED_WITHIN: Duration = Duration::from_secs(30);

/// The streams of one rpc. Each has at most one batch under way.
pub(super) struct Streams<Q, A> {
    open: Box<dyn Fn(mpsc::Receiver<Q>) -> Opening<A> + Send + Sync>,
    free: Mutex<Vec<Opened<Q, A>>>,
}

type Opening<A> = BoxFuture<'static, Result<Response<Streaming<A>>, Status>>;

struct Opened<Q, A> {
    batches: mpsc::Sender<Q>,
    answers: Streaming<A>,
}

impl<Q: Clone, A> Streams<Q, A> {
    /// Streams that `open` opens when they are needed.
    pub(super) fn new<W>(open: impl Fn(mpsc::Receiver<Q>) -> W + Send + Sync + 'static) -> Self
    where
        W: Future<Output = Result<Response<Streaming<A>>, Status>> + Send + 'static,
    {
        Self {
            open: Box::new(move |batches| open(batches).boxed()),
            free: Mutex::default(),
        }
    }

    /// Sends a batch until there is an answer: a service may be restarting, and two that register the same at the same
    /// moment are told so by the unique index.
    ///
    /// # Errors
    /// The service refuses the batch, or stays away.
    pub(super) async fn answer(&self, batch: Q) -> anyhow::Result<A> {
        let answered = waiting::until("an answer", TIMEOUT, async || {
            match self.once(batch.clone()).await {
                Ok(answer) => Ok(Some(answer)),
                Err(status) if is_passing(status.code()) => {
                    tracing::debug!(%status, "trying again");
                    Ok(None)
                }
                Err(status) => Err(CallError::from(status).into()),
            }
        });
        match answered.await {
            Ok(answer) => Ok(answer),
            // Of one that stayed away, the last call says why.
            Err(error) if error.is::<CallError>() => Err(error),
            Err(_) => Ok(self.once(batch).await.map_err(CallError::from)?),
        }
    }

    /// One try. A stream that failed is not used again.
    async fn once(&self, batch: Q) -> Result<A, Status> {
        let free = self.free().pop();
        let mut stream = match free {
            Some(stream) => stream,
            None => self.opened().await?,
        };
        // Of a stream that has ended the answer says why.
        stream.batches.send(batch).await.ok();
        let answer = tokio::time::timeout(ANSWERED_WITHIN, stream.answers.message());
        let late = |_| Status::deadline_exceeded("the batch was not answered in time");
        let answer = answer.await.map_err(late)??;
        let answer = answer.ok_or_else(|| Status::unavailable("the service ended the stream"))?;
        self.free().push(stream);
        Ok(answer)
    }

    /// Says to the service that no more comes, so that it sees the end of each stream instead of a caller that is gone.
    pub(super) async fn end(&self) {
        let open = std::mem::take(&mut *self.free());
        let ends = open.into_iter().map(
            async |Opened {
                       batches,
                       mut answers,
                   }| {
                drop(batches);
                while let Ok(Some(_)) = answers.message().await {}
            },
        );
        // Every answer is there: a service that does not end its part keeps nobody waiting for longer.
        let _ = tokio::time::timeout(ANSWERED_WITHIN, join_all(ends)).await;
    }

    async fn opened(&self) -> Result<Opened<Q, A>, Status> {
        let (batches, sent) = mpsc::channel(0);
        let answers = (self.open)(sent).await?.into_inner();
        Ok(Opened { batches, answers })
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Opened<Q, A>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_passing(code: Code) -> bool {
    matches!(
        code,
        Code::Unavailable
            | Code::DeadlineExceeded
            | Code::ResourceExhausted
            | Code::Aborted
            | Code::AlreadyExists
    )
}
