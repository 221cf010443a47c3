//! Bearer tokens: who signed them, and whom they speak for.
//!
//! A token is verified ([`Verifier`]) against the public keys of an issuer. What it says of its
//! bearer's roles is read into an [`Actor`](ocop_identity::Actor); what the roles mean is not this
//! module's business.

mod claims;
pub mod development;
mod keys;
mod verifier;

pub use verifier::{Rejected, Settings, Verifier};
