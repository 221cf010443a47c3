//! The gRPC server of a service: what every rpc goes through before and after its own work.
//!
//! [`GrpcServer`] serves; its guard takes up the trace, asks who calls and whether they may, counts and
//! logs. A handler finds the result in [`Call`], reads its request with [`Violations`], and fails
//! with an [`RpcError`]; [`Rpc`] does all that for it.

mod answer;
mod body;
mod call;
mod connections;
mod enum_pairs;
mod error;
#[cfg(test)]
mod fuzz;
mod guard;
mod metrics;
mod protocol;
mod read;
mod rpc;
mod server;
mod settings;
mod shares;
mod streaming;
mod violations;

pub use answer::code_name;
pub use call::Call;
pub use enum_pairs::enum_pairs;
pub use error::{RpcError, Violation, store_error};
pub use read::{instant, timestamp};
pub use rpc::{Answers, Change, Rpc};
pub use server::GrpcServer;
pub use settings::Settings;
pub use streaming::next_message;
pub use tonic::codec::CompressionEncoding;
pub use violations::{FieldError, Violations, YEARS};
