//! Where a dossier stands.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// The producer is still writing it.
    Draft,
    /// Lodged at the commune, and frozen.
    Submitted,
    /// The commune has reported and sent it on.
    CommuneEndorsed,
    /// Accepted into a round of the province.
    InProvincialRound,
    /// The advisory team asked for a supplement.
    SupplementRequested,
    /// The advisory team has reported.
    ReadyForCouncil,
    /// The council has scored it.
    ProvincialScored,
    /// Sent to the centre for five stars.
    ForwardedCentral,
    /// Accepted into a round of the centre.
    InCentralRound,
    /// The centre's council found five stars.
    CentralScored,
    /// The centre's council found less: the province recognises its result or evaluates again
    /// (Article 7.4).
    CentralBelow90,
    /// Recognised; there is a certificate.
    Certified,
    /// Scored, and not recognised.
    NotRecognised,
    /// Rejected on a ground of Appendix II.
    Rejected,
    /// The producer took it back before it was decided on.
    Withdrawn,
    /// The office closed it: nothing could come of it any more.
    Closed,
    /// A draft that is no more; what stood in it is gone.
    Deleted,
}

impl State {
    /// Whether nothing follows any more.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Certified
                | Self::NotRecognised
                | Self::Rejected
                | Self::Withdrawn
                | Self::Closed
                | Self::Deleted
        )
    }

    /// Where it stands, for people: "the dossier is …".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Submitted => "at the commune",
            Self::CommuneEndorsed => "sent on by the commune",
            Self::InProvincialRound => "in a round of the province",
            Self::SupplementRequested => "waiting for a supplement",
            Self::ReadyForCouncil => "before the council",
            Self::ProvincialScored => "scored by the province's council",
            Self::ForwardedCentral => "sent to the centre",
            Self::InCentralRound => "in a round of the centre",
            Self::CentralScored => "scored by the centre's council",
            Self::CentralBelow90 => "sent back by the centre",
            Self::Certified => "certified",
            Self::NotRecognised => "closed without recognition",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed by the office",
            Self::Deleted => "deleted",
        }
    }

    /// Its Vietnamese name.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::Draft => "bản nháp",
            Self::Submitted => "đã nộp tại xã",
            Self::CommuneEndorsed => "xã đã chuyển",
            Self::InProvincialRound => "trong đợt đánh giá của tỉnh",
            Self::SupplementRequested => "chờ bổ sung",
            Self::ReadyForCouncil => "chờ hội đồng đánh giá",
            Self::ProvincialScored => "hội đồng tỉnh đã chấm",
            Self::ForwardedCentral => "đã trình Trung ương",
            Self::InCentralRound => "trong đợt đánh giá của Trung ương",
            Self::CentralScored => "hội đồng Trung ương đã chấm",
            Self::CentralBelow90 => "Trung ương trả về dưới 90 điểm",
            Self::Certified => "đã công nhận",
            Self::NotRecognised => "không được công nhận",
            Self::Rejected => "bị loại",
            Self::Withdrawn => "chủ thể đã rút",
            Self::Closed => "đã đóng",
            Self::Deleted => "đã xóa",
        }
    }

    /// Whether it is at the centre, for nobody in the province to touch.
    pub fn is_central(self) -> bool {
        matches!(
            self,
            Self::ForwardedCentral | Self::InCentralRound | Self::CentralScored
        )
    }
}
