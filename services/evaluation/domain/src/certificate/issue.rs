//! A certificate's paper given again (cấp lại) for the same term.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why a paper is given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueGround {
    Lost,
    Damaged,
    /// The producer has another name; the new paper bears it.
    ProducerRenamed,
    ProducerMoved,
    /// The commune went up in another or has another code.
    CommuneMerged,
}

/// A paper given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Which paper of the certificate it is: the first one given again is 2.
    pub number: u32,
    pub ground: IssueGround,
    pub on: NaiveDate,
    /// The number printed on the paper; empty if there is none.
    pub serial: String,
    pub reason: String,
    /// The producer's name on the paper before.
    pub former_producer_name: String,
    /// The producer's name on this paper.
    pub producer_name: String,
    /// The name of the place on this paper.
    pub place_name: String,
}
