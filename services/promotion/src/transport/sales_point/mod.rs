//! Sales points and design centres on the wire.

mod centres;
pub(super) mod event;
mod nearest;
mod read;
mod write;

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::{AskedUnit, Caller};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::sales_point_service_server::SalesPointService;
use tonic::{Code, Request, Response, Status};
use uuid::Uuid;

use self::nearest::Asked;
use super::partner::similar_to_proto;
use super::service::Service;
use crate::application::Error;
use crate::application::sales_point::target;
use crate::domain::listing::Listing;
use crate::domain::sales_point::{Refusal, SalesPoint, Shown, rules};
use crate::storage;
use crate::storage::listing::ListingView;
use crate::storage::sales_point::PointFilter;

impl Service {
    /// A point by its id.
    async fn sales_point(&self, id: Uuid) -> Result<Saved<SalesPoint>, RpcError> {
        let found = storage::sales_point::point(self.store(), id).await?;
        Ok(found.ok_or(Error::from(Refusal::Unknown(id)))?)
    }

    /// The listings of what a point shows on a day.
    async fn shown(
        &self,
        point: &SalesPoint,
        day: NaiveDate,
    ) -> Result<HashMap<Uuid, ListingView>, RpcError> {
        let listed = point.shown_on(day).filter_map(|shown| match shown {
            Shown::Ocop(id) => Some(*id),
            Shown::Other { .. } => None,
        });
        Ok(storage::listing::by_ids(self.store().clone(), listed.collect()).await?)
    }
}

fn listings(views: &HashMap<Uuid, ListingView>) -> HashMap<Uuid, &Listing> {
    views
        .iter()
        .map(|(id, view)| (*id, &view.listing))
        .collect()
}

#[tonic::async_trait]
impl SalesPointService for Service {
    async fn register_sales_point(
        &self,
        request: Request<proto::RegisterSalesPointRequest>,
    ) -> Result<Response<proto::RegisterSalesPointResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::RegisterSalesPointResponse {
            sales_point: Some(write::point(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, read::register, answer).await
    }

    async fn update_sales_point(
        &self,
        request: Request<proto::UpdateSalesPointRequest>,
    ) -> Result<Response<proto::UpdateSalesPointResponse>, Status> {
        let answer = |saved| write::point(&saved).into();
        self.execute(request, read::update, answer).await
    }

    async fn set_sales_point_products(
        &self,
        request: Request<proto::SetSalesPointProductsRequest>,
    ) -> Result<Response<proto::SetSalesPointProductsResponse>, Status> {
        let answer = |saved| write::point(&saved).into();
        self.execute(request, read::products, answer).await
    }

    async fn close_sales_point(
        &self,
        request: Request<proto::CloseSalesPointRequest>,
    ) -> Result<Response<proto::CloseSalesPointResponse>, Status> {
        let answer = |saved| write::point(&saved).into();
        self.execute(request, read::close, answer).await
    }

    async fn check_sales_point(
        &self,
        request: Request<proto::CheckSalesPointRequest>,
    ) -> Result<Response<proto::CheckSalesPointResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::CheckSalesPointRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let point = self.sales_point(id).await?;
            caller.within(target(&point.terms.site))?;
            let today = caller.units.day();
            let rules = rules::points_on(today).ok_or(Error::from(Refusal::NoRules(today)))?;
            let shown = self.shown(&point, today).await?;
            let shortfalls = point.shortfalls(rules, &listings(&shown), today);
            Ok(write::checked(rules, &shortfalls))
        };
        self.rpc.get(request, read, work).await
    }

    async fn get_sales_point(
        &self,
        request: Request<proto::GetSalesPointRequest>,
    ) -> Result<Response<proto::GetSalesPointResponse>, Status> {
        let now = self.store().clock().now();
        let read = |v: &mut Violations, caller: Caller, request: proto::GetSalesPointRequest| {
            let id = v.uuid("id", &request.id);
            let on = v.optional_date("on_date", &request.on_date);
            Some((id?, on.unwrap_or(caller.units.day())))
        };
        let work = async |(id, on): (Uuid, NaiveDate)| {
            let point = self.sales_point(id).await?;
            let shown = self.shown(&point, on).await?;
            let mut message = write::point(&point);
            message.products = write::products(&point, on, &listings(&shown));
            message.open_now = write::open_at(&point, now);
            Ok(proto::GetSalesPointResponse::from(message))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_sales_points(
        &self,
        request: Request<proto::ListSalesPointsRequest>,
    ) -> Result<Response<proto::ListSalesPointsResponse>, Status> {
        let now = self.store().clock().now();
        let work = async |filter: PointFilter, page| {
            Ok(storage::sales_point::list_points(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved: Saved<SalesPoint>| proto::SalesPoint {
            open_now: write::open_at(&saved, now),
            ..write::point(&saved)
        };
        self.rpc.page(request, read::points, work, to_proto).await
    }

    async fn find_sales_points(
        &self,
        request: Request<proto::FindSalesPointsRequest>,
    ) -> Result<Response<proto::FindSalesPointsResponse>, Status> {
        let now = self.store().clock().now();
        let work = async |asked: Asked| {
            let (latitudes, longitudes) = nearest::around(&asked);
            let there = storage::sales_point::points_between(
                self.store(),
                latitudes,
                longitudes,
                nearest::LOOKED_AT,
            );
            let ids = asked.product_id.as_slice();
            let records = storage::listing::records(self.store().database().reader(), ids).await?;
            let records: Vec<Uuid> = records.into_keys().collect();
            let found = nearest::nearest(there.await?, (&asked, &records), now);
            Ok(proto::FindSalesPointsResponse { found })
        };
        self.rpc.found(request, nearest::read, work).await
    }

    async fn get_sales_point_rules(
        &self,
        request: Request<proto::GetSalesPointRulesRequest>,
    ) -> Result<Response<proto::GetSalesPointRulesResponse>, Status> {
        let read =
            |v: &mut Violations, caller: Caller, request: proto::GetSalesPointRulesRequest| {
                let on = v.optional_date("on_date", &request.on_date);
                Some(on.unwrap_or(caller.units.day()))
            };
        let work = async |on| {
            let unknown = Refusal::NoRules(on);
            let unknown = || RpcError::new(Code::NotFound, unknown.reason(), unknown.to_string());
            rules::points_on(on).map(write::rules).ok_or_else(unknown)
        };
        self.rpc.get(request, read, work).await
    }

    async fn register_design_centre(
        &self,
        request: Request<proto::RegisterDesignCentreRequest>,
    ) -> Result<Response<proto::RegisterDesignCentreResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::RegisterDesignCentreResponse {
            design_centre: Some(centres::centre(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, centres::register, answer).await
    }

    async fn update_design_centre(
        &self,
        request: Request<proto::UpdateDesignCentreRequest>,
    ) -> Result<Response<proto::UpdateDesignCentreResponse>, Status> {
        let answer = |saved| centres::centre(&saved).into();
        self.execute(request, centres::update, answer).await
    }

    async fn score_design_centre(
        &self,
        request: Request<proto::ScoreDesignCentreRequest>,
    ) -> Result<Response<proto::ScoreDesignCentreResponse>, Status> {
        let answer = |saved| centres::centre(&saved).into();
        self.execute(request, centres::score, answer).await
    }

    async fn get_design_centre(
        &self,
        request: Request<proto::GetDesignCentreRequest>,
    ) -> Result<Response<proto::GetDesignCentreResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::GetDesignCentreRequest| {
            v.uuid("id", &request.id)
        };
        let work = async |id: Uuid| {
            let found = storage::sales_point::centre(self.store(), id).await?;
            let centre = found.ok_or(Error::from(Refusal::CentreUnknown(id)))?;
            Ok(proto::GetDesignCentreResponse::from(centres::centre(
                &centre,
            )))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_design_centres(
        &self,
        request: Request<proto::ListDesignCentresRequest>,
    ) -> Result<Response<proto::ListDesignCentresResponse>, Status> {
        let work = async |province: Option<AskedUnit>, page| {
            let province = province.as_ref();
            Ok(storage::sales_point::list_centres(self.store(), province, &page).await?)
        };
        let to_proto = |saved| centres::centre(&saved);
        self.rpc.page(request, centres::asked, work, to_proto).await
    }
}
