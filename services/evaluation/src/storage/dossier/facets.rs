//! Dossiers of a search, counted.

use ocop_chassis::database::StoreError;
use sea_orm::{
    ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
};

use crate::domain::programme::count::Dimension;
use crate::storage::Store;
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::dossier::list::DossierFilter;
use crate::storage::search::{self, Counting, Facets};

/// By what dossiers are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum DossierDimension {
    /// By state.
    State,
    /// By what they ask for.
    Kind,
    /// By criteria set.
    CriteriaSet,
    /// By the star that the last council found.
    Star,
    /// By the place the product is made in.
    Commune,
    /// By province.
    Province,
    /// By year and number of the round.
    Round,
    /// By the year of lodging.
    Year,
}

fn counting(by: DossierDimension) -> Counting {
    let (key, name) = match by {
        DossierDimension::State => ("state", "''"),
        DossierDimension::Kind => ("kind", "''"),
        DossierDimension::CriteriaSet => ("criteria_set", "''"),
        DossierDimension::Star => ("coalesce(cast(star as text), '')", "''"),
        DossierDimension::Commune => ("place_code", "max(place_name)"),
        DossierDimension::Province => ("province_code", "''"),
        DossierDimension::Round => ("coalesce(year || '/' || number, '')", "''"),
        DossierDimension::Year => ("coalesce(substr(cast(lodged_on as text), 1, 4), '')", "''"),
    };
    let join = match by {
        DossierDimension::Round => {
            " left join (select id as round, year, number from rounds) as held on round = round_id"
        }
        _ => "",
    };
    let place = match by {
        DossierDimension::Commune => Some(Dimension::Commune),
        DossierDimension::Province => Some(Dimension::Province),
        _ => None,
    };
    Counting {
        key,
        name,
        join,
        place,
    }
}

/// Counts the dossiers that a list with this filter would have.
pub async fn dossier_facets(
    store: &Store,
    filter: &DossierFilter,
    by: &[DossierDimension],
) -> Result<Facets<DossierDimension>, StoreError> {
    let columns = [
        Column::State,
        Column::Kind,
        Column::CriteriaSet,
        Column::Star,
        Column::PlaceCode,
        Column::PlaceName,
        Column::PlaceOn,
        Column::ProvinceCode,
        Column::RoundId,
        Column::LodgedOn,
    ];
    let filter = filter.led(store).await?;
    let found = Entity::find()
        .select_only()
        .columns(columns)
        .filter(filter.condition(store))
        .build(store.database().reader().get_database_backend());
    search::count(store, found, by, counting, filter.in_units_of).await
}
