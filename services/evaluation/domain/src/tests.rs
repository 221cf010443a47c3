//! The words of the contract: what is refused, and what things are called in Vietnamese.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::certificate::Kind;
use crate::council::tally::TallyProblem;
use crate::criteria::answers::AnswerProblem;
use crate::criteria::classification::Branch;
use crate::criteria::regulation::DossierKind;
use crate::dossier::State;
use crate::register::producer::ProducerKind;

const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day");

#[test]
fn an_event_of_the_service_is_called_and_placed_as_that_of_its_area() {
    let dossier = dossier::tests::scored();
    let event = dossier.events.last().cloned().unwrap();
    assert_eq!(
        (event.name(), event.province_code()),
        ("dossier.scored", "51")
    );
    let wrapped = Event::from(event);
    assert_eq!(
        (wrapped.name(), wrapped.province_code()),
        ("dossier.scored", "51")
    );
}

#[test]
fn refusals_are_told_apart_by_words() {
    let criteria = [
        (criteria::Refusal::NoRegulation { on: ON }, "NO_REGULATION"),
        (
            criteria::Refusal::NoCriteriaSet { number: 27, on: ON },
            "NO_CRITERIA_SET",
        ),
        (criteria::Refusal::Answers(Vec::new()), "INVALID_REQUEST"),
    ];
    for (refusal, word) in criteria {
        assert_eq!(refusal.reason(), word);
        assert_eq!(council::Refusal::from(refusal.clone()).reason(), word);
        assert_eq!(dossier::Refusal::from(refusal).reason(), word);
    }
    let id = Uuid::nil();
    let certificate = certificate::Refusal::NoSuchCertificate { id };
    assert_eq!(certificate.reason(), "CERTIFICATE_UNKNOWN");
    let nothing = correction::Refusal::NothingToCorrect;
    assert_eq!(nothing.reason(), "NOTHING_TO_CORRECT");
    let council = council::Refusal::TooManyVotes(50);
    assert_eq!(council.reason(), "TOO_MANY_VOTES");
    let state = State::Draft;
    let dossier = dossier::Refusal::WrongState { state };
    assert_eq!(dossier.reason(), "WRONG_STATE");
}

#[test]
fn a_count_that_cannot_be_made_is_refused_by_what_comes_first() {
    let quorum = TallyProblem::Quorum { cast: 1, needed: 4 };
    let apart = TallyProblem::OpinionsApart {
        spread: 20,
        allowed: 10,
    };
    let both = [apart.clone(), quorum.clone()];
    assert_eq!(TallyProblem::reason_of(&both), "BELOW_QUORUM");
    let later = [TallyProblem::AgreedInWriting, apart];
    assert_eq!(TallyProblem::reason_of(&later), "MEETING_REQUIRED");
    let words = [
        (TallyProblem::ChairAbsent, "CHAIR_ABSENT"),
        (TallyProblem::ChairKeptAway, "CHAIR_ABSENT"),
        (TallyProblem::KindNeedsMeeting, "MEETING_REQUIRED"),
        (
            TallyProblem::Agreed(AnswerProblem::NoCriterion { position: 0 }),
            "INVALID_REQUEST",
        ),
    ];
    for (problem, word) in words {
        assert_eq!(TallyProblem::reason_of(&[problem]), word);
    }
}

#[test]
fn several_findings_are_said_in_one_line() {
    assert_eq!(list(&["1.1", "3.5"]), "1.1; 3.5");
    let answers = vec![
        AnswerProblem::NoCriterion { position: 2 },
        AnswerProblem::Missing {
            criterion: "3.5".to_owned(),
        },
    ];
    let said = criteria::Refusal::Answers(answers).to_string();
    assert!(
        said.ends_with("in place 2 names no criterion; criterion 3.5 is not answered"),
        "{said}"
    );
}

#[test]
fn things_have_the_names_that_offices_call_them_by() {
    assert_eq!(Kind::Upgrade.name_vi(), "nâng hạng");
    assert_eq!(DossierKind::ReEvaluation.name_vi(), "phân hạng lại");
    assert_eq!(ProducerKind::Cooperative.name_vi(), "Hợp tác xã");
    assert_eq!(State::ReadyForCouncil.name_vi(), "chờ hội đồng đánh giá");
    assert_eq!(State::ReadyForCouncil.in_words(), "before the council");
    let herbs = Branch::Herbs;
    assert_eq!(
        (herbs.numeral(), herbs.name_vi(), herbs.name_en()),
        (
            "III",
            "Dược liệu và sản phẩm từ dược liệu",
            "Medicinal plants and products of them"
        )
    );
}

#[test]
fn a_refused_decision_says_what_the_result_lacks() {
    let few = dossier::Refusal::NotCertifiable {
        missing: Vec::new(),
    };
    assert!(
        few.to_string().ends_with("fewer than 50 points on average"),
        "{few}"
    );
    let other = |province: &str| council::Refusal::CouncilOfOtherProvince {
        council: province.to_owned(),
        round: "51".to_owned(),
    };
    assert!(other("").to_string().contains("of the centre"));
    assert!(other("48").to_string().contains("of province 48"));
}
