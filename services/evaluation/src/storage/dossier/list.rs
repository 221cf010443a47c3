//! Dossiers page by page, and only those that lie in the caller's scopes.

use chrono::NaiveDate;
use ocop_chassis::database::{PlaceColumns, Saved, StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Reach};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, TryGetableMany};

use crate::domain::dossier::summary::Summary;
use crate::domain::dossier::{Dossier, DossierKind, State};
use crate::storage::council::{Vote, ballot_in, conflict_in, councils_of_member, rounds_with};
use crate::storage::dossier::dossiers::{Column, Entity, READ, Row, read};
use crate::storage::dossier::summaries;
use crate::storage::register::merged;
use crate::storage::search::has_words;
use crate::storage::{PLACED, Store, equal, in_unit};

#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    pub product: Option<Uuid>,
    pub producer: Option<Uuid>,
    pub round: Option<Uuid>,
    /// In one of these; in any but deleted if empty.
    pub states: Vec<State>,
    pub kind: Option<DossierKind>,
    pub province: Option<AskedUnit>,
    pub place: Option<AskedUnit>,
    pub criteria_set: Option<u32>,
    pub star: Option<u32>,
    pub round_year: Option<u32>,
    pub round_number: Option<u32>,
    pub awaiting: Option<Awaiting>,
    /// Whether a deadline has passed on the day.
    pub late: Option<(bool, NaiveDate)>,
    /// Of one of these products.
    pub products: Option<Vec<Uuid>>,
    /// With all these words in the names.
    pub search: String,
    pub lodged_from: Option<NaiveDate>,
    pub lodged_to: Option<NaiveDate>,
    pub within: Vec<Reach>,
    /// The day in whose units places are counted.
    pub in_units_of: NaiveDate,
}

/// Whose ballot is awaited on a day.
#[derive(Clone, Debug)]
pub struct Awaiting {
    pub member: String,
    pub on: NaiveDate,
    /// Where the office is in charge that asks for somebody else; `None` for members who ask for themselves.
    pub office: Option<Vec<Reach>>,
}

impl Awaiting {
    /// Before a council in which the member sits, without a ballot of its own and without a conflict of interest.
    fn condition(&self) -> Condition {
        let own = |column| Expr::col((Entity, column));
        let vote = Vote {
            dossier_id: own(Column::Id),
            council_id: own(Column::VotingCouncilId),
            number: own(Column::Vote),
        };
        let fits = Condition::all()
            .add(Column::VotingCouncilId.is_not_null())
            .add(Column::VotingCouncilId.in_subquery(councils_of_member(&self.member, self.on)))
            .add(Expr::exists(ballot_in(&vote, &self.member)).not())
            .add(Expr::exists(conflict_in(own(Column::Id), Some(&self.member))).not());
        match &self.office {
            None => fits,
            // The offices of a province have no say at the centre.
            Some(reach) if is_everywhere(reach) => fits,
            Some(reach) => fits
                .add(in_reach(reach))
                .add(Column::State.ne(State::InCentralRound.to_string())),
        }
    }
}

/// The dossiers that somebody reaches.
pub(crate) fn in_reach(reach: &[Reach]) -> Condition {
    let producer = |id: &str| id.parse::<Uuid>().unwrap_or_default();
    let placed = PlaceColumns {
        province: Expr::col(Column::ProvinceCode),
        place: Some(Expr::col(Column::PlaceCode)),
        said_on: Expr::col(Column::PlaceOn),
    };
    reach
        .iter()
        .fold(Condition::any(), |all, one| match one {
            Reach::Anywhere => all.add(Column::Id.is_not_null()),
            Reach::Area(area) => all.add(lies_in(area, &placed)),
            Reach::Producer(id) => all.add(Column::ProducerId.eq(producer(id))),
            Reach::Partner(_) => all,
        })
        // Nothing is reached by nobody.
        .add(Column::Id.is_null())
}

/// Whether somebody reaches everything, what is at the centre too.
pub(crate) fn is_everywhere(reach: &[Reach]) -> bool {
    reach.iter().any(|one| matches!(one, Reach::Anywhere))
}

impl DossierFilter {
    /// The same, with all ids of the product, and the producer to which the id of a merged record leads.
    pub(super) async fn led(&self, store: &Store) -> Result<Self, StoreError> {
        let of_product = merged::ids_of(store, self.product).await?;
        let products = match (&self.products, of_product) {
            (Some(products), Some(ids)) => Some(
                products
                    .iter()
                    .copied()
                    .filter(|id| ids.contains(id))
                    .collect(),
            ),
            (products, ids) => products.clone().or(ids),
        };
        Ok(Self {
            product: None,
            products,
            producer: merged::kept_of(store, self.producer).await?,
            ..self.clone()
        })
    }

    pub(super) fn condition(&self, store: &Store) -> Condition {
        let states = if self.states.is_empty() {
            Column::State.ne(State::Deleted.to_string())
        } else {
            Column::State.is_in(self.states.iter().map(State::to_string))
        };
        let late = self.late.map(|(late, today)| {
            if late {
                Condition::all().add(Column::DueOn.lt(today))
            } else {
                let in_time = Condition::any().add(Column::DueOn.is_null());
                in_time.add(Column::DueOn.gte(today))
            }
        });
        let number = |number: &u32| number.cast_signed();
        let rounds = (self.round_year.is_some() || self.round_number.is_some()).then(|| {
            let (year, round) = (self.round_year.as_ref(), self.round_number.as_ref());
            Column::RoundId.in_subquery(rounds_with(year.map(number), round.map(number)))
        });
        let products = self.products.clone();
        Condition::all()
            .add_option(equal(Column::ProductId, &self.product))
            .add_option(equal(Column::ProducerId, &self.producer))
            .add_option(equal(Column::RoundId, &self.round))
            .add(states)
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.to_string())))
            .add_option(in_unit(store, self.province.as_ref(), PLACED))
            .add_option(in_unit(store, self.place.as_ref(), PLACED))
            .add_option(equal(
                Column::CriteriaSet,
                &self.criteria_set.as_ref().map(number),
            ))
            .add_option(equal(Column::Star, &self.star.as_ref().map(number)))
            .add_option(rounds)
            .add_option(self.awaiting.as_ref().map(Awaiting::condition))
            .add_option(late)
            .add_option(products.map(|products| Column::ProductId.is_in(products)))
            .add_option(self.lodged_from.map(|day| Column::LodgedOn.gte(day)))
            .add_option(self.lodged_to.map(|day| Column::LodgedOn.lte(day)))
            .add(has_words(Column::SearchText, &self.search))
            .add(in_reach(&self.within))
    }
}

/// A page of dossiers, whole, and the token of the next.
pub async fn list_dossiers(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
) -> Result<(Vec<Saved<Dossier>>, String), StoreError> {
    let found = Entity::find().select_only().columns(READ);
    let mut rows: Vec<Row> = found_on_page(store, filter, page, found).await?;
    let next = page.cut(&mut rows, |(id, ..)| id.to_string());
    let dossiers = rows.into_iter().map(read);
    Ok((dossiers.collect::<Result<_, _>>()?, next))
}

/// A page of summaries of dossiers and the token of the next.
pub async fn list_summaries(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
) -> Result<(Vec<Saved<Summary>>, String), StoreError> {
    let found = summaries::columns(Entity::find());
    let mut rows: Vec<summaries::Row> = found_on_page(store, filter, page, found).await?;
    let next = page.cut(&mut rows, |(id, ..)| id.to_string());
    let summaries = rows.into_iter().map(summaries::read);
    Ok((summaries.collect::<Result<_, _>>()?, next))
}

/// What a query reads of the dossiers that a filter finds on a page, and of the first on the next.
async fn found_on_page<R: TryGetableMany + Send>(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
    found: Select<Entity>,
) -> Result<Vec<R>, StoreError> {
    let filter = filter.led(store).await?;
    let after = page.after_id().map(|after| Column::Id.gt(after));
    let fits = filter.condition(store).add_option(after);
    let rows = found
        .filter(fits)
        .order_by_asc(Column::Id)
        .limit(page.fetch())
        .into_tuple()
        .all(store.database().reader())
        .await?;
    Ok(rows)
}
