//! Answers, ballots and tallies on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Refusal, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use super::assessments::{self, stars};
use crate::application::{CastBallot, TallyDossier};
use crate::domain::ballot::Ballot;
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::answers::{Answers, Given};
use crate::domain::criteria::library::Library;
use crate::domain::tally::{Outcome, Tally};

/// Most answers in one request: the largest set has far fewer criteria.
const MOST_ANSWERS: usize = 200;

pub(super) fn told_answers(answers: &Answers) -> Vec<proto::Answer> {
    let told = |(criterion, choice): (&str, _)| proto::Answer {
        criterion: criterion.to_owned(),
        option: ToString::to_string(&choice),
    };
    answers.iter().map(told).collect()
}

/// Reads answers as they were given; whether they fit the set is the domain's to say.
pub(super) fn read_answers(v: &mut Violations, field: &str, said: &[proto::Answer]) -> Vec<Given> {
    if said.len() > MOST_ANSWERS {
        v.add(field, "TOO_MANY", format!("must be at most {MOST_ANSWERS}"));
        return Vec::new();
    }
    let mut given = Vec::with_capacity(said.len());
    for (index, answer) in said.iter().enumerate() {
        let criterion = v.required_text(
            &format!("{field}[{index}].criterion"),
            &answer.criterion,
            10,
        );
        let option = v.required_text(&format!("{field}[{index}].option"), &answer.option, 10);
        if let (Some(criterion), Some(option)) = (criterion, option) {
            given.push(Given { criterion, option });
        }
    }
    given
}

pub(super) fn told(ballot: Ballot) -> proto::Ballot {
    proto::Ballot {
        id: ballot.id.to_string(),
        dossier_id: ballot.dossier_id.to_string(),
        answers: told_answers(&ballot.answers),
        member: ballot.member,
        total: ballot.total,
        comment: ballot.comment,
        cast_time: Some(timestamp(ballot.cast_at)),
    }
}

/// A result; `set` names the criteria that miss a minimum.
pub(super) fn told_tally(tally: &Tally, set: Option<&CriteriaSet>) -> proto::Tally {
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
        agreed_answers: told_answers(&tally.agreed),
        tallied_on: tally.tallied_on.to_string(),
    }
}

pub(super) fn cast(
    caller: Caller,
    library: Arc<Library>,
    request: &proto::CastBallotRequest,
) -> Result<CastBallot, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("dossier_id", &request.dossier_id);
    let answers = read_answers(&mut v, "answers", &request.answers);
    let comment = v.optional_text("comment", &request.comment, 4_000);
    v.finish()?;
    let (Some(id), Some(comment)) = (id, comment) else {
        return Err(Refusal::internal());
    };
    Ok(CastBallot {
        caller,
        library,
        id,
        answers,
        comment,
    })
}

pub(super) fn tally(
    caller: Caller,
    library: Arc<Library>,
    request: &proto::TallyDossierRequest,
) -> Result<TallyDossier, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("dossier_id", &request.dossier_id);
    let agreed = read_answers(&mut v, "agreed_answers", &request.agreed_answers);
    let tallied_on = v.optional_date("tallied_on", &request.tallied_on);
    v.finish()?;
    let Some(id) = id else {
        return Err(Refusal::internal());
    };
    Ok(TallyDossier {
        caller,
        library,
        id,
        agreed,
        tallied_on,
    })
}
