//! Coordinates, and the distance between two.

use geographiclib_rs::{Geodesic, InverseGeodesic};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A place on the globe (WGS 84), in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    latitude: i32,
    longitude: i32,
}

/// Coordinates that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a latitude is -90 to 90 and a longitude -180 to 180 degrees")]
pub struct NowhereOnEarth;

impl Location {
    /// A place by its coordinates in degrees.
    ///
    /// # Errors
    /// There is no such place.
    pub fn at(latitude: f64, longitude: f64) -> Result<Self, NowhereOnEarth> {
        if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
            return Err(NowhereOnEarth);
        }
        let micro = |degrees: f64| format!("{:.0}", degrees * 1e6).parse();
        match (micro(latitude), micro(longitude)) {
            (Ok(latitude), Ok(longitude)) => Ok(Self {
                latitude,
                longitude,
            }),
            _ => Err(NowhereOnEarth),
        }
    }

    /// Latitude and longitude in millionths of a degree.
    pub fn micro(&self) -> (i32, i32) {
        (self.latitude, self.longitude)
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(&self) -> (f64, f64) {
        let degrees = |micro: i32| f64::from(micro) / 1e6;
        (degrees(self.latitude), degrees(self.longitude))
    }

    /// How far it is from another along the ellipsoid, in metres.
    pub fn metres_to(&self, other: &Self) -> f64 {
        let ((latitude, longitude), (to_latitude, to_longitude)) =
            (self.degrees(), other.degrees());
        Geodesic::wgs84().inverse(latitude, longitude, to_latitude, to_longitude)
    }
}
