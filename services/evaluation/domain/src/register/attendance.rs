//! Who was at which fair, as promotion records it: evidence for the criterion of promotion (4.3).

use chrono::NaiveDate;
use strum::{Display, EnumString};
use uuid::Uuid;

/// How far a fair reaches: the criterion counts those in the province, outside it and abroad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Reach {
    /// Promotion says something newer than this service knows.
    Unknown,
    /// In the province of the producers.
    Province,
    /// In another province, or of the whole country.
    National,
    /// Abroad, or with visitors from abroad.
    International,
}

/// A fair, a market, a week or a conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fair {
    /// Id of the campaign in promotion.
    pub id: Uuid,
    pub name: String,
    pub reach: Reach,
    /// Where it is held.
    pub venue: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// That a producer was at a fair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub producer_id: Uuid,
    /// Ids of the products that it showed.
    pub products: Vec<Uuid>,
    /// The day on which it was recorded.
    pub recorded_on: NaiveDate,
}

/// Who was there, as an event of a fair tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// All who were, so far.
    All(Vec<Presence>),
    /// One more, or the same one again.
    OneMore(Presence),
    /// Nothing is said of it.
    Untold,
}

/// A fair with one producer who was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub fair: Fair,
    pub presence: Presence,
}

/// How many fairs there are of each reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub in_province: u32,
    pub national: u32,
    pub international: u32,
}

impl Counts {
    /// Of these fairs.
    pub fn of(reaches: impl IntoIterator<Item = Reach>) -> Self {
        let mut counts = Self::default();
        for reach in reaches {
            match reach {
                Reach::Province => counts.in_province += 1,
                Reach::National => counts.national += 1,
                Reach::International => counts.international += 1,
                Reach::Unknown => {}
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fairs_are_counted_by_their_reach_and_what_is_not_known_counts_as_none() {
        let reaches = [
            Reach::National,
            Reach::Province,
            Reach::Unknown,
            Reach::National,
            Reach::International,
        ];
        let counts = Counts::of(reaches);
        let of = (counts.in_province, counts.national, counts.international);
        assert_eq!(of, (1, 2, 1));
        assert_eq!("national".parse(), Ok(Reach::National));
    }
}
