//! Who may call which rpc, as the contract says it: made by `build.rs` from `ocop.access.v1.rule`.

use ocop_identity::{Access, Also, Coverage, Role, Who};

include!(concat!(env!("OUT_DIR"), "/access.rs"));
