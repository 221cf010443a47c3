use super::*;
use crate::criteria::regulation::{Code, Level};

fn code() -> String {
    "R2026".to_owned()
}

/// The defects of the regulation in force if something in it were another.
fn with(change: impl FnOnce(&mut Regulation)) -> Vec<Defect> {
    let mut law = Code::R2026.regulation().clone();
    change(&mut law);
    check(&[law])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn no_regulation_at_all_is_a_defect_and_the_one_in_force_has_none() {
    assert_eq!(check(&[]), [Defect::None]);
    assert_eq!(with(|_| ()), []);
}

#[test]
fn a_code_is_the_letter_r_and_the_four_digits_of_a_year() {
    for wrong in ["2026", "R26", "R20266", "R2O26", "r2026"] {
        let defects = with(|law| law.code = Code(wrong));
        assert_eq!(defects, [Defect::Code(wrong.to_owned())], "{wrong}");
    }
}

#[test]
fn each_regulation_begins_on_the_day_after_the_one_before_it() {
    let all = Regulation::all();
    assert_eq!(check(all), []);
    let mut open = all.to_vec();
    let at = open.len() - 2;
    open[at].in_force_to = None;
    let defects = check(&open);
    assert_eq!(
        defects,
        [Defect::NotContiguous {
            code: code(),
            from: day("2026-05-22"),
            before: None
        }]
    );
    let said = defects[0].to_string();
    assert!(said.ends_with("the one before it ends on no day"), "{said}");
    open[at].in_force_to = Some(day("2026-05-20"));
    let said = check(&open)[0].to_string();
    assert!(said.ends_with("ends on 2026-05-20"), "{said}");
}

#[test]
fn a_regulation_may_be_in_force_for_one_day_and_not_for_less() {
    let last = Defect::NoneAfter(code());
    let one_day = with(|law| law.in_force_to = Some(law.in_force_from));
    assert_eq!(one_day, std::slice::from_ref(&last));
    let less = with(|law| law.in_force_to = law.in_force_from.pred_opt());
    assert_eq!(less, [Defect::EndsBeforeItBegins(code()), last]);
}

#[test]
fn a_regulation_names_an_instrument() {
    let none = [Defect::NoInstrument(code())];
    assert_eq!(with(|law| law.instruments.clear()), none);
    assert_eq!(with(|law| law.instruments = vec![" ".to_owned()]), none);
    let one = with(|law| law.instruments.push(" ".to_owned()));
    assert_eq!(one, []);
}

#[test]
fn floors_rise_from_above_0_to_at_most_100() {
    for right in [[1, 50, 70, 90], [30, 50, 70, 100]] {
        assert_eq!(with(|law| law.floors = right), [], "{right:?}");
    }
    for floors in [
        [0, 50, 70, 90],
        [30, 50, 70, 101],
        [30, 30, 70, 90],
        [30, 50, 90, 70],
    ] {
        let wrong = Defect::Floors {
            code: code(),
            floors,
        };
        assert_eq!(with(|law| law.floors = floors), [wrong]);
    }
}

#[test]
fn parts_add_up_to_100_where_they_are_known() {
    assert_eq!(with(|law| law.parts = None), []);
    let parts = Defect::Parts {
        code: code(),
        sum: 99,
    };
    assert_eq!(with(|law| law.parts = Some([39, 25, 35])), [parts]);
}

#[test]
fn terms_are_of_a_day_or_more_and_in_their_order() {
    let defect = Defect::Validity(code());
    assert_eq!(with(|law| law.validity_months = 0), [defect]);
    assert_eq!(with(|law| law.filing_closes_days = 180), []);
    let window = Defect::Window(code());
    assert_eq!(with(|law| law.filing_closes_days = 181), [window]);
    let reminders = [Defect::Reminders(code())];
    assert_eq!(with(|law| law.reminder_days = vec![30, 30]), reminders);
    assert_eq!(with(|law| law.reminder_days = vec![30, 180]), reminders);
    let no_term = |term| Defect::NoTerm { code: code(), term };
    let commune = with(|law| law.commune_working_days = Some(0));
    assert_eq!(commune, [no_term("commune_working_days")]);
    let revocation = with(|law| law.revocation_days = Some(0));
    assert_eq!(revocation, [no_term("revocation_days")]);
    assert_eq!(with(|law| law.re_evaluation_days = None), []);
}

#[test]
fn grace_that_has_a_last_day_has_days() {
    let until = Some(day("2027-01-01"));
    assert_eq!(with(|law| law.grace_until = until), []);
    assert_eq!(with(|law| law.grace_days = 0), []);
    let defects = with(|law| (law.grace_days, law.grace_until) = (0, until));
    assert_eq!(defects, [Defect::Grace(code())]);
}

#[test]
fn a_result_is_of_one_ballot_at_least_and_of_a_share_that_can_be_exceeded() {
    let wrong = [Defect::LeastBallots(code())];
    assert_eq!(with(|law| law.least_ballots.number = 0), wrong);
    let share = |share| with(|law| law.least_ballots.more_than_percent = share);
    assert_eq!(share(99), []);
    assert_eq!(share(100), wrong);
}

#[test]
fn a_level_has_each_round_once_and_it_ends_no_earlier_than_it_admits() {
    let first = |law: &Regulation| law.rounds.first().cloned().unwrap();
    let twice = with(|law| {
        let first = first(law);
        law.rounds.push(first);
    });
    let number = 1;
    let defect = Defect::RoundTwice {
        code: code(),
        number,
    };
    assert_eq!(twice, [defect]);
    let of_another_level = with(|law| {
        law.rounds.retain(|round| round.level == Level::Province);
        let mut first = first(law);
        first.level = Level::Centre;
        law.rounds.push(first);
    });
    assert_eq!(of_another_level, []);
    let on_its_day = with(|law| law.rounds[0].end = law.rounds[0].cut_off);
    assert_eq!(on_its_day, []);
    let before = with(|law| law.rounds[0].cut_off = law.rounds[1].end);
    let defect = Defect::RoundEnds {
        code: code(),
        number,
    };
    assert_eq!(before, [defect]);
}
