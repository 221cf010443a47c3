//! The life of a dossier against a table: random steps, each either refused without a trace or taken to
//! where the table says. The table is written from the articles and shares nothing with the code.

use proptest::prelude::*;

use super::central::{central_council, central_round};
use super::*;
use crate::dossier::review::Want;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Rewrite,
    Submit,
    GiveBack,
    Endorse,
    AcceptProvince,
    AcceptCentre,
    AskSupplement,
    AddSupplement,
    Advise,
    /// The council finds no trademark application.
    CountNothing,
    CountThree,
    CountFive,
    Decide,
    Reject,
}

use Command::{
    AcceptCentre, AcceptProvince, AddSupplement, Advise, AskSupplement, CountFive, CountNothing,
    CountThree, Decide, Endorse, GiveBack, Reject, Rewrite, Submit,
};

const ALL: [Command; 14] = [
    Rewrite,
    Submit,
    GiveBack,
    Endorse,
    AcceptProvince,
    AcceptCentre,
    AskSupplement,
    AddSupplement,
    Advise,
    CountNothing,
    CountThree,
    CountFive,
    Decide,
    Reject,
];

/// Where a first dossier goes from a state by a command; `None`: the command is refused. `three` says
/// whether the last result allows three stars.
fn table(state: State, command: Command, three: bool) -> Option<State> {
    Some(match (state, command) {
        (State::Draft, Rewrite) => State::Draft,
        (State::Draft, Submit) => State::Submitted,
        (State::Submitted, GiveBack) => State::Draft,
        (State::Submitted, Endorse) => State::CommuneEndorsed,
        (State::CommuneEndorsed | State::CentralBelow90, AcceptProvince) => {
            State::InProvincialRound
        }
        (State::InProvincialRound, AskSupplement) => State::SupplementRequested,
        (State::SupplementRequested, AddSupplement) => State::InProvincialRound,
        (State::InProvincialRound, Advise) => State::ReadyForCouncil,
        (State::ReadyForCouncil, CountNothing) => State::NotRecognised,
        (State::ReadyForCouncil, CountThree | CountFive) => State::ProvincialScored,
        (State::ProvincialScored, Decide) if three => State::Certified,
        (State::ProvincialScored, Decide) => State::ForwardedCentral,
        (State::ForwardedCentral, AcceptCentre) => State::InCentralRound,
        (State::InCentralRound, CountFive) => State::CentralScored,
        (State::InCentralRound, CountThree | CountNothing) => State::CentralBelow90,
        (State::CentralScored, Decide) => State::Certified,
        (State::CentralBelow90, Decide) if three => State::Certified,
        (state, Reject) if state != State::Draft && !state.is_final() => State::Rejected,
        _ => return None,
    })
}

/// Gives a command to the dossier. All of it happens on one day: order in time has tests of its own.
fn give(
    dossier: &mut Dossier,
    certificates: &mut Certification,
    command: Command,
) -> Result<(), Refusal> {
    const TODAY: &str = "2026-06-10";
    let on = day(TODAY);
    match command {
        Rewrite => dossier.rewrite(answered(), on),
        Submit => dossier.submit(&LIBRARY, &uncertified(), on),
        GiveBack => dossier.give_back("Thiếu giấy tờ", on),
        Endorse => dossier.endorse(findings(), on),
        AcceptProvince => dossier.accept(&first_round(None), on),
        AcceptCentre => dossier.accept(&central_round(), on),
        AskSupplement => dossier.ask_supplement(Supplement {
            wants: vec![Want::Documents],
            text: "Phiếu kiểm nghiệm".into(),
            asked_on: on,
            due_on: None,
            filed_on: None,
        }),
        AddSupplement => dossier.add_supplement(answered(), &set(9), on),
        Advise => dossier.advise(advice(TODAY)),
        CountNothing => counted(dossier, &[("3.5", 0)]),
        CountThree => counted(dossier, &[("3.5", 1)]),
        CountFive => counted(dossier, &[]),
        Decide => decide(dossier, certificates, TODAY).map(|_| ()),
        Reject => dossier.reject("Hồ sơ giả", on),
    }
}

/// Has whichever council has the dossier count ballots.
fn counted(dossier: &mut Dossier, changes: &[(&str, u32)]) -> Result<(), Refusal> {
    let council = match dossier.stage.accepted().map(|accepted| accepted.council_id) {
        Some(id) if id == central_council().id => central_council(),
        _ => council_of(5),
    };
    let cast = |n| Ballot {
        council_id: council.id,
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=council.members.len()).map(cast).collect();
    let session = Session {
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-06-10"),
    };
    dossier.count(&session, None).map(|_| ())
}

/// Commands, most of them such as lead somewhere: else few dossiers would ever see a council.
fn commands() -> impl Strategy<Value = Vec<(bool, usize)>> {
    proptest::collection::vec((proptest::bool::weighted(0.7), 0..1_000_usize), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_step_goes_where_the_table_says_or_leaves_no_trace(commands in commands()) {
        let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-10").unwrap();
        let mut certificates = uncertified();
        let (mut three, mut handed_in) = (false, 0);
        for (onward, number) in commands {
            let leading: Vec<Command> = ALL
                .into_iter()
                .filter(|command| table(dossier.state(), *command, three).is_some())
                .collect();
            let command = match onward && !leading.is_empty() {
                true => leading[number % leading.len()],
                false => ALL[number % ALL.len()],
            };
            let before = (dossier.clone(), certificates.clone());
            let outcome = give(&mut dossier, &mut certificates, command);
            match table(before.0.state(), command, three) {
                None => {
                    prop_assert!(outcome.is_err(), "{command:?} in {:?}", before.0.state());
                    prop_assert_eq!((dossier.clone(), certificates.clone()), before);
                }
                Some(state) => {
                    prop_assert_eq!(outcome, Ok(()), "{:?} in {:?}", command, before.0.state());
                    prop_assert_eq!(dossier.state(), state);
                    prop_assert!(dossier.events.len() > before.0.events.len());
                    match command {
                        CountNothing | CountThree | CountFive => three = command == CountThree,
                        Submit | AddSupplement => handed_in += 1,
                        _ => {}
                    }
                }
            }
            prop_assert_eq!(dossier.revision, handed_in);
            prop_assert_eq!(dossier.stage.closed_on().is_some(), dossier.state().is_final());
            prop_assert_eq!(dossier.next_deadline().is_some() && dossier.state().is_final(), false);
            let certified = dossier.state() == State::Certified;
            prop_assert_eq!(certificates.newest().is_some(), certified);
        }
    }
}
