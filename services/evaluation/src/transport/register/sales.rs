//! Consumes reports of sales: programmes count who sells through modern channels, and how sales grew.

use anyhow::Context as _;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::application::register::store_sales;
use crate::domain::Event;
use crate::domain::register::sales::SalesReport;

/// More is reported of no product and month, in VND.
const MOST: u64 = 100_000_000_000_000;

/// The handler of events of reports of sales.
#[derive(Clone, Copy, Debug)]
pub struct SalesReports;

impl Handler<Event> for SalesReports {
    const CONSUMER: Consumer = topology::EVALUATION_SALES;
    const EVENTS: &[&str] = &["reported.v1", "corrected.v1"];

    type Fact = SalesReport;

    fn read(&self, event: &Envelope) -> Result<SalesReport, HandlerError> {
        let fact = serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        report(fact).map_err(|error| HandlerError::undecodable(format!("{error:#}")))
    }

    fn aggregate(report: &SalesReport) -> Uuid {
        report.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, SalesReport)],
    ) -> Result<(), HandlerError> {
        let reports = facts.iter().map(|(_, report)| report.clone());
        Ok(store_sales(tx, reports).await?)
    }
}

fn report(fact: promotion::SalesReportFact) -> anyhow::Result<SalesReport> {
    let report = fact.sales_report.context("it names no report")?;
    let sales = report.sales.unwrap_or_default();
    anyhow::ensure!(
        sales.modern_channel_vnd <= sales.sales_vnd && sales.sales_vnd <= MOST,
        "sales of {} VND, {} of them through modern channels",
        sales.sales_vnd,
        sales.modern_channel_vnd
    );
    Ok(SalesReport {
        id: report.id.parse().context("id")?,
        product_id: report.product_id.parse().context("product_id")?,
        producer_id: report.producer_id.parse().context("producer_id")?,
        month: report.month.parse().context("month")?,
        vnd: sales.sales_vnd,
        modern_vnd: sales.modern_channel_vnd,
    })
}
