//! What is decided on a counted dossier, by whom and when.

use super::*;

#[test]
fn a_first_dossier_goes_from_draft_to_a_certificate() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let decided = decide(&mut dossier, &mut certificates, "2026-06-20");
    assert_eq!(decided, Ok(Decided::Certified(Star::Three)));
    let steps = [
        "created",
        "submitted",
        "endorsed",
        "accepted",
        "advised",
        "scored",
        "certified",
    ];
    assert_eq!(
        names(&dossier.events),
        steps.map(|step| format!("dossier.{step}"))
    );
    assert_eq!(certificates.events[0].name(), "certificate.issued");
    assert_eq!(certificates.events.len(), 1);
    let certificate = certificates.newest().unwrap();
    assert_eq!(dossier.stage.certificate_id(), Some(certificate.id));
    assert_eq!(certificate.dossier_id, Some(dossier.id));
    assert_eq!(
        (certificate.valid_from, certificate.valid_to),
        (day("2026-06-20"), day("2029-06-20"))
    );
}

#[test]
fn an_upgrade_dossier_raises_the_star_and_ends_the_old_certificate() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(dossier, &certificates, "2026-10-02");
    count(&mut dossier, &FOUR_STARS, "2026-10-20").unwrap();
    assert_eq!(dossier.tally().unwrap().average(), "84.00");
    let decided = decide(&mut dossier, &mut certificates, "2026-11-10");
    assert_eq!(decided, Ok(Decided::Certified(Star::Four)));
    assert_eq!(certificates.certificates[0].valid_to, day("2026-11-09"));
    assert_eq!(
        certificates.valid_on(day("2026-11-10")).unwrap().star,
        Star::Four
    );
}

#[test]
fn an_upgrade_is_compared_with_the_certificate_of_the_day_of_its_minutes() {
    // Four stars when it was lodged; a re-evaluation decided meanwhile left three.
    let mut dossier = draft(DossierKind::Upgrade, &three_stars(), "2026-10-01").unwrap();
    dossier = through_to_round(dossier, &three_stars(), "2026-10-02");
    dossier.held = dossier.held.map(|held| Held {
        star: Star::Four,
        ..held
    });
    let ballots = ballots_of(&FOUR_STARS);
    let session = Session {
        places: &built_in(),
        council: &council_of(5),
        set: &set(9),
        ballots: &ballots,
        conflicts: &[],
        mode: None,
        agreed: &[],
        on: day("2026-10-20"),
    };
    let held = three_stars().valid_on(session.on).map(|held| held.star);
    dossier.count(&session, held).unwrap();
    assert_eq!(dossier.state(), State::ProvincialScored);
    let decided = decide(&mut dossier, &mut three_stars(), "2026-11-10");
    assert_eq!(decided, Ok(Decided::Certified(Star::Four)));
}

#[test]
fn a_re_evaluation_decided_after_an_upgrade_began_is_refused() {
    let mut certificates = three_stars();
    let again = draft(DossierKind::ReEvaluation, &certificates, "2029-01-01").unwrap();
    let mut again = through_to_round(again, &certificates, "2029-01-02");
    let upgrade = draft(DossierKind::Upgrade, &certificates, "2029-01-01").unwrap();
    let mut upgrade = through_to_round(upgrade, &certificates, "2029-01-02");
    count(&mut upgrade, &FOUR_STARS, "2029-01-10").unwrap();
    decide(&mut upgrade, &mut certificates, "2029-01-20").unwrap();
    count(&mut again, &[("3.5", 1)], "2029-01-12").unwrap();
    let refused = decide(&mut again, &mut certificates, "2029-01-30");
    let since = day("2029-01-20");
    assert_eq!(refused, Err(Refusal::ObjectEnded { since }));
}

#[test]
fn an_upgrade_that_scores_no_higher_ends_without_recognition() {
    let mut certificates = three_stars();
    let dossier = draft(DossierKind::Upgrade, &certificates, "2026-10-01").unwrap();
    let mut dossier = through_to_round(dossier, &certificates, "2026-10-02");
    count(&mut dossier, &[("3.5", 1)], "2026-10-20").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    let decided = decide(&mut dossier, &mut certificates, "2026-11-10");
    assert_eq!(
        decided,
        Err(certificate::Refusal::NoHigherStar { held: Star::Three }.into())
    );
}

#[test]
fn without_a_trademark_application_there_is_no_decision_and_the_refusal_says_what_is_missing() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    count(&mut dossier, &[("3.5", 0)], "2026-06-10").unwrap();
    assert_eq!(dossier.state(), State::NotRecognised);
    assert_eq!(
        names(&dossier.events)[5..],
        ["dossier.scored", "dossier.not_recognised"]
    );
    let Err(Refusal::NotCertifiable { missing }) =
        decide(&mut dossier, &mut certificates, "2026-06-20")
    else {
        panic!("it was recognised")
    };
    assert_eq!(
        missing
            .iter()
            .map(|line| line.criterion.as_str())
            .collect::<Vec<_>>(),
        ["3.5"]
    );
    assert_eq!(certificates, uncertified());
}

#[test]
fn a_province_forwards_five_stars_and_gives_no_certificate() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    count(&mut dossier, &[], "2026-06-10").unwrap();
    assert_eq!(dossier.tally().unwrap().outcome, Outcome::Forward);
    assert_eq!(
        decide(&mut dossier, &mut certificates, "2026-06-20"),
        Ok(Decided::Forwarded)
    );
    assert_eq!(
        (dossier.state(), certificates.newest()),
        (State::ForwardedCentral, None)
    );
}

#[test]
fn a_decision_is_not_dated_before_the_minutes() {
    let (mut dossier, mut certificates) = (scored(), uncertified());
    let early = decide(&mut dossier, &mut certificates, "2026-06-09");
    let (on, before) = (day("2026-06-09"), day("2026-06-10"));
    assert_eq!(early, Err(BeforePreviousStep { on, before }.into()));
    assert!(decide(&mut dossier, &mut certificates, "2026-06-10").is_ok());
}

#[test]
fn a_dossier_is_counted_and_decided_once() {
    let (mut dossier, mut certificates) = (in_round(), uncertified());
    let unscored = decide(&mut dossier, &mut certificates, "2026-06-20");
    assert_eq!(
        unscored,
        Err(Refusal::WrongState {
            state: State::ReadyForCouncil
        })
    );
    count(&mut dossier, &[("3.5", 1)], "2026-06-10").unwrap();
    let again = count(&mut dossier, &[], "2026-06-11");
    assert_eq!(
        again,
        Err(Refusal::WrongState {
            state: State::ProvincialScored
        })
    );
    decide(&mut dossier, &mut certificates, "2026-06-20").unwrap();
    let twice = decide(&mut dossier, &mut certificates, "2026-06-21");
    assert_eq!(
        twice,
        Err(Refusal::WrongState {
            state: State::Certified
        })
    );
}

#[test]
fn a_count_that_cannot_be_made_leaves_the_vote_open() {
    let mut dossier = in_round();
    let few = ballots_of(&[])[..3].to_vec();
    let refused = count_these(&mut dossier, &few, "2026-06-10");
    assert_eq!(
        refused,
        Err(council::Refusal::Tally(vec![TallyProblem::Quorum { cast: 3, needed: 4 }]).into())
    );
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(1));
}
