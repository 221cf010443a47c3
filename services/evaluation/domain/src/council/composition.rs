//! What the members stand for, and what the law names. Who appoints a council answers for it: what is missing is told and not
//! refused.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;

use super::{Council, Level};

/// What a member stands for (Articles 7.3b and 7.4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sector {
    /// The leaders of the province's People's Committee.
    PeoplesCommittee,
    AgricultureEnvironment,
    IndustryTrade,
    Health,
    ScienceTechnology,
    CultureSportsTourism,
    /// The department for food safety, where there is one.
    FoodSafety,
    /// The office that coordinates the programme.
    OcopOffice,
    /// Another specialised unit.
    SpecialisedUnit,
    /// An expert, an association or a testing body that was invited.
    Expert,
}

/// What a province's council has (Article 7.3b).
const PROVINCE: [Sector; 7] = [
    Sector::PeoplesCommittee,
    Sector::AgricultureEnvironment,
    Sector::IndustryTrade,
    Sector::Health,
    Sector::ScienceTechnology,
    Sector::CultureSportsTourism,
    Sector::OcopOffice,
];

/// What the centre's council has (Article 7.4): the ministry of agriculture and environment leads it.
const CENTRE: [Sector; 6] = [
    Sector::AgricultureEnvironment,
    Sector::IndustryTrade,
    Sector::Health,
    Sector::ScienceTechnology,
    Sector::CultureSportsTourism,
    Sector::OcopOffice,
];

impl Council {
    /// The sectors that the law names and of which no member is on a day.
    pub fn missing_sectors(&self, day: NaiveDate) -> Vec<Sector> {
        let named: &[Sector] = match self.level {
            Level::Province => &PROVINCE,
            Level::Centre => &CENTRE,
        };
        let there = |sector: &Sector| {
            self.members_on(day)
                .any(|member| member.sector == Some(*sector))
        };
        named
            .iter()
            .copied()
            .filter(|sector| !there(sector))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::council_of;
    use super::*;

    fn with(sectors: &[Sector]) -> Council {
        let mut council = council_of(sectors.len());
        for (member, sector) in council.members.iter_mut().zip(sectors) {
            member.sector = Some(*sector);
        }
        council
    }

    #[test]
    fn a_provinces_council_has_everything_that_the_law_names() {
        let council = with(&PROVINCE);
        assert_eq!(council.missing_sectors(council.appointed_on), []);
        let without = with(&PROVINCE[..6]);
        let missing = without.missing_sectors(without.appointed_on);
        assert_eq!(missing, [Sector::OcopOffice]);
    }

    #[test]
    fn a_member_who_has_left_stands_for_nothing_any_more() {
        let mut council = with(&PROVINCE);
        let from = council.appointed_on + chrono::Days::new(30);
        council.members[3].left_on = Some(from);
        assert_eq!(council.missing_sectors(council.appointed_on), []);
        assert_eq!(council.missing_sectors(from), [Sector::Health]);
    }

    #[test]
    fn the_centres_council_needs_no_peoples_committee() {
        let council = Council {
            level: Level::Centre,
            province_code: String::new(),
            ..with(&CENTRE)
        };
        assert_eq!(council.missing_sectors(council.appointed_on), []);
    }
}
