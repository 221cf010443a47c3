//! The events of reported sales as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::write;
use crate::domain::sales::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let report = &event.fact.report;
    let message = proto::SalesReportFact {
        sales_report: Some(write::bare(report)),
    };
    let province = &report.place.province_code;
    encoded("sales_report", event.change, province, &message)
}
