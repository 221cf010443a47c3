//! Writes what sensors measured.

use ocop_chassis::grpc::timestamp;
use ocop_proto::catalog::v1 as proto;

use crate::domain::trace::{SensorElement, SensorReport};

fn text<T: ToString>(given: Option<&T>) -> String {
    given.map(ToString::to_string).unwrap_or_default()
}

/// What sensors measured as callers give and get it.
pub(super) fn element(element: &SensorElement) -> proto::SensorElement {
    let metadata = &element.metadata;
    let source = &metadata.source;
    let written = proto::SensorMetadata {
        time: metadata.time.map(timestamp),
        start_time: metadata.from.map(timestamp),
        end_time: metadata.to.map(timestamp),
        device_id: text(source.device.as_ref()),
        device_metadata: text(source.device_metadata.as_ref()),
        raw_data: text(source.raw_data.as_ref()),
        data_processing_method: text(source.processing.as_ref()),
        biz_rules: text(metadata.biz_rules.as_ref()),
    };
    proto::SensorElement {
        metadata: (written != proto::SensorMetadata::default()).then_some(written),
        reports: element.reports.iter().map(report).collect(),
    }
}

fn report(report: &SensorReport) -> proto::SensorReport {
    let source = &report.source;
    proto::SensorReport {
        r#type: text(report.kind.as_ref()),
        exception: text(report.exception.as_ref()),
        device_id: text(source.device.as_ref()),
        device_metadata: text(source.device_metadata.as_ref()),
        raw_data: text(source.raw_data.as_ref()),
        data_processing_method: text(source.processing.as_ref()),
        time: report.time.map(timestamp),
        microorganism: text(report.microorganism.as_ref()),
        chemical_substance: text(report.chemical_substance.as_ref()),
        value: text(report.value.as_ref()),
        component: text(report.component.as_ref()),
        string_value: report.string_value.clone(),
        boolean_value: report.boolean_value,
        hex_binary_value: text(report.hex_binary_value.as_ref()),
        uri_value: text(report.uri_value.as_ref()),
        min_value: text(report.min_value.as_ref()),
        max_value: text(report.max_value.as_ref()),
        mean_value: text(report.mean_value.as_ref()),
        s_dev: text(report.s_dev.as_ref()),
        perc_rank: text(report.perc_rank.as_ref()),
        perc_value: text(report.perc_value.as_ref()),
        uom: text(report.unit.as_ref()),
        coordinate_reference_system: text(report.coordinates.as_ref()),
    }
}
