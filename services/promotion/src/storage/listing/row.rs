//! The row of a listing.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError};
use ocop_chassis::ids::new_id;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, Iterable, NotSet};
use serde::{Deserialize, Serialize};

use super::ListingStatus;
use crate::domain::listing::{
    Amount, Certificate, Event, Listing, ListingState, Paper, Price, Product, Stage, Stock, Term,
    Trade,
};
use crate::storage::{document, read_document};

/// The table `listings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    pub(super) version: i64,
    pub(super) opened_key: Option<Uuid>,
    pub(super) opened_at: Option<DateTimeUtc>,
    pub(super) updated_at: Option<DateTimeUtc>,
    state: String,
    criteria_set: i32,
    star: Option<i32>,
    province_code: String,
    place_code: String,
    place_on: Date,
    next_date: Option<Date>,
    producer_id: Uuid,
    valid_to: Option<Date>,
    gtin: Option<String>,
    producer_kind: Option<String>,
    value_chain: Option<String>,
    shelf_life_days: Option<i32>,
    capacity: Option<i64>,
    capacity_unit: Option<String>,
    minimum_order: Option<i64>,
    minimum_order_unit: Option<String>,
    price: Option<i64>,
    price_unit: Option<String>,
    food_safety_to: Option<Date>,
    quality_system_to: Option<Date>,
    declaration_to: Option<Date>,
    test_report_to: Option<Date>,
    barcode_to: Option<Date>,
    trade_mark_to: Option<Date>,
    good_practice_to: Option<Date>,
    document: String,
    pub(super) merged_into: Option<Uuid>,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a listing has no column of its own.
#[derive(Serialize, Deserialize)]
struct Document {
    product: Product,
    product_version: u64,
    stage: Stage,
    upcoming: Option<Certificate>,
    certification_version: u64,
    #[serde(default)]
    stock: Option<Stock>,
}

fn state_word(state: Option<&ListingState>) -> String {
    match state {
        None => "unlisted".to_owned(),
        Some(ListingState::Open) => ListingStatus::Open.to_string(),
        Some(ListingState::Suspended(_)) => ListingStatus::Suspended.to_string(),
        Some(ListingState::Closed) => ListingStatus::Closed.to_string(),
    }
}

pub(super) fn listing_of(row: &Model) -> Result<Listing, StoreError> {
    let document: Document =
        read_document(&row.document, || format!("document of listing {}", row.id))?;
    Ok(Listing {
        product: document.product,
        product_version: document.product_version,
        stage: document.stage,
        upcoming: document.upcoming,
        certification_version: document.certification_version,
        stock: document.stock,
        next_date: row.next_date,
        events: Vec::new(),
    })
}

/// The times of a product that was never listed are those of no row; its version is 0.
pub(super) fn saved(row: &Model) -> Result<Saved<Listing>, StoreError> {
    let opened_at = row.opened_at.unwrap_or_default();
    let updated_at = row.updated_at.unwrap_or_default();
    let listing = listing_of(row)?;
    Ok(Saved::stored(listing, row.version, opened_at, updated_at))
}

impl Aggregate<Entity> for Listing {
    type Event = Event;
    const TYPE: &'static str = "listing";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.product.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            opened_at: Set(Some(saved.created_at())),
            updated_at: Set(Some(saved.updated_at())),
            ..described(saved)
        }
    }

    async fn write_row(
        saved: &Saved<Self>,
        before: u64,
        db: &DatabaseTransaction,
    ) -> Result<bool, StoreError> {
        let mut row = Self::row(saved);
        if before == 0 {
            // The first event of a listing is that it opens.
            row.opened_key = Set(Some(new_id(saved.created_at())));
        }
        put(db, row, before).await
    }
}

/// A number as the databases compare it: more than they can hold is as much as they can.
fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Until when a product has a paper, so that papers without an end come last.
fn paper_to(trade: &Trade, paper: Paper) -> Option<Date> {
    match trade.paper(paper) {
        Term::Never => None,
        Term::Until(day) => Some(day),
        Term::Always => NaiveDate::from_ymd_opt(9999, 12, 31),
    }
}

/// The column that says until when a product has a paper.
pub(super) fn paper_column(paper: Paper) -> Column {
    match paper {
        Paper::FoodSafety => Column::FoodSafetyTo,
        Paper::QualitySystem => Column::QualitySystemTo,
        Paper::Declaration => Column::DeclarationTo,
        Paper::TestReport => Column::TestReportTo,
        Paper::Barcode => Column::BarcodeTo,
        Paper::TradeMark => Column::TradeMarkTo,
        Paper::GoodPractice => Column::GoodPracticeTo,
    }
}

/// All columns but the times.
pub(super) fn described(saved: &Saved<Listing>) -> ActiveModel {
    let star = saved.held().map(|held| held.certificate.star);
    let trade = &saved.product.trade;
    let (capacity, order) = (&trade.capacity_per_month, &trade.minimum_order);
    let price = &trade.wholesale_price;
    ActiveModel {
        producer_id: Set(saved.product.producer_id),
        valid_to: Set(saved.held().map(|held| held.certificate.valid_to)),
        gtin: Set(trade.gtin.clone()),
        producer_kind: Set(trade.producer_kind.map(|kind| kind.to_string())),
        value_chain: Set(trade.value_chain.map(|chain| chain.to_string())),
        shelf_life_days: Set(trade.shelf_life_days.map(u32::cast_signed)),
        capacity: Set(capacity.as_ref().map(|amount| number(amount.quantity))),
        capacity_unit: Set(capacity.as_ref().map(Amount::unit_key)),
        minimum_order: Set(order.as_ref().map(|amount| number(amount.quantity))),
        minimum_order_unit: Set(order.as_ref().map(Amount::unit_key)),
        price: Set(price.as_ref().map(|price| number(price.vnd))),
        price_unit: Set(price.as_ref().map(Price::unit_key)),
        food_safety_to: Set(paper_to(trade, Paper::FoodSafety)),
        quality_system_to: Set(paper_to(trade, Paper::QualitySystem)),
        declaration_to: Set(paper_to(trade, Paper::Declaration)),
        test_report_to: Set(paper_to(trade, Paper::TestReport)),
        barcode_to: Set(paper_to(trade, Paper::Barcode)),
        trade_mark_to: Set(paper_to(trade, Paper::TradeMark)),
        good_practice_to: Set(paper_to(trade, Paper::GoodPractice)),
        id: Set(saved.product.id),
        version: Set(saved.version().cast_signed()),
        opened_key: NotSet,
        opened_at: NotSet,
        updated_at: NotSet,
        state: Set(state_word(saved.state())),
        criteria_set: Set(saved.product.criteria_set.number().cast_signed()),
        star: Set(star.map(|star| star.number().cast_signed())),
        province_code: Set(saved.product.place.province_code.clone()),
        place_code: Set(saved.product.place.code.clone()),
        place_on: Set(saved.product.place.said_on),
        next_date: Set(saved.next_date),
        merged_into: NotSet,
        document: Set(document(&Document {
            product: saved.product.clone(),
            product_version: saved.product_version,
            stage: saved.stage.clone(),
            upcoming: saved.upcoming.clone(),
            certification_version: saved.certification_version,
            stock: saved.stock.clone(),
        })),
    }
}

/// Inserts the row or, if its version is `before`, updates what is set of it. `false` if somebody else changed it.
pub(super) async fn put(
    db: &DatabaseTransaction,
    row: ActiveModel,
    before: u64,
) -> Result<bool, StoreError> {
    let given = Column::iter().filter(|column| match column {
        Column::Id | Column::MergedInto => false,
        Column::OpenedAt | Column::OpenedKey => row.opened_key.is_set(),
        Column::UpdatedAt => row.updated_at.is_set(),
        _ => true,
    });
    let given: Vec<Column> = given.collect();
    let unchanged = OnConflict::column(Column::Id)
        .update_columns(given)
        .action_and_where(Expr::col((Entity, Column::Version)).eq(before.cast_signed()))
        .to_owned();
    let rows = Entity::insert(row)
        .on_conflict(unchanged)
        .exec_without_returning(db)
        .await?;
    Ok(rows == 1)
}
