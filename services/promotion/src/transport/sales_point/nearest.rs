//! Which sales points are nearest to a place.

use chrono::{DateTime, Utc};
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_places::day_of;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::read::location;
use super::write;
use crate::domain::sales_point::{Location, SalesPoint, Shown};

/// Points that are looked at: several times as many as the country has.
pub(super) const LOOKED_AT: u64 = 5_000;

/// Metres of a degree of latitude, rounded down so that no point is missed.
const METRES_OF_DEGREE: f64 = 110_000.0;

/// From where the nearest points are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) location: Location,
    /// How far at most, in metres.
    pub(super) within: u32,
    pub(super) limit: usize,
    pub(super) open_now: bool,
    /// The product that they show.
    pub(super) product_id: Option<Uuid>,
}

pub(super) fn read(
    v: &mut Violations,
    _: Caller,
    request: proto::FindSalesPointsRequest,
) -> Option<Asked> {
    let from = match &request.location {
        Some(given) => location(v, "location", given),
        None => {
            v.add("location", "REQUIRED", "must be given");
            None
        }
    };
    let or = |given: u32, usual: u32| if given == 0 { usual } else { given };
    let within = v.within(
        "within_metres",
        or(request.within_metres, 50_000),
        1..=200_000,
    );
    let limit = v.within("limit", or(request.limit, 10), 1..=100);
    let product_id = if request.product_id.is_empty() {
        None
    } else {
        Some(v.uuid("product_id", &request.product_id)?)
    };
    Some(Asked {
        location: from?,
        within: within?,
        limit: usize::try_from(limit?).ok()?,
        open_now: request.open_now,
        product_id,
    })
}

/// Latitudes and longitudes in millionths of a degree between which everything lies that is near enough.
pub(super) fn around(asked: &Asked) -> ((i32, i32), (i32, i32)) {
    let (latitude, longitude) = asked.location.micro();
    let (degrees, _) = asked.location.degrees();
    let high = f64::from(asked.within) / METRES_OF_DEGREE;
    // Degrees of longitude are shortest on the parallel that is nearest to a pole.
    let narrow = (degrees.abs() + high).min(90.0).to_radians().cos();
    let wide = if narrow > 0.01 { high / narrow } else { 180.0 };
    let micro = |degrees: f64| -> i32 {
        let text = format!("{:.0}", (degrees * 1e6).min(360e6));
        text.parse().unwrap_or(i32::MAX)
    };
    let span =
        |centre: i32, reach: i32| (centre.saturating_sub(reach), centre.saturating_add(reach));
    (span(latitude, micro(high)), span(longitude, micro(wide)))
}

/// The nearest of these points, with their distances. The product that is asked for is shown by one of the ids under which it is
/// kept.
pub(super) fn nearest(
    points: Vec<Saved<SalesPoint>>,
    (asked, records): (&Asked, &[Uuid]),
    now: DateTime<Utc>,
) -> Vec<proto::FoundSalesPoint> {
    let today = day_of(now);
    let wanted = |point: &Saved<SalesPoint>| {
        let shows = |shown: &Shown| matches!(shown, Shown::Ocop(id) if records.contains(id));
        (!asked.open_now || write::open_at(point, now))
            && (asked.product_id.is_none() || point.shown_on(today).any(shows))
    };
    let mut found: Vec<(f64, Saved<SalesPoint>)> = points
        .into_iter()
        .filter(wanted)
        .filter_map(|point| {
            let metres = point.terms.location?.metres_to(&asked.location);
            (metres <= f64::from(asked.within)).then_some((metres, point))
        })
        .collect();
    found.sort_by(|(near, _), (far, _)| near.total_cmp(far));
    found.truncate(asked.limit);
    let message = |(metres, point): (f64, Saved<SalesPoint>)| proto::FoundSalesPoint {
        metres: format!("{metres:.0}").parse().unwrap_or(u32::MAX),
        sales_point: Some(proto::SalesPoint {
            open_now: write::open_at(&point, now),
            ..write::point(&point)
        }),
    };
    found.into_iter().map(message).collect()
}
