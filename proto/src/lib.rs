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

/// The time zone of the contract's dates: Viet Nam's, UTC+7 without summer time.
pub const VIET_NAM: chrono::FixedOffset = chrono::FixedOffset::east_opt(7 * 60 * 60).unwrap();

/// The encoded `google.protobuf.FileDescriptorSet` of the whole contract, for reflection and for tests that walk it.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
