//! Ballots. A ballot is cast once and does not change, but that its member may take it back.

use ocop_chassis::database::{StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::council::ballot::Ballot;
use crate::storage::{Store, Tx, from_json, json};

/// A vote, by the columns of a query that hold it.
pub(crate) struct Vote {
    pub(crate) dossier_id: Expr,
    pub(crate) council_id: Expr,
    pub(crate) number: Expr,
}

/// The table `ballots`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    dossier_id: Uuid,
    council_id: Uuid,
    attempt: i32,
    member: String,
    total: i32,
    comment: String,
    answers: String,
    cast_at: DateTimeUtc,
    withdrawn_at: Option<DateTimeUtc>,
    withdrawal: Option<String>,
}

plain_table!();

impl TryFrom<Model> for Ballot {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            dossier_id: row.dossier_id,
            council_id: row.council_id,
            attempt: row.attempt.unsigned_abs(),
            member: row.member,
            answers: from_json(&row.answers, "ballot")?,
            total: row.total.unsigned_abs(),
            comment: row.comment,
            cast_at: row.cast_at,
            withdrawn: row
                .withdrawn_at
                .map(|_| {
                    from_json(
                        &row.withdrawal.unwrap_or_default(),
                        "withdrawal of a ballot",
                    )
                })
                .transpose()?,
        })
    }
}

/// Records a ballot.
///
/// # Errors
/// [`StoreError::NotUnique`] if the member has voted in this vote on the dossier.
pub async fn insert_ballot(tx: &Tx, ballot: &Ballot) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(ballot.id),
        dossier_id: Set(ballot.dossier_id),
        council_id: Set(ballot.council_id),
        attempt: Set(ballot.attempt.cast_signed()),
        member: Set(ballot.member.clone()),
        total: Set(ballot.total.cast_signed()),
        comment: Set(ballot.comment.clone()),
        answers: Set(json(&ballot.answers)),
        cast_at: Set(ballot.cast_at),
        withdrawn_at: Set(ballot.withdrawn.as_ref().map(|withdrawal| withdrawal.at)),
        withdrawal: Set(ballot.withdrawn.as_ref().map(json)),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Records that a ballot was taken back. The row of its dossier is locked.
pub async fn withdraw_ballot(tx: &Tx, ballot: &Ballot) -> Result<(), StoreError> {
    let withdrawal = ballot.withdrawn.as_ref();
    Entity::update_many()
        .col_expr(
            Column::WithdrawnAt,
            Expr::value(withdrawal.map(|withdrawal| withdrawal.at)),
        )
        .col_expr(Column::Withdrawal, Expr::value(withdrawal.map(json)))
        .filter(Column::Id.eq(ballot.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The ballot that a member cast in a vote on a dossier. What is given are columns of the outer query.
pub(crate) fn ballot_in(vote: &Vote, member: &str) -> SelectStatement {
    let own = |column| Expr::col((Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(own(Column::DossierId).eq(vote.dossier_id.clone()))
        .and_where(own(Column::CouncilId).eq(vote.council_id.clone()))
        .and_where(own(Column::Attempt).eq(vote.number.clone()))
        .and_where(own(Column::Member).eq(member))
        .and_where(own(Column::WithdrawnAt).is_null())
        .to_owned()
}

/// The ballots on a dossier, those of every vote, in the order of casting.
pub async fn ballots(tx: &Tx, dossier: Uuid) -> Result<Vec<Ballot>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(Ballot::try_from).collect()
}

/// Which ballots somebody may know of. Others are filtered in the query: neither counts nor pages nor tokens tell of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotFilter {
    pub dossier: Uuid,
    /// Every one that this member cast.
    pub member: String,
    /// Every one before these councils.
    pub of_councils: Vec<Uuid>,
    /// Those before these councils in a vote that is counted.
    pub counted_of_councils: Vec<Uuid>,
    /// The last vote whose count has a result.
    pub counted: u32,
}

impl BallotFilter {
    fn condition(&self) -> Condition {
        let counted = Condition::all()
            .add(Column::CouncilId.is_in(self.counted_of_councils.iter().copied()))
            .add(Column::Attempt.lte(self.counted.cast_signed()));
        let known = Condition::any()
            .add(Column::Member.eq(&self.member))
            .add(Column::CouncilId.is_in(self.of_councils.iter().copied()))
            .add(counted);
        Condition::all()
            .add(Column::DossierId.eq(self.dossier))
            .add(known)
    }
}

/// A page of ballots, in the order of casting, and the token of the next.
pub async fn list_ballots(
    store: &Store,
    filter: &BallotFilter,
    page: &Page,
) -> Result<(Vec<Ballot>, String), StoreError> {
    let query = Entity::find().filter(filter.condition());
    store.database().page(query, page).await
}

/// The councils before which ballots on a dossier were cast.
pub async fn councils_of_ballots(store: &Store, dossier: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::CouncilId)
        .distinct()
        .filter(Column::DossierId.eq(dossier))
        .into_tuple()
        .all(store.database().reader())
        .await?)
}
