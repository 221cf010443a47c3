//! What every rpc does the same way: it reads its request whole and reports everything that is wrong
//! with it, does its work, and answers.
//!
//! A service holds one [`Rpc`]; each of its rpcs is a reader, the work and an answer:
//!
//! ```text
//! async fn add_place(&self, request: Request<AddPlaceRequest>) -> Result<Response<AddPlaceResponse>, Status> {
//!     self.rpc.execute(request, add, to_proto).await
//! }
//!
//! fn add(v: &mut Violations, caller: Caller, request: AddPlaceRequest) -> Option<AddPlace> {
//!     let code = code(v, "place.code", &request.code);
//!     let name = v.required_text("place.name", &request.name, 200);
//!     Some(AddPlace { caller, code: code?, name: name? })
//! }
//! ```
//!
//! A reader reads every field before it uses `?`, so that no violation hides another. An answer is the response, or the
//! one message in it: the build of the contract writes how a response is made of its only message, and a page of its
//! messages and the token of the next.

mod lists;
mod named;

use futures::stream::{self, BoxStream};
use ocop_identity::Caller;
use ocop_proto::request::{Idempotent, Question};
use prost::Message;
use tonic::{Request, Response, Status, Streaming};

use super::streaming::next_to_answer;
use super::{Call, RpcError, Violations};
use crate::database::{self, Named, Origin, Store, UseCase};
use crate::sealing::Sealer;

/// How the rpcs of a service are answered.
#[derive(Debug)]
pub struct Rpc<E> {
    store: Store<E>,
    domain: &'static str,
    named: &'static [Named],
    page_tokens: Sealer,
}

impl<E> Clone for Rpc<E> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            domain: self.domain,
            named: self.named,
            page_tokens: self.page_tokens.clone(),
        }
    }
}

/// A call that changes something, read and not yet done.
#[derive(Debug)]
pub struct Change<U> {
    /// Who causes it.
    pub origin: Origin,
    /// Its request id, with a digest of its body.
    pub request: database::Request,
    /// What is to be done.
    pub case: U,
}

impl<E: Send> Rpc<E> {
    /// `domain` is whose reasons the errors carry, such as `catalog.ocop`; `named` is all that requests select by.
    pub fn new(store: Store<E>, domain: &'static str, named: &'static [Named]) -> Self {
        let page_tokens = store.keyring().sealer("page token");
        Self {
            store,
            domain,
            named,
            page_tokens,
        }
    }

    /// The store that the rpcs read and change.
    pub fn store(&self) -> &Store<E> {
        &self.store
    }

    /// An error as a caller is answered it.
    pub fn status(&self, error: impl Into<RpcError>) -> Status {
        error.into().status(self.domain)
    }

    /// Runs the use case that `read` makes of the request, once per request id. `answer` makes the response, or the one
    /// message that is in it. With `validate_only` nothing is kept: the transaction is rolled back, and the answer is not
    /// remembered.
    ///
    /// # Errors
    /// The request is not valid, or the use case failed.
    pub async fn execute<Q, U, T, M>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<U>,
        answer: impl Fn(U::Answer) -> T + Send + Sync,
    ) -> Result<Response<M>, Status>
    where
        Q: Idempotent,
        U: UseCase<E>,
        RpcError: From<U::Error>,
        M: Message + Default + From<T>,
    {
        let call = Call::of(&request);
        if request.get_ref().validate_only() {
            return self
                .validate(&call, request.into_inner(), read, answer)
                .await;
        }
        let change = self.change(&call, request.into_inner(), read)?;
        self.finish(change, answer).await
    }

    async fn validate<Q, U, T, M>(
        &self,
        call: &Call,
        request: Q,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<U>,
        answer: impl Fn(U::Answer) -> T,
    ) -> Result<Response<M>, Status>
    where
        U: UseCase<E>,
        RpcError: From<U::Error>,
        M: Message + From<T>,
    {
        let mut violations = Violations::new();
        let case = read(&mut violations, call.caller(), request);
        let case = violations
            .finish_with(case)
            .map_err(|error| self.status(error))?;
        let run = async {
            let mut tx = self.store.begin(call.origin()).await?;
            case.run(&mut tx).await
        };
        let done: Result<U::Answer, U::Error> = run.await;
        done.map(|done| response(M::from(answer(done))))
            .map_err(|error| self.status(error))
    }

    /// Reads a request that changes something; [`finish`](Self::finish) does what it asks for. For an rpc
    /// that has work of its own between the two, such as receiving a file.
    ///
    /// # Errors
    /// The request is not valid.
    pub fn change<Q: Idempotent, U>(
        &self,
        call: &Call,
        request: Q,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<U>,
    ) -> Result<Change<U>, Status> {
        let mut violations = Violations::new();
        let remembered = database::Request::new(request.request_id(), &request).ok();
        if remembered.is_none() {
            let rule = "must be a UUID of your choice; send the same one when you repeat the call";
            violations.add("request_id", "MALFORMED", rule);
        }
        let case = read(&mut violations, call.caller(), request);
        let read = violations.finish_with(remembered.zip(case));
        let (request, case) = read.map_err(|error| self.status(error))?;
        Ok(Change {
            origin: call.origin(),
            request,
            case,
        })
    }

    /// Runs a use case that was read before, once per request id.
    ///
    /// # Errors
    /// The use case failed.
    pub async fn finish<U, T, M>(
        &self,
        change: Change<U>,
        answer: impl Fn(U::Answer) -> T + Send + Sync,
    ) -> Result<Response<M>, Status>
    where
        U: UseCase<E>,
        RpcError: From<U::Error>,
        M: Message + Default + From<T>,
    {
        let answer = |done| M::from(answer(done));
        self.store
            .execute(&change.origin, &change.request, &change.case, answer)
            .await
            .map(response)
            .map_err(|error| self.status(error))
    }

    /// Answers what `work` makes of what was read: the response, or the one message that is in it. For rpcs without a
    /// request id.
    ///
    /// # Errors
    /// The request is not valid, or the work failed.
    pub async fn get<Q, K, T, M, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl FnOnce(K) -> W,
    ) -> Result<Response<M>, Status>
    where
        Q: Question,
        W: Future<Output = Result<T, RpcError>>,
        M: Message + From<T>,
    {
        let done = self.done(request, read, work).await;
        done.map(|answer| response(M::from(answer)))
    }

    /// Answers with the stream that `work` makes of what was read.
    ///
    /// # Errors
    /// The request is not valid, or the work failed.
    pub async fn stream<Q, K, S, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl FnOnce(K) -> W,
    ) -> Result<Response<S>, Status>
    where
        Q: Question,
        W: Future<Output = Result<S, RpcError>>,
    {
        self.done(request, read, work).await.map(Response::new)
    }

    /// Answers each message of a stream as `answer` answers a call of its own with the request in it, one after the other, until the
    /// first error.
    pub fn each<S, Q, B, A, M, W>(
        &self,
        (service, request): (&S, Request<Streaming<Q>>),
        in_it: impl Fn(Q) -> Option<B> + Send + 'static,
        answer: impl Fn(S, Request<B>) -> W + Send + 'static,
    ) -> Response<Answers<M>>
    where
        S: Clone + Send + 'static,
        Q: Send + 'static,
        B: Default + Send,
        M: From<A> + Send + 'static,
        W: Future<Output = Result<Response<A>, Status>> + Send,
    {
        let service = service.clone();
        let (call, domain) = (Call::of(&request), self.domain);
        let begun = (request.into_inner(), call, service, in_it, answer);
        let answers = stream::try_unfold(begun, move |begun| async move {
            let (mut messages, call, service, in_it, answer) = begun;
            let next = next_to_answer(&mut messages, &call).await;
            let Some(message) = next.map_err(|error| error.status(domain))? else {
                return Ok(None);
            };
            let mut one = Request::new(in_it(message).unwrap_or_default());
            one.extensions_mut().insert(call.clone());
            let answered = answer(service.clone(), one).await?.into_inner();
            let begun = (messages, call, service, in_it, answer);
            Ok(Some((M::from(answered), begun)))
        });
        Response::new(Box::pin(answers))
    }

    async fn done<Q, K, T, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl FnOnce(K) -> W,
    ) -> Result<T, Status>
    where
        Q: Question,
        W: Future<Output = Result<T, RpcError>>,
    {
        let caller = Call::of(&request).caller();
        let mut violations = Violations::new();
        let backwards = request.get_ref().backwards();
        let key = read(&mut violations, caller, request.into_inner());
        violations.add_backwards(&backwards);
        let answer = match violations.finish_with(key) {
            Ok(key) => work(key).await,
            Err(error) => Err(error),
        };
        answer.map_err(|error| self.status(error))
    }
}

/// The answers to the messages of a stream.
pub type Answers<M> = BoxStream<'static, Result<M, Status>>;

/// Bytes from which it is worth the time to compress an answer for those who ask for it.
const WORTH_COMPRESSING: usize = 1 << 10;

fn response<M: Message>(message: M) -> Response<M> {
    let small = message.encoded_len() < WORTH_COMPRESSING;
    let mut response = Response::new(message);
    if small {
        response.disable_compression();
    }
    response
}
