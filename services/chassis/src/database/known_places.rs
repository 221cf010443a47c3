//! Administrative units that were added since the program was built: the files of each addition, in their order.

use std::sync::Arc;

use ocop_places::{Facts, Known, Places, built_in};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Store, StoreError, Tx, execute, select};

/// Units that were added at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its id.
    pub id: Uuid,
    /// Its place in the order of additions, from 1.
    pub position: i64,
    /// The units, and what became of them.
    pub facts: Facts,
}

#[derive(FromQueryResult)]
struct Changes {
    changes: i64,
}

#[derive(FromQueryResult)]
struct Added {
    units: String,
    successors: String,
}

/// How often units were added, or an addition replaced.
async fn changes(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let sql = "select cast(coalesce(sum(version), 0) as bigint) as changes from place_additions";
    let counted: Vec<Changes> = select(db, sql, []).await?;
    Ok(counted.first().map_or(0, |counted| counted.changes))
}

/// The units as the database has them, if they are others than these.
async fn newer(db: &impl ConnectionTrait, than: &Known) -> Result<Option<Known>, StoreError> {
    let changes = changes(db).await?;
    if changes == than.changes {
        return Ok(None);
    }
    let sql = "select units, successors from place_additions order by position";
    let added: Vec<Added> = select(db, sql, []).await?;
    let mut places = built_in();
    for one in added {
        let facts = Facts::read(&one.units, &one.successors);
        let facts = facts.map_err(|misread| StoreError::Corrupt {
            what: format!("place_additions: {misread}"),
        })?;
        places = Arc::new(places.with(&facts));
    }
    Ok(Some(Known { places, changes }))
}

impl<E: Send> Tx<E> {
    /// The units as the database knows them now, also what another replica has added.
    ///
    /// # Errors
    /// The database refused.
    pub async fn known_places(&self) -> Result<Arc<Places>, StoreError> {
        let newer = newer(self.db(), &self.known).await?;
        Ok(newer.map_or_else(|| Arc::clone(&self.known.places), |known| known.places))
    }

    /// Keeps what the catalog has added. What has the position of another addition takes its place: a catalog that was
    /// restored to an earlier time gives positions anew.
    ///
    /// # Errors
    /// The database refused.
    pub async fn keep_places(&self, added: &[&Addition]) -> Result<(), StoreError> {
        let sql = "insert into place_additions (id, version, created_at, updated_at, position, units, successors) \
                   select $1, 1, $2, $2, $3, $4, $5 where not exists (select 1 from place_additions where id = $1) \
                   on conflict (position) do update set id = excluded.id, version = place_additions.version + 1, \
                   updated_at = excluded.updated_at, units = excluded.units, successors = excluded.successors";
        for one in added {
            let values: [Value; 5] = [
                one.id.into(),
                self.now().into(),
                one.position.into(),
                one.facts.units_file().into(),
                one.facts.successors_file().into(),
            ];
            execute(self.db(), sql, values).await?;
        }
        Ok(())
    }
}

impl<E: Send> Store<E> {
    /// Reads the units that were added, here, by another replica or by the catalog, if they are others than are known.
    ///
    /// # Errors
    /// The database refused.
    pub async fn load_places(&self) -> Result<(), StoreError> {
        let db = self.database().reader();
        if let Some(known) = newer(db, &self.places().known()).await? {
            self.places().know(known);
        }
        Ok(())
    }
}
