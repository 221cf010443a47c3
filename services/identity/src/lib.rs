//! Who may do what in the programme: roles, the scopes in which they are held, and which scope covers
//! what a call touches.
//!
//! The contract says of every rpc who may call it and what their scope must cover
//! (`ocop.access.v1`); its build makes a table of [`Access`] from that. A service asks the table
//! ([`AccessTable::check`]) before a call is let in, and the use case asks [`Caller::within`] once it
//! knows everything the call touches ([`Touched`]). Plain values, without I/O.

mod access;
mod caller;
mod role;
mod scope;
mod units;

pub use access::{Access, AccessDenied, AccessTable, Who};
pub use caller::{Actor, Caller, Grant, OutOfScope};
pub use role::Role;
pub use scope::{Also, Coverage, Located, Scope, ScopeKind, Target, Touched};
pub use units::{AskedUnit, Reach, UnitsOfDay};
