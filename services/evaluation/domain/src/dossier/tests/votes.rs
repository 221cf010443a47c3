//! Votes that must be held again.

use super::*;
use crate::council::conflict::Conflict;
use crate::council::conflict::tests::conflict;
use crate::council::withdrawal::Withdrawal;
use crate::criteria::answers::Given;
use crate::dossier::recount::TakenBack;
use ocop_places::built_in;

#[test]
fn totals_too_far_apart_keep_the_dossier_before_its_council_until_a_vote_has_a_result() {
    let mut dossier = in_round();
    let mut ballots = ballots_of(&[]);
    ballots[4] = ballot(
        &set(9),
        "m5",
        best_but(&set(9), &[("6.2", 0), ("10", 0), ("11", 0), ("1.2", 0)]),
    );
    let again = count_these(&mut dossier, &ballots, "2026-06-10").unwrap();
    let spread = again.map(|again| (again.attempt, again.ballots, again.spread));
    assert_eq!(spread, Some((1, 5, 11)));
    assert_eq!((dossier.ballot_attempt, dossier.tally()), (2, None));
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(2));
    assert_eq!(
        names(&dossier.events).last(),
        Some(&"dossier.second_ballot")
    );

    // The first ballots are not counted again, however many there are.
    let none = count_these(&mut dossier, &ballots, "2026-06-11");
    assert_eq!(
        none,
        Err(council::Refusal::Tally(vec![TallyProblem::Quorum { cast: 0, needed: 4 }]).into())
    );
    let anew = ballots_of(&[("3.5", 1)]);
    let anew = anew.into_iter().map(|ballot| Ballot {
        attempt: 2,
        ..ballot
    });
    ballots.extend(anew);
    assert_eq!(count_these(&mut dossier, &ballots, "2026-06-11"), Ok(None));
    let tally = dossier.tally().unwrap();
    assert_eq!((tally.attempt, tally.ballots, tally.total_sum), (2, 5, 490));
}

#[test]
fn nobody_votes_after_the_count() {
    let state = State::ProvincialScored;
    assert!(in_round().open_vote().is_ok());
    assert_eq!(scored().open_vote(), Err(Refusal::WrongState { state }));
}

fn declare(dossier: &Dossier, before: &[Conflict], member: &str) -> Result<Conflict, Refusal> {
    let (council, today) = (council_of(5), day("2026-06-05"));
    let vote = dossier.open_vote()?;
    Ok(Conflict::declare(
        vote,
        &council,
        before,
        conflict(member),
        today,
    )?)
}

#[test]
fn a_conflict_is_declared_once_by_a_member_and_before_the_count() {
    assert_eq!(declare(&in_round(), &[], "m2"), Ok(conflict("m2")));
    // It is one in the dossier that is voted on.
    let other = Dossier {
        id: Uuid::from_u128(0xD1),
        ..in_round()
    };
    let declared = declare(&other, &[], "m2").unwrap();
    assert_eq!(declared.dossier_id, other.id);
    let subject = "m2".to_owned();
    assert_eq!(
        declare(&in_round(), &[conflict("m2")], "m2"),
        Err(council::Refusal::ConflictKnown { subject }.into())
    );
    let subject = "m9".to_owned();
    assert_eq!(
        declare(&in_round(), &[], "m9"),
        Err(council::Refusal::NotAMember { subject }.into())
    );
    assert!(matches!(
        declare(&scored(), &[], "m2"),
        Err(Refusal::WrongState { .. })
    ));
}

#[test]
fn a_conflict_is_taken_back_before_the_count_and_may_be_declared_again() {
    let dossier = in_round();
    let vote = dossier.open_vote().unwrap();
    let declared = [conflict("m2")];
    let subject = "m3".to_owned();
    assert_eq!(
        Conflict::standing(vote, &declared, "m3"),
        Err(council::Refusal::NoConflict { subject })
    );
    let withdrawal = Withdrawal {
        reason: "Trùng tên, không phải người nhà".to_owned(),
        by: "m2".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let standing = Conflict::standing(vote, &declared, "m2").unwrap();
    let withdrawn = [standing.withdrawn(withdrawal)];
    assert!(Conflict::standing(vote, &withdrawn, "m2").is_err());
    assert!(declare(&dossier, &withdrawn, "m2").is_ok());
}

fn taken_back(on: &str) -> TakenBack {
    TakenBack {
        reason: "Nhập nhầm phiếu".to_owned(),
        by: "m1".to_owned(),
        on: day(on),
    }
}

#[test]
fn a_count_is_reopened_until_it_is_decided_and_the_earlier_result_is_kept_with_the_reason() {
    let mut dossier = scored();
    let first = dossier.tally().cloned().unwrap();
    let before = dossier.clone();
    assert!(matches!(
        dossier.reopen(taken_back("2026-06-09")),
        Err(Refusal::BeforePreviousStep(_))
    ));
    assert_eq!(dossier, before);
    dossier.reopen(taken_back("2026-06-11")).unwrap();
    assert_eq!(dossier.state(), State::ReadyForCouncil);
    assert_eq!(
        names(&dossier.events).last(),
        Some(&"dossier.vote_reopened")
    );
    let [earlier] = dossier.stage.earlier() else {
        panic!("{:?}", dossier.stage)
    };
    assert_eq!(earlier.tally, first);
    assert_eq!(earlier.taken_back, Some(taken_back("2026-06-11")));
    // The new vote has its own ballots, and minutes that are not dated before it was called.
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(2));
    assert!(matches!(
        count(&mut dossier, &[], "2026-06-10"),
        Err(Refusal::BeforePreviousStep(_))
    ));
    count(&mut dossier, &[], "2026-06-12").unwrap();
    assert_eq!(dossier.tally().unwrap().attempt, 2);

    let mut certificates = uncertified();
    let mut decided = scored();
    decide(&mut decided, &mut certificates, "2026-06-15").unwrap();
    let state = State::Certified;
    assert_eq!(
        decided.reopen(taken_back("2026-06-16")),
        Err(Refusal::WrongState { state })
    );
}

#[test]
fn a_vote_under_way_begins_anew_where_nobody_can_agree_on_what_the_ballots_say() {
    let mut dossier = in_round();
    dossier.reopen(taken_back("2026-06-10")).unwrap();
    assert_eq!(dossier.state(), State::ReadyForCouncil);
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(2));
    assert!(dossier.stage.earlier().is_empty());
}

#[test]
fn a_result_without_recognition_is_reopened_until_its_minutes_are_signed() {
    let mut dossier = in_round();
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    let mut signed = dossier.clone();
    assert!(matches!(
        signed.sign_minutes(day("2026-06-09")),
        Err(Refusal::BeforePreviousStep(_))
    ));
    signed.sign_minutes(day("2026-06-11")).unwrap();
    let on = day("2026-06-11");
    let refused = Err(Refusal::Council(council::Refusal::MinutesSigned { on }));
    assert_eq!(signed.sign_minutes(day("2026-06-12")), refused);
    let last = council::Refusal::ResultFinal { on };
    assert_eq!(signed.reopen(taken_back("2026-06-12")), Err(last.into()));
    dossier.reopen(taken_back("2026-06-12")).unwrap();
    assert_eq!(dossier.state(), State::ReadyForCouncil);
}

#[test]
fn an_agreement_is_corrected_until_the_minutes_are_signed_and_the_result_follows() {
    // One of five finds no trademark application, and the council agreed that there is none.
    let mut ballots = ballots_of(&[("3.5", 1)]);
    ballots[0] = ballot(&set(9), "m1", best_but(&set(9), &[("3.5", 0)]));
    let agreed = |option: &str| {
        [Given {
            criterion: "3.5".to_owned(),
            option: option.to_owned(),
        }]
    };
    let (none, some) = (agreed("none"), agreed("a"));
    let council = council_of(5);
    let set = set(9);
    let places = built_in();
    let session = |agreed| Session {
        places: &places,
        council: &council,
        set: &set,
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed,
        on: day("2026-06-10"),
    };
    let mut dossier = in_round();
    dossier.count(&session(&none), None).unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    let mut same = dossier.clone();
    let nothing = council::Refusal::Correction(crate::correction::Refusal::NothingToCorrect);
    assert_eq!(
        same.correct_agreement(&session(&none), None, taken_back("2026-06-11")),
        Err(nothing.into())
    );
    assert_eq!(same, dossier);
    let mut signed = dossier.clone();
    signed.sign_minutes(day("2026-06-10")).unwrap();
    assert!(matches!(
        signed.correct_agreement(&session(&some), None, taken_back("2026-06-11")),
        Err(Refusal::Council(council::Refusal::MinutesSigned { .. }))
    ));

    let counted = dossier.counted().unwrap();
    // Day and mode are those of the minutes, whatever is said now.
    let again = Session {
        on: day("2026-06-30"),
        mode: Some(crate::council::tally::Mode::Written),
        ..session(&some)
    };
    dossier
        .correct_agreement(&again, None, taken_back("2026-06-11"))
        .unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    assert_eq!(dossier.counted(), Ok(counted));
    let now = dossier.tally().unwrap();
    assert_eq!((now.star, now.attempt), (Some(Star::Three), 1));
    let earlier = &dossier.stage.earlier()[0];
    assert_eq!(earlier.tally.outcome, Outcome::NotCertifiable);
    assert_eq!(earlier.taken_back, Some(taken_back("2026-06-11")));
}

#[test]
fn a_result_is_contradicted_by_ballots_until_the_minutes_settle_it() {
    let agreeing = scored();
    assert!(!agreeing.tally().unwrap().is_contradicted());
    let mut tally = agreeing.tally().unwrap().clone();
    tally
        .contradictions
        .push(crate::council::tally::Contradiction {
            member: "m1".into(),
            criterion: "3.5".into(),
        });
    assert!(tally.is_contradicted());
    tally.minutes_signed_on = Some(day("2026-06-12"));
    assert!(!tally.is_contradicted());
}

#[test]
fn the_days_of_a_councils_minutes_are_those_of_every_vote_that_it_counted() {
    let mut dossier = scored();
    let council = dossier.stage.accepted().unwrap().council_id;
    assert_eq!(dossier.minutes_of(council), [day("2026-06-10")]);
    assert_eq!(dossier.minutes_of(Uuid::from_u128(0xBAD)), []);
    dossier.reopen(taken_back("2026-06-11")).unwrap();
    assert_eq!(dossier.minutes_of(council), [day("2026-06-10")]);
    count(&mut dossier, &[("3.5", 1)], "2026-06-12").unwrap();
    let both = [day("2026-06-10"), day("2026-06-12")];
    assert_eq!(dossier.minutes_of(council), both);
}
