//! Writes what sensors measured.

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::{Map, Value};

use super::{by_clock, number};
use crate::domain::trace::{Number, SensorElement, SensorMetadata, SensorReport, SensorSource};

/// The fields of an object that there are.
struct Written<'a> {
    fields: Map<String, Value>,
    here: &'a FixedOffset,
}

impl Written<'_> {
    fn say(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.fields.insert(name.to_owned(), value);
        }
    }

    fn text<T: ToString>(&mut self, name: &str, text: Option<&T>) {
        self.say(name, text.map(|text| text.to_string().into()));
    }

    fn number(&mut self, name: &str, given: Option<&Number>) {
        self.say(name, given.map(|given| number(&given.to_string())));
    }

    fn time(&mut self, name: &str, time: Option<DateTime<Utc>>) {
        let time = time.map(|time| by_clock(time, self.here));
        self.say(name, time);
    }

    fn source(&mut self, source: &SensorSource) {
        self.text("deviceID", source.device.as_ref());
        self.text("deviceMetadata", source.device_metadata.as_ref());
        self.text("rawData", source.raw_data.as_ref());
        self.text("dataProcessingMethod", source.processing.as_ref());
    }
}

/// The list of what sensors measured, with times by the clock of the event.
pub(super) fn write(elements: &[SensorElement], here: &FixedOffset) -> Value {
    let empty = || Written {
        fields: Map::new(),
        here,
    };
    let written = elements.iter().map(|element| {
        let mut written = Map::new();
        let metadata = metadata(empty(), &element.metadata);
        if !metadata.is_empty() {
            written.insert("sensorMetadata".to_owned(), metadata.into());
        }
        let reports = element.reports.iter();
        let reports: Vec<Value> = reports.map(|one| report(empty(), one)).collect();
        written.insert("sensorReport".to_owned(), reports.into());
        Value::Object(written)
    });
    written.collect()
}

fn metadata(mut written: Written<'_>, metadata: &SensorMetadata) -> Map<String, Value> {
    written.time("time", metadata.time);
    written.time("startTime", metadata.from);
    written.time("endTime", metadata.to);
    written.source(&metadata.source);
    written.text("bizRules", metadata.biz_rules.as_ref());
    written.fields
}

fn report(mut written: Written<'_>, report: &SensorReport) -> Value {
    written.text("type", report.kind.as_ref());
    written.text("exception", report.exception.as_ref());
    written.source(&report.source);
    written.time("time", report.time);
    written.text("microorganism", report.microorganism.as_ref());
    written.text("chemicalSubstance", report.chemical_substance.as_ref());
    written.number("value", report.value.as_ref());
    written.text("component", report.component.as_ref());
    let text = Some(&report.string_value).filter(|text| !text.is_empty());
    written.text("stringValue", text);
    written.say("booleanValue", report.boolean_value.map(Value::from));
    written.text("hexBinaryValue", report.hex_binary_value.as_ref());
    written.text("uriValue", report.uri_value.as_ref());
    written.number("minValue", report.min_value.as_ref());
    written.number("maxValue", report.max_value.as_ref());
    written.number("meanValue", report.mean_value.as_ref());
    written.number("sDev", report.s_dev.as_ref());
    written.number("percRank", report.perc_rank.as_ref());
    written.number("percValue", report.perc_value.as_ref());
    written.text("uom", report.unit.as_ref());
    written.text("coordinateReferenceSystem", report.coordinates.as_ref());
    Value::Object(written.fields)
}
