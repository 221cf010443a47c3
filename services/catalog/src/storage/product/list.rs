//! Lists of products: filters, search, pages.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait, Statement};

use super::search::{Wanted, is_corrected};
use super::{COLUMNS, Column, Entity, ProductView, certificate, read};
use crate::domain::producer::{ProducerKind, ValueChain};
use crate::domain::product::{Branch, Status};
use crate::storage::Store;
use crate::storage::merging::{self, Kind};
use crate::storage::place::columns;
use crate::storage::producer;

/// Which products to list.
#[derive(Clone, Debug)]
pub struct ProductFilter {
    /// Made in one of these places.
    pub place: Option<Area>,
    /// Of one of these criteria sets; any if empty.
    pub criteria_sets: Vec<u32>,
    /// Of this branch.
    pub branch: Option<Branch>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// Of producers of this kind.
    pub producer_kind: Option<ProducerKind>,
    /// Of producers in this kind of value chain.
    pub value_chain: Option<ValueChain>,
    /// With this many stars on the day.
    pub star: Option<(u32, NaiveDate)>,
    /// The day whose units counts by place name.
    pub in_units_of: NaiveDate,
    /// With this status.
    pub status: Status,
    /// With these words.
    pub search: String,
}

/// A page of products.
#[derive(Debug)]
pub struct Listed {
    /// The products.
    pub products: Vec<ProductView>,
    /// The token of the next page.
    pub next_page_token: String,
    /// Whether the search found nothing as it was typed, and these with one typing error.
    pub corrected: bool,
}

impl ProductFilter {
    /// The same, with the producer to which an id of a merged record leads.
    pub(super) async fn led(&self, store: &Store) -> Result<Self, StoreError> {
        let reader = store.database().reader();
        Ok(Self {
            producer: merging::kept_of(reader, Kind::Producer, self.producer).await?,
            ..self.clone()
        })
    }

    /// Everything but the search.
    pub(super) fn condition(&self) -> Condition {
        use certificate::Column as Held;

        let mut fits = Condition::all().add(Column::Status.eq(self.status.to_string()));
        if let Some(place) = &self.place {
            fits = fits.add(lies_in(
                place,
                &columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn),
            ));
        }
        let among =
            |sets: Vec<u32>| Column::CriteriaSet.is_in(sets.into_iter().map(u32::cast_signed));
        if !self.criteria_sets.is_empty() {
            fits = fits.add(among(self.criteria_sets.clone()));
        }
        if let Some(branch) = self.branch {
            fits = fits.add(among(branch.sets().collect()));
        }
        if let Some(producer) = self.producer {
            fits = fits.add(Column::ProducerId.eq(producer));
        }
        if self.producer_kind.is_some() || self.value_chain.is_some() {
            let makers = producer::of(self.producer_kind, self.value_chain);
            fits = fits.add(Column::ProducerId.in_subquery(makers));
        }
        if let Some((star, day)) = self.star {
            let valid = Condition::all()
                .add(Held::Star.eq(star.cast_signed()))
                .add(Held::ValidFrom.lte(day))
                .add(Held::ValidTo.gte(day))
                .add(
                    Condition::any()
                        .add(Held::RevokedOn.is_null())
                        .add(Held::RevokedOn.gt(day)),
                );
            let held = Query::select()
                .column(Held::ProductId)
                .from(certificate::Entity)
                .cond_where(valid)
                .to_owned();
            fits = fits.add(Column::Id.in_subquery(held));
        }
        fits
    }
}

/// A page of products.
pub async fn list(
    store: &Store,
    filter: &ProductFilter,
    page: &Page,
) -> Result<Listed, StoreError> {
    let filter = &filter.led(store).await?;
    let Some(typed) = Wanted::typed(&filter.search) else {
        return in_order(store, filter, page).await;
    };
    let after = page.after.as_deref().and_then(ranked_key);
    if !after.is_some_and(|(rank, _)| is_corrected(rank)) {
        let found = ranked(store, filter, &typed, (page, after)).await?;
        if after.is_some() || !found.products.is_empty() {
            return Ok(found);
        }
    }
    match typed.corrected(store.database().reader()).await? {
        Some(corrected) => ranked(store, filter, &corrected, (page, after)).await,
        None => Ok(Listed {
            products: Vec::new(),
            next_page_token: String::new(),
            corrected: false,
        }),
    }
}

/// A page in order of registration.
async fn in_order(
    store: &Store,
    filter: &ProductFilter,
    page: &Page,
) -> Result<Listed, StoreError> {
    let mut products = Entity::find().filter(filter.condition());
    if let Some(after) = page.after_id() {
        products = products.filter(Column::Id.gt(after));
    }
    let (mut found, _) = cut(store, products, page, "products.id").await?;
    let next_page_token = page.cut(&mut found, |view| view.id.to_string());
    Ok(Listed {
        products: found,
        next_page_token,
        corrected: false,
    })
}

/// A page of what a search finds, by rank and then in order of registration.
async fn ranked(
    store: &Store,
    filter: &ProductFilter,
    wanted: &Wanted,
    (page, after): (&Page, Option<(i32, Uuid)>),
) -> Result<Listed, StoreError> {
    let rank = wanted.rank(&filter.search);
    let mut products = Entity::find()
        .filter(filter.condition())
        .filter(wanted.condition());
    if let Some((before, id)) = after {
        let later = Condition::any().add(rank.clone().gt(before)).add(
            Condition::all()
                .add(rank.clone().eq(before))
                .add(Column::Id.gt(id)),
        );
        products = products.filter(later);
    }
    let products = products.expr_as(rank.clone(), "rank").order_by_asc(rank);
    let (found, ranks) = cut(store, products, page, "products.rank, products.id").await?;
    let corrected = matches!(wanted, Wanted::Corrected(_)) && !found.is_empty();
    let mut found: Vec<(ProductView, i32)> = found.into_iter().zip(ranks).collect();
    let next_page_token = page.cut(&mut found, |(view, rank)| format!("{rank}:{}", view.id));
    Ok(Listed {
        products: found.into_iter().map(|(view, _)| view).collect(),
        next_page_token,
        corrected,
    })
}

/// The products of a page, and one more if there is one, with their ranks if they are ranked.
///
/// The page is cut first and the certificates of its products are found after: joined before, PostgreSQL reads the
/// certificates of all products that come earlier. The length of the page stands in the text: with a parameter
/// there, PostgreSQL plans anew at every call.
async fn cut(
    store: &Store,
    products: Select<Entity>,
    page: &Page,
    order: &str,
) -> Result<(Vec<ProductView>, Vec<i32>), StoreError> {
    let db = store.database().reader();
    let cut = products
        .order_by_asc(Column::Id)
        .build(db.get_database_backend());
    let is_ranked = order.contains("rank");
    let rank = if is_ranked { ", products.rank" } else { "" };
    let sql = format!(
        "select {COLUMNS}{rank} from ({} limit {}) as products \
         left join certificates on certificates.product_id = products.id order by {order}",
        cut.sql,
        page.fetch()
    );
    let rows = db.query_all_raw(Statement { sql, ..cut }).await?;
    let views = rows.iter().map(read).collect::<Result<_, _>>()?;
    let ranks = if is_ranked {
        let ranks = rows.iter().map(|row| row.try_get::<i32>("", "rank"));
        ranks.collect::<Result<_, _>>()?
    } else {
        Vec::new()
    };
    Ok((views, ranks))
}

fn ranked_key(after: &str) -> Option<(i32, Uuid)> {
    let (rank, id) = after.split_once(':')?;
    Some((rank.parse().ok()?, id.parse().ok()?))
}
