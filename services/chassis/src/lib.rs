//! What every OCOP service stands on: settings, telemetry, life and death of the process, the gRPC
//! shell, identity, databases and messaging. Mechanism only: no word of the programme's domain
//! lives here, so that each service keeps its own language.

pub mod admin;
pub mod clock;
pub mod config;
pub mod database;
pub mod grpc;
pub mod host;
pub mod identity;
pub mod ids;
pub mod lifecycle;
pub mod messaging;
pub mod operations;
pub mod paging;
pub mod program;
pub mod telemetry;
pub mod text;
pub mod tls;
pub mod tokens;
