//! The words of CBV 2.0, as its bare strings.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};

/// What was done, as a step of business (CBV 2.0, section 7.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantArray, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the standard")]
pub enum BizStep {
    Accepting,
    Arriving,
    Assembling,
    Collecting,
    Commissioning,
    Consigning,
    CreatingClassInstance,
    CycleCounting,
    Decommissioning,
    Departing,
    Destroying,
    Disassembling,
    Dispensing,
    Encoding,
    EnteringExiting,
    Holding,
    Inspecting,
    Installing,
    Killing,
    Loading,
    Other,
    Packing,
    Picking,
    Receiving,
    Removing,
    Repackaging,
    Repairing,
    Replacing,
    Reserving,
    RetailSelling,
    Sampling,
    SensorReporting,
    Shipping,
    StagingOutbound,
    StockTaking,
    Stocking,
    Storing,
    Transporting,
    Unloading,
    Unpacking,
    VoidShipping,
}

/// What something was after a step (CBV 2.0, section 7.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantArray, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the standard")]
pub enum Disposition {
    Active,
    Available,
    CompletenessInferred,
    CompletenessVerified,
    Conformant,
    ContainerClosed,
    ContainerOpen,
    Damaged,
    Destroyed,
    Dispensed,
    Disposed,
    Encoded,
    Expired,
    InProgress,
    InTransit,
    Inactive,
    MismatchClass,
    MismatchInstance,
    MismatchQuantity,
    NeedsReplacement,
    NoPedigreeMatch,
    NonConformant,
    NonSellableOther,
    PartiallyDispensed,
    Recalled,
    Reserved,
    RetailSold,
    Returned,
    SellableAccessible,
    SellableNotAccessible,
    Stolen,
    Unavailable,
    Unknown,
}
