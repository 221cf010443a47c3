//! A council, its members and its rules.

mod amending;
mod appointing;
mod presiding;

use super::amendment::Amendment;
use super::*;

/// A council of so many members, `m1` its chair, of province 51, with the usual rules.
pub(crate) fn council_of(size: usize) -> Council {
    let appointed_on = day("2026-06-01");
    Council {
        id: Uuid::from_u128(0xC0),
        level: Level::Province,
        province_code: "51".into(),
        decision_number: "12/QĐ-UBND".into(),
        appointed_on,
        members: (1..=size).map(member).collect(),
        rules: vec![Rules::usual(appointed_on)],
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The same with other rules from the beginning.
pub(crate) fn council_with(size: usize, rules: impl FnOnce(Rules) -> Rules) -> Council {
    let council = council_of(size);
    Council {
        rules: vec![rules(Rules::usual(council.appointed_on))],
        ..council
    }
}

fn member(n: usize) -> Member {
    Member {
        subject: format!("m{n}"),
        full_name: format!("Ủy viên {n}"),
        organisation: "Sở Nông nghiệp và Môi trường".into(),
        role: if n == 1 {
            MemberRole::Chair
        } else {
            MemberRole::Member
        },
        sector: None,
        joined_on: None,
        left_on: None,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn nothing_from(from: &str) -> Amendment {
    Amendment {
        from: day(from),
        rules: None,
        leaving: Vec::new(),
        joining: Vec::new(),
    }
}
