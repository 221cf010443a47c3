//! The tests of the whole system are in `tests/it`; this crate has no code of its own.
