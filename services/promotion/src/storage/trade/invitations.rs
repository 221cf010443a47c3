//! Invitations of partners to sessions.

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};
use strum::Display;

use crate::domain::trade::{Invitation, InvitationEvent, InvitationState, MAX_INVITATIONS};
use crate::storage::{Store, Tx, document, read_document};

/// The table `trade_invitations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    session_id: Uuid,
    partner_id: Uuid,
    state: String,
    body: String,
}

plain_table!();

/// Where an invitation stands, without reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum InvitationStatus {
    /// It waits for an answer.
    Sent,
    /// The partner comes.
    Accepted,
    /// The partner does not come.
    Declined,
    /// The session is not held.
    CalledOff,
}

impl From<&InvitationState> for InvitationStatus {
    fn from(state: &InvitationState) -> Self {
        match state {
            InvitationState::Sent => Self::Sent,
            InvitationState::Accepted => Self::Accepted,
            InvitationState::Declined(_) => Self::Declined,
            InvitationState::CalledOff(_) => Self::CalledOff,
        }
    }
}

impl TryFrom<Model> for Saved<Invitation> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let invitation =
            read_document(&row.body, || format!("body of trade invitation {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(
            invitation,
            row.version,
            created_at,
            updated_at,
        ))
    }
}

impl Aggregate<Entity> for Invitation {
    type Event = InvitationEvent;
    const TYPE: &'static str = "trade_invitation";
    const HAS_FOLLOW_UP: bool = true;
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<InvitationEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            session_id: Set(saved.session_id),
            partner_id: Set(saved.partner_id),
            state: Set(InvitationStatus::from(&saved.state).to_string()),
            body: Set(document(&**saved)),
        }
    }
}

/// The invitation with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn invitation_to_change(
    tx: &Tx,
    id: Uuid,
) -> Result<Option<Saved<Invitation>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// All invitations to a session, to be changed. Whoever changes them has locked the session.
pub async fn invitations_to(
    tx: &Tx,
    session_id: Uuid,
) -> Result<Vec<Saved<Invitation>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::SessionId.eq(session_id))
        .order_by_asc(Column::Id)
        .limit(MAX_INVITATIONS)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// The invitations of a partner that wait for an answer or were accepted, to be changed.
pub async fn invitations_of(
    tx: &Tx,
    partner_id: Uuid,
) -> Result<Vec<Saved<Invitation>>, StoreError> {
    let open =
        [InvitationStatus::Sent, InvitationStatus::Accepted].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(Column::State.is_in(open))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Which invitations to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvitationFilter {
    /// To this session.
    pub session_id: Option<Uuid>,
    /// Of this partner.
    pub partner_id: Option<Uuid>,
    /// Those that stand here.
    pub status: Option<InvitationStatus>,
}

/// A page of invitations in order of sending, and the token of the next.
pub async fn list_invitations(
    store: &Store,
    filter: &InvitationFilter,
    page: &Page,
) -> Result<(Vec<Saved<Invitation>>, String), StoreError> {
    let status = filter.status.map(|status| status.to_string());
    let fits = Condition::all()
        .add_option(filter.session_id.map(|id| Column::SessionId.eq(id)))
        .add_option(filter.partner_id.map(|id| Column::PartnerId.eq(id)))
        .add_option(status.map(|status| Column::State.eq(status)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
