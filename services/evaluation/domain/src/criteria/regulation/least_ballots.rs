//! How many ballots a result needs.
//!
//! No decision names a least number: it leaves the vote to the council's own regulation. But the result is that of a
//! council (Article 7.3d), and a mean of the members' totals is one of several. So a regulation here says of how many
//! members a result is at the least, whatever quorum a council has given itself and however many of them may not vote.

use serde::Deserialize;

/// The least number of ballots that are a council's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeastBallots {
    /// So many at least.
    pub number: u32,
    /// More than this share of the council's members, in percent. Those with a conflict of interest are members too: what
    /// a minority of the council finds is not what the council found.
    pub more_than_percent: u32,
}

impl LeastBallots {
    /// Of a council with so many members.
    pub fn of(self, members: usize) -> usize {
        let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let above = members.saturating_mul(whole(self.more_than_percent)) / 100 + 1;
        above.max(whole(self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_of_three_members_at_least_and_of_more_than_half_of_the_council() {
        let least = LeastBallots {
            number: 3,
            more_than_percent: 50,
        };
        let of = [1, 3, 5, 6, 7, 13].map(|members| least.of(members));
        assert_eq!(of, [3, 3, 3, 4, 4, 7]);
    }

    #[test]
    fn every_regulation_asks_for_several_ballots() {
        for law in crate::criteria::regulation::Regulation::all() {
            let least = law.least_ballots;
            assert_eq!(
                (least.number, least.more_than_percent),
                (3, 50),
                "{}",
                law.code
            );
        }
    }
}
