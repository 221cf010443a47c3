//! The whole system, seen from outside: one file per concern.

mod layers;
