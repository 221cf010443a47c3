//! The advisory team (Tổ tư vấn) that looks over the dossiers before a council votes (Article 7.3c): who was appointed, and from
//! which day on. A later appointment takes the place of the one before.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Council, CouncilProblem};

/// Most appointments that one council keeps.
pub const MOST: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub full_name: String,
    pub organisation: String,
    /// Whether the member leads the team.
    pub leads: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvisoryTeam {
    pub decision_number: String,
    /// The day of the decision, and the team's first.
    pub appointed_on: NaiveDate,
    pub members: Vec<TeamMember>,
    /// The subject of who recorded it.
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
}

impl Council {
    /// Records the appointment of an advisory team.
    ///
    /// # Errors
    /// Everything wrong: nobody in it; not one who leads it; dated before the last appointment; too many appointments.
    pub fn appoint_team(&mut self, team: AdvisoryTeam) -> Result<(), Vec<CouncilProblem>> {
        let mut problems = Vec::new();
        if team.members.is_empty() {
            problems.push(CouncilProblem::NobodyInTeam);
        }
        let leaders = team.members.iter().filter(|member| member.leads).count();
        if leaders != 1 {
            problems.push(CouncilProblem::TeamLeaders(leaders));
        }
        if let Some(last) = self.advisory_teams.last().map(|last| last.appointed_on)
            && team.appointed_on < last
        {
            let from = team.appointed_on;
            problems.push(CouncilProblem::NotLater { from, last });
        }
        if self.advisory_teams.len() >= MOST {
            problems.push(CouncilProblem::TooManyTeams);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        self.advisory_teams.push(team);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::council_of;
    use super::*;

    fn team(on: &str, leaders: usize) -> AdvisoryTeam {
        let member = |n| TeamMember {
            full_name: format!("Thành viên {n}"),
            organisation: "Sở Nông nghiệp và Môi trường".into(),
            leads: n < leaders,
        };
        AdvisoryTeam {
            decision_number: "45/QĐ-HĐ".into(),
            appointed_on: on.parse().unwrap(),
            members: (0..3).map(member).collect(),
            recorded_by: "lan".into(),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_team_has_members_and_one_who_leads_it_and_everything_wrong_is_said_at_once() {
        let mut council = council_of(5);
        council.appoint_team(team("2026-06-01", 1)).unwrap();
        let nobody = AdvisoryTeam {
            members: Vec::new(),
            ..team("2026-05-01", 1)
        };
        let (from, last) = (nobody.appointed_on, council.advisory_teams[0].appointed_on);
        let problems = [
            CouncilProblem::NobodyInTeam,
            CouncilProblem::TeamLeaders(0),
            CouncilProblem::NotLater { from, last },
        ];
        assert_eq!(council.appoint_team(nobody), Err(problems.into()));
        let two = council.appoint_team(team("2026-07-01", 2));
        assert_eq!(two, Err(vec![CouncilProblem::TeamLeaders(2)]));
        assert_eq!(council.advisory_teams.len(), 1);
        for _ in 1..MOST {
            council.appoint_team(team("2026-06-01", 1)).unwrap();
        }
        let one_more = council.appoint_team(team("2026-06-01", 1));
        assert_eq!(one_more, Err(vec![CouncilProblem::TooManyTeams]));
    }
}
