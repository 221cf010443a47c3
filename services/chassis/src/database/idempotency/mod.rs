//! Idempotent calls: the same request id again gets the first answer again.

mod call;
mod memory;
mod request;

pub(in crate::database) use call::{Answered, IdempotentCall};
pub(in crate::database) use memory::{AnsweredRequest, Memory};
pub use request::Request;
