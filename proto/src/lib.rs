//! The contract of OCOP, compiled: what callers send and receive, and what the services publish.
//!
//! One module per package. Messages serialise with serde as canonical proto3 JSON, which is how events travel; unknown
//! fields are ignored on reading, so that a publisher may add one before its subscribers know it.

pub mod access;
pub mod docs;
pub mod request;
pub mod topology;

/// Administrative units, producers and products.
pub mod catalog {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.catalog.v1");
        include!(concat!(env!("OUT_DIR"), "/ocop.catalog.v1.serde.rs"));
    }
}
/// Regulations, criteria, dossiers, councils and certificates.
pub mod evaluation {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.evaluation.v1");
        include!(concat!(env!("OUT_DIR"), "/ocop.evaluation.v1.serde.rs"));
    }
}
/// Listings, partners, matches and webhooks.
pub mod promotion {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.promotion.v1");
        include!(concat!(env!("OUT_DIR"), "/ocop.promotion.v1.serde.rs"));
    }
}
/// What every service offers to operators.
pub mod operations {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.operations.v1");
        include!(concat!(env!("OUT_DIR"), "/ocop.operations.v1.serde.rs"));
    }
}

/// The time zone of the contract's dates: Viet Nam's, UTC+7 without summer time.
pub const VIET_NAM: chrono::FixedOffset = chrono::FixedOffset::east_opt(7 * 60 * 60).unwrap();

/// The encoded `google.protobuf.FileDescriptorSet` of the whole contract, for reflection and for tests that walk it.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));
