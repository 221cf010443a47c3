//! What is known of a dossier at each stage, and of one that ended there.

use super::central::scored_centrally;
use super::*;
use crate::dossier::ending::{CloseGround, Closing};

/// The days that a stage tells: lodged, sent on, accepted, reported, counted, decided, ended.
fn known_of(dossier: &Dossier) -> [Option<String>; 7] {
    let stage = &dossier.stage;
    [
        stage.lodged().map(|lodged| lodged.on),
        stage.endorsed().map(|endorsed| endorsed.on),
        stage.accepted().map(|accepted| accepted.on),
        stage.advice().map(|advice| advice.filed_on),
        stage.scored().map(|scored| scored.tally.tallied_on),
        stage.decision().map(|decision| decision.date),
        stage.closed_on(),
    ]
    .map(|day| day.map(|day| day.format("%d").to_string()))
}

/// The same, written as days of June 2026.
fn days<const N: usize>(known: [&str; N]) -> [Option<String>; 7] {
    std::array::from_fn(|at| {
        let day = known.get(at).copied().unwrap_or_default();
        (!day.is_empty()).then(|| day.to_owned())
    })
}

/// A first dossier after each of its steps, which it takes on the first days of June.
fn along_the_way() -> Vec<Dossier> {
    let mut dossier = draft(DossierKind::First, &uncertified(), "2026-06-01").unwrap();
    let mut all = vec![dossier.clone()];
    lodge(&mut dossier, &uncertified(), day("2026-06-01")).unwrap();
    all.push(dossier.clone());
    dossier.endorse(findings(), day("2026-06-02")).unwrap();
    all.push(dossier.clone());
    dossier
        .accept(
            &ocop_places::built_in(),
            &first_round(None),
            day("2026-06-03"),
        )
        .unwrap();
    all.push(dossier.clone());
    dossier.advise(advice("2026-06-04")).unwrap();
    all.push(dossier.clone());
    count(&mut dossier, &[("3.5", 1)], "2026-06-05").unwrap();
    all.push(dossier.clone());
    decide(&mut dossier, &mut uncertified(), "2026-06-06").unwrap();
    all.push(dossier);
    all
}

#[test]
fn each_stage_knows_what_the_steps_before_it_left_behind() {
    let all = along_the_way();
    let known: [[Option<String>; 7]; 7] = [
        days([]),
        days(["01"]),
        days(["01", "02"]),
        days(["01", "02", "03"]),
        days(["01", "02", "03", "04"]),
        days(["01", "02", "03", "04", "05"]),
        days(["01", "02", "03", "04", "05", "06", "06"]),
    ];
    for (dossier, known) in all.iter().zip(known) {
        assert_eq!(known_of(dossier), known, "{:?}", dossier.state());
    }
    let last: Vec<_> = all.iter().map(Dossier::last_step_on).collect();
    let june = |n: u32| NaiveDate::from_ymd_opt(2026, 6, n);
    assert_eq!(
        last,
        [None, june(1), june(2), june(3), june(4), june(5), june(6)]
    );
    let certified = all.last().unwrap();
    assert!(certified.stage.certificate_id().is_some());
    assert!(all[5].stage.certificate_id().is_none());
}

#[test]
fn one_that_ended_before_a_decision_knows_how_far_it_had_come() {
    let retired = Product {
        status: crate::register::product::Status::Retired,
        ..fish_sauce()
    };
    for before in &along_the_way()[1..6] {
        let known = known_of(before);
        let on = day("2026-06-20");
        let mut withdrawn = before.clone();
        withdrawn.withdraw("", on).unwrap();
        let mut rejected = before.clone();
        rejected.reject("Giả", on).unwrap();
        let mut closed = before.clone();
        let closing = Closing {
            ground: CloseGround::ObjectGone,
            reason: "Ngừng sản xuất".into(),
            authority: "Văn phòng điều phối".into(),
            on,
        };
        closed
            .close(closing.clone(), &retired, &uncertified())
            .unwrap();
        assert_eq!(closed.stage.closing(), Some(&closing));
        assert_eq!(rejected.stage.closing(), None);
        for ended in [&withdrawn, &rejected, &closed] {
            assert_eq!(known_of(ended)[..5], known[..5], "{:?}", before.state());
            assert_eq!(ended.stage.ended_on(), Some(on));
            assert_eq!(ended.last_step_on(), Some(on));
        }
        assert_eq!(before.stage.ended_on(), None);
        assert_eq!(withdrawn.stage.reason(), "");
        assert_eq!(rejected.stage.reason(), "Giả");
        assert_eq!(closed.stage.reason(), "Ngừng sản xuất");
    }
}

#[test]
fn the_way_to_the_centre_and_back_is_known_from_the_days_of_both() {
    let (five, _) = scored_centrally(&[]);
    assert!(five.stage.forwarded_on().is_some());
    assert_eq!(five.stage.sent_back_on(), None);
    let (less, _) = scored_centrally(&[("3.5", 1)]);
    assert!(less.stage.forwarded_on().is_some());
    let counted = less.tally().map(|tally| tally.tallied_on);
    assert_eq!(less.stage.sent_back_on(), counted);
    // What the province's council found is an earlier result.
    assert_eq!(less.stage.earlier().len(), 1);
    assert!(less.stage.earlier()[0].approval.is_some());
    let provincial = scored();
    assert_eq!(provincial.stage.forwarded_on(), None);
    assert_eq!(provincial.stage.sent_back_on(), None);
}

#[test]
fn the_last_vote_that_was_counted_is_known() {
    assert_eq!(in_round().last_counted(), 0);
    assert_eq!(scored().last_counted(), 1);
}
