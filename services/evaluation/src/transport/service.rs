//! The rpcs: each reads its request, runs a use case or a query, and answers with the outcome. One type serves
//! the services of the package.

use std::sync::Arc;

use ocop_chassis::database::{Coalesced, StoreError, UseCase};
use ocop_chassis::grpc::{self, Call};
use prost::Message;
use tonic::{Response, Status};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::criteria::library::Library;
use crate::storage::{self, CertificateRecord, DossierRecord, RecognitionRecord, Store};
use crate::transport::errors::{self, DOMAIN};
use crate::transport::evidence::rpcs::Uploads;

/// The evaluation service.
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) store: Store,
    pub(crate) library: Arc<Library>,
    pub(crate) dossiers: Coalesced<DossierRecord>,
    pub(crate) certificates: Coalesced<CertificateRecord>,
    pub(crate) recognitions: Coalesced<RecognitionRecord>,
    pub(crate) uploads: Uploads,
}

impl Service {
    /// Serves what `store` holds, by the criteria in `library`, and receives files as `uploads` says.
    pub fn new(store: Store, library: Arc<Library>, uploads: Uploads) -> Self {
        let (of_dossiers, of_certificates, of_products) =
            (store.clone(), store.clone(), store.clone());
        Self {
            dossiers: Coalesced::new(move |ids| {
                Box::pin(storage::dossiers_by_id(of_dossiers.clone(), ids))
            }),
            certificates: Coalesced::new(move |ids| {
                Box::pin(storage::certificates_by_id(of_certificates.clone(), ids))
            }),
            recognitions: Coalesced::new(move |ids| {
                Box::pin(storage::recognitions_by_product(of_products.clone(), ids))
            }),
            store,
            library,
            uploads,
        }
    }

    /// Runs a use case once per request id.
    pub(crate) async fn once<Q, U, M>(
        &self,
        call: &Call,
        request: (&str, &Q),
        case: Result<U, grpc::RpcError>,
        to_response: impl Fn(U::Answer) -> M + Send + Sync,
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
            to_response,
            (DOMAIN, errors::to_rpc_error),
        )
        .await
    }
}

/// An error as a status.
pub(crate) fn refused(refusal: grpc::RpcError) -> Status {
    refusal.status(DOMAIN)
}

pub(crate) fn status(refusal: Error) -> Status {
    refused(errors::to_rpc_error(refusal))
}

pub(crate) fn failed(error: StoreError) -> Status {
    status(Error::Store(error))
}
