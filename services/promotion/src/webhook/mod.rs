//! Sends signed webhooks: an adapter beside transport and storage, which the use cases do not know. [`signature`] signs a
//! message, [`sender`] posts it to addresses that may be called only, [`worker`] sends what is due.

mod recorder;
pub mod resolver;
pub mod sender;
pub mod signature;
pub mod worker;
