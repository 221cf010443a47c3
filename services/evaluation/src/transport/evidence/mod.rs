//! Documents and their files.

mod attendance;
pub(crate) mod documents;
mod places;

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use ocop_chassis::grpc::{Call, Change, RpcError, Violations, next_message};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::download_evidence_response::Part as Sent;
use ocop_proto::evaluation::v1::evidence_service_server::EvidenceService;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use self::places::Places;
use crate::application::Error;
use crate::application::evidence::{
    AdmitUpload, FileEvidence, listable_evidence, readable_evidence, receive_file, send_file,
};
use crate::storage;
use crate::storage::evidence::Settings;
use crate::storage::evidence::{EvidenceFilter, FileKey, Files, FilesError};
use crate::transport::service::Service;

/// The messages of a download.
type Download = BoxStream<'static, Result<proto::DownloadEvidenceResponse, Status>>;

/// How files are received.
#[derive(Clone, Debug)]
pub struct Uploads {
    files: Files,
    max_bytes: u64,
    idle: Duration,
    places: Places,
}

impl Uploads {
    /// Into `files`, within the bounds that the settings give.
    pub fn new(files: Files, settings: &Settings) -> Self {
        Self {
            files,
            max_bytes: settings.max_bytes,
            idle: Duration::from_secs(settings.idle_seconds),
            places: Places::new(settings.max_uploads, settings.max_uploads_per_producer),
        }
    }
}

/// The first message of an upload.
async fn description(
    stream: &mut Streaming<proto::UploadEvidenceRequest>,
    idle: Duration,
) -> Result<proto::EvidenceDescription, RpcError> {
    let first = next_message(stream, idle).await?;
    match first.and_then(|message| message.part) {
        Some(Part::Description(description)) => Ok(description),
        _ => Err(out_of_order("description", "must be the first message")),
    }
}

fn out_of_order(field: &str, what: &str) -> RpcError {
    let mut v = Violations::new();
    v.add(field, "OUT_OF_ORDER", what);
    v.finish().err().unwrap_or_else(RpcError::internal)
}

/// All messages after the first.
fn pieces(
    stream: Streaming<proto::UploadEvidenceRequest>,
    idle: Duration,
) -> impl Stream<Item = Result<Bytes, RpcError>> {
    stream::try_unfold(stream, move |mut stream| async move {
        let next = next_message(&mut stream, idle).await?;
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

#[tonic::async_trait]
impl EvidenceService for Service {
    async fn upload_evidence(
        &self,
        request: Request<Streaming<proto::UploadEvidenceRequest>>,
    ) -> Result<Response<proto::UploadEvidenceResponse>, Status> {
        let call = Call::of(&request);
        let mut stream = request.into_inner();
        let uploads = &self.uploads;
        let status = |error: RpcError| self.rpc.status(error);
        let first = description(&mut stream, uploads.idle)
            .await
            .map_err(status)?;
        let read = |v: &mut Violations, caller, request: proto::EvidenceDescription| {
            documents::file(v, caller, &request, uploads.max_bytes)
        };
        let change = self.rpc.change(&call, first, read)?;
        let before = self.store().answered(&change.origin, &change.request).await;
        if let Some(answer) = before.map_err(|error| self.rpc.status(error))? {
            return Ok(Response::new(answer));
        }
        let producer = change.case.producer_id;
        let _place = uploads.places.take(producer).map_err(status)?;
        let pieces = pin!(pieces(stream, uploads.idle));
        self.receive(&change, pieces).await.map_err(status)?;
        self.rpc.finish(change, documents::to_proto).await
    }

    type DownloadEvidenceStream = Download;

    async fn download_evidence(
        &self,
        request: Request<proto::DownloadEvidenceRequest>,
    ) -> Result<Response<Self::DownloadEvidenceStream>, Status> {
        let read = |v: &mut Violations, caller, request: proto::DownloadEvidenceRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| self.download(&caller, id).await;
        self.rpc.stream(request, read, work).await
    }

    async fn get_evidence(
        &self,
        request: Request<proto::GetEvidenceRequest>,
    ) -> Result<Response<proto::GetEvidenceResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetEvidenceRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let record = readable_evidence(self.store(), &caller, id).await?;
            Ok(documents::to_proto(record))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_evidence(
        &self,
        request: Request<proto::ListEvidenceRequest>,
    ) -> Result<Response<proto::ListEvidenceResponse>, Status> {
        let work = async |(caller, filter): (Caller, EvidenceFilter), page: Page| {
            listable_evidence(self.store(), &caller, &filter).await?;
            Ok(storage::evidence::list_evidence(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, documents::filter, work, documents::to_proto)
            .await
    }

    async fn withdraw_evidence(
        &self,
        request: Request<proto::WithdrawEvidenceRequest>,
    ) -> Result<Response<proto::WithdrawEvidenceResponse>, Status> {
        self.rpc
            .execute(request, documents::withdraw, documents::to_proto)
            .await
    }

    async fn list_dossier_evidence(
        &self,
        request: Request<proto::ListDossierEvidenceRequest>,
    ) -> Result<Response<proto::ListDossierEvidenceResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListDossierEvidenceRequest| {
            v.uuid("dossier_id", &request.dossier_id)
                .map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let dossier = self.read(&caller, id).await?;
            let documents = self.store().database().read(dossier.evidence()).await?;
            let term = dossier.certificate_term(self.store().clock().today());
            Ok(proto::ListDossierEvidenceResponse {
                documents: documents::to_proto_for_dossier(documents, term),
            })
        };
        self.rpc.whole_list(request, read, work).await
    }

    async fn list_dossier_attendance(
        &self,
        request: Request<proto::ListDossierAttendanceRequest>,
    ) -> Result<Response<proto::ListDossierAttendanceResponse>, Status> {
        let work = async |asked| self.attendance(asked).await;
        self.rpc.get(request, attendance::question, work).await
    }
}

impl Service {
    /// Receives a file and stores it, whatever becomes of its document.
    async fn receive(
        &self,
        change: &Change<FileEvidence>,
        pieces: impl Stream<Item = Result<Bytes, RpcError>> + Unpin,
    ) -> Result<(), RpcError> {
        let case = &change.case;
        let upload = case.clone();
        self.store()
            .run(&change.origin, &AdmitUpload { upload })
            .await?;
        receive_file(
            &self.uploads.files,
            case.file_key(),
            &case.description.file,
            pieces,
        )
        .await
    }

    /// A document and its file, piece by piece.
    async fn download(&self, caller: &Caller, id: Uuid) -> Result<Download, RpcError> {
        let record = readable_evidence(self.store(), caller, id).await?;
        record.readable().map_err(Error::from)?;
        let stored = self.uploads.files.read(FileKey::of(&record)).await;
        let stored = stored.map_err(|error| match error {
            FilesError::Missing => Error::FileDamaged { id },
            other => Error::Files(other),
        })?;
        let pieces = send_file(id, record.file.clone(), stored);
        let first = stream::once(async move { Ok(Sent::Evidence(documents::to_proto(record))) });
        let parts = first.chain(pieces.map_ok(|bytes| Sent::Chunk(bytes.into())));
        let messages = parts.map_ok(|part| proto::DownloadEvidenceResponse { part: Some(part) });
        let rpc = self.rpc.clone();
        Ok(messages.map_err(move |error| rpc.status(error)).boxed())
    }
}
