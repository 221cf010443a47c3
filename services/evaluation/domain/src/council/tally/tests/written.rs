//! A re-evaluation in writing, and where it needs a meeting.

use super::*;

/// Counts a re-evaluation.
fn again(
    mode: Option<Mode>,
    answers: Vec<Answers>,
    agreed: &[(&str, &str)],
) -> Result<Counted, Vec<TallyProblem>> {
    let session = Session {
        places: &ocop_places::built_in(),
        council: &council_of(answers.len().max(4)),
        set: &set(9),
        ballots: &cast(9, answers),
        conflicts: &[],
        mode,
        agreed: &agree(agreed),
        on: minutes(),
    };
    tally(&session, DossierKind::ReEvaluation, 1)
}

#[test]
fn a_re_evaluation_is_decided_by_written_opinions_that_agree() {
    let Ok(Counted::Result(tally)) = again(None, vec![best_of(&set(9)); 4], &[]) else {
        panic!("no result")
    };
    assert_eq!(tally.mode, Mode::Written);
}

#[test]
fn written_opinions_that_differ_or_lie_apart_need_a_meeting() {
    let set = set(9);
    let low = best_but(&set, &[("9", 0), ("8", 0), ("1.2", 0)]);
    let opinions = vec![best_of(&set), best_of(&set), low];
    let differ = |criterion: &str| TallyProblem::OpinionsDiffer {
        criterion: criterion.into(),
    };
    assert_eq!(
        again(None, opinions.clone(), &[]),
        Err(vec![
            TallyProblem::OpinionsApart {
                spread: 13,
                allowed: 10
            },
            differ("8"),
            differ("9"),
        ])
    );
    // The meeting finds the same ballots too far apart, and votes anew.
    assert!(matches!(
        again(Some(Mode::Meeting), opinions, &[]),
        Ok(Counted::Again(_))
    ));
}

#[test]
fn a_meeting_agrees_where_written_opinions_differ() {
    let set = set(9);
    let opinions = || vec![best_of(&set), best_of(&set), best_but(&set, &[("9", 3)])];
    assert_eq!(
        again(None, opinions(), &[]),
        Err(vec![TallyProblem::OpinionsDiffer {
            criterion: "9".into()
        }])
    );
    assert_eq!(
        again(None, opinions(), &[("9", "c")]),
        Err(vec![TallyProblem::AgreedInWriting])
    );
    let met = again(Some(Mode::Meeting), opinions(), &[("9", "c")]);
    assert!(matches!(met, Ok(Counted::Result(tally)) if tally.mode == Mode::Meeting));
}

#[test]
fn a_first_evaluation_is_not_decided_in_writing() {
    let session = Session {
        places: &ocop_places::built_in(),
        council: &council_of(4),
        set: &set(9),
        ballots: &best(4),
        conflicts: &[],
        mode: Some(Mode::Written),
        agreed: &[],
        on: minutes(),
    };
    for kind in [DossierKind::First, DossierKind::Upgrade] {
        assert_eq!(
            tally(&session, kind, 1),
            Err(vec![TallyProblem::KindNeedsMeeting])
        );
    }
}
