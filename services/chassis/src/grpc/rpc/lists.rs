//! Lists: by pages of bounded rows and bytes, and without long texts unless they are asked for.

use ocop_identity::Caller;
use ocop_proto::request::{LongTexts, PageOf, Paged, Question, Viewed};
use ocop_proto::view::v1::View;
use prost::Message;
use tonic::{Request, Response, Status};
use tracing::error;

use super::{Rpc, response};
use crate::grpc::{Call, RpcError, Violations};
use crate::paging::{Page, Rows, Tokens};

impl<E: Send> Rpc<E> {
    /// Answers a list that has no pages, in the view that is asked for. See [`get`](Self::get).
    ///
    /// # Errors
    /// The request is not valid, or the work failed.
    pub async fn whole_list<Q, K, T, M, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl FnOnce(K) -> W,
    ) -> Result<Response<M>, Status>
    where
        Q: Question + Viewed,
        W: Future<Output = Result<T, RpcError>>,
        M: Message + LongTexts + From<T>,
    {
        let read = |v: &mut Violations, caller, request: Q| {
            let full = is_full(v, &request);
            Some((read(v, caller, request)?, full?))
        };
        let work = |(key, full)| {
            let found = work(key);
            async move { Ok(in_view(M::from(found.await?), full)) }
        };
        self.get(request, read, work).await
    }

    /// Answers a page of a list: `read` reads the filter, `work` finds the rows of the page with the token of the next,
    /// `to_proto` makes a message of each row. See [`list`](Self::list).
    ///
    /// # Errors
    /// The request is not valid, or the work failed.
    pub async fn page<Q, F, R, P, M, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<F>,
        work: impl Fn(F, Page) -> W,
        to_proto: impl Fn(R) -> P,
    ) -> Result<Response<M>, Status>
    where
        Q: Paged,
        F: Clone,
        W: Future<Output = Result<(Vec<R>, String), RpcError>>,
        M: PageOf + From<(Vec<P>, String)>,
    {
        let to_proto = &to_proto;
        let work = |filter, page| {
            let found = work(filter, page);
            async move {
                let (rows, next_page_token) = found.await?;
                let messages: Vec<P> = rows.into_iter().map(to_proto).collect();
                Ok((messages, next_page_token))
            }
        };
        self.list(request, read, work).await
    }

    /// Answers a page of a list: `read` reads the filter, `work` finds the rows of the page. Long texts are left
    /// out unless they are asked for, and a page that would have too many bytes is made again with fewer rows. If there is
    /// nothing to list, what the request selects by must be there: see [`Named`](crate::database::Named).
    ///
    /// # Errors
    /// The request is not valid, or the work failed.
    pub async fn list<Q, F, T, M, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<F>,
        work: impl Fn(F, Page) -> W,
    ) -> Result<Response<M>, Status>
    where
        Q: Paged,
        F: Clone,
        W: Future<Output = Result<T, RpcError>>,
        M: PageOf + From<T>,
    {
        self.list_of(Rows::USUAL, request, read, work).await
    }

    /// [`list`](Self::list) with other numbers of rows.
    pub(crate) async fn list_of<Q, F, T, M, W>(
        &self,
        rows: Rows,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<F>,
        work: impl Fn(F, Page) -> W,
    ) -> Result<Response<M>, Status>
    where
        Q: Paged,
        F: Clone,
        W: Future<Output = Result<T, RpcError>>,
        M: PageOf + From<T>,
    {
        let (call, request) = (Call::of(&request), request.into_inner());
        let caller = call.caller();
        let tokens = Tokens::new(&self.page_tokens, &call.actor.subject, call.rpc, &request);
        let mut violations = Violations::new();
        let page = Page::of(&mut violations, rows, &tokens, &request);
        let full = is_full(&mut violations, &request);
        let (named, backwards) = (self.named(&request), request.backwards());
        let filter = read(&mut violations, caller, request);
        violations.add_backwards(&backwards);
        let read = violations.finish_with(filter.zip(full));
        let (filter, full) = read.map_err(|error| self.status(error))?;
        let is_first = page.after.is_none();
        let fitting = fitting(page, filter, full, work).await;
        let mut answer: M = fitting.map_err(|error| self.status(error))?;
        // An answer without a row and a token has no bytes.
        if is_first && answer.encoded_len() == 0 {
            let known = self.require(&named).await;
            known.map_err(|error| self.status(error))?;
        }
        let next = answer.next_page_token_mut();
        *next = tokens.seal(next).map_err(|error| {
            error!(%error, "the token of a page cannot be sealed");
            self.status(RpcError::internal())
        })?;
        Ok(response(answer))
    }
}

/// Whether the rows of a list are wanted with their long texts.
fn is_full(violations: &mut Violations, request: &impl Viewed) -> Option<bool> {
    let view: View = violations.known_or_any("view", request.wanted_view())?;
    Some(view == View::Full)
}

fn in_view<M: LongTexts>(mut answer: M, full: bool) -> M {
    if !full {
        answer.leave_long_texts_out();
    }
    answer
}

/// A page that has few enough bytes.
async fn fitting<F: Clone, T, M: PageOf + From<T>, W>(
    mut page: Page,
    filter: F,
    full: bool,
    work: impl Fn(F, Page) -> W,
) -> Result<M, RpcError>
where
    W: Future<Output = Result<T, RpcError>>,
{
    loop {
        let made = M::from(work(filter.clone(), page.clone()).await?);
        let answer = in_view(made, full);
        match page.smaller(answer.encoded_len()) {
            Some(smaller) => page = smaller,
            None => return Ok(answer),
        }
    }
}
