//! Lists of products: filters, search, pages.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_chassis::paging::Page;
use ocop_chassis::text::{anywhere, name_key};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, LikeExpr, Query};
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait, Statement};

use super::{COLUMNS, Column, Entity, ProductView, certificate, read};
use crate::domain::product::Status;
use crate::storage::Store;
use crate::storage::place::inside;
use crate::storage::search::has_words;

/// Which products to list.
#[derive(Clone, Debug)]
pub struct ProductFilter {
    /// Made in this place or a place inside it.
    pub place: Option<String>,
    /// Of one of these criteria sets; any if empty.
    pub criteria_sets: Vec<u32>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// With this many stars on the day.
    pub star: Option<(u32, NaiveDate)>,
    /// With this status.
    pub status: Status,
    /// With these words in the name.
    pub search: String,
}

impl ProductFilter {
    fn condition(&self) -> Condition {
        use certificate::Column as Held;

        let mut fits = has_words(Column::SearchText, &self.search)
            .add(Column::Status.eq(self.status.to_string()));
        if let Some(place) = &self.place {
            fits = fits.add(inside(Column::PlaceCode, place));
        }
        if !self.criteria_sets.is_empty() {
            fits = fits.add(
                Column::CriteriaSet.is_in(self.criteria_sets.iter().map(|set| set.cast_signed())),
            );
        }
        if let Some(producer) = self.producer {
            fits = fits.add(Column::ProducerId.eq(producer));
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

/// A page of products and the token of the next.
pub async fn list(
    store: &Store,
    filter: &ProductFilter,
    page: &Page,
) -> Result<(Vec<ProductView>, String), StoreError> {
    let mut products = Entity::find().filter(filter.condition());
    let search = name_key(&filter.search);
    // Names with the very accents typed come first: rank 0 before rank 1, each by id.
    let mut order = "products.id";
    if search.is_empty() {
        if let Some(after) = page.after_id() {
            products = products.filter(Column::Id.gt(after));
        }
    } else {
        let exact = Expr::col((Entity, Column::NameKey))
            .like(LikeExpr::new(anywhere(&search)).escape('\\'));
        let rank: Expr = CaseStatement::new().case(exact, 0).finally(1).into();
        if let Some((before, id)) = page.after.as_deref().and_then(ranked_key) {
            let later = Condition::any().add(rank.clone().gt(before)).add(
                Condition::all()
                    .add(rank.clone().eq(before))
                    .add(Column::Id.gt(id)),
            );
            products = products.filter(later);
        }
        products = products.expr_as(rank.clone(), "rank").order_by_asc(rank);
        order = "products.rank, products.id";
    }
    let db = store.database().reader();
    let engine = db.get_database_backend();
    let cut = products.order_by_asc(Column::Id).build(engine);
    // The page is cut first and the certificates of its products are found after: joined before, PostgreSQL reads the
    // certificates of all products that come earlier. The length of the page stands in the text: with a parameter
    // there, PostgreSQL plans anew at every call.
    let sql = format!(
        "select {COLUMNS} from ({} limit {}) as products \
         left join certificates on certificates.product_id = products.id order by {order}",
        cut.sql,
        page.fetch()
    );
    let rows = db.query_all_raw(Statement { sql, ..cut }).await?;
    let mut views: Vec<ProductView> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let next = page.cut(&mut views, |view| {
        if search.is_empty() {
            view.id.to_string()
        } else {
            let exact = name_key(&view.profile.name).contains(&search);
            format!("{}:{}", i32::from(!exact), view.id)
        }
    });
    Ok((views, next))
}

fn ranked_key(after: &str) -> Option<(i32, Uuid)> {
    let (rank, id) = after.split_once(':')?;
    Some((rank.parse().ok()?, id.parse().ok()?))
}
