//! Reads what sensors measured.

use ocop_chassis::grpc::{Violations, instant};
use ocop_proto::catalog::v1 as proto;

use super::optional_id;
use super::what::some;
use crate::domain::trace::{Malformed, SensorElement, SensorMetadata, SensorReport, SensorSource};

const TEXT: usize = 200;

/// Reads what sensors measured.
pub(super) fn read(
    v: &mut Violations,
    field: &str,
    given: &[proto::SensorElement],
) -> Vec<SensorElement> {
    let mut read = Vec::new();
    for (n, element) in given.iter().enumerate() {
        let at = |name: &str| format!("{field}[{n}].{name}");
        let shared = element.metadata.clone().unwrap_or_default();
        let metadata = metadata(v, &at("metadata"), &shared);
        some(v, &at("reports"), !element.reports.is_empty());
        let reports = element.reports.iter().enumerate();
        let reports = reports.map(|(n, one)| report(v, &format!("{}[{n}]", at("reports")), one));
        let reports = reports.collect();
        read.push(SensorElement { metadata, reports });
    }
    read
}

fn wrong(
    v: &mut Violations,
    path: &str,
    wrong: impl IntoIterator<Item = (&'static str, Malformed)>,
) {
    for (field, Malformed(rule)) in wrong {
        v.add(format!("{path}.{field}"), "MALFORMED", rule);
    }
}

fn metadata(v: &mut Violations, field: &str, given: &proto::SensorMetadata) -> SensorMetadata {
    let at = |name: &str| format!("{field}.{name}");
    let read = SensorMetadata {
        time: instant(v, &at("time"), given.time.as_ref()),
        from: instant(v, &at("start_time"), given.start_time.as_ref()),
        to: instant(v, &at("end_time"), given.end_time.as_ref()),
        source: SensorSource {
            device: optional_id(v, &at("device_id"), &given.device_id),
            device_metadata: optional_id(v, &at("device_metadata"), &given.device_metadata),
            raw_data: optional_id(v, &at("raw_data"), &given.raw_data),
            processing: optional_id(
                v,
                &at("data_processing_method"),
                &given.data_processing_method,
            ),
        },
        biz_rules: optional_id(v, &at("biz_rules"), &given.biz_rules),
    };
    wrong(v, field, read.wrong());
    read
}

fn report(v: &mut Violations, field: &str, given: &proto::SensorReport) -> SensorReport {
    let at = |name: &str| format!("{field}.{name}");
    if given.r#type.is_empty() && given.exception.is_empty() {
        v.add(at("type"), "REQUIRED", "must be given without an exception");
    }
    let string_value = v.optional_text(&at("string_value"), &given.string_value, TEXT);
    let crs = &given.coordinate_reference_system;
    let read = SensorReport {
        kind: optional_id(v, &at("type"), &given.r#type),
        exception: optional_id(v, &at("exception"), &given.exception),
        source: SensorSource {
            device: optional_id(v, &at("device_id"), &given.device_id),
            device_metadata: optional_id(v, &at("device_metadata"), &given.device_metadata),
            raw_data: optional_id(v, &at("raw_data"), &given.raw_data),
            processing: optional_id(
                v,
                &at("data_processing_method"),
                &given.data_processing_method,
            ),
        },
        time: instant(v, &at("time"), given.time.as_ref()),
        microorganism: optional_id(v, &at("microorganism"), &given.microorganism),
        chemical_substance: optional_id(v, &at("chemical_substance"), &given.chemical_substance),
        value: optional_id(v, &at("value"), &given.value),
        component: optional_id(v, &at("component"), &given.component),
        string_value: string_value.unwrap_or_default(),
        boolean_value: given.boolean_value,
        hex_binary_value: optional_id(v, &at("hex_binary_value"), &given.hex_binary_value),
        uri_value: optional_id(v, &at("uri_value"), &given.uri_value),
        min_value: optional_id(v, &at("min_value"), &given.min_value),
        max_value: optional_id(v, &at("max_value"), &given.max_value),
        mean_value: optional_id(v, &at("mean_value"), &given.mean_value),
        s_dev: optional_id(v, &at("s_dev"), &given.s_dev),
        perc_rank: optional_id(v, &at("perc_rank"), &given.perc_rank),
        perc_value: optional_id(v, &at("perc_value"), &given.perc_value),
        unit: optional_id(v, &at("uom"), &given.uom),
        coordinates: optional_id(v, &at("coordinate_reference_system"), crs),
    };
    wrong(v, field, read.wrong());
    read
}
