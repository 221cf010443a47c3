//! What sensors measured (EPCIS 2.0, section 7.3.7). It is kept with an event and given back; nothing is refused by what it says.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Alert, Component, Hexadecimal, Malformed, MeasurementType, Number, UnitCode, Uri};

/// Reports with what they share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SensorElement {
    /// What they share.
    pub metadata: SensorMetadata,
    /// The reports.
    pub reports: Vec<SensorReport>,
}

/// Where measurements come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SensorSource {
    /// The device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Uri>,
    /// What is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_metadata: Option<Uri>,
    /// The data as they were measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_data: Option<Uri>,
    /// How they were processed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing: Option<Uri>,
}

/// What reports share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SensorMetadata {
    /// When was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<DateTime<Utc>>,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// Where the measurements come from.
    pub source: SensorSource,
    /// The rules by which was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biz_rules: Option<Uri>,
}

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SensorReport {
    /// What was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MeasurementType>,
    /// That something is not as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<Alert>,
    /// Where it comes from.
    pub source: SensorSource,
    /// When was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<DateTime<Utc>>,
    /// The microorganism that was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub microorganism: Option<Uri>,
    /// The chemical substance that was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chemical_substance: Option<Uri>,
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// Of what it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    /// The text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub string_value: String,
    /// Whether something is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boolean_value: Option<bool>,
    /// The bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hex_binary_value: Option<Hexadecimal>,
    /// The URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_value: Option<Uri>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Number>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Number>,
    /// The mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_value: Option<Number>,
    /// The standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s_dev: Option<Number>,
    /// Which percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perc_rank: Option<Number>,
    /// The number at that percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perc_value: Option<Number>,
    /// The unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// The coordinate reference system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Uri>,
}

impl SensorMetadata {
    /// What is wrong with it.
    pub fn wrong(&self) -> Option<(&'static str, Malformed)> {
        let (from, to) = self.from.zip(self.to)?;
        (to < from).then_some(("end_time", Malformed("must not be before start_time")))
    }
}

impl SensorReport {
    /// What is wrong with its numbers.
    pub fn wrong(&self) -> Vec<(&'static str, Malformed)> {
        let mut wrong = Vec::new();
        let (least, greatest) = (self.min_value.as_ref(), self.max_value.as_ref());
        if let (Some(least), Some(greatest)) = (least, greatest)
            && greatest.nearest() < least.nearest()
        {
            wrong.push(("max_value", Malformed("must not be below min_value")));
        }
        let rank = self.perc_rank.as_ref().map(Number::nearest);
        if rank.is_some_and(|rank| !(0.0..=100.0).contains(&rank)) {
            wrong.push(("perc_rank", Malformed("must be 0 to 100")));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_report_agree_and_everything_wrong_is_said_at_once() {
        let temperature = SensorReport {
            kind: "Temperature".parse().ok(),
            ..SensorReport::default()
        };
        for (least, greatest, rank, wrong) in [
            ("-20", "-18", "0", &[][..]),
            ("-18", "-18", "100", &[]),
            ("-18", "-20", "50", &["max_value"]),
            ("-20", "-18", "100.1", &["perc_rank"]),
            ("5", "4", "-1", &["max_value", "perc_rank"]),
        ] {
            let report = SensorReport {
                min_value: least.parse().ok(),
                max_value: greatest.parse().ok(),
                perc_rank: rank.parse().ok(),
                ..temperature.clone()
            };
            let fields: Vec<&str> = report.wrong().iter().map(|(field, _)| *field).collect();
            assert_eq!(fields, wrong, "{rank}");
        }
    }

    #[test]
    fn nothing_is_measured_until_before_it_was_begun() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0);
        let metadata = |from, to| SensorMetadata {
            from: at(from),
            to: at(to),
            ..SensorMetadata::default()
        };
        assert_eq!(metadata(5, 5).wrong(), None);
        assert_eq!(
            metadata(5, 4).wrong().map(|(field, _)| field),
            Some("end_time")
        );
    }
}
