//! How much there is of a product.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::catalog::v1::Amount;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::exchange_service_client::ExchangeServiceClient;

use crate::client::Authorised;
use crate::commands::new_request;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// How much there is.
#[derive(Args, Debug)]
pub(crate) struct Stock {
    /// Id of the product.
    product: String,
    /// How much; 0 if it is sold out.
    #[arg(long)]
    quantity: u64,
    /// Of what, such as "chai".
    #[arg(long)]
    unit: String,
    /// The day, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    on: Option<NaiveDate>,
}

impl Stock {
    pub(super) async fn run(
        self,
        mut service: ExchangeServiceClient<Authorised>,
        format: Format,
    ) -> anyhow::Result<()> {
        let request = proto::ReportStockRequest {
            request_id: new_request().to_string(),
            product_id: self.product,
            amount: Some(Amount {
                quantity: self.quantity,
                unit: self.unit,
            }),
            on_date: self.on.map(|day| day.to_string()).unwrap_or_default(),
        };
        let said = service.report_stock(request).await;
        let said = said.map_err(CallError::from)?.into_inner();
        if format == Format::Json {
            return output::json(&said);
        }
        let stock = said.stock.unwrap_or_default();
        let amount = stock.amount.unwrap_or_default();
        output::line(format_args!(
            "{} {} on {}, which counts until {}",
            amount.quantity, amount.unit, stock.on_date, stock.counts_to
        ));
        Ok(())
    }
}
