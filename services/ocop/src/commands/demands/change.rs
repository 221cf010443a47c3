//! Changes of demands.

use chrono::NaiveDate;
use clap::Args;
use ocop_proto::promotion::v1 as proto;

use super::{Service, held, show_demand};
use crate::commands::new_request;
use crate::errors::CallError;
use crate::output::Format;
use crate::words;

/// What changes of a demand; the rest stays.
#[derive(Args, Debug)]
pub(crate) struct Change {
    /// Id of the demand.
    id: String,
    /// How much is sought over the whole time.
    #[arg(long, value_name = "NUMBER")]
    quantity: Option<u64>,
    /// The lowest price of one of the unit, in VND; 0 for none.
    #[arg(long, value_name = "VND")]
    price_from: Option<u64>,
    /// The highest price of one of the unit, in VND; 0 for none.
    #[arg(long, value_name = "VND")]
    price_to: Option<u64>,
    /// The first day on which it is needed, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    from: Option<NaiveDate>,
    /// The last day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    to: Option<NaiveDate>,
    /// What else the buyer says.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl Change {
    pub(super) async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let request = proto::GetDemandRequest {
            id: self.id.clone(),
        };
        let found = service.get_demand(request).await;
        let seen = held(found.map_err(CallError::from)?.into_inner().demand)?;
        let price = |given: Option<u64>, before: Option<u64>| match given {
            None => before,
            Some(vnd) => Some(vnd).filter(|vnd| *vnd > 0),
        };
        let changes_price = self.price_from.is_some() || self.price_to.is_some();
        let request = proto::ChangeDemandRequest {
            request_id: new_request().to_string(),
            demand_id: self.id,
            quantity: self.quantity,
            price: changes_price.then(|| proto::DemandPrice {
                from_vnd: price(self.price_from, seen.price_from_vnd),
                to_vnd: price(self.price_to, seen.price_to_vnd),
            }),
            from_date: words::written(self.from),
            to_date: words::written(self.to),
            note: self.note,
            etag: seen.etag,
        };
        let changed = service.change_demand(request).await;
        show_demand(
            changed.map_err(CallError::from)?.into_inner().demand,
            format,
        )
    }
}
