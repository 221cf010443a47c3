//! What nobody meant, given to whoever reads from outside: requests to every rpc of a populated system, and events to
//! every consumer. First what is kept in `tests/fuzz/corpus`, then what proptest makes of it and of good ones; `make fuzz`
//! tries more.

pub(crate) mod events;
mod message;
mod requests;
