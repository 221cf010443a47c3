//! Idempotent calls: the same request id again gets the first answer again.

mod call;
mod request;

pub(in crate::database) use call::{IdempotentCall, read_answer};
pub(in crate::database) use request::AnsweredRequest;
pub use request::Request;
