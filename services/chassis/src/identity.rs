//! Where roles and tokens were: use `ocop_identity` and [`tokens`](crate::tokens).

pub use ocop_identity::*;

pub use crate::tokens::{Rejected, Settings, Verifier, development};
