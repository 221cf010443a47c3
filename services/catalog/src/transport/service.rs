//! The rpcs of the catalog: each reads its request, runs a use case or a query, and tells the outcome.

use ocop_chassis::database::{Coalesced, StoreError, UseCase};
use ocop_chassis::grpc::{self, Call, id_of, list_of, refuse_shared};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::catalog_service_server::CatalogService;
use prost::Message;
use tonic::{Request, Response, Status};

use super::errors::{self, DOMAIN, status};
use super::{places, producers, products};
use crate::application::Error;
use crate::domain::{Event, Refusal};
use crate::storage::{self, ProducerRecord, ProductRecord, Store};

/// The catalog's service.
#[derive(Clone, Debug)]
pub struct Service {
    store: Store,
    producers: Coalesced<ProducerRecord>,
    products: Coalesced<ProductRecord>,
}

impl Service {
    /// Serves what `store` holds.
    pub fn new(store: Store) -> Self {
        let (for_producers, for_products) = (store.clone(), store.clone());
        Self {
            producers: Coalesced::new(move |ids| {
                Box::pin(storage::producers_by_id(for_producers.clone(), ids))
            }),
            products: Coalesced::new(move |ids| {
                Box::pin(storage::products_by_id(for_products.clone(), ids))
            }),
            store,
        }
    }

    /// Runs a use case once per request id.
    async fn once<Q, U, M>(
        &self,
        call: &Call,
        request: (&str, &Q),
        case: Result<U, grpc::RpcError>,
        told: impl Fn(U::Answer) -> M + Send + Sync,
    ) -> Result<Response<M>, Status>
    where
        Q: Message,
        U: UseCase<Event, Error = Error>,
        M: Message + Default,
    {
        grpc::once(
            &self.store,
            call,
            request,
            case,
            told,
            (DOMAIN, errors::told),
        )
        .await
    }

    fn told(&self, record: ProductRecord) -> proto::Product {
        products::told(record, self.store.clock().today())
    }
}

/// A refusal of the shell as these rpcs tell it.
fn refused(refusal: grpc::RpcError) -> Status {
    refusal.status(DOMAIN)
}

fn failed(error: StoreError) -> Status {
    status(Error::Store(error))
}

#[tonic::async_trait]
impl CatalogService for Service {
    async fn get_place(
        &self,
        request: Request<proto::GetPlaceRequest>,
    ) -> Result<Response<proto::GetPlaceResponse>, Status> {
        let code = request.into_inner().code;
        let found = storage::place(&self.store, &code).await.map_err(failed)?;
        let place = found.ok_or_else(|| status(Refusal::PlaceUnknown(code).into()))?;
        Ok(Response::new(proto::GetPlaceResponse {
            place: Some(places::told(place)),
        }))
    }

    async fn list_places(
        &self,
        request: Request<proto::ListPlacesRequest>,
    ) -> Result<Response<proto::ListPlacesResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListPlacesRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (filter, page) = list_of((asked.page_size, &asked.page_token), &bare, |violations| {
            places::filter(violations, &asked)
        })
        .map_err(refused)?;
        let (found, next_page_token) = storage::list_places(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let places = found.into_iter().map(places::told).collect();
        Ok(Response::new(proto::ListPlacesResponse {
            places,
            next_page_token,
        }))
    }

    async fn add_place(
        &self,
        request: Request<proto::AddPlaceRequest>,
    ) -> Result<Response<proto::AddPlaceResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = places::add(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |place| {
            proto::AddPlaceResponse {
                place: Some(places::told(place)),
            }
        })
        .await
    }

    async fn register_producer(
        &self,
        request: Request<proto::RegisterProducerRequest>,
    ) -> Result<Response<proto::RegisterProducerResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = producers::register(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RegisterProducerResponse {
                producer: Some(producers::told(record)),
            }
        })
        .await
    }

    async fn update_producer(
        &self,
        request: Request<proto::UpdateProducerRequest>,
    ) -> Result<Response<proto::UpdateProducerResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = producers::update(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::UpdateProducerResponse {
                producer: Some(producers::told(record)),
            }
        })
        .await
    }

    async fn get_producer(
        &self,
        request: Request<proto::GetProducerRequest>,
    ) -> Result<Response<proto::GetProducerResponse>, Status> {
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = self
            .producers
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let record = found.ok_or_else(|| status(Refusal::ProducerUnknown(id).into()))?;
        Ok(Response::new(proto::GetProducerResponse {
            producer: Some(producers::told(record)),
        }))
    }

    async fn list_producers(
        &self,
        request: Request<proto::ListProducersRequest>,
    ) -> Result<Response<proto::ListProducersResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListProducersRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (filter, page) = list_of((asked.page_size, &asked.page_token), &bare, |violations| {
            producers::filter(violations, &asked)
        })
        .map_err(refused)?;
        let (found, next_page_token) = storage::list_producers(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let producers = found.into_iter().map(producers::told).collect();
        Ok(Response::new(proto::ListProducersResponse {
            producers,
            next_page_token,
        }))
    }

    async fn register_product(
        &self,
        request: Request<proto::RegisterProductRequest>,
    ) -> Result<Response<proto::RegisterProductResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = products::register(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RegisterProductResponse {
                product: Some(self.told(record)),
            }
        })
        .await
    }

    async fn update_product(
        &self,
        request: Request<proto::UpdateProductRequest>,
    ) -> Result<Response<proto::UpdateProductResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = products::update(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::UpdateProductResponse {
                product: Some(self.told(record)),
            }
        })
        .await
    }

    async fn retire_product(
        &self,
        request: Request<proto::RetireProductRequest>,
    ) -> Result<Response<proto::RetireProductResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = products::retire(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RetireProductResponse {
                product: Some(self.told(record)),
            }
        })
        .await
    }

    async fn get_product(
        &self,
        request: Request<proto::GetProductRequest>,
    ) -> Result<Response<proto::GetProductResponse>, Status> {
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = self
            .products
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let record = found.ok_or_else(|| status(Refusal::ProductUnknown(id).into()))?;
        Ok(Response::new(proto::GetProductResponse {
            product: Some(self.told(record)),
        }))
    }

    async fn list_products(
        &self,
        request: Request<proto::ListProductsRequest>,
    ) -> Result<Response<proto::ListProductsResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListProductsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let today = self.store.clock().today();
        let (filter, page) = list_of((asked.page_size, &asked.page_token), &bare, |violations| {
            products::filter(violations, &asked, today)
        })
        .map_err(refused)?;
        let (found, next_page_token) = storage::list_products(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let products = found.into_iter().map(|record| self.told(record)).collect();
        Ok(Response::new(proto::ListProductsResponse {
            products,
            next_page_token,
        }))
    }
}
