//! The life of a dossier against a table: random steps on days that go by, each either refused without a trace or taken
//! to where the table says, with corrections between them. The table is written from the articles and shares nothing with
//! the code. Whatever was done, days never run backwards and somebody may end the dossier.

use ocop_places::built_in;
use proptest::prelude::*;

use super::central::{central_council, central_round};
use super::knock_outs::{foreign_matter, found, recorded_wrongly};
use super::*;
use crate::correction::Grounds;
use crate::council::Council;
use crate::dossier::correcting::{Facts, Values};
use crate::dossier::ending::{CloseGround, Closing};
use crate::dossier::notice::{Notice, Recipient};
use crate::dossier::recount::TakenBack;
use crate::dossier::returning::ReturnedTo;
use crate::dossier::review::Want;
use crate::dossier::summary::Summary;

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
    /// The province gives it back.
    ToCommune,
    ToProducer,
    /// The advisory team replaces its report.
    AdviseAgain,
    Withdraw,
    Delete,
    /// The office closes it: the product is retired.
    CloseRetired,
    /// The office closes it: the result allows nothing.
    CloseUnrecognised,
    /// The chair has the council vote anew.
    Reopen,
    Sign,
    /// Foreign matter is found in the samples.
    KnockOut,
    /// It was in another product's.
    NoKnockOut,
    /// A complaint is found right.
    Complain,
    /// The producer is told of the result.
    Notify,
}

use Command::{
    AcceptCentre, AcceptProvince, AddSupplement, Advise, AdviseAgain, AskSupplement, CloseRetired,
    CloseUnrecognised, Complain, CountFive, CountNothing, CountThree, Decide, Delete, Endorse,
    GiveBack, KnockOut, NoKnockOut, Notify, Reject, Reopen, Rewrite, Sign, Submit, ToCommune,
    ToProducer, Withdraw,
};

const ALL: [Command; 27] = [
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
    ToCommune,
    ToProducer,
    AdviseAgain,
    Withdraw,
    Delete,
    CloseRetired,
    CloseUnrecognised,
    Reopen,
    Sign,
    KnockOut,
    NoKnockOut,
    Complain,
    Notify,
];

/// What the table asks besides the state.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Whether the last result allows three stars.
    three: bool,
    /// Whether it allows none.
    nothing: bool,
    /// Whether a council found something since it was lodged, in an earlier round or vote.
    scored_before: bool,
    /// How many reports were replaced in the round.
    replaced: usize,
    /// Whether the minutes of the last count are signed.
    signed: bool,
    /// Whether a knock-out stands.
    stopped: bool,
    /// Where it goes on if the end that it came to is lifted.
    resumes: Option<State>,
    /// Whether a certificate of it begins on this very day.
    granted_today: bool,
}

/// Where a first dossier goes from a state by a command; `None`: the command is refused.
fn table(state: State, command: Command, known: Known) -> Option<State> {
    let Known {
        three,
        nothing,
        scored_before,
        replaced,
        signed,
        stopped,
        resumes,
        granted_today,
    } = known;
    let lodged = state != State::Draft && !state.is_final();
    let evaluates = matches!(
        command,
        AcceptProvince | AcceptCentre | CountNothing | CountThree | CountFive | Decide
    );
    if stopped && evaluates {
        return None;
    }
    let granted_already = |certified| (!granted_today).then_some(certified);
    Some(match (state, command) {
        (State::Draft, Rewrite) => State::Draft,
        (State::Draft, Submit) => State::Submitted,
        (State::Submitted, GiveBack) => State::Draft,
        (State::Submitted, Endorse) => State::CommuneEndorsed,
        (State::CommuneEndorsed | State::CentralBelow90, AcceptProvince) => {
            State::InProvincialRound
        }
        (State::InProvincialRound | State::ReadyForCouncil, AskSupplement) => {
            State::SupplementRequested
        }
        (State::SupplementRequested, AddSupplement) => State::InProvincialRound,
        (State::InProvincialRound, Advise) => State::ReadyForCouncil,
        (State::ReadyForCouncil, AdviseAgain) if replaced < 20 => State::ReadyForCouncil,
        (State::CommuneEndorsed, ToCommune) => State::Submitted,
        (State::CommuneEndorsed, ToProducer) => State::Draft,
        (State::InProvincialRound, ToCommune) if !scored_before => State::Submitted,
        (State::InProvincialRound, ToProducer) if !scored_before => State::Draft,
        (State::ReadyForCouncil, CountNothing) => State::NotRecognised,
        (State::ReadyForCouncil, CountThree | CountFive) => State::ProvincialScored,
        (State::ProvincialScored, Decide) if three => granted_already(State::Certified)?,
        (State::ProvincialScored, Decide) => State::ForwardedCentral,
        (State::ForwardedCentral, AcceptCentre) => State::InCentralRound,
        (State::InCentralRound, CountFive) => State::CentralScored,
        (State::InCentralRound, CountThree | CountNothing) => State::CentralBelow90,
        (State::CentralScored, Decide) => granted_already(State::Certified)?,
        (State::CentralBelow90, Decide) if three => granted_already(State::Certified)?,
        (_, Reject) if lodged => State::Rejected,
        (_, Withdraw) if lodged => State::Withdrawn,
        (_, CloseRetired) if lodged => State::Closed,
        (State::CentralBelow90, CloseUnrecognised) if nothing => State::Closed,
        (State::Draft, Delete) => State::Deleted,
        (State::ReadyForCouncil | State::ProvincialScored, Reopen) => State::ReadyForCouncil,
        (State::NotRecognised, Reopen) if !signed => State::ReadyForCouncil,
        (State::InCentralRound | State::CentralScored | State::CentralBelow90, Reopen) => {
            State::InCentralRound
        }
        (
            State::ProvincialScored
            | State::NotRecognised
            | State::CentralScored
            | State::CentralBelow90,
            Sign,
        ) if !signed => state,
        (_, KnockOut) if lodged && !stopped => state,
        (_, NoKnockOut) if !state.is_final() && stopped => state,
        (State::ReadyForCouncil | State::ProvincialScored | State::NotRecognised, Complain) => {
            State::ReadyForCouncil
        }
        (State::InCentralRound | State::CentralScored | State::CentralBelow90, Complain) => {
            State::InCentralRound
        }
        (State::Certified | State::Rejected | State::Closed, Complain) => resumes?,
        (
            State::Certified
            | State::NotRecognised
            | State::Rejected
            | State::Closed
            | State::ForwardedCentral
            | State::CentralBelow90,
            Notify,
        ) => state,
        _ => return None,
    })
}

/// Where a dossier that ended in a state goes on because of a complaint: what was counted is voted on anew.
fn goes_on_in(state: State) -> Option<State> {
    Some(match state {
        State::ProvincialScored => State::ReadyForCouncil,
        State::CentralScored | State::CentralBelow90 => State::InCentralRound,
        state => state,
    })
}

/// Gives a command to the dossier on a day.
fn give(
    dossier: &mut Dossier,
    certificates: &mut Certification,
    command: Command,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let today = on.to_string();
    match command {
        Rewrite => dossier.rewrite(answered(), on),
        Submit => lodge(dossier, &uncertified(), on),
        GiveBack => dossier.give_back("Thiếu giấy tờ", on),
        Endorse => dossier.endorse(findings(), on),
        AcceptProvince => dossier.accept(&built_in(), &first_round(None), on),
        AcceptCentre => dossier.accept(&built_in(), &central_round(), on),
        AskSupplement => dossier.ask_supplement(Supplement {
            wants: vec![Want::Documents],
            text: "Phiếu kiểm nghiệm".into(),
            asked_on: on,
            due_on: None,
            filed_on: None,
        }),
        AddSupplement => dossier.add_supplement(answered(), &set(9), &[paper()], on),
        Advise => dossier.advise(advice(&today)),
        AdviseAgain => dossier.advise_again(advice(&today), "Thiếu kết luận"),
        CountNothing => counted(dossier, &[("3.5", 0)], on),
        CountThree => counted(dossier, &[("3.5", 1)], on),
        CountFive => counted(dossier, &[], on),
        Decide => decide(dossier, certificates, &today).map(|_| ()),
        ToCommune => dossier.give_back_from_province(ReturnedTo::Commune, "Thiếu công văn", on),
        ToProducer => dossier.give_back_from_province(ReturnedTo::Producer, "Thiếu mẫu", on),
        Withdraw => dossier.withdraw("", on),
        Delete => dossier.delete(on),
        CloseRetired => close(dossier, CloseGround::ObjectGone, false, certificates, on),
        CloseUnrecognised => close(dossier, CloseGround::NotRecognised, true, certificates, on),
        Reject => dossier.reject("Hồ sơ giả", on),
        Reopen => dossier.reopen(TakenBack {
            reason: "Nhập nhầm phiếu".into(),
            by: "m1".into(),
            on,
        }),
        Sign => dossier.sign_minutes(on),
        KnockOut => dossier.record_knock_out(found(foreign_matter(), on), &set(9), on),
        NoKnockOut => {
            let standing = dossier.standing_knock_outs().next();
            let number = standing.map_or(0, |one| one.number);
            dossier.withdraw_knock_out(number, recorded_wrongly(), on)
        }
        Complain => {
            let because = TakenBack {
                reason: "Khiếu nại".into(),
                by: "lan".into(),
                on,
            };
            dossier.evaluate_again(because, certificates, &[])
        }
        Notify => dossier.record_notice(Notice {
            to: Recipient::Producer,
            name: String::new(),
            means: "Thư".into(),
            of: State::Draft,
            on,
            recorded_by: "lan".into(),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        }),
    }
}

fn close(
    dossier: &mut Dossier,
    ground: CloseGround,
    active: bool,
    certificates: &Certification,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let closing = Closing {
        ground,
        reason: "Không còn căn cứ".into(),
        authority: "Văn phòng điều phối".into(),
        on,
    };
    let product = Product {
        active,
        ..fish_sauce()
    };
    dossier.close(closing, &product, certificates)
}

/// The council that has the dossier.
fn its_council(dossier: &Dossier) -> Council {
    match dossier.stage.accepted().map(|accepted| accepted.council_id) {
        Some(id) if id == central_council().id => central_council(),
        _ => council_of(5),
    }
}

/// Puts the `which`-th day right.
fn correct(
    dossier: &mut Dossier,
    certificates: &Certification,
    (which, on): (usize, NaiveDate),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let day = |n| (which == n).then_some(on);
    let values = Values {
        lodged_on: day(0),
        endorsed_on: day(1),
        accepted_on: day(2),
        advised_on: day(3),
        tallied_on: day(4),
        closed_on: day(5),
        supplement_asked_on: day(6),
        supplement_filed_on: day(7),
        supplement_due_on: None,
        round: None,
    };
    let grounds = Grounds {
        reason: "Ghi nhầm".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let facts = Facts {
        places: &built_in(),
        certificates,
        first_round: Some(&first_round(None)),
        council: Some(&its_council(dossier)),
        product: None,
    };
    dossier.correct(&values, facts, &grounds, today)
}

/// Has whichever council has the dossier count ballots.
fn counted(dossier: &mut Dossier, changes: &[(&str, u32)], on: NaiveDate) -> Result<(), Refusal> {
    let council = its_council(dossier);
    let cast = |n| Ballot {
        council_id: council.id,
        attempt: dossier.ballot_attempt,
        ..ballot(&set(9), &format!("m{n}"), best_but(&set(9), changes))
    };
    let ballots: Vec<Ballot> = (1..=council.members.len()).map(cast).collect();
    let session = Session {
        places: &built_in(),
        council: &council,
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on,
    };
    dossier.count(&session, None).map(|_| ())
}

/// Whether somebody may end it on a day: the producer, and for what was lodged the office too, whatever became of it.
fn can_end(dossier: &Dossier, certificates: &Certification, on: NaiveDate) -> bool {
    let may = |command| give(&mut dossier.clone(), &mut certificates.clone(), command, on).is_ok();
    match dossier.state() {
        State::Draft => may(Delete),
        state => state.is_final() || may(Withdraw) && may(Reject) && may(CloseRetired),
    }
}

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
        assert_eq!(summary.missing(samples), missing);
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
