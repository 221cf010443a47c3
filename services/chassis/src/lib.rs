//! What every service uses: settings, telemetry, start and end of the process, the gRPC server,
//! tokens, the database and messaging. It is mechanism only: roles and scopes are in
//! `ocop_identity`, who consumes whom and the time zone of dates in `ocop_proto`, rules in the domain
//! of each service.

pub mod admin;
pub mod audit;
pub mod clock;
pub mod config;
pub mod database;
pub mod grpc;
pub mod host;
pub mod ids;
pub mod lifecycle;
pub mod messaging;
pub mod operations;
pub mod paging;
pub mod program;
pub mod sealing;
pub mod telemetry;
pub mod tls;
pub mod tokens;

pub use ocop_spelling as text;
