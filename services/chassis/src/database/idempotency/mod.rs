//! Idempotent calls: the same request id again gets the first answer again.

mod call;
mod request;

pub(super) use call::{IdempotentCall, read_answer};
pub(super) use idempotency::AnsweredRequest;
pub use request::Request;
