//! The life of a dossier against a table: random steps on days that go by, each either refused without a trace or taken
//! to where the table says, with corrections between them. The table is written from the articles and shares nothing with
//! the code. Whatever was done, days never run backwards and somebody may end the dossier.

mod steps;
mod table;

use proptest::prelude::*;

use self::steps::{can_end, correct, give};
use self::table::*;
use super::*;
use crate::dossier::summary::Summary;

/// Commands, most of them such as lead somewhere: else few dossiers would ever see a council. With each, how many days
/// have gone by and how many days ago it is said to have been, and sometimes which day is put right and how far back it was.
type Given = (bool, usize, (u64, u64), Option<(usize, u64)>);

fn commands() -> impl Strategy<Value = Vec<Given>> {
    let correction = proptest::option::weighted(0.3, (0..8_usize, 0..40_u64));
    let one = (
        proptest::bool::weighted(0.7),
        0..1_000_usize,
        (0..4_u64, prop_oneof![4 => Just(0_u64), 1 => 1..8_u64]),
        correction,
    );
    proptest::collection::vec(one, 1..60)
}

/// The summary of a dossier as a list reads it, which says of deadlines, of what is missing and of votes what the dossier says.
fn summary_as_stored(dossier: &Dossier) -> Summary {
    let stored = serde_json::to_string(&Summary::from(dossier)).unwrap();
    let summary: Summary = serde_json::from_str(&stored).unwrap();
    assert_eq!(summary.deadlines(), dossier.deadlines());
    assert_eq!(summary.next_deadline(), dossier.next_deadline());
    for samples in [0, 5] {
        let missing = dossier.content.missing(dossier.kind, samples);
        assert_eq!(summary.clone().take_missing(samples), missing);
    }
    assert_eq!(summary.is_before_council(), dossier.open_vote().is_ok());
    summary
}

/// Whether the day of a command is that of a step, which no later step may be dated before.
fn is_step(command: Command) -> bool {
    !matches!(command, Rewrite | KnockOut | NoKnockOut | Notify)
}

/// Ends come early among random commands; one of them is given only now and then.
fn ends(command: Command) -> bool {
    matches!(
        command,
        Reject | Withdraw | Delete | CloseRetired | CloseUnrecognised
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_step_goes_where_the_table_says_or_leaves_no_trace_and_every_dossier_can_end(
        commands in commands()
    ) {
        let mut today = day("2026-06-10");
        let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-10").unwrap();
        let mut certificates = uncertified();
        let (mut known, mut handed_in, mut corrected) = (Known::default(), 0, 0);
        // What was once decided holds until it is decided otherwise.
        let mut certified = false;
        // The day of the last step, unless a day was put right since.
        let mut last_step = None;
        for (onward, number, (days, ago), correction) in commands {
            today = today + Days::new(days);
            if let Some((which, back)) = correction {
                let before = dossier.clone();
                let on = today - Days::new(back);
                match correct(&mut dossier, &certificates, (which, on), today) {
                    Ok(()) => {
                        corrected += 1;
                        last_step = None;
                    }
                    Err(_) => prop_assert_eq!(&dossier, &before),
                }
                prop_assert_eq!(dossier.state(), before.state());
                prop_assert_eq!(dossier.corrections.len(), corrected);
            }
            known.granted_today = certificates
                .newest()
                .is_some_and(|newest| newest.valid_from == today);
            known.replaced = dossier.stage.accepted().map_or(0, |accepted| accepted.replaced.len());
            let leading: Vec<Command> = ALL
                .into_iter()
                .filter(|command| table(dossier.state(), *command, known).is_some())
                .filter(|command| !ends(*command) || number % 10 == 0)
                .collect();
            let command = match onward && !leading.is_empty() {
                true => leading[number % leading.len()],
                false => ALL[number % ALL.len()],
            };
            let before = (dossier.clone(), certificates.clone());
            let on = today - Days::new(ago);
            let outcome = give(&mut dossier, &mut certificates, command, on);
            if outcome.is_ok() && is_step(command) {
                prop_assert!(Some(on) >= last_step, "{command:?} of {on} after {last_step:?}");
                last_step = Some(on);
            }
            match table(before.0.state(), command, known) {
                // What is said to have been before the last step is refused.
                Some(_) if ago > 0 && outcome.is_err() => {
                    prop_assert_eq!((dossier.clone(), certificates.clone()), before);
                }
                None => {
                    prop_assert!(outcome.is_err(), "{command:?} in {:?}", before.0.state());
                    prop_assert_eq!((dossier.clone(), certificates.clone()), before);
                }
                Some(state) => {
                    prop_assert_eq!(outcome, Ok(()), "{:?} in {:?}", command, before.0.state());
                    // With a report that came on the day of what it was to report on, either is right.
                    let reported = command == Complain
                        && state == State::InProvincialRound
                        && dossier.state() == State::ReadyForCouncil;
                    prop_assert!(reported || dossier.state() == state, "{command:?}: {:?}", dossier.state());
                    prop_assert!(dossier.events.len() > before.0.events.len());
                    match command {
                        CountNothing | CountThree | CountFive => {
                            known.three = command == CountThree;
                            known.nothing = command == CountNothing;
                            known.signed = false;
                        }
                        AcceptCentre => known.scored_before = true,
                        Reopen | Complain if before.0.tally().is_some() => {
                            known.scored_before = true;
                        }
                        KnockOut => known.stopped = true,
                        NoKnockOut => known.stopped = false,
                        Sign => known.signed = true,
                        Submit => {
                            known.scored_before = false;
                            handed_in += 1;
                        }
                        AddSupplement => handed_in += 1,
                        _ => {}
                    }
                    if matches!(command, Decide | Reject | CloseRetired | CloseUnrecognised) {
                        known.resumes = goes_on_in(before.0.state());
                    }
                    certified |= dossier.state() == State::Certified;
                }
            }
            prop_assert_eq!(dossier.check_order(), Ok(()), "days run backwards");
            prop_assert!(can_end(&dossier, &certificates, today), "{:?}", dossier.state());
            prop_assert_eq!(dossier.revision, handed_in);
            prop_assert_eq!(dossier.stage.closed_on().is_some(), dossier.state().is_final());
            prop_assert_eq!(dossier.next_deadline().is_some() && dossier.state().is_final(), false);
            prop_assert_eq!(certificates.newest().is_some(), certified);
            prop_assert_eq!(summary_as_stored(&dossier), Summary::from(&dossier));
        }
    }
}
