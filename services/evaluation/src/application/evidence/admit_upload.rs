//! Lets an upload begin, before a byte of it is taken: the caller may file for this producer, and nothing said so far stands
//! in the way. The file is noted as held by no document, so that it is removed if its upload never ends.

use ocop_chassis::database::{Saved, UseCase};
use uuid::Uuid;

use super::FileEvidence;
use super::evidence_scope;
use crate::application::{Error, Resource, on};
use crate::domain::Event;
use crate::domain::evidence::Evidence;
use crate::domain::register::product::Place;
use crate::storage::{self, Tx};

/// The upload to come.
#[derive(Debug)]
pub struct AdmitUpload {
    /// The document that it is going to file.
    pub upload: FileEvidence,
}

impl UseCase<Event> for AdmitUpload {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        let (_, older) = admitted(tx, &self.upload).await?;
        if let Some(older) = older {
            older.may_be_replaced(self.upload.producer_id, self.upload.description.kind)?;
        }
        storage::evidence::detach_file(tx, self.upload.file_key()).await?;
        Ok(())
    }
}

/// Checks what must hold when an upload begins and when it ends, and gives the place where its document is counted and the
/// document that it replaces.
pub(super) async fn admitted(
    tx: &Tx,
    upload: &FileEvidence,
) -> Result<(Place, Option<Saved<Evidence>>), Error> {
    let home = evidence_scope::reached(tx, &upload.caller, upload.producer_id).await?;
    let place = Place {
        code: home.place_code,
        province_code: home.province_code,
        said_on: home.said_on,
        ..Place::default()
    };
    on(tx, upload.description.term.issued_on)?;
    let older = match upload.replaces {
        Some(older) => Some(one(tx, older).await?),
        None => None,
    };
    Ok((place, older))
}

/// The document with this id, to be changed.
pub(super) async fn one(tx: &Tx, id: Uuid) -> Result<Saved<Evidence>, Error> {
    Resource::Evidence.found(tx.load(id).await?, id)
}
