//! Decisions of authorities: what grants a certificate and what takes it away.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A decision of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number, such as `1898/QĐ-UBND`.
    pub number: String,
    pub date: NaiveDate,
    /// Who decided, such as `UBND tỉnh Quảng Ngãi`.
    pub authority: String,
    /// Who signed; empty if not recorded.
    pub signer: String,
}
