use super::*;

const FLOORS: [u32; 4] = [30, 50, 70, 90];

#[test]
fn bands_are_closed_below_and_open_above() {
    let ranks =
        [0, 29, 30, 49, 50, 69, 70, 89, 90, 100].map(|sum| Rank::of(sum, 1, FLOORS).number());
    assert_eq!(ranks, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
}

#[test]
fn an_average_of_69_96_is_rank_three() {
    assert_eq!(Rank::of(6_996, 100, FLOORS).number(), 3);
    assert_eq!(Rank::of(7_000, 100, FLOORS).number(), 4);
}

#[test]
fn members_with_70_70_and_69_give_rank_three() {
    assert_eq!(Rank::of(70 + 70 + 69, 3, FLOORS).star(), Some(Star::Three));
}

#[test]
fn one_and_two_are_no_stars() {
    assert_eq!(Star::try_from(2), Err(NotAStar(2)));
    assert_eq!(Rank::of(49, 1, FLOORS).star(), None);
    assert_eq!(Rank::of(0, 0, FLOORS).number(), 1);
}

#[test]
fn a_star_is_stored_as_its_number() {
    assert_eq!(Star::ALL.map(u8::from), [3, 4, 5]);
}
