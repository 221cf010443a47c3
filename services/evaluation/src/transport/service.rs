//! What the rpcs of all areas stand on. One type serves the services of the package.

use std::sync::Arc;

use chrono::NaiveDate;

use ocop_chassis::database::{Coalesced, Saved};
use ocop_chassis::grpc::Rpc;

use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::recognition::Recognition;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Store};
use crate::transport::error::DOMAIN;
use crate::transport::evidence::Uploads;

/// The evaluation service.
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) rpc: Rpc<Event>,
    pub(crate) library: Arc<Library>,
    pub(crate) dossiers: Coalesced<Saved<Dossier>>,
    pub(crate) certificates: Coalesced<Certificate>,
    pub(crate) recognitions: Coalesced<Recognition>,
    pub(crate) uploads: Uploads,
    /// The day since which decisions are made here and not taken over.
    pub(crate) imports_before: NaiveDate,
}

impl Service {
    /// Serves what `store` holds, by the criteria in `library`; receives files as `uploads` says, and takes over what was
    /// decided before `imports_before`.
    pub fn new(
        store: Store,
        library: Arc<Library>,
        uploads: Uploads,
        imports_before: NaiveDate,
    ) -> Self {
        let (of_dossiers, of_certificates, of_products) =
            (store.clone(), store.clone(), store.clone());
        Self {
            dossiers: Coalesced::new(move |ids| {
                Box::pin(storage::dossier::dossiers_by_id(of_dossiers.clone(), ids))
            }),
            certificates: Coalesced::new(move |ids| {
                Box::pin(storage::certificate::certificates_by_id(
                    of_certificates.clone(),
                    ids,
                ))
            }),
            recognitions: Coalesced::new(move |ids| {
                Box::pin(storage::certificate::recognitions_by_product(
                    of_products.clone(),
                    ids,
                ))
            }),
            rpc: Rpc::new(store, DOMAIN, storage::NAMED),
            library,
            uploads,
            imports_before,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.rpc.store()
    }
}
