//! Papers and their files.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use ocop_chassis::database;
use ocop_chassis::grpc::{self, Call, Violations, both, id_of, list_of, next_message};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::download_evidence_response::Part as Sent;
use ocop_proto::evaluation::v1::evidence_service_server::EvidenceService;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use tokio::sync::{Semaphore, SemaphorePermit};
use tonic::{Code, Request, Response, Status, Streaming};

use crate::application::Error;
use crate::application::evidence::{
    AdmitUpload, listable_evidence, readable_evidence, receive_file, send_file,
};
use crate::storage::evidence::files::Settings;
use crate::storage::{self, EvidenceRecord, Files, FilesError};
use crate::transport::evidence::documents;
use crate::transport::service::{Service, failed, refused, status};

/// How files are received.
#[derive(Clone, Debug)]
pub struct Uploads {
    files: Files,
    max_bytes: u64,
    idle: Duration,
    places: Arc<Semaphore>,
}

impl Uploads {
    /// Into `files`, within the bounds that the settings give.
    pub fn new(files: Files, settings: &Settings) -> Self {
        Self {
            files,
            max_bytes: settings.max_bytes,
            idle: Duration::from_secs(settings.idle_seconds),
            places: Arc::new(Semaphore::new(settings.max_uploads)),
        }
    }

    /// A place among the files received at once.
    fn place(&self) -> Result<SemaphorePermit<'_>, Status> {
        let full = "too many files are being received; try again shortly";
        let busy = |_| refused(grpc::RpcError::new(Code::ResourceExhausted, "BUSY", full));
        self.places.try_acquire().map_err(busy)
    }
}

impl From<Error> for Status {
    fn from(refusal: Error) -> Self {
        status(refusal)
    }
}

/// The first message of an upload.
async fn description(
    stream: &mut Streaming<proto::UploadEvidenceRequest>,
    idle: Duration,
) -> Result<proto::EvidenceDescription, Status> {
    let first = next_message(stream, idle).await.map_err(refused)?;
    match first.and_then(|message| message.part) {
        Some(Part::Description(description)) => Ok(description),
        _ => Err(out_of_order("description", "must be the first message")),
    }
}

fn out_of_order(field: &str, what: &str) -> Status {
    let mut v = Violations::new();
    v.add(field, "OUT_OF_ORDER", what);
    refused(v.finish().err().unwrap_or_else(grpc::RpcError::internal))
}

/// All messages after the first.
fn pieces(
    stream: Streaming<proto::UploadEvidenceRequest>,
    idle: Duration,
) -> impl Stream<Item = Result<Bytes, Status>> {
    stream::try_unfold(stream, move |mut stream| async move {
        let next = next_message(&mut stream, idle).await.map_err(refused)?;
        match next.map(|message| message.part) {
            None => Ok(None),
            Some(Some(Part::Chunk(bytes))) => Ok(Some((Bytes::from(bytes), stream))),
            Some(_) => Err(out_of_order(
                "chunk",
                "must be every message after the description",
            )),
        }
    })
}

fn to_proto(record: EvidenceRecord) -> Option<proto::Evidence> {
    Some(documents::to_proto(record))
}

#[tonic::async_trait]
impl EvidenceService for Service {
    async fn upload_evidence(
        &self,
        request: Request<Streaming<proto::UploadEvidenceRequest>>,
    ) -> Result<Response<proto::UploadEvidenceResponse>, Status> {
        let call = Call::of(&request);
        let mut stream = request.into_inner();
        let uploads = &self.uploads;
        let said = description(&mut stream, uploads.idle).await?;
        let read = both(
            database::Request::new(&said.request_id, &said),
            documents::file(call.caller(), &said, uploads.max_bytes),
        );
        let (remembered, case) = read.map_err(refused)?;
        let before = self.store.answered(&call.origin(), &remembered).await;
        if let Some(answer) = before.map_err(failed)? {
            return Ok(Response::new(answer));
        }
        let _place = uploads.place()?;
        let admit = AdmitUpload {
            upload: case.clone(),
        };
        self.store.run(&call.origin(), &admit).await?;
        let pieces = pin!(pieces(stream, uploads.idle));
        receive_file(&uploads.files, case.file_key(), &case.paper.file, pieces).await?;
        self.once(&call, (&said.request_id, &said), Ok(case), |record| {
            proto::UploadEvidenceResponse {
                evidence: to_proto(record),
            }
        })
        .await
    }

    type DownloadEvidenceStream =
        BoxStream<'static, Result<proto::DownloadEvidenceResponse, Status>>;

    async fn download_evidence(
        &self,
        request: Request<proto::DownloadEvidenceRequest>,
    ) -> Result<Response<Self::DownloadEvidenceStream>, Status> {
        let call = Call::of(&request);
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let record = readable_evidence(&self.store, &call.caller(), id).await?;
        record.evidence.readable().map_err(Error::from)?;
        let stored = self.uploads.files.read(record.evidence.file_key()).await;
        let stored = stored.map_err(|error| match error {
            FilesError::Missing => Error::FileDamaged { id },
            other => Error::Files(other),
        })?;
        let pieces = send_file(id, record.evidence.file.clone(), stored);
        let first = stream::once(async move { Ok(Sent::Evidence(documents::to_proto(record))) });
        let parts = first.chain(pieces.map_ok(|bytes| Sent::Chunk(bytes.into())));
        let messages = parts.map_ok(|part| proto::DownloadEvidenceResponse { part: Some(part) });
        Ok(Response::new(messages.map_err(status).boxed()))
    }

    async fn get_evidence(
        &self,
        request: Request<proto::GetEvidenceRequest>,
    ) -> Result<Response<proto::GetEvidenceResponse>, Status> {
        let call = Call::of(&request);
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let record = readable_evidence(&self.store, &call.caller(), id).await?;
        Ok(Response::new(proto::GetEvidenceResponse {
            evidence: to_proto(record),
        }))
    }

    async fn list_evidence(
        &self,
        request: Request<proto::ListEvidenceRequest>,
    ) -> Result<Response<proto::ListEvidenceResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let bare = proto::ListEvidenceRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            documents::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        listable_evidence(&self.store, &call.caller(), &filter).await?;
        let (found, next_page_token) = storage::list_evidence(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListEvidenceResponse {
            evidence: found.into_iter().filter_map(to_proto).collect(),
            next_page_token,
        }))
    }

    async fn withdraw_evidence(
        &self,
        request: Request<proto::WithdrawEvidenceRequest>,
    ) -> Result<Response<proto::WithdrawEvidenceResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = documents::withdraw(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::WithdrawEvidenceResponse {
                evidence: to_proto(record),
            }
        })
        .await
    }

    async fn list_dossier_evidence(
        &self,
        request: Request<proto::ListDossierEvidenceRequest>,
    ) -> Result<Response<proto::ListDossierEvidenceResponse>, Status> {
        let caller = Call::of(&request).caller();
        let id = id_of("dossier_id", &request.into_inner().dossier_id).map_err(refused)?;
        let dossier = self.read(&caller, id).await?.dossier;
        let papers = storage::evidence_records(&self.store, &dossier.evidence())
            .await
            .map_err(failed)?;
        let term = dossier.certificate_term(self.store.clock().today());
        Ok(Response::new(proto::ListDossierEvidenceResponse {
            papers: documents::to_proto_for_dossier(papers, term),
        }))
    }
}
