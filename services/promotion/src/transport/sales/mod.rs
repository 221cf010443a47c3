//! Reported sales on the wire, and what changed with them.

pub(super) mod event;
mod read;
mod write;

use ocop_identity::{AskedUnit, Caller};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::sales_service_server::SalesService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::service::Service;
use crate::application::Error;
use crate::application::sales::{Asked, effects};
use crate::application::trade::made;
use crate::domain::sales::Refusal;
use crate::storage;
use crate::storage::sales::ReportFilter;

#[tonic::async_trait]
impl SalesService for Service {
    async fn report_sales(
        &self,
        request: Request<proto::ReportSalesRequest>,
    ) -> Result<Response<proto::ReportSalesResponse>, Status> {
        let answer = |saved| write::report(&saved).into();
        self.execute(request, read::report, answer).await
    }

    async fn list_sales_reports(
        &self,
        request: Request<proto::ListSalesReportsRequest>,
    ) -> Result<Response<proto::ListSalesReportsResponse>, Status> {
        let work = async |(caller, filter): (Caller, ReportFilter), page| {
            let id = filter.product_id;
            let records =
                storage::listing::records(self.store().database().reader(), &[id]).await?;
            let kept = records.get(&id).copied().unwrap_or(id);
            let known = storage::listing::known(self.store(), kept).await?;
            let known = known.ok_or(Error::from(Refusal::ProductUnknown(id)))?;
            caller.within(made(&known.product)).map_err(Error::from)?;
            let ids: Vec<Uuid> = records.into_keys().collect();
            Ok(storage::sales::list(self.store(), (&filter, &ids), &page).await?)
        };
        let to_proto = |saved| write::report(&saved);
        self.rpc.page(request, read::list, work, to_proto).await
    }

    async fn get_effect(
        &self,
        request: Request<proto::GetEffectRequest>,
    ) -> Result<Response<proto::GetEffectResponse>, Status> {
        let work = async |(caller, asked): (Caller, Asked)| {
            let province = asked.province.as_ref().map(AskedUnit::target);
            caller
                .within(province.unwrap_or_default())
                .map_err(Error::from)?;
            let found = effects(self.store(), &asked, caller.units.day()).await?;
            Ok(write::effects(&found, asked.months))
        };
        self.rpc.found(request, read::effect, work).await
    }
}
