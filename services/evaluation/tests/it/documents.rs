//! Papers to upload, and their upload.

use aws_lc_rs::digest::{SHA256, digest};
use futures::stream;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::download_evidence_response::Part as Sent;
use ocop_proto::evaluation::v1::evidence_service_client::EvidenceServiceClient;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use tonic::Status;

use crate::fixture::{Fixture, Signed, id};

pub(crate) type Client = EvidenceServiceClient<Signed>;

/// A paper with its file.
#[derive(Clone)]
pub(crate) struct Paper {
    pub(crate) said: proto::EvidenceDescription,
    pub(crate) bytes: Vec<u8>,
}

/// The producer of the fixture's products.
pub(crate) fn producer() -> String {
    id(0xC0)
}

/// Bytes that begin like a PDF.
pub(crate) fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..size).map(|at| (at * at % 251) as u8));
    bytes
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A food-safety certificate in PDF, uploaded by the n-th request.
pub(crate) fn paper(n: u128, bytes: Vec<u8>) -> Paper {
    let said = proto::EvidenceDescription {
        request_id: id(n),
        producer_id: producer(),
        kind: proto::EvidenceKind::EstablishmentCertificate.into(),
        title: String::new(),
        file_name: "Giấy chứng nhận ATTP.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes: bytes.len() as u64,
        sha256: sha256(&bytes),
        issued_on: "2026-01-02".to_owned(),
        expires_on: "2029-01-01".to_owned(),
        replaces: String::new(),
    };
    Paper { said, bytes }
}

/// A client of somebody with a role in a scope.
pub(crate) fn client(fixture: &Fixture, role: Role, scope: &str) -> Client {
    let bearer = fixture.service.bearer("sen", role, scope);
    EvidenceServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

/// The client of the producer itself.
pub(crate) fn owner(fixture: &Fixture) -> Client {
    client(fixture, Role::Producer, &format!("producer:{}", producer()))
}

pub(crate) fn message(part: Part) -> proto::UploadEvidenceRequest {
    proto::UploadEvidenceRequest { part: Some(part) }
}

/// The messages of an upload.
pub(crate) fn messages(paper: &Paper) -> Vec<proto::UploadEvidenceRequest> {
    let mut messages = vec![message(Part::Description(paper.said.clone()))];
    messages.extend(
        paper
            .bytes
            .chunks(60_000)
            .map(|chunk| message(Part::Chunk(chunk.to_vec()))),
    );
    messages
}

pub(crate) async fn upload(client: &mut Client, paper: &Paper) -> Result<proto::Evidence, Status> {
    let answer = client
        .upload_evidence(stream::iter(messages(paper)))
        .await?;
    Ok(answer.into_inner().evidence.unwrap())
}

/// The paper and its file.
pub(crate) async fn download(
    client: &mut Client,
    id: &str,
) -> Result<(proto::Evidence, Vec<u8>), Status> {
    let request = proto::DownloadEvidenceRequest { id: id.to_owned() };
    let mut answer = client.download_evidence(request).await?.into_inner();
    let Some(Sent::Evidence(evidence)) = answer.message().await?.unwrap().part else {
        panic!("the first message is not the paper");
    };
    let mut bytes = Vec::new();
    while let Some(message) = answer.message().await? {
        match message.part {
            Some(Sent::Chunk(chunk)) => bytes.extend(chunk),
            other => panic!("{other:?} is no piece of the file"),
        }
    }
    Ok((evidence, bytes))
}

pub(crate) async fn withdraw(
    client: &mut Client,
    n: u128,
    id_of: &str,
) -> Result<proto::Evidence, Status> {
    let request = proto::WithdrawEvidenceRequest {
        request_id: id(n),
        id: id_of.to_owned(),
        etag: String::new(),
        reason: "nhầm tệp".to_owned(),
    };
    let answer = client.withdraw_evidence(request).await?;
    Ok(answer.into_inner().evidence.unwrap())
}

pub(crate) async fn list(
    client: &mut Client,
    request: proto::ListEvidenceRequest,
) -> Result<Vec<String>, Status> {
    let answer = client.list_evidence(request).await?.into_inner();
    Ok(answer.evidence.into_iter().map(|paper| paper.id).collect())
}

/// The documents of the producer.
pub(crate) fn all() -> proto::ListEvidenceRequest {
    proto::ListEvidenceRequest {
        producer_id: producer(),
        ..Default::default()
    }
}

/// The names of the files in the folder, staged ones too.
pub(crate) fn stored(fixture: &Fixture) -> Vec<String> {
    let folders = std::fs::read_dir(fixture.objects()).unwrap();
    let mut names: Vec<String> = folders
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
