//! Value chains (chuỗi giá trị): the programme of 2021–2025 (Decision 919/QĐ-TTg) counts the producers in circular or
//! green ones that are tied to a stable area of raw material.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// What kind of value chain a producer works in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ValueChain {
    /// Not recorded.
    #[default]
    #[strum(serialize = "")]
    Unknown,
    /// Neither circular nor green.
    Ordinary,
    /// What one step leaves over is the material of another (kinh tế tuần hoàn).
    Circular,
    /// Made with little harm to the environment (kinh tế xanh).
    Green,
}
