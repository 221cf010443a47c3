//! The rpcs of growing areas.

use ocop_chassis::grpc::Violations;
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::growing_area_service_server::GrowingAreaService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{lapse, read, seen_by, to_proto};
use crate::application::Error;
use crate::domain::growing_area::Refusal;
use crate::storage;
use crate::storage::growing_area::AreaFilter;
use crate::transport::service::Service;

#[tonic::async_trait]
impl GrowingAreaService for Service {
    async fn register_area(
        &self,
        request: Request<proto::RegisterAreaRequest>,
    ) -> Result<Response<proto::RegisterAreaResponse>, Status> {
        self.rpc.execute(request, read::register, to_proto).await
    }

    async fn update_area(
        &self,
        request: Request<proto::UpdateAreaRequest>,
    ) -> Result<Response<proto::UpdateAreaResponse>, Status> {
        self.rpc.execute(request, read::update, to_proto).await
    }

    async fn get_area(
        &self,
        request: Request<proto::GetAreaRequest>,
    ) -> Result<Response<proto::GetAreaResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetAreaRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = storage::growing_area::area(self.store(), id).await?;
            let area = found.ok_or(Error::from(Refusal::Unknown(id)))?;
            Ok(seen_by(&caller, area))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_areas(
        &self,
        request: Request<proto::ListAreasRequest>,
    ) -> Result<Response<proto::ListAreasResponse>, Status> {
        let work = async |(caller, filter): (Caller, AreaFilter), page: Page| {
            let (found, next_page_token) =
                storage::growing_area::list(self.store(), &filter, &page).await?;
            Ok(proto::ListAreasResponse {
                areas: found
                    .into_iter()
                    .map(|area| seen_by(&caller, area))
                    .collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read::filter, work).await
    }

    async fn list_area_lapses(
        &self,
        request: Request<proto::ListAreaLapsesRequest>,
    ) -> Result<Response<proto::ListAreaLapsesResponse>, Status> {
        let today = self.store().clock().today();
        let work = async |filter, page: Page| {
            Ok(storage::growing_area::lapses(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, read::lapses, work, |found| lapse(found, today))
            .await
    }
}
