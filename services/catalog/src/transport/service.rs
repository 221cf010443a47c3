//! The rpcs of the catalog: each reads its request, runs a use case or a query, and answers. What is read and answered
//! is in the module of the area.

use chrono::NaiveDate;
use ocop_chassis::database::{Coalesced, Saved};
use ocop_chassis::grpc::{Answers, Rpc, Violations};
use ocop_identity::{Caller, Target};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::catalog_service_server::CatalogService;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use super::error::DOMAIN;
use super::{history, place, producer, product, transfer};
use crate::application::Error;
use crate::application::place::TakenOver;
use crate::application::product::Registered;
use crate::domain::transfer::Transfer;
use crate::domain::{self, Event};
use crate::storage::producer::{ProducerFilter, ProducerView};
use crate::storage::product::ProductView;
use crate::storage::{self, Store};

/// The catalog's service.
#[derive(Clone, Debug)]
pub struct Service {
    pub(super) rpc: Rpc<Event>,
    producers: Coalesced<ProducerView>,
    products: Coalesced<ProductView>,
}

impl Service {
    /// Serves what `store` holds.
    pub fn new(store: Store) -> Self {
        let (for_producers, for_products) = (store.clone(), store.clone());
        Self {
            producers: Coalesced::new(move |ids| {
                Box::pin(storage::producer::by_ids(for_producers.clone(), ids))
            }),
            products: Coalesced::new(move |ids| {
                Box::pin(storage::product::by_ids(for_products.clone(), ids))
            }),
            rpc: Rpc::new(store, DOMAIN, storage::NAMED),
        }
    }

    pub(super) fn store(&self) -> &Store {
        self.rpc.store()
    }

    /// What was answered to somebody who adds units, once they are known here.
    async fn with_units_loaded<T>(
        &self,
        added: Result<Response<T>, Status>,
    ) -> Result<Response<T>, Status> {
        if added.is_ok() {
            let loaded = self.store().load_places().await;
            loaded.map_err(|error| self.rpc.status(Error::from(error)))?;
        }
        added
    }

    /// A product as callers see it today.
    pub(super) fn product(&self, view: impl Into<ProductView>) -> Option<proto::Product> {
        Some(product::to_proto(view, self.store().clock().today()))
    }
}

/// The id that was asked for, if it leads to a record with another.
fn merged_id(asked: Uuid, kept: Uuid) -> String {
    if asked == kept {
        String::new()
    } else {
        asked.to_string()
    }
}

#[tonic::async_trait]
impl CatalogService for Service {
    async fn get_place(
        &self,
        request: Request<proto::GetPlaceRequest>,
    ) -> Result<Response<proto::GetPlaceResponse>, Status> {
        let work = async |asked| {
            let answer = place::answer(&self.store().units(), &asked);
            Ok(answer.map_err(Error::from)?)
        };
        self.rpc.get(request, place::asked, work).await
    }

    async fn list_places(
        &self,
        request: Request<proto::ListPlacesRequest>,
    ) -> Result<Response<proto::ListPlacesResponse>, Status> {
        let work = async |filter, page| {
            let places = self.store().places().places();
            let (found, next_page_token) = storage::place::list(&places, &filter, &page);
            Ok(proto::ListPlacesResponse {
                places: found.iter().map(place::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, place::filter, work).await
    }

    async fn add_place(
        &self,
        request: Request<proto::AddPlaceRequest>,
    ) -> Result<Response<proto::AddPlaceResponse>, Status> {
        let answer = |place| proto::AddPlaceResponse {
            place: Some(place::to_proto(&place)),
        };
        let added = self.rpc.execute(request, place::add, answer).await;
        self.with_units_loaded(added).await
    }

    async fn import_places(
        &self,
        request: Request<proto::ImportPlacesRequest>,
    ) -> Result<Response<proto::ImportPlacesResponse>, Status> {
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let answer = |taken: TakenOver| proto::ImportPlacesResponse {
            changed: count(taken.changed),
            known: count(taken.known),
        };
        let imported = self.rpc.execute(request, place::import, answer).await;
        self.with_units_loaded(imported).await
    }

    async fn register_producer(
        &self,
        request: Request<proto::RegisterProducerRequest>,
    ) -> Result<Response<proto::RegisterProducerResponse>, Status> {
        let answer = |saved| proto::RegisterProducerResponse {
            producer: Some(producer::to_proto(saved)),
        };
        self.rpc.execute(request, producer::register, answer).await
    }

    async fn update_producer(
        &self,
        request: Request<proto::UpdateProducerRequest>,
    ) -> Result<Response<proto::UpdateProducerResponse>, Status> {
        let answer = |saved| proto::UpdateProducerResponse {
            producer: Some(producer::to_proto(saved)),
        };
        self.rpc.execute(request, producer::update, answer).await
    }

    async fn get_producer(
        &self,
        request: Request<proto::GetProducerRequest>,
    ) -> Result<Response<proto::GetProducerResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetProducerRequest| {
            let as_of = v.optional_date("as_of", &request.as_of);
            Some((caller, v.uuid("id", &request.id)?, as_of))
        };
        let work = async |(caller, id, as_of): (Caller, Uuid, Option<NaiveDate>)| {
            let found = match as_of {
                Some(day) => {
                    storage::producer::as_of(self.store(), id, history::end_of(day)).await?
                }
                None => self.producers.get(id).await?,
            };
            let view = found.ok_or(Error::from(domain::producer::Refusal::Unknown(id)))?;
            Ok(proto::GetProducerResponse {
                merged_id: merged_id(id, view.id),
                producer: Some(producer::personal::seen_by(&caller, view)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_producers(
        &self,
        request: Request<proto::ListProducersRequest>,
    ) -> Result<Response<proto::ListProducersResponse>, Status> {
        let work = async |(caller, filter): (Caller, ProducerFilter), page| {
            let (found, next_page_token) =
                storage::producer::list(self.store(), &filter, &page).await?;
            let seen = |view| producer::personal::seen_by(&caller, view);
            Ok(proto::ListProducersResponse {
                producers: found.into_iter().map(seen).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, producer::filter, work).await
    }

    async fn export_personal_data(
        &self,
        request: Request<proto::ExportPersonalDataRequest>,
    ) -> Result<Response<proto::ExportPersonalDataResponse>, Status> {
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = self.producers.get(id).await?;
            let view = found.ok_or(Error::from(domain::producer::Refusal::Unknown(id)))?;
            caller.within(producer::personal::target(&view))?;
            let records = storage::producer::records(self.store(), &view).await?;
            Ok(producer::personal::exported(view, records))
        };
        self.rpc
            .get(request, producer::personal::export, work)
            .await
    }

    async fn erase_personal_data(
        &self,
        request: Request<proto::ErasePersonalDataRequest>,
    ) -> Result<Response<proto::ErasePersonalDataResponse>, Status> {
        let answer = |saved| proto::ErasePersonalDataResponse {
            producer: Some(producer::to_proto(saved)),
        };
        self.rpc
            .execute(request, producer::personal::erase, answer)
            .await
    }

    async fn register_product(
        &self,
        request: Request<proto::RegisterProductRequest>,
    ) -> Result<Response<proto::RegisterProductResponse>, Status> {
        let answer = |registered: Registered| proto::RegisterProductResponse {
            product: self.product(registered.product),
            similar: product::similar(registered.similar),
        };
        self.rpc.execute(request, product::register, answer).await
    }

    async fn update_product(
        &self,
        request: Request<proto::UpdateProductRequest>,
    ) -> Result<Response<proto::UpdateProductResponse>, Status> {
        let answer = |saved| proto::UpdateProductResponse {
            product: self.product(saved),
        };
        self.rpc.execute(request, product::update, answer).await
    }

    async fn retire_product(
        &self,
        request: Request<proto::RetireProductRequest>,
    ) -> Result<Response<proto::RetireProductResponse>, Status> {
        let answer = |saved| proto::RetireProductResponse {
            product: self.product(saved),
        };
        self.rpc.execute(request, product::retire, answer).await
    }

    async fn change_product_status(
        &self,
        request: Request<proto::ChangeProductStatusRequest>,
    ) -> Result<Response<proto::ChangeProductStatusResponse>, Status> {
        let answer = |saved| proto::ChangeProductStatusResponse {
            product: self.product(saved),
        };
        self.rpc
            .execute(request, product::change_status, answer)
            .await
    }

    async fn get_product(
        &self,
        request: Request<proto::GetProductRequest>,
    ) -> Result<Response<proto::GetProductResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::GetProductRequest| {
            let as_of = v.optional_date("as_of", &request.as_of);
            Some((v.uuid("id", &request.id)?, as_of))
        };
        let work = async |(id, as_of): (Uuid, Option<NaiveDate>)| {
            let found = match as_of {
                Some(day) => {
                    storage::product::as_of(self.store(), id, history::end_of(day)).await?
                }
                None => self.products.get(id).await?,
            };
            let view = found.ok_or(Error::from(domain::product::Refusal::Unknown(id)))?;
            let day = as_of.unwrap_or_else(|| self.store().clock().today());
            Ok(proto::GetProductResponse {
                merged_id: merged_id(id, view.id),
                product: Some(product::to_proto(view, day)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_changes(
        &self,
        request: Request<proto::ListChangesRequest>,
    ) -> Result<Response<proto::ListChangesResponse>, Status> {
        let work = async |(caller, of): (Caller, history::Of), page| {
            let (target, of) = match of {
                history::Of::Product(id) => {
                    let found = self.products.get(id).await?;
                    let view = found.ok_or(Error::from(domain::product::Refusal::Unknown(id)))?;
                    let (province, place) = (&view.province_code, &view.place_code);
                    let place = Target::place(province, place, view.place_on);
                    (place.of_producer(view.producer_id), ("product", id))
                }
                history::Of::Producer(id) => {
                    let found = self.producers.get(id).await?;
                    let view = found.ok_or(Error::from(domain::producer::Refusal::Unknown(id)))?;
                    (producer::personal::target(&view), ("producer", id))
                }
            };
            caller.within(target)?;
            let (changes, next_page_token) =
                storage::history::changes(self.store(), of, &page).await?;
            Ok(proto::ListChangesResponse {
                changes: changes.into_iter().map(history::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, history::of, work).await
    }

    async fn list_products(
        &self,
        request: Request<proto::ListProductsRequest>,
    ) -> Result<Response<proto::ListProductsResponse>, Status> {
        let today = self.store().clock().today();
        let filter =
            |v: &mut Violations, caller, request| product::filter(v, &caller, request, today);
        let work = async |filter, page| {
            let listed = storage::product::list(self.store(), &filter, &page).await?;
            let product = |view| product::to_proto(view, today);
            Ok(proto::ListProductsResponse {
                products: listed.products.into_iter().map(product).collect(),
                next_page_token: listed.next_page_token,
                with_typing_error: listed.corrected,
            })
        };
        self.rpc.list(request, filter, work).await
    }

    async fn count_products(
        &self,
        request: Request<proto::CountProductsRequest>,
    ) -> Result<Response<proto::CountProductsResponse>, Status> {
        let today = self.store().clock().today();
        let filter = |v: &mut Violations, caller, request| {
            product::count::filter(v, &caller, request, today)
        };
        let work = async |filter| {
            let found = storage::product::summarize(self.store(), &filter, today).await?;
            Ok(product::count::answer(found))
        };
        self.rpc.found(request, filter, work).await
    }

    async fn import_products(
        &self,
        request: Request<proto::ImportProductsRequest>,
    ) -> Result<Response<proto::ImportProductsResponse>, Status> {
        self.rpc
            .execute(request, product::import::read, product::import::answer)
            .await
    }

    type StreamImportProductsStream = Answers<proto::StreamImportProductsResponse>;

    async fn stream_import_products(
        &self,
        request: Request<Streaming<proto::StreamImportProductsRequest>>,
    ) -> Result<Response<Self::StreamImportProductsStream>, Status> {
        let in_it = |message: proto::StreamImportProductsRequest| message.batch;
        let answer = |service: Self, batch| async move { service.import_products(batch).await };
        Ok(self.rpc.each((self, request), in_it, answer))
    }

    async fn propose_transfer(
        &self,
        request: Request<proto::ProposeTransferRequest>,
    ) -> Result<Response<proto::ProposeTransferResponse>, Status> {
        let answer = |saved: Saved<Transfer>| proto::ProposeTransferResponse {
            transfer: Some(transfer::to_proto(&saved)),
        };
        self.rpc.execute(request, transfer::propose, answer).await
    }

    async fn accept_transfer(
        &self,
        request: Request<proto::AcceptTransferRequest>,
    ) -> Result<Response<proto::AcceptTransferResponse>, Status> {
        let answer = |saved: Saved<Transfer>| proto::AcceptTransferResponse {
            transfer: Some(transfer::to_proto(&saved)),
        };
        self.rpc.execute(request, transfer::accept, answer).await
    }

    async fn decline_transfer(
        &self,
        request: Request<proto::DeclineTransferRequest>,
    ) -> Result<Response<proto::DeclineTransferResponse>, Status> {
        let answer = |saved: Saved<Transfer>| proto::DeclineTransferResponse {
            transfer: Some(transfer::to_proto(&saved)),
        };
        self.rpc.execute(request, transfer::decline, answer).await
    }

    async fn withdraw_transfer(
        &self,
        request: Request<proto::WithdrawTransferRequest>,
    ) -> Result<Response<proto::WithdrawTransferResponse>, Status> {
        let answer = |saved: Saved<Transfer>| proto::WithdrawTransferResponse {
            transfer: Some(transfer::to_proto(&saved)),
        };
        self.rpc.execute(request, transfer::withdraw, answer).await
    }

    async fn list_transfers(
        &self,
        request: Request<proto::ListTransfersRequest>,
    ) -> Result<Response<proto::ListTransfersResponse>, Status> {
        let work = async |filter, page| {
            let (found, next_page_token) =
                storage::transfer::list(self.store(), &filter, &page).await?;
            Ok(proto::ListTransfersResponse {
                transfers: found.iter().map(transfer::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, transfer::filter, work).await
    }
}
