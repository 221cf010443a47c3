//! Administrative units that were added since the program was built: the files of each addition, in their order.

use ocop_places::{Facts, Places, built_in};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{Database, Store, StoreError, Tx, execute, select};

#[derive(FromQueryResult)]
struct Added {
    units: String,
    successors: String,
}

/// The units of the program with all that was added. `None` if nothing was.
async fn known(db: &impl ConnectionTrait) -> Result<Option<Places>, StoreError> {
    let sql = "select units, successors from place_additions order by position";
    let added: Vec<Added> = select(db, sql, []).await?;
    let mut all = None;
    for one in added {
        let facts = Facts::read(&one.units, &one.successors);
        let facts = facts.map_err(|misread| StoreError::Corrupt {
            what: format!("place_additions: {misread}"),
        })?;
        let before = all.unwrap_or_else(|| built_in().as_ref().clone());
        all = Some(before.with(&facts));
    }
    Ok(all)
}

impl<E: Send> Tx<E> {
    /// The units as the database knows them now, also what another replica has added.
    ///
    /// # Errors
    /// The database refused.
    pub async fn known_places(&self) -> Result<Places, StoreError> {
        let known = known(self.db()).await?;
        Ok(known.unwrap_or_else(|| built_in().as_ref().clone()))
    }

    /// Keeps units that are added. Of two at the same moment one is refused as not unique.
    ///
    /// # Errors
    /// The database refused.
    pub async fn keep_places(&self, added: &Facts) -> Result<(), StoreError> {
        let sql = "insert into place_additions (position, units, successors) \
                   select coalesce(max(position), 0) + 1, $1, $2 from place_additions";
        let files = [added.units_file().into(), added.successors_file().into()];
        execute(self.db(), sql, files).await?;
        Ok(())
    }
}

impl<E: Send> Store<E> {
    /// Reads the units that were added, here or by another replica.
    ///
    /// # Errors
    /// The database refused.
    pub async fn load_places(&self) -> Result<(), StoreError> {
        let database: &Database = self.database();
        if let Some(places) = known(database.reader()).await? {
            self.places().know(places);
        }
        Ok(())
    }
}
