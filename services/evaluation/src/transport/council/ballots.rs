//! Answers, ballots and tallies on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::council::tally_dossier::Closed;
use crate::application::council::{CastBallot, TallyDossier};
use crate::domain::council::ballot::Ballot;
use crate::domain::council::ballot::secrecy::Sight;
use crate::domain::council::conflict::{self, Conflict};
use crate::domain::council::tally::{Contradiction, Mode, Outcome, SecondBallot, Tally};
use crate::domain::council::withdrawal::Withdrawal;
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::answers::{Answers, Given};
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::transport::criteria::assessments;
use crate::transport::criteria::questions::code;
use crate::transport::fields::{day, stars};

/// Most answers in one request: the largest set has far fewer criteria.
const MAX_ANSWERS: usize = 200;

pub(crate) fn answers_to_proto(answers: &Answers) -> Vec<proto::Answer> {
    let to_proto = |(criterion, choice): (&str, _)| proto::Answer {
        criterion: criterion.to_owned(),
        option: ToString::to_string(&choice),
    };
    answers.iter().map(to_proto).collect()
}

/// Reads answers as they were given; whether they fit the set is the domain's to say.
pub(crate) fn read_answers(
    v: &mut Violations,
    field: &str,
    message: &[proto::Answer],
) -> Vec<Given> {
    if message.len() > MAX_ANSWERS {
        v.add(field, "TOO_MANY", format!("must be at most {MAX_ANSWERS}"));
        return Vec::new();
    }
    let answers = message.iter().map(|answer| Given {
        criterion: code(answer.criterion.clone()),
        option: code(answer.option.clone()),
    });
    answers.collect()
}

pub(crate) fn withdrawal_to_proto(withdrawal: Withdrawal) -> proto::Withdrawal {
    proto::Withdrawal {
        reason: withdrawal.reason,
        withdrawn_by: withdrawal.by,
        withdraw_time: Some(timestamp(withdrawal.at)),
    }
}

pub(crate) fn to_proto(ballot: Ballot) -> proto::Ballot {
    proto::Ballot {
        id: ballot.id.to_string(),
        dossier_id: ballot.dossier_id.to_string(),
        answers: answers_to_proto(&ballot.answers),
        member: ballot.member,
        total: ballot.total,
        comment: ballot.comment,
        cast_time: Some(timestamp(ballot.cast_at)),
        attempt: ballot.attempt,
        council_id: ballot.council_id.to_string(),
        conflicted: false,
        sealed: false,
        withdrawal: ballot.withdrawn.map(withdrawal_to_proto),
    }
}

/// A ballot as far as it may be seen.
pub(crate) fn seen(ballot: Ballot, sight: Sight, conflicts: &[Conflict]) -> Option<proto::Ballot> {
    let conflicted = conflict::of(conflicts, &ballot.member).is_some();
    let whole = proto::Ballot {
        conflicted,
        ..to_proto(ballot)
    };
    match sight {
        Sight::Whole => Some(whole),
        Sight::Sealed => Some(proto::Ballot {
            id: whole.id,
            dossier_id: whole.dossier_id,
            member: whole.member,
            cast_time: whole.cast_time,
            attempt: whole.attempt,
            council_id: whole.council_id,
            conflicted,
            sealed: true,
            withdrawal: whole.withdrawal.map(|withdrawal| proto::Withdrawal {
                reason: String::new(),
                ..withdrawal
            }),
            answers: Vec::new(),
            total: 0,
            comment: String::new(),
        }),
        Sight::Nothing => None,
    }
}

enum_pairs! {
    fn mode_to_proto(Mode) -> proto::CouncilMode;
    fn mode_from_proto(proto::CouncilMode) -> Option<Mode>;
    Meeting, Written
}

/// What came of a count, for those who may know what members said.
pub(crate) fn closed_to_proto(closed: &Closed, library: &Library) -> Option<proto::Tally> {
    match &closed.again {
        Some(again) => Some(second_ballot_to_proto(again)),
        None => to_proto_with_names(&closed.dossier, library),
    }
}

/// The result on a dossier, if there is one, for those who may see every ballot.
pub(crate) fn to_proto_with_names(dossier: &Dossier, library: &Library) -> Option<proto::Tally> {
    let tally = dossier.tally()?;
    let set = dossier
        .stage
        .lodged()
        .and_then(|lodged| library.set(lodged.regulation, dossier.criteria_set));
    let contradiction = |found: &Contradiction| proto::Contradiction {
        member: found.member.clone(),
        criterion: found.criterion.clone(),
    };
    Some(proto::Tally {
        contradictions: tally.contradictions.iter().map(contradiction).collect(),
        absent: tally.absent.clone(),
        conflicted: tally.conflicted.clone(),
        presided_by: tally.presided_by.clone(),
        ..tally_to_proto(tally, set)
    })
}

fn second_ballot_to_proto(again: &SecondBallot) -> proto::Tally {
    proto::Tally {
        ballots: again.ballots,
        outcome: proto::TallyOutcome::SecondBallot.into(),
        tallied_on: again.on.to_string(),
        spread: again.spread,
        attempt: again.attempt,
        mode: mode_to_proto(again.mode).into(),
        ..proto::Tally::default()
    }
}

/// A result for everybody: it names no member. `set` names the criteria that miss a minimum.
pub(crate) fn tally_to_proto(tally: &Tally, set: Option<&CriteriaSet>) -> proto::Tally {
    let outcome = match tally.outcome {
        Outcome::Certifiable(_) => proto::TallyOutcome::Certifiable,
        Outcome::Forward => proto::TallyOutcome::Forward,
        Outcome::NotCertifiable => proto::TallyOutcome::NotCertifiable,
    };
    let missing = tally
        .missing_for_next()
        .map(|line| assessments::missing(line, set));
    proto::Tally {
        ballots: tally.ballots,
        total_sum: tally.total_sum,
        average: tally.average(),
        star_by_score: tally.by_score.number().into(),
        star_by_minimum: stars(tally.by_minimum),
        star: stars(tally.star),
        outcome: outcome.into(),
        missing: missing.collect(),
        agreed_answers: answers_to_proto(&tally.agreed),
        tallied_on: tally.tallied_on.to_string(),
        spread: tally.spread,
        attempt: tally.attempt,
        mode: mode_to_proto(tally.mode).into(),
        contradictions: Vec::new(),
        absent: Vec::new(),
        conflicted: Vec::new(),
        presided_by: String::new(),
        minutes_signed_on: day(tally.minutes_signed_on),
    }
}

pub(crate) fn cast(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::CastBallotRequest,
) -> Option<CastBallot> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let answers = read_answers(v, "answers", &request.answers);
    let comment = v.optional_text("comment", &request.comment, 4_000);
    Some(CastBallot {
        caller,
        library,
        id: id?,
        answers,
        comment: comment?,
    })
}

pub(crate) fn tally(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::TallyDossierRequest,
) -> Option<TallyDossier> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let agreed = read_answers(v, "agreed_answers", &request.agreed_answers);
    let tallied_on = v.optional_date("tallied_on", &request.tallied_on);
    let mode = v
        .known_or_any("mode", request.mode)
        .and_then(mode_from_proto);
    Some(TallyDossier {
        caller,
        library,
        id: id?,
        agreed,
        mode,
        tallied_on,
    })
}
