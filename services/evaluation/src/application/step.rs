//! Steps that a caller takes with one aggregate. What they share is here: the aggregate is loaded and locked, the
//! caller's scope must cover it, the step changes it, and it is saved with its events.

use std::future::Future;

use ocop_chassis::database::{Saved, StoreError, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::Event;
use crate::storage::Tx;

/// A step that is to be taken.
#[derive(Debug)]
pub struct TakeStep<S> {
    pub caller: Caller,
    /// Id of the aggregate.
    pub id: Uuid,
    pub step: S,
}

pub trait Step: Send + Sync {
    /// The aggregate that it changes.
    type Of: Reachable;

    /// The caller's scope covers the aggregate; whatever else the step touches is for it to check.
    fn take(
        &self,
        of: &mut Self::Of,
        caller: &Caller,
        tx: &Tx,
    ) -> impl Future<Output = Result<(), Error>> + Send;
}

/// An aggregate that lies in somebody's scope.
pub trait Reachable: Sized + Send + Sync {
    const WHAT: Resource;

    /// Where it belongs, for comparing with scopes.
    fn target(&self) -> Target;

    /// Its row, locked until the end of the transaction.
    fn load(
        tx: &Tx,
        id: Uuid,
    ) -> impl Future<Output = Result<Option<Saved<Self>>, StoreError>> + Send;

    fn save(
        tx: &mut Tx,
        saved: &mut Saved<Self>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The aggregate with this id, to be changed by a caller.
    fn reached(
        tx: &Tx,
        caller: &Caller,
        id: Uuid,
    ) -> impl Future<Output = Result<Saved<Self>, Error>> + Send {
        async move {
            let found = Self::WHAT.found(Self::load(tx, id).await?, id)?;
            caller.within(found.target())?;
            Ok(found)
        }
    }
}

impl<S: Step> UseCase<Event> for TakeStep<S> {
    type Answer = Saved<S::Of>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<S::Of>, Error> {
        let mut found = S::Of::reached(tx, &self.caller, self.id).await?;
        self.step.take(&mut found, &self.caller, tx).await?;
        S::Of::save(tx, &mut found).await?;
        Ok(found)
    }
}
