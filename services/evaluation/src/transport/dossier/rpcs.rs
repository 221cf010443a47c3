//! Dossiers, step by step.

use ocop_chassis::grpc::{Call, id_of, list_of, refuse_shared};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::dossier_service_server::DossierService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::{self, Error, Resource};
use crate::storage::{self, DossierRecord};
use crate::transport::certificate::certificates;
use crate::transport::dossier::contents;
use crate::transport::dossier::dossiers;
use crate::transport::dossier::due;
use crate::transport::dossier::reviews;
use crate::transport::service::{Service, failed, refused, status};

impl Service {
    /// The dossier with this id, if the caller's scope covers it.
    pub(crate) async fn read(&self, caller: &Caller, id: Uuid) -> Result<DossierRecord, Status> {
        let found = self
            .dossiers
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let what = Resource::Dossier;
        let record = found.ok_or_else(|| status(Error::Unknown { what, id }))?;
        let denied = |error| status(Error::Denied(error));
        caller
            .within(&application::dossier::target_of_dossier(&record.dossier))
            .map_err(denied)?;
        Ok(record)
    }

    fn dossier(&self, record: DossierRecord) -> Option<proto::Dossier> {
        Some(dossiers::to_proto(
            record,
            &self.library,
            self.store.clock().today(),
        ))
    }
}

#[tonic::async_trait]
impl DossierService for Service {
    async fn create_dossier(
        &self,
        request: Request<proto::CreateDossierRequest>,
    ) -> Result<Response<proto::CreateDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::create(call.caller(), self.library.clone(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::CreateDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn update_dossier(
        &self,
        request: Request<proto::UpdateDossierRequest>,
    ) -> Result<Response<proto::UpdateDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::update(call.caller(), self.library.clone(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::UpdateDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn request_supplement(
        &self,
        request: Request<proto::RequestSupplementRequest>,
    ) -> Result<Response<proto::RequestSupplementResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = reviews::request_supplement(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RequestSupplementResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn file_supplement(
        &self,
        request: Request<proto::FileSupplementRequest>,
    ) -> Result<Response<proto::FileSupplementResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = reviews::file_supplement(call.caller(), self.library.clone(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::FileSupplementResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn file_advisory_report(
        &self,
        request: Request<proto::FileAdvisoryReportRequest>,
    ) -> Result<Response<proto::FileAdvisoryReportResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = reviews::file_report(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::FileAdvisoryReportResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn submit_dossier(
        &self,
        request: Request<proto::SubmitDossierRequest>,
    ) -> Result<Response<proto::SubmitDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::submit(call.caller(), self.library.clone(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::SubmitDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn return_dossier(
        &self,
        request: Request<proto::ReturnDossierRequest>,
    ) -> Result<Response<proto::ReturnDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::give_back(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::ReturnDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn endorse_dossier(
        &self,
        request: Request<proto::EndorseDossierRequest>,
    ) -> Result<Response<proto::EndorseDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::endorse(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::EndorseDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn accept_dossier(
        &self,
        request: Request<proto::AcceptDossierRequest>,
    ) -> Result<Response<proto::AcceptDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = reviews::accept(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::AcceptDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn reject_dossier(
        &self,
        request: Request<proto::RejectDossierRequest>,
    ) -> Result<Response<proto::RejectDossierResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::reject(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RejectDossierResponse {
                dossier: self.dossier(record),
            }
        })
        .await
    }

    async fn record_decision(
        &self,
        request: Request<proto::RecordDecisionRequest>,
    ) -> Result<Response<proto::RecordDecisionResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = dossiers::decide(call.caller(), &said);
        self.once(
            &call,
            (&said.request_id, &said),
            case,
            |(record, certificate)| proto::RecordDecisionResponse {
                dossier: self.dossier(record),
                certificate: certificate.map(certificates::bare),
            },
        )
        .await
    }

    async fn get_dossier(
        &self,
        request: Request<proto::GetDossierRequest>,
    ) -> Result<Response<proto::GetDossierResponse>, Status> {
        let caller = Call::of(&request).caller();
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let record = self.read(&caller, id).await?;
        Ok(Response::new(proto::GetDossierResponse {
            dossier: self.dossier(record),
        }))
    }

    async fn list_dossiers(
        &self,
        request: Request<proto::ListDossiersRequest>,
    ) -> Result<Response<proto::ListDossiersResponse>, Status> {
        let within = Call::of(&request).caller().scopes();
        let asked = request.into_inner();
        let bare = proto::ListDossiersRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            dossiers::filter(v, &asked, within)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_dossiers(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let dossiers = found
            .into_iter()
            .filter_map(|record| self.dossier(record))
            .collect();
        Ok(Response::new(proto::ListDossiersResponse {
            dossiers,
            next_page_token,
        }))
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, Status> {
        let caller = Call::of(&request).caller();
        let asked = request.into_inner();
        let bare = proto::ListRevisionsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            v.uuid("dossier_id", &asked.dossier_id)
        });
        let (id, page) = read.map_err(refused)?;
        let id = id.unwrap_or_default();
        self.read(&caller, id).await?;
        let (found, next_page_token) = storage::list_revisions(&self.store, id, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListRevisionsResponse {
            revisions: found.into_iter().map(contents::revision_to_proto).collect(),
            next_page_token,
        }))
    }

    async fn compare_revisions(
        &self,
        request: Request<proto::CompareRevisionsRequest>,
    ) -> Result<Response<proto::CompareRevisionsResponse>, Status> {
        let caller = Call::of(&request).caller();
        let asked = request.into_inner();
        let id = id_of("dossier_id", &asked.dossier_id).map_err(refused)?;
        self.read(&caller, id).await?;
        let revision = async |number| {
            let found = storage::revision(&self.store, id, number).await;
            let what = Resource::Revision;
            found
                .map_err(failed)?
                .ok_or_else(|| status(Error::Unknown { what, id }))
        };
        let (from, to) = (revision(asked.from).await?, revision(asked.to).await?);
        let differences = from.compare(&to).into_iter();
        Ok(Response::new(proto::CompareRevisionsResponse {
            differences: differences.map(contents::difference_to_proto).collect(),
        }))
    }

    async fn list_due(
        &self,
        request: Request<proto::ListDueRequest>,
    ) -> Result<Response<proto::ListDueResponse>, Status> {
        let within = Call::of(&request).caller().scopes();
        let asked = request.into_inner();
        let bare = proto::ListDueRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            due::filter(v, &asked, within)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_due(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let today = self.store.clock().today();
        let to_proto = |record| due::to_proto(record, today);
        Ok(Response::new(proto::ListDueResponse {
            due: found.into_iter().map(to_proto).collect(),
            next_page_token,
        }))
    }
}
