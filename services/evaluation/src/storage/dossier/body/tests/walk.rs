//! A dossier on its way.

use super::super::*;
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
use crate::domain::dossier::lodging::Lodging;
use crate::domain::evidence::{
    Description, Evidence, EvidenceKind, File, FileName, Filing, MediaType, Sha256, Term,
};
use crate::domain::register::product::Product;
use ocop_places::built_in;

pub(super) fn day(text: &str) -> NaiveDate {
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
pub(super) fn paper() -> Evidence {
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
pub(super) struct Walk {
    pub(super) library: Library,
    pub(super) dossier: Dossier,
    pub(super) certificates: Certification,
    pub(super) product: Product,
}

impl Walk {
    pub(super) fn begin() -> Self {
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
            status: crate::domain::register::product::Status::Active,
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
    pub(super) fn check(&self, state: State) {
        assert_eq!(self.dossier.state(), state);
        reads_back(&self.dossier);
        let mut rejected = self.dossier.clone();
        if rejected.reject("Hồ sơ giả", day("2026-09-01")).is_ok() {
            reads_back(&rejected);
        }
    }

    fn lodging<'a>(
        &'a self,
        papers: &'a [Evidence],
        acknowledged: &'a [String],
        on: NaiveDate,
    ) -> Lodging<'a> {
        Lodging {
            product: &self.product,
            certificates: &self.certificates,
            papers,
            acknowledged,
            on,
        }
    }

    /// What is advised and not there.
    fn advised(&self) -> Vec<String> {
        let on = day("2026-06-01");
        let found = self
            .dossier
            .check(&self.library, &self.lodging(&[paper()], &[], on));
        found.unwrap().lacks.iter().map(Lack::name).collect()
    }

    pub(super) fn send_to_commune(&mut self) {
        let (papers, advised) = ([paper()], self.advised());
        let mut dossier = self.dossier.clone();
        let lodging = self.lodging(&papers, &advised, day("2026-06-01"));
        dossier.submit(&self.library, lodging).unwrap();
        self.dossier = dossier;
    }

    pub(super) fn endorse(&mut self) {
        let findings = Findings {
            raw_material: "a".to_owned(),
            labour: "b".to_owned(),
            idea_origin: "c".to_owned(),
            identity: "d".to_owned(),
        };
        self.dossier.endorse(findings, day("2026-06-02")).unwrap();
    }

    pub(super) fn accept(&mut self, level: Level, on: &str) {
        self.dossier
            .accept(&built_in(), &round(level), day(on))
            .unwrap();
    }

    pub(super) fn advise(&mut self, on: &str) {
        let advice = Advice {
            text: "Đạt".to_owned(),
            filed_on: day(on),
        };
        self.dossier.advise(advice).unwrap();
    }

    pub(super) fn count(&mut self, level: CouncilLevel, best: bool, on: &str) {
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

    pub(super) fn decide(&mut self, on: &str) {
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

pub(super) fn reads_back(dossier: &Dossier) {
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
