//! The contract of OCOP, compiled: what callers send and receive, and what the services publish.
//!
//! One module per package. Messages serialise with serde as canonical proto3 JSON, which is how events travel; unknown
//! fields are ignored on reading, so that a publisher may add one before its subscribers know it.

pub mod access;
pub mod codec;
pub mod docs;
pub mod limits;
pub mod request;
pub mod topology;

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// The time zone of the contract's dates, and the day of an instant in it.
pub use ocop_places::{VIET_NAM, day_of};

/// The encoded `google.protobuf.FileDescriptorSet` of the whole contract, for reflection and for tests that walk it.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
