//! Reading aggregates that one row makes: inside a transaction, to be changed, or only to be seen.

use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::saved::{Aggregate, Saved, Table, key};
use super::{Database, StoreError, Tx};

impl<E: Send> Tx<E> {
    /// The aggregate with this id, to be changed. Its row is locked until the end of the transaction.
    pub async fn load<A, T>(&self, id: Uuid) -> Result<Option<Saved<A>>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        Saved<A>: TryFrom<T::Model, Error = StoreError>,
    {
        let which = key::<T>()?.eq(id);
        let row = T::find().filter(which).lock_exclusive().one(&self.db);
        row.await?.map(Saved::try_from).transpose()
    }

    /// Those of the aggregates with these ids that there are, likewise.
    pub async fn load_many<A, T>(&self, ids: &[Uuid]) -> Result<Vec<Saved<A>>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        Saved<A>: TryFrom<T::Model, Error = StoreError>,
    {
        self.load_where(key::<T>()?.is_in(ids.iter().copied()))
            .await
    }

    /// The aggregates that a condition names, likewise, in the order of their ids. That is the order in which their
    /// rows are locked too, so that two that want the same ones wait and do not block each other.
    pub async fn load_where<A, T>(
        &self,
        which: impl IntoCondition,
    ) -> Result<Vec<Saved<A>>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        Saved<A>: TryFrom<T::Model, Error = StoreError>,
    {
        let rows = T::find()
            .filter(which.into_condition())
            .order_by_asc(key::<T>()?)
            .lock_exclusive()
            .all(&self.db)
            .await?;
        rows.into_iter().map(Saved::try_from).collect()
    }
}

impl Database {
    /// The aggregates with these ids that there are, for who only reads, in the order of their ids.
    pub async fn read<A, T>(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Vec<Saved<A>>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        Saved<A>: TryFrom<T::Model, Error = StoreError>,
    {
        let rows = T::find()
            .filter(key::<T>()?.is_in(ids))
            .order_by_asc(key::<T>()?)
            .all(self.reader())
            .await?;
        rows.into_iter().map(Saved::try_from).collect()
    }

    /// The aggregate with this id, for who only reads.
    pub async fn read_one<A, T>(&self, id: Uuid) -> Result<Option<Saved<A>>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        Saved<A>: TryFrom<T::Model, Error = StoreError>,
    {
        Ok(self.read([id]).await?.pop())
    }
}
