//! What is looked for among inspections or complaints.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_identity::AskedUnit;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use crate::storage::register::merged;
use crate::storage::{PLACED, Store, equal, in_unit};

/// `S` is where one stands.
#[derive(Clone, Debug)]
pub struct Filter<S> {
    pub province: Option<AskedUnit>,
    pub product: Option<Uuid>,
    pub producer: Option<Uuid>,
    pub state: Option<S>,
    /// In which something must happen before this day.
    pub due_before: Option<NaiveDate>,
}

/// The columns that hold what is looked for.
pub(super) struct Columns<C> {
    pub(super) product: C,
    pub(super) producer: C,
    pub(super) state: C,
    pub(super) due_on: C,
}

impl<S: Clone> Filter<S> {
    /// The same, with the product and the producer to which ids of merged records lead.
    pub(super) async fn led(&self, store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            product: merged::kept_of(store, self.product).await?,
            producer: merged::kept_of(store, self.producer).await?,
            ..self.clone()
        })
    }
}

impl<S: ToString> Filter<S> {
    pub(super) fn condition(
        &self,
        store: &Store,
        columns: &Columns<impl ColumnTrait>,
    ) -> Condition {
        let state = self.state.as_ref().map(ToString::to_string);
        let due_on = self.due_before.map(|day| columns.due_on.lt(day));
        Condition::all()
            .add_option(in_unit(store, self.province.as_ref(), PLACED))
            .add_option(equal(columns.product, &self.product))
            .add_option(equal(columns.producer, &self.producer))
            .add_option(equal(columns.state, &state))
            .add_option(due_on)
    }
}
