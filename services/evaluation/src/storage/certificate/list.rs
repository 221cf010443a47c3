//! Certificates page by page, and counted.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_chassis::paging::Page;
use ocop_chassis::text::number_key;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{Condition, QuerySelect as _, QueryTrait as _};

use crate::domain::certificate::product_code::code_key;
use crate::domain::certificate::{Certificate, Kind};
use crate::domain::programme::count::Dimension;
use crate::storage::certificate::certificates::{Column, Entity};
use crate::storage::programme::{columns, is_place};
use crate::storage::register::merged;
use crate::storage::search::{self, Counting, Facets, has_words};
use crate::storage::{PLACED, Store, equal, in_unit};

#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    pub product: Option<Uuid>,
    pub province: Option<AskedUnit>,
    pub valid_on: Option<NaiveDate>,
    /// With this many stars.
    pub star: Option<u32>,
    pub decision_number: Option<String>,
    pub product_code: Option<String>,
    pub producer: Option<Uuid>,
    pub place: Option<AskedUnit>,
    pub criteria_set: Option<u32>,
    pub kind: Option<Kind>,
    /// With all these words in the names.
    pub search: String,
    pub decided_from: Option<NaiveDate>,
    pub decided_to: Option<NaiveDate>,
    pub ends_from: Option<NaiveDate>,
    pub ends_to: Option<NaiveDate>,
    /// The day in whose units places are counted.
    pub in_units_of: NaiveDate,
}

/// That a column without an entry in the entity, since the database makes it, holds a value.
pub(super) fn made(column: &'static str, value: impl Into<Value>) -> SimpleExpr {
    Expr::col(column).eq(value.into())
}

/// That a certificate is valid on a day.
pub(super) fn valid_on(day: NaiveDate) -> Condition {
    let goes_on = Condition::any().add(Column::RevokedOn.is_null());
    Condition::all()
        .add(Column::ValidFrom.lte(day))
        .add(Column::ValidTo.gte(day))
        .add(goes_on.add(Column::RevokedOn.gt(day)))
}

impl CertificateFilter {
    /// The same, with the producer to which an id of a merged record leads.
    async fn led(&self, store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            producer: merged::kept_of(store, self.producer).await?,
            ..self.clone()
        })
    }

    /// The condition; `products` are all ids of the product that is asked for.
    fn condition(&self, store: &Store, products: Option<Vec<Uuid>>) -> Condition {
        let number = |number: u32| number.cast_signed();
        let decided = self.decision_number.as_deref().map(number_key);
        let code = self.product_code.as_deref().map(code_key);
        let ends = self.ends_from.is_some() || self.ends_to.is_some();
        Condition::all()
            .add_option(products.map(|ids| Column::ProductId.is_in(ids)))
            .add_option(in_unit(store, self.province.as_ref(), PLACED))
            .add_option(equal(Column::Star, &self.star.map(number)))
            .add_option(decided.map(|key| Column::DecisionKey.eq(key)))
            .add_option(code.map(|key| Column::CodeKey.eq(key)))
            .add_option(self.producer.map(|id| made("producer_id", id)))
            .add_option(in_unit(store, self.place.as_ref(), PLACED))
            .add_option(equal(Column::CriteriaSet, &self.criteria_set.map(number)))
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.to_string())))
            .add_option(self.decided_from.map(|day| Column::DecidedOn.gte(day)))
            .add_option(self.decided_to.map(|day| Column::DecidedOn.lte(day)))
            .add_option(self.ends_from.map(|day| Column::ValidTo.gte(day)))
            .add_option(self.ends_to.map(|day| Column::ValidTo.lte(day)))
            .add_option(ends.then(|| Column::RevokedOn.is_null()))
            .add_option(self.valid_on.map(valid_on))
            .add(has_words(Column::SearchText, &self.search))
    }
}

/// A page of certificates and the token of the next.
pub async fn list_certificates(
    store: &Store,
    filter: &CertificateFilter,
    page: &Page,
) -> Result<(Vec<Certificate>, String), StoreError> {
    let filter = filter.led(store).await?;
    let products = merged::ids_of(store, filter.product).await?;
    let found = Entity::find().filter(filter.condition(store, products));
    store.database().page(found, page).await
}

/// Counts the certificates that a list with this filter would have.
pub async fn certificate_facets(
    store: &Store,
    filter: &CertificateFilter,
    by: &[Dimension],
) -> Result<Facets<Dimension>, StoreError> {
    let filter = filter.led(store).await?;
    let products = merged::ids_of(store, filter.product).await?;
    let columns_of = [
        Column::Star,
        Column::Branch,
        Column::CriteriaSet,
        Column::ProvinceCode,
        Column::ProvinceName,
        Column::DistrictCode,
        Column::DistrictName,
        Column::Kind,
        Column::DecidedOn,
        Column::PlaceOn,
    ];
    let found = Entity::find()
        .select_only()
        .columns(columns_of)
        // The database makes these.
        .expr(Expr::col("place_code"))
        .expr(Expr::col("place_name"))
        .filter(filter.condition(store, products))
        .build(store.database().reader().get_database_backend());
    let counting = |by| {
        let (key, name) = columns(by);
        let place = is_place(by).then_some(by);
        Counting {
            key,
            name,
            join: "",
            place,
        }
    };
    search::count(store, found, by, counting, filter.in_units_of).await
}
