//! Reads what sensors measured.

use chrono::{DateTime, FixedOffset};
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;
use serde_json::Value;

use super::instant;
use crate::transport::trace::epcis::fields::Fields;

/// Most sensor elements of an event.
const ELEMENTS: usize = 20;
/// Most reports of a sensor element.
const REPORTS: usize = 50;

pub(super) fn read(v: &mut Violations, event: &mut Fields) -> Vec<proto::SensorElement> {
    const NAME: &str = "sensorElementList";
    let path = event.at(NAME);
    let mut read = Vec::new();
    for (n, value) in event.list(v, NAME, ELEMENTS).into_iter().enumerate() {
        let Some(mut element) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let metadata = element.take("sensorMetadata");
        let at = element.at("sensorMetadata");
        let metadata = metadata.and_then(|value| metadata_of(v, &at, value));
        let at = element.at("sensorReport");
        let reports = element.list(v, "sensorReport", REPORTS).into_iter();
        let reports: Vec<proto::SensorReport> = reports
            .enumerate()
            .filter_map(|(n, value)| report(v, &format!("{at}[{n}]"), value))
            .collect();
        element.finish(v);
        read.push(proto::SensorElement { metadata, reports });
    }
    read
}

fn time(v: &mut Violations, fields: &mut Fields, name: &str) -> Option<DateTime<FixedOffset>> {
    let text = fields.text(v, name);
    if text.is_empty() {
        return None;
    }
    instant(v, &fields.at(name), &text)
}

fn number(v: &mut Violations, fields: &mut Fields, name: &str) -> String {
    match fields.take(name) {
        None => String::new(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => {
            v.add(fields.at(name), "MALFORMED", "must be a number");
            String::new()
        }
    }
}

fn truth(v: &mut Violations, fields: &mut Fields, name: &str) -> Option<bool> {
    match fields.take(name)? {
        Value::Bool(truth) => Some(truth),
        _ => {
            v.add(fields.at(name), "MALFORMED", "must be true or false");
            None
        }
    }
}

fn metadata_of(v: &mut Violations, path: &str, value: Value) -> Option<proto::SensorMetadata> {
    let mut fields = Fields::of(v, path, value)?;
    let read = proto::SensorMetadata {
        time: time(v, &mut fields, "time").map(|time| timestamp(time.to_utc())),
        start_time: time(v, &mut fields, "startTime").map(|time| timestamp(time.to_utc())),
        end_time: time(v, &mut fields, "endTime").map(|time| timestamp(time.to_utc())),
        device_id: fields.text(v, "deviceID"),
        device_metadata: fields.text(v, "deviceMetadata"),
        raw_data: fields.text(v, "rawData"),
        data_processing_method: fields.text(v, "dataProcessingMethod"),
        biz_rules: fields.text(v, "bizRules"),
    };
    fields.finish(v);
    Some(read)
}

fn report(v: &mut Violations, path: &str, value: Value) -> Option<proto::SensorReport> {
    let mut fields = Fields::of(v, path, value)?;
    let read = proto::SensorReport {
        r#type: fields.text(v, "type"),
        exception: fields.text(v, "exception"),
        device_id: fields.text(v, "deviceID"),
        device_metadata: fields.text(v, "deviceMetadata"),
        raw_data: fields.text(v, "rawData"),
        data_processing_method: fields.text(v, "dataProcessingMethod"),
        time: time(v, &mut fields, "time").map(|time| timestamp(time.to_utc())),
        microorganism: fields.text(v, "microorganism"),
        chemical_substance: fields.text(v, "chemicalSubstance"),
        value: number(v, &mut fields, "value"),
        component: fields.text(v, "component"),
        string_value: fields.text(v, "stringValue"),
        boolean_value: truth(v, &mut fields, "booleanValue"),
        hex_binary_value: fields.text(v, "hexBinaryValue"),
        uri_value: fields.text(v, "uriValue"),
        min_value: number(v, &mut fields, "minValue"),
        max_value: number(v, &mut fields, "maxValue"),
        mean_value: number(v, &mut fields, "meanValue"),
        s_dev: number(v, &mut fields, "sDev"),
        perc_rank: number(v, &mut fields, "percRank"),
        perc_value: number(v, &mut fields, "percValue"),
        uom: fields.text(v, "uom"),
        coordinate_reference_system: fields.text(v, "coordinateReferenceSystem"),
    };
    fields.finish(v);
    Some(read)
}
