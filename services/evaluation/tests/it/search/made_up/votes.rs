//! Made-up councils and rounds, and who voted and who did not.

use chrono::Days;
use ocop_evaluation::domain::council::ballot::Ballot;
use ocop_evaluation::domain::council::conflict::Conflict;
use ocop_evaluation::domain::council::round::Round;
use ocop_evaluation::domain::council::withdrawal::Withdrawal;
use ocop_evaluation::domain::council::{Council, Member, MemberRole, Rules};
use ocop_evaluation::domain::criteria::answers::Answers;
use ocop_evaluation::domain::criteria::regulation::Level;
use uuid::Uuid;

use super::{MEMBERS, at, day, dossier};

/// Two councils; "chi" joined the second late, and "dung" has left the first.
pub(in crate::search) fn council(n: u128) -> Council {
    let member = |(at, subject): (usize, &&str)| Member {
        subject: (*subject).to_owned(),
        full_name: format!("Ủy viên {subject}"),
        organisation: String::new(),
        role: if at == 0 {
            MemberRole::Chair
        } else {
            MemberRole::Member
        },
        sector: None,
        joined_on: (n == 1 && at == 2).then(|| day("2026-12-01")),
        left_on: (n == 0 && at == 3).then(|| day("2026-11-01")),
    };
    Council {
        id: Uuid::from_u128(0xC0_0000 + n),
        level: Default::default(),
        province_code: if n == 0 { "51" } else { "48" }.to_owned(),
        decision_number: "12/QĐ-UBND".to_owned(),
        appointed_on: day("2026-01-01"),
        members: MEMBERS.iter().enumerate().map(member).collect(),
        rules: vec![Rules::usual(day("2026-01-01"))],
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
    }
}

/// Four rounds: two years, two councils.
pub(in crate::search) fn round(n: u128) -> Round {
    Round {
        id: Uuid::from_u128(0xD0_0000 + n),
        opened_at: at(n),
        level: Level::Province,
        province_code: council(n % 2).province_code,
        year: if n < 2 { 2025 } else { 2026 },
        number: u32::try_from(n / 2 % 2 + 1).unwrap(),
        council_id: council(n % 2).id,
        cut_off: None,
        ends_on: (n != 3).then(|| day("2026-11-10") + Days::new(u64::try_from(n * 8).unwrap())),
    }
}

fn taken_back(n: u128) -> Option<Withdrawal> {
    n.is_multiple_of(4).then(|| Withdrawal {
        reason: "nhầm".to_owned(),
        by: "lan".to_owned(),
        at: at(n),
    })
}

/// The ballots on a dossier, some of an earlier vote or another council, some taken back.
pub(in crate::search) fn ballots(n: u128) -> Vec<Ballot> {
    let dossier = dossier(n);
    let Ok((vote, accepted)) = dossier.before_council() else {
        return Vec::new();
    };
    let of = |(at_member, member): (u128, &&str)| {
        let k = n + at_member * 5;
        (!k.is_multiple_of(3)).then(|| Ballot {
            id: Uuid::from_u128((0xBA << 96) + n * 16 + at_member),
            dossier_id: dossier.id,
            council_id: if k.is_multiple_of(7) {
                Uuid::nil()
            } else {
                accepted.council_id
            },
            attempt: if k.is_multiple_of(5) { 9 } else { vote.attempt },
            member: (*member).to_owned(),
            answers: Answers::default(),
            total: 61,
            comment: String::new(),
            cast_at: at(k),
            withdrawn: taken_back(k),
        })
    };
    (0..).zip(&MEMBERS).filter_map(of).collect()
}

/// The conflicts of interest in a dossier, some taken back.
pub(in crate::search) fn conflicts(n: u128) -> Vec<Conflict> {
    let of = |(at_member, member): (u128, &&str)| {
        let k = n * 3 + at_member;
        k.is_multiple_of(5).then(|| Conflict {
            id: Uuid::from_u128((0xCF << 96) + n * 16 + at_member),
            dossier_id: dossier(n).id,
            member: (*member).to_owned(),
            reason: "người nhà".to_owned(),
            declared_by: (*member).to_owned(),
            declared_at: at(k),
            withdrawn: taken_back(k / 5),
        })
    };
    (0..).zip(&MEMBERS).filter_map(of).collect()
}
