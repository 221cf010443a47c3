use super::*;
use crate::domain::certificate::certification::{Certification, Registration};
use crate::domain::council::ballot::Ballot;
use crate::domain::council::round::Round;
use crate::domain::council::tally::Session;
use crate::domain::council::{Council, Level as CouncilLevel, Member, MemberRole, Rules};
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::answers::{Answers, Given};
use crate::domain::criteria::library::Library;
use crate::domain::criteria::regulation::Level;
use crate::domain::criteria::scoring::total;
use crate::domain::dossier::completeness::Lack;
use crate::domain::dossier::content::{RegistrationForm, Report};
use crate::domain::dossier::ending::Closing;
use crate::domain::dossier::knock_out::{Hit, Observer};
use crate::domain::dossier::notice::Recipient;
use crate::domain::dossier::receipt::Office;
use crate::domain::dossier::returning::ReturnedTo;
use crate::domain::dossier::writing::Lodging;
use crate::domain::evidence::{
    Description, Evidence, EvidenceKind, File, FileName, Filing, MediaType, Sha256, Term,
};
use crate::domain::register::product::Product;
use ocop_places::built_in;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first or the last answer to every criterion, which are the best and the least.
fn answers(set: &CriteriaSet, best: bool) -> Answers {
    let given: Vec<Given> = set
        .criteria()
        .map(|criterion| {
            let points = criterion.answers.iter();
            let option = match best {
                true => points.max_by_key(|answer| answer.points),
                false => points.min_by_key(|answer| answer.points),
            };
            Given {
                criterion: criterion.code.clone(),
                option: option.unwrap().letter.to_string(),
            }
        })
        .collect();
    Answers::parse(set, &given).unwrap()
}

const MEMBERS: [&str; 3] = ["m1", "m2", "m3"];

fn member(subject: &str) -> Member {
    Member {
        subject: subject.to_owned(),
        full_name: format!("Ủy viên {subject}"),
        organisation: String::new(),
        role: match subject {
            "m1" => MemberRole::Chair,
            _ => MemberRole::Member,
        },
        sector: None,
        joined_on: None,
        left_on: None,
    }
}

fn council(level: CouncilLevel) -> Council {
    Council {
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
        id: Uuid::from_u128(0xC0),
        level,
        province_code: match level {
            CouncilLevel::Province => "51".to_owned(),
            CouncilLevel::Centre => String::new(),
        },
        decision_number: "12/QĐ-UBND".to_owned(),
        appointed_on: day("2026-06-01"),
        members: MEMBERS.map(member).into(),
        rules: vec![Rules {
            minimum_members: 1,
            ..Rules::usual(day("2026-06-01"))
        }],
    }
}

fn round(level: Level) -> Round {
    Round {
        id: Uuid::from_u128(0xA0),
        opened_at: chrono::DateTime::UNIX_EPOCH,
        level,
        province_code: match level {
            Level::Centre => String::new(),
            _ => "51".to_owned(),
        },
        year: 2026,
        number: 1,
        council_id: Uuid::from_u128(0xC0),
        cut_off: None,
        ends_on: Some(day("2026-12-30")),
    }
}

fn form() -> RegistrationForm {
    let text = || "như trên giấy".to_owned();
    RegistrationForm {
        unit_name: text(),
        representative: text(),
        position: text(),
        address: text(),
        phone: text(),
        email: String::new(),
        samples: 5,
        declared_true: true,
        service_case: None,
    }
}

fn report() -> Report {
    let text = || "như trên giấy".to_owned();
    Report {
        description: text(),
        results: text(),
        plan: text(),
        changes: text(),
        ..Report::default()
    }
}

/// A certificate of food safety.
fn paper() -> Evidence {
    let described = Description {
        kind: EvidenceKind::EstablishmentCertificate,
        title: "Giấy chứng nhận ATTP".to_owned(),
        file: File {
            name: FileName::parse("attp.pdf").unwrap(),
            size: 10,
            sha256: Sha256::from([7; 32]),
            media_type: MediaType::Pdf,
        },
        term: Term::default(),
    };
    let filing = Filing {
        by: "lan".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let (id, producer) = (Uuid::from_u128(0xEF), Uuid::from_u128(2));
    let placed = (producer, Place::default());
    Evidence::file(id, placed, described, None, filing, day("2026-01-02")).unwrap()
}

/// The dossier on a way through every state, after each step.
#[derive(Clone)]
struct Walk {
    library: Library,
    dossier: Dossier,
    certificates: Certification,
    product: Product,
}

impl Walk {
    fn begin() -> Self {
        let product = Product {
            id: Uuid::from_u128(1),
            name: "Nước mắm".to_owned(),
            producer_id: Uuid::from_u128(2),
            producer_name: "HTX".to_owned(),
            producer_home: Default::default(),
            criteria_set: 9,
            place: Place {
                code: "21364".to_owned(),
                province_code: "51".to_owned(),
                ..Place::default()
            },
            active: true,
        };
        let library = Library::load().unwrap();
        let set = library.set_on(day("2026-06-01"), 9).unwrap();
        let content = Content {
            form: form(),
            report: report(),
            self_assessment: answers(set, true),
            ..Content::default()
        };
        let certificates = Certification::none(product.id);
        let id = Uuid::from_u128(3);
        let on = day("2026-06-01");
        let first = DossierKind::First;
        let dossier = Dossier::draft(id, &product, first, content, &certificates, &[], on).unwrap();
        Self {
            library,
            dossier,
            certificates,
            product,
        }
    }

    /// Checks that the dossier, and what it would be if it were rejected now, reads back as written.
    fn check(&self, state: State) {
        assert_eq!(self.dossier.state(), state);
        reads_back(&self.dossier);
        let mut rejected = self.dossier.clone();
        if rejected.reject("Hồ sơ giả", day("2026-09-01")).is_ok() {
            reads_back(&rejected);
        }
    }

    /// What is advised and not there.
    fn advised(&self) -> Vec<String> {
        let on = day("2026-06-01");
        let lacks = self.dossier.lacks(&self.library, &[paper()], on);
        lacks.unwrap().1.iter().map(Lack::name).collect()
    }

    fn send_to_commune(&mut self) {
        self.dossier
            .submit(
                &self.library,
                Lodging {
                    certificates: &self.certificates,
                    papers: &[paper()],
                    acknowledged: &self.advised(),
                    on: day("2026-06-01"),
                },
            )
            .unwrap();
    }

    fn endorse(&mut self) {
        let findings = Findings {
            raw_material: "a".to_owned(),
            labour: "b".to_owned(),
            idea_origin: "c".to_owned(),
            identity: "d".to_owned(),
        };
        self.dossier.endorse(findings, day("2026-06-02")).unwrap();
    }

    fn accept(&mut self, level: Level, on: &str) {
        self.dossier
            .accept(&built_in(), &round(level), day(on))
            .unwrap();
    }

    fn advise(&mut self, on: &str) {
        let advice = Advice {
            text: "Đạt".to_owned(),
            filed_on: day(on),
        };
        self.dossier.advise(advice).unwrap();
    }

    fn count(&mut self, level: CouncilLevel, best: bool, on: &str) {
        let council = council(level);
        let set = self.library.set_on(day("2026-06-01"), 9).unwrap();
        let answers = answers(set, best);
        let ballots = MEMBERS.map(|member| Ballot {
            id: Uuid::from_u128(4),
            dossier_id: self.dossier.id,
            council_id: council.id,
            attempt: self.dossier.ballot_attempt,
            member: member.to_owned(),
            total: total(set, &answers),
            answers: answers.clone(),
            comment: String::new(),
            cast_at: chrono::DateTime::UNIX_EPOCH,
            withdrawn: None,
        });
        let session = Session {
            places: &built_in(),
            council: &council,
            set,
            ballots: &ballots,
            conflicts: &[],
            mode: None,
            agreed: &[],
            on: day(on),
        };
        self.dossier.count(&session, None).unwrap();
    }

    fn decide(&mut self, on: &str) {
        let decision = Decision {
            number: "1/QĐ".to_owned(),
            date: day(on),
            authority: "UBND".to_owned(),
            signer: String::new(),
        };
        let register = Registration {
            certificate_id: Uuid::from_u128(5),
            product_code: String::new(),
            recorded_on: day(on),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
        };
        self.dossier
            .decide(decision, &self.product, &mut self.certificates, register)
            .unwrap();
    }
}

fn reads_back(dossier: &Dossier) {
    let written = serde_json::to_string(&Body::from(dossier)).unwrap();
    let body: Body = serde_json::from_str(&written).unwrap();
    let read = Dossier::try_from(body).unwrap();
    let stored = Dossier {
        events: Vec::new(),
        frozen: None,
        ..dossier.clone()
    };
    assert_eq!(read, stored);
}

#[test]
fn a_dossier_reads_back_in_every_state_as_it_was_written() {
    let mut walk = Walk::begin();
    walk.check(State::Draft);
    walk.send_to_commune();
    walk.check(State::Submitted);
    walk.dossier
        .give_back("Thiếu giấy tờ", day("2026-06-01"))
        .unwrap();
    walk.check(State::Draft);
    walk.send_to_commune();
    walk.endorse();
    walk.check(State::CommuneEndorsed);
    walk.accept(Level::Province, "2026-06-03");
    walk.check(State::InProvincialRound);
    let supplement = Supplement {
        wants: Vec::new(),
        text: "Phiếu kiểm nghiệm".to_owned(),
        asked_on: day("2026-06-04"),
        due_on: None,
        filed_on: None,
    };
    walk.dossier.ask_supplement(supplement).unwrap();
    walk.check(State::SupplementRequested);
    let content = walk.dossier.content.clone();
    let set = walk.library.set_on(day("2026-06-01"), 9).unwrap();
    walk.dossier
        .add_supplement(content, set, &[paper()], day("2026-06-05"))
        .unwrap();
    walk.check(State::InProvincialRound);
    walk.advise("2026-06-06");
    walk.check(State::ReadyForCouncil);
    walk.count(CouncilLevel::Province, true, "2026-06-10");
    walk.check(State::ProvincialScored);
    walk.decide("2026-06-20");
    walk.check(State::ForwardedCentral);
    walk.accept(Level::Centre, "2026-07-01");
    walk.check(State::InCentralRound);
    walk.count(CouncilLevel::Centre, false, "2026-08-01");
    walk.check(State::CentralBelow90);
    walk.accept(Level::Province, "2026-08-02");
    walk.check(State::InProvincialRound);
    walk.advise("2026-08-03");
    walk.count(CouncilLevel::Province, true, "2026-08-04");
    walk.decide("2026-08-05");
    walk.check(State::ForwardedCentral);
    walk.accept(Level::Centre, "2026-08-06");
    walk.count(CouncilLevel::Centre, true, "2026-08-07");
    walk.check(State::CentralScored);
    walk.decide("2026-08-08");
    walk.check(State::Certified);
}

#[test]
fn a_result_that_recognises_nothing_reads_back_too() {
    let mut walk = Walk::begin();
    walk.send_to_commune();
    walk.endorse();
    walk.accept(Level::Province, "2026-06-03");
    walk.advise("2026-06-06");
    walk.count(CouncilLevel::Province, false, "2026-06-10");
    walk.check(State::NotRecognised);
}

/// A dossier at each stage before its decision.
fn open_at_each_stage() -> Vec<Walk> {
    let mut walk = Walk::begin();
    let mut walks = Vec::new();
    walk.send_to_commune();
    walks.push(walk.clone());
    walk.endorse();
    walks.push(walk.clone());
    walk.accept(Level::Province, "2026-06-03");
    walk.advise("2026-06-06");
    walks.push(walk.clone());
    walk.count(CouncilLevel::Province, true, "2026-06-10");
    walks.push(walk.clone());
    walk.decide("2026-06-20");
    walks.push(walk.clone());
    walk.accept(Level::Centre, "2026-07-01");
    walks.push(walk.clone());
    walk.count(CouncilLevel::Centre, false, "2026-08-01");
    walks.push(walk);
    walks
}

#[test]
fn a_dossier_that_was_withdrawn_or_closed_at_any_stage_reads_back_as_it_was() {
    for walk in open_at_each_stage() {
        let mut withdrawn = walk.clone();
        withdrawn
            .dossier
            .withdraw("Chưa đủ", day("2026-09-01"))
            .unwrap();
        withdrawn.check(State::Withdrawn);
        let mut closed = walk.clone();
        let closing = Closing {
            ground: CloseGround::ObjectGone,
            reason: "Sản phẩm ngừng sản xuất".to_owned(),
            authority: "Văn phòng điều phối".to_owned(),
            on: day("2026-09-01"),
        };
        let retired = Product {
            active: false,
            ..walk.product.clone()
        };
        closed
            .dossier
            .close(closing, &retired, &walk.certificates)
            .unwrap();
        closed.check(State::Closed);
    }
    let mut draft = Walk::begin();
    draft.dossier.delete(day("2026-06-02")).unwrap();
    draft.check(State::Deleted);
    let mut returned = open_at_each_stage().swap_remove(1);
    let (to, on) = (ReturnedTo::Commune, day("2026-06-05"));
    returned
        .dossier
        .give_back_from_province(to, "Thiếu công văn", on)
        .unwrap();
    returned.check(State::Submitted);
}

#[test]
fn a_record_that_fits_no_stage_is_corrupt() {
    let mut walk = Walk::begin();
    walk.send_to_commune();
    let torn = Body {
        lodged_on: None,
        ..Body::from(&walk.dossier)
    };
    let id = walk.dossier.id;
    assert!(matches!(
        Dossier::try_from(torn),
        Err(StoreError::Corrupt { what }) if what == format!("dossier {id}: Submitted without lodged_on")
    ));
}

#[test]
fn what_the_offices_noted_and_what_came_of_a_complaint_reads_back() {
    let mut walk = open_at_each_stage().swap_remove(3);
    let dossier = &mut walk.dossier;
    dossier.give_number(Office::Commune, 12, day("2026-06-01"));
    let letter = Letter {
        number: "15/UBND-KT".to_owned(),
        date: day("2026-06-02"),
    };
    dossier.note_letter(letter).unwrap();
    let set = walk.library.set_on(day("2026-06-01"), 9).unwrap();
    let found = KnockOutFound {
        number: 0,
        hit: Hit::Criterion("6.1".to_owned()),
        observer: Observer::Inspection,
        seen_by: "Chi cục".to_owned(),
        seen_on: day("2026-06-08"),
        note: "có sạn".to_owned(),
        recorded_by: "lan".to_owned(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        withdrawn: None,
    };
    dossier
        .record_knock_out(found, set, day("2026-06-08"))
        .unwrap();
    reads_back(dossier);
    dossier.reject("Tạp chất", day("2026-08-30")).unwrap();
    let notice = Notice {
        to: Recipient::Producer,
        name: String::new(),
        means: "112/TB".to_owned(),
        of: State::Draft,
        on: day("2026-08-31"),
        recorded_by: "lan".to_owned(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    dossier.record_notice(notice).unwrap();
    reads_back(dossier);
    let because = TakenBack {
        reason: "Khiếu nại".to_owned(),
        by: "lan".to_owned(),
        on: day("2026-09-10"),
    };
    let none = Certification::none(walk.product.id);
    dossier.evaluate_again(because, &none, &[]).unwrap();
    assert_eq!(dossier.lifted.len(), 1);
    reads_back(dossier);
}
