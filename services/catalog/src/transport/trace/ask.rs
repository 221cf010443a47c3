//! Reads what callers ask about lots.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::read::id;
use crate::domain::trace::{Direction, LotId, MOST_DEPTH};
use crate::storage::trace::LotFilter;

/// Steps that a lot is followed over if nobody says how many.
const USUAL_DEPTH: usize = 10;

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListLotsRequest,
) -> Option<LotFilter> {
    let mut optional =
        |field: &str, text: &str| (!text.is_empty()).then(|| v.uuid(field, text)).flatten();
    let producer = optional("producer_id", &request.producer_id);
    let product = optional("product_id", &request.product_id);
    Some(LotFilter {
        within: caller.reach(),
        producer,
        product,
        from: v.optional_date("from_date", &request.from_date),
        to: v.optional_date("to_date", &request.to_date),
    })
}

/// A question where a lot came from or went to.
pub(super) struct Question {
    pub(super) caller: Caller,
    pub(super) lot: LotId,
    /// The lot that the URI of a single piece names besides.
    pub(super) beside: Option<LotId>,
    pub(super) direction: Direction,
    pub(super) depth: usize,
}

pub(super) fn question(
    v: &mut Violations,
    caller: Caller,
    (lot, direction, depth): (&str, i32, u32),
) -> Option<Question> {
    let beside = LotId::named_beside(lot);
    let lot = id(v, "lot_id", lot);
    let direction = match v.known_or_any("direction", direction) {
        Some(proto::TraceDirection::Forward) => Direction::Forward,
        _ => Direction::Back,
    };
    let depth = usize::try_from(depth).unwrap_or(usize::MAX);
    if depth > MOST_DEPTH {
        v.add(
            "depth",
            "OUT_OF_RANGE",
            format!("must be 1 to {MOST_DEPTH}"),
        );
    }
    Some(Question {
        caller,
        lot: lot?,
        beside,
        direction,
        depth: if depth == 0 { USUAL_DEPTH } else { depth },
    })
}
