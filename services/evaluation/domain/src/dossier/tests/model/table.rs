//! Where each command leads, as it is written in the articles.

use crate::dossier::State;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
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

pub(super) use Command::{
    AcceptCentre, AcceptProvince, AddSupplement, Advise, AdviseAgain, AskSupplement, CloseRetired,
    CloseUnrecognised, Complain, CountFive, CountNothing, CountThree, Decide, Delete, Endorse,
    GiveBack, KnockOut, NoKnockOut, Notify, Reject, Reopen, Rewrite, Sign, Submit, ToCommune,
    ToProducer, Withdraw,
};

pub(super) const ALL: [Command; 27] = [
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
pub(super) struct Known {
    /// Whether the last result allows three stars.
    pub(super) three: bool,
    /// Whether it allows none.
    pub(super) nothing: bool,
    /// Whether a council found something since it was lodged, in an earlier round or vote.
    pub(super) scored_before: bool,
    /// How many reports were replaced in the round.
    pub(super) replaced: usize,
    /// Whether the minutes of the last count are signed.
    pub(super) signed: bool,
    /// Whether a knock-out stands.
    pub(super) stopped: bool,
    /// Where it goes on if the end that it came to is lifted.
    pub(super) resumes: Option<State>,
    /// Whether a certificate of it begins on this very day.
    pub(super) granted_today: bool,
}

/// Where a first dossier goes from a state by a command; `None`: the command is refused.
pub(super) fn table(state: State, command: Command, known: Known) -> Option<State> {
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
pub(super) fn goes_on_in(state: State) -> Option<State> {
    Some(match state {
        State::ProvincialScored => State::ReadyForCouncil,
        State::CentralScored | State::CentralBelow90 => State::InCentralRound,
        state => state,
    })
}
