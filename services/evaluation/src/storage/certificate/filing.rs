//! Certificates whose re-evaluation may be filed and has no dossier yet.

use chrono::{Days, NaiveDate};
use ocop_chassis::database::{PlaceColumns, StoreError, lies_in};
use ocop_identity::Reach;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use crate::domain::certificate::Certificate;
use crate::domain::criteria::regulation::{DossierKind, Regulation};
use crate::storage::certificate::certificates::{Column, Entity};
use crate::storage::certificate::list::{made, valid_on};
use crate::storage::dossier::DueFilter;
use crate::storage::dossier::dossiers;
use crate::storage::register::retired;
use crate::storage::{PLACED, Store, in_unit};

/// The certificates that somebody reaches.
fn in_reach(reach: &[Reach]) -> Condition {
    let producer = |id: &str| id.parse::<Uuid>().unwrap_or_default();
    let (province, place, said_on) = PLACED;
    let placed = PlaceColumns {
        province: Expr::col(province),
        place: place.map(Expr::col),
        said_on: Expr::col(said_on),
    };
    reach
        .iter()
        .fold(Condition::any(), |all, one| match one {
            Reach::Anywhere => all.add(Column::Id.is_not_null()),
            Reach::Area(area) => all.add(lies_in(area, &placed)),
            Reach::Producer(id) => all.add(made("producer_id", producer(id))),
            Reach::Partner(_) => all,
        })
        .add(Column::Id.is_null())
}

/// A later certificate of the product of the outer query.
fn later() -> SelectStatement {
    let next = Alias::new("next");
    let of = |column| Expr::col((Alias::new("next"), column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, next)
        .and_where(of(Column::ProductId).eq(Expr::col((Entity, Column::ProductId))))
        .and_where(of(Column::Position).gt(Expr::col((Entity, Column::Position))))
        .to_owned()
}

/// An open re-evaluation of the product of the outer query.
fn open_dossier() -> SelectStatement {
    let of = |column| Expr::col((dossiers::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(dossiers::Entity)
        .and_where(of(dossiers::Column::ProductId).eq(Expr::col((Entity, Column::ProductId))))
        .and_where(of(dossiers::Column::Kind).eq(DossierKind::ReEvaluation.to_string()))
        .and_where(of(dossiers::Column::ClosedOn).is_null())
        .to_owned()
}

/// The newest certificates that are valid today, whose window for filing has opened by the law of today (Article 7.6a), with
/// the last day on which filing is in time, most urgent first.
pub async fn list_filing(
    store: &Store,
    filter: &DueFilter,
    today: NaiveDate,
) -> Result<Vec<(NaiveDate, Certificate)>, StoreError> {
    let Some(law) = Regulation::in_force_on(today) else {
        return Ok(Vec::new());
    };
    let closes = Days::new(law.filing_closes_days);
    let key = || Expr::tuple([Expr::col(Column::ValidTo), Expr::col(Column::Id)]);
    let beyond = filter.after.map(|(day, id)| {
        let after = Expr::tuple([Expr::val(day + closes), Expr::val(id)]);
        key().gt(after)
    });
    let fits = Condition::all()
        .add_option(in_unit(store, Some(&filter.province), PLACED))
        .add(in_reach(&filter.within))
        .add(valid_on(today))
        .add(Column::ValidTo.lte(today + Days::new(law.filing_opens_days)))
        .add_option(filter.by.map(|day| Column::ValidTo.lte(day + closes)))
        .add_option(beyond)
        .add(Expr::exists(later()).not())
        .add(Expr::exists(open_dossier()).not())
        .add(Expr::exists(retired(Expr::col((Entity, Column::ProductId)))).not());
    let rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::ValidTo)
        .order_by_asc(Column::Id)
        .limit(filter.most)
        .all(store.database().reader())
        .await?;
    let certificates = rows.into_iter().map(Certificate::try_from);
    certificates
        .map(|found| found.map(|certificate| (certificate.valid_to - closes, certificate)))
        .collect()
}
