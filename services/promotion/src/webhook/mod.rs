//! Signed webhooks on the wire: [`signature`] proves who sent a message, [`sender`] posts it without being led astray,
//! [`worker`] sends what is due.

pub mod resolver;
pub mod sender;
pub mod signature;
pub mod worker;
