use super::*;
use crate::council::ballot::tests::ballot;
use crate::council::conflict::tests::conflict;
use crate::criteria::scoring::tests::{best_of, set};

const NOBODY: Viewer<'_> = Viewer {
    subject: "x",
    office: false,
    oversight: false,
    member: false,
};

fn sights(counted: u32) -> [Sight; 5] {
    let set = set(9);
    let ballot = ballot(&set, "m1", best_of(&set));
    let viewers = [
        Viewer {
            subject: "m1",
            member: true,
            ..NOBODY
        },
        Viewer {
            subject: "m2",
            member: true,
            ..NOBODY
        },
        Viewer {
            office: true,
            ..NOBODY
        },
        Viewer {
            oversight: true,
            ..NOBODY
        },
        NOBODY,
    ];
    viewers.map(|viewer| viewer.sight(&ballot, counted))
}

#[test]
fn before_the_count_a_ballot_is_for_its_member_and_the_office_knows_that_it_was_cast() {
    let nothing = Sight::Nothing;
    assert_eq!(
        sights(0),
        [Sight::Whole, nothing, Sight::Sealed, nothing, nothing]
    );
}

#[test]
fn after_the_count_a_ballot_is_open_to_all_but_strangers() {
    let whole = Sight::Whole;
    assert_eq!(sights(1), [whole, whole, whole, whole, Sight::Nothing]);
    // An earlier vote is open with the last one.
    assert_eq!(sights(2), sights(1));
}

#[test]
fn a_conflict_is_seen_by_its_member_and_the_office_and_later_by_all() {
    let member = Viewer {
        subject: "m2",
        member: true,
        ..NOBODY
    };
    let office = Viewer {
        office: true,
        ..NOBODY
    };
    let sees = |viewer: Viewer<'_>, closed| viewer.sees_conflict(&conflict("m1"), closed);
    assert_eq!((sees(member, false), sees(member, true)), (false, true));
    assert_eq!((sees(office, false), sees(NOBODY, true)), (true, false));
}
