//! The words of the standard, here and in the contract.

use ocop_chassis::grpc::enum_pairs;
use ocop_proto::catalog::v1 as proto;

use crate::domain::trace::{Action, BizStep, Disposition, Unit};

enum_pairs! {
    pub(super) fn step_to_proto(BizStep) -> proto::BizStep;
    pub(super) fn step_from_proto(proto::BizStep) -> Option<BizStep>;
    Accepting, Arriving, Assembling, Collecting, Commissioning, Consigning, CreatingClassInstance, CycleCounting, Decommissioning, Departing, Destroying, Disassembling, Dispensing, Encoding, EnteringExiting, Holding, Inspecting, Installing, Killing, Loading, Other, Packing, Picking, Receiving, Removing, Repackaging, Repairing, Replacing, Reserving, RetailSelling, Sampling, SensorReporting, Shipping, StagingOutbound, StockTaking, Stocking, Storing, Transporting, Unloading, Unpacking, VoidShipping
}

enum_pairs! {
    pub(super) fn disposition_to_proto(Disposition) -> proto::Disposition;
    pub(super) fn disposition_from_proto(proto::Disposition) -> Option<Disposition>;
    Active, Available, CompletenessInferred, CompletenessVerified, Conformant, ContainerClosed, ContainerOpen, Damaged, Destroyed, Dispensed, Disposed, Encoded, Expired, InProgress, InTransit, Inactive, MismatchClass, MismatchInstance, MismatchQuantity, NeedsReplacement, NoPedigreeMatch, NonConformant, NonSellableOther, PartiallyDispensed, Recalled, Reserved, RetailSold, Returned, SellableAccessible, SellableNotAccessible, Stolen, Unavailable, Unknown
}

enum_pairs! {
    pub(super) fn action_to_proto(Action) -> proto::TraceAction;
    pub(super) fn action_from_proto(proto::TraceAction) -> Option<Action>;
    Add, Observe, Delete
}

enum_pairs! {
    pub(super) fn unit_to_proto(Unit) -> proto::AmountUnit;
    pub(super) fn unit_from_proto(proto::AmountUnit) -> Option<Unit>;
    Piece, Gram, Kilogram, Tonne, Millilitre, Litre
}
