//! Promotion through its rpcs.
