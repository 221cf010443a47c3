//! The people of the province at their work, through the rpcs.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use super::model::{Model, Plan, Result};
use crate::fixture::{Fixture, product_id};
use crate::procedure::{THREE_STARS, complete, findings};

/// Points below the best that leave 84 and the minimum answers of four stars.
const FOUR_STARS: &[(&str, u32)] = &[("4.3", 0), ("11", 0), ("10", 0), ("1.1", 1), ("3.1", 1)];

/// Members of the council.
const MEMBERS: u32 = 9;

pub(super) struct Office<'a> {
    pub(super) fixture: &'a Fixture,
    requests: std::cell::Cell<u128>,
    answers: BTreeMap<&'static str, Vec<proto::Answer>>,
}

fn profile(result: Result) -> &'static str {
    match result {
        Result::Three => "three",
        Result::Four => "four",
        Result::Failed => "failed",
    }
}

impl<'a> Office<'a> {
    /// Appoints the council and opens both rounds.
    pub(super) async fn open(fixture: &'a Fixture, today: &str) -> Self {
        let mut answers = BTreeMap::new();
        for (result, but) in [
            (Result::Three, THREE_STARS),
            (Result::Four, FOUR_STARS),
            (Result::Failed, &[("3.5", 0)]),
        ] {
            answers.insert(profile(result), fixture.best_but(9, but).await);
        }
        let office = Self {
            fixture,
            requests: std::cell::Cell::new(0x7EA2_0000),
            answers,
        };
        office.today(today).await;
        let member = |n: u32| proto::CouncilMember {
            subject: format!("m{n}"),
            full_name: format!("Ủy viên {n}"),
            organisation: String::new(),
            role: if n == 1 { 1 } else { 3 },
            ..Default::default()
        };
        let council = proto::Council {
            province_code: "51".to_owned(),
            decision_number: "100/QĐ-UBND".to_owned(),
            appointed_on: "2026-09-01".to_owned(),
            members: (1..=MEMBERS).map(member).collect(),
            ..Default::default()
        };
        let request = proto::AppointCouncilRequest {
            request_id: office.request(),
            council: Some(council),
        };
        let mut lan = fixture.councils("lan", Role::OcopOffice);
        let council = lan
            .appoint_council(request)
            .await
            .unwrap()
            .into_inner()
            .council
            .unwrap();
        for (year, number) in [(2026, 2), (2027, 1)] {
            let request = proto::OpenRoundRequest {
                request_id: office.request(),
                round: Some(proto::Round {
                    province_code: "51".to_owned(),
                    year,
                    number,
                    council_id: council.id.clone(),
                    ..Default::default()
                }),
            };
            lan.open_round(request).await.unwrap();
        }
        office
    }

    pub(super) fn request(&self) -> String {
        self.requests.set(self.requests.get() + 1);
        Uuid::from_u128(self.requests.get()).to_string()
    }

    /// Moves the clock to noon of a day.
    pub(super) async fn today(&self, day: &str) {
        let noon = format!("{day}T05:00:00Z");
        self.fixture.service.clock.set(noon.parse().unwrap());
    }

    pub(super) async fn hear_of(&self, n: u32, district: (&str, &str)) {
        self.fixture.product(n.into(), 9, district).await;
    }

    pub(super) async fn import(&self, n: u32, date: NaiveDate, star: u32) {
        self.import_for(n, n, date, star).await;
    }

    /// Enters the n-th certificate for a product.
    pub(super) async fn import_for(&self, product: u32, n: u32, date: NaiveDate, star: u32) {
        let request = proto::ImportCertificateRequest {
            request_id: self.request(),
            product_id: product_id(product.into()),
            star,
            decision: Some(decision(&format!("{n}/QĐ-UBND"), &date.to_string())),
            ..Default::default()
        };
        let mut lan = self.fixture.certificates(Role::OcopOffice);
        lan.import_certificate(request).await.unwrap();
    }

    /// Takes dossiers of products into the round they land in, and files the advisory team's report.
    /// `days` are those of lodging, of sending on and of accepting. Gives each product with its dossier.
    pub(super) async fn lodge(
        &self,
        products: RangeInclusive<u32>,
        kind: proto::DossierKind,
        [lodged, sent_on, accepted]: [&str; 3],
    ) -> Vec<(u32, String)> {
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        let mut cuc = self.fixture.dossiers("cuc", Role::CommuneOfficer);
        let mut tu_van = self.fixture.dossiers("tu-van", Role::Advisor);
        let mut dossiers = Vec::new();
        let content = complete(self.fixture, &[]).await;
        for n in products {
            let create = proto::CreateDossierRequest {
                request_id: self.request(),
                product_id: product_id(n.into()),
                kind: kind.into(),
                self_assessment: self.answers[profile(Plan::result(n))].clone(),
                content: Some(content.clone()),
            };
            let id = lan
                .create_dossier(create)
                .await
                .unwrap()
                .into_inner()
                .dossier
                .unwrap()
                .id;
            let submit = proto::SubmitDossierRequest {
                request_id: self.request(),
                id: id.clone(),
                lodged_on: lodged.to_owned(),
                acknowledged: Vec::new(),
            };
            lan.submit_dossier(submit).await.unwrap();
            let endorse = proto::EndorseDossierRequest {
                request_id: self.request(),
                id: id.clone(),
                findings: Some(findings()),
                endorsed_on: sent_on.to_owned(),
                ..Default::default()
            };
            cuc.endorse_dossier(endorse).await.unwrap();
            let accept = proto::AcceptDossierRequest {
                request_id: self.request(),
                id: id.clone(),
                round_id: String::new(),
                accepted_on: accepted.to_owned(),
            };
            lan.accept_dossier(accept).await.unwrap();
            let report = proto::FileAdvisoryReportRequest {
                request_id: self.request(),
                id: id.clone(),
                report: "Đạt".to_owned(),
                filed_on: accepted.to_owned(),
                ..Default::default()
            };
            tu_van.file_advisory_report(report).await.unwrap();
            dossiers.push((n, id));
        }
        dossiers
    }

    /// Has all members vote, counts, and decides; the model is told what must come of it.
    pub(super) async fn score_and_decide(
        &self,
        model: &mut Model,
        dossiers: &[(u32, String)],
        tallied: &str,
        decided: &str,
    ) {
        for (n, id) in dossiers {
            let star = self.count_votes((*n, id), Plan::result(*n), tallied).await;
            let held = model.star_on(*n, decided);
            let upgrade = (91..=150).contains(n);
            if star == 0 || (upgrade && held.is_some_and(|held| star <= held)) {
                model.ended(*n, "not_recognised");
                continue;
            }
            self.decide((*n, id), &format!("{n}-2/QĐ-UBND"), decided)
                .await;
            model.given(*n, decided.parse().unwrap(), star);
            model.ended(*n, "certified");
        }
    }

    /// Has all members vote as the council is going to find, and counts. Gives the stars found.
    pub(super) async fn count_votes(
        &self,
        (n, dossier): (u32, &str),
        found: Result,
        tallied: &str,
    ) -> u32 {
        let answers = &self.answers[profile(found)];
        for member in 1..=MEMBERS {
            let ballot = proto::CastBallotRequest {
                request_id: self.request(),
                dossier_id: dossier.to_owned(),
                answers: differing(answers, n, member),
                comment: String::new(),
            };
            let mut voting = self
                .fixture
                .councils(&format!("m{member}"), Role::CouncilMember);
            voting.cast_ballot(ballot).await.unwrap();
        }
        let count = proto::TallyDossierRequest {
            request_id: self.request(),
            dossier_id: dossier.to_owned(),
            tallied_on: tallied.to_owned(),
            ..Default::default()
        };
        let mut lan = self.fixture.councils("lan", Role::OcopOffice);
        let tally = lan.tally_dossier(count).await.unwrap().into_inner().tally;
        let star = match found {
            Result::Failed => 0,
            Result::Three => 3,
            Result::Four => 4,
        };
        assert_eq!(tally.unwrap().star, star, "product {n}");
        star
    }

    /// Records the authority's decision.
    pub(super) async fn decide(&self, (_, dossier): (u32, &str), number: &str, decided: &str) {
        let decide = proto::RecordDecisionRequest {
            request_id: self.request(),
            dossier_id: dossier.to_owned(),
            decision: Some(decision(number, decided)),
        };
        let mut chair = self.fixture.dossiers("chu-tich", Role::DecisionAuthority);
        chair.record_decision(decide).await.unwrap();
    }

    pub(super) async fn revoke(&self, n: u32, date: &str) {
        let held = self.held(n, date).await;
        let request = proto::RevokeCertificateRequest {
            request_id: self.request(),
            certificate_id: held.id,
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "Ngừng sản xuất".to_owned(),
                decision: Some(decision(&format!("{n}-3/QĐ-UBND"), date)),
            }),
            ..Default::default()
        };
        let mut chair = self.fixture.certificates(Role::DecisionAuthority);
        chair.revoke_certificate(request).await.unwrap();
    }
}

/// Answers that differ from member to member where nothing but points hangs on it.
fn differing(answers: &[proto::Answer], n: u32, member: u32) -> Vec<proto::Answer> {
    let mut answers = answers.to_vec();
    let body = answers
        .iter_mut()
        .find(|answer| answer.criterion == "6.2")
        .unwrap();
    body.option = ["a", "b", "c", "d"][(n + member) as usize % 4].to_owned();
    answers
}

pub(super) fn decision(number: &str, date: &str) -> proto::Decision {
    proto::Decision {
        number: number.to_owned(),
        date: date.to_owned(),
        authority: "UBND tỉnh Quảng Ngãi".to_owned(),
        signer: String::new(),
    }
}
