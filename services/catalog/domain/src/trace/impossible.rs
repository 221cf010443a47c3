//! Why an event cannot have been.

use uuid::Uuid;

use super::{ContainerId, Item, LotId, Uri};

/// Why an event cannot have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// It lies in the future.
    #[error("lies in the future")]
    InFuture,
    /// The harvest came after what is said to be harvested.
    #[error("says that the lot was harvested after it came to be")]
    HarvestedLater,
    /// A lot is spent before it is there, or is at its best after its end.
    #[error(
        "says days of best quality or of the end that lie before the lot came to be, or out of order"
    )]
    SpentBefore,
    /// A lot of which nobody has said that it came to be.
    #[error("is about {0}, which had not come to be by then")]
    NotMadeYet(LotId),
    /// A single piece comes to be once.
    #[error("makes {0}, which came to be before: a serial number is of one piece")]
    MadeBefore(LotId),
    /// Something that whoever records it never had.
    #[error("ties {0} to documents, which this producer has not had by then")]
    NotHad(Item),
    /// A lot of somebody else cannot be made.
    #[error("makes {0}, which is not of this producer")]
    OfAnother(LotId),
    /// A lot comes from itself.
    #[error("makes {0}, which was used before: a lot does not come from itself")]
    Cycle(LotId),
    /// More goes out than came in.
    #[error("takes {wanted} of {lot}, of which {has} are {place} by then")]
    NotEnough {
        /// The lot.
        lot: LotId,
        /// How much it takes.
        wanted: String,
        /// How much there is.
        has: String,
        /// Where.
        place: &'static str,
    },
    /// A container that somebody else has.
    #[error("is about {0}, which is not with this producer by then")]
    ContainerElsewhere(ContainerId),
    /// A container cannot be in what is in it.
    #[error("packs {0} into itself")]
    InItself(ContainerId),
    /// A container that is not where it is said to be.
    #[error("is about {0}, which is in another container, or in none")]
    NotInside(ContainerId),
    /// A container of which nobody has said that it came to be.
    #[error("is about {0}, which nobody had packed or brought into use by then")]
    ContainerUnknown(ContainerId),
    /// A container in which there is nothing.
    #[error("unpacks or sells {0}, into which nothing had been packed by then")]
    ContainerEmpty(ContainerId),
    /// Something that was not tied to a container.
    #[error("is about {0} as tied to a container, to which it had not been tied by then")]
    NotTied(Item),
    /// A transformation of somebody else.
    #[error("is a part of the transformation {0}, which is another producer's")]
    TransformationOfAnother(Uri),
    /// Nothing went into a transformation before something came out.
    #[error("says what came out of the transformation {0}, into which nothing had gone by then")]
    NothingWentIn(Uri),
    /// The id of an event is that of another.
    #[error("has the id {0}, which another event has")]
    OtherContent(String),
    /// Only what is recorded can be declared in error.
    #[error("declares {0} in error, which is not recorded")]
    NotRecorded(String),
    /// An event was declared in error for another reason, or with other corrections.
    #[error("declares {0} in error otherwise than before")]
    DeclaredOtherwise(String),
    /// There is no growing area with this id.
    #[error("names the growing area {0}, which there is not")]
    UnknownArea(Uuid),
    /// There is no product of the producer with this id.
    #[error("names the product {0}, which this producer does not have")]
    ProductOfAnother(Uuid),
    /// It makes impossible what was recorded before.
    #[error("makes the recorded event {0} impossible, which {1}")]
    Contradicts(String, String),
}

impl Impossible {
    /// Whether it is about what nobody has said of a container. Events of earlier versions may be so.
    pub(super) fn is_unsaid_of_container(&self) -> bool {
        matches!(
            self,
            Self::ContainerUnknown(_) | Self::ContainerEmpty(_) | Self::NotTied(_)
        )
    }

    /// Why, as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::InFuture => "IN_FUTURE",
            Self::HarvestedLater => "HARVESTED_LATER",
            Self::SpentBefore => "SPENT_BEFORE",
            Self::NotMadeYet(_) => "NOT_MADE_YET",
            Self::MadeBefore(_) => "MADE_BEFORE",
            Self::NotHad(_) => "NOT_HAD",
            Self::OfAnother(_) => "OF_ANOTHER_PRODUCER",
            Self::Cycle(_) => "CYCLE",
            Self::NotEnough { .. } => "MORE_OUT_THAN_IN",
            Self::ContainerElsewhere(_) => "CONTAINER_ELSEWHERE",
            Self::InItself(_) => "CONTAINER_IN_ITSELF",
            Self::NotInside(_) => "CONTAINER_NOT_INSIDE",
            Self::ContainerUnknown(_) => "CONTAINER_UNKNOWN",
            Self::ContainerEmpty(_) => "CONTAINER_EMPTY",
            Self::NotTied(_) => "NOT_TIED",
            Self::TransformationOfAnother(_) => "TRANSFORMATION_OF_ANOTHER",
            Self::NothingWentIn(_) => "NOTHING_WENT_IN",
            Self::OtherContent(_) => "EVENT_ID_TAKEN",
            Self::NotRecorded(_) => "NOT_RECORDED",
            Self::DeclaredOtherwise(_) => "DECLARED_OTHERWISE",
            Self::UnknownArea(_) => "AREA_UNKNOWN",
            Self::ProductOfAnother(_) => "PRODUCT_OF_ANOTHER",
            Self::Contradicts(..) => "CONTRADICTS_RECORDED",
        }
    }
}
