use super::*;
use crate::certificate::certification::tests::fish_sauce;
use crate::criteria::Case;
use crate::criteria::regulation::DossierKind::{First, Upgrade};
use crate::criteria::scoring::tests::{LIBRARY, best_of, set};
use crate::dossier::review::{Supplement, Want};
use crate::dossier::tests::{complete, day, in_round, paper, uncertified};

const ON: &str = "2026-06-01";

fn names(lacks: &[Lack]) -> Vec<String> {
    lacks.iter().map(Lack::name).collect()
}

fn required(lacks: &[Lack]) -> Vec<String> {
    let required = lacks.iter().filter(|lack| lack.required_by().is_some());
    required.map(Lack::name).collect()
}

/// What lacks of a first dossier under a set on 1 June 2026.
fn lacks(content: &Content, number: u8, papers: &[Evidence]) -> Vec<Lack> {
    lacks_of(content, First, &set(number), papers, day(ON))
}

#[test]
fn a_complete_dossier_lacks_nothing() {
    assert_eq!(lacks(&complete(), 9, &[paper()]), []);
}

#[test]
fn a_dossier_with_answers_alone_lacks_forms_samples_declaration_and_papers() {
    let bare = Content {
        self_assessment: best_of(&set(9)),
        ..Content::default()
    };
    let lacks = lacks(&bare, 9, &[]);
    assert_eq!(
        required(&lacks),
        [
            "form.unit_name",
            "form.representative",
            "form.position",
            "form.address",
            "form.phone",
            "report.description",
            "report.results",
            "report.plan",
            "form.samples",
            "form.declared_true",
            "papers.establishment_certificate",
        ]
    );
    let advised = &names(&lacks)[11..];
    assert_eq!(
        advised[..4],
        [
            "form.email",
            "report.history",
            "report.structure",
            "statements[1.1].evidence_ids",
        ]
    );
}

#[test]
fn an_upgrade_says_what_changed_since_the_product_was_recognised() {
    let mut content = complete();
    content.report.changes.clear();
    let lacks = lacks_of(&content, Upgrade, &set(9), &[paper()], day(ON));
    assert_eq!(names(&lacks), ["report.changes"]);
}

#[test]
fn a_food_safety_certificate_that_has_ended_or_is_of_another_kind_is_none() {
    let mut ended = paper();
    ended.term.expires_on = Some(day("2026-05-31"));
    let missing = ["papers.establishment_certificate"];
    assert_eq!(names(&lacks(&complete(), 9, &[ended.clone()])), missing);
    ended.term.expires_on = Some(day(ON));
    assert_eq!(lacks(&complete(), 9, &[ended]), []);
    let mut other = paper();
    other.kind = EvidenceKind::Award;
    assert_eq!(names(&lacks(&complete(), 9, &[other])), missing);
}

#[test]
fn each_paper_that_a_set_names_is_a_document_of_its_own() {
    let kinds = |number: u8| set(number).papers;
    let (establishment, declaration) = (
        EvidenceKind::EstablishmentCertificate,
        EvidenceKind::QualityDeclaration,
    );
    for number in 1..=26 {
        let expected = match number {
            15 | 17 => vec![establishment, establishment],
            1..=17 => vec![establishment],
            18..=20 => vec![establishment, declaration],
            _ => vec![],
        };
        assert_eq!(kinds(number), expected, "set {number}");
    }
    let content = Content {
        self_assessment: best_of(&set(15)),
        ..complete()
    };
    let one = required(&lacks(&content, 15, &[paper()]));
    assert_eq!(one, ["papers.establishment_certificate"]);
    assert!(required(&lacks(&content, 15, &[paper(), paper()])).is_empty());
}

#[test]
fn a_tourism_service_hands_in_no_samples_and_is_of_one_case() {
    let mut content = complete();
    content.form.samples = 0;
    content.self_assessment = criteria::answers::Answers::default();
    for criterion in set(26).criteria() {
        let choice = criteria::answers::Choice::Nothing;
        content.self_assessment.set(&criterion.code, choice);
    }
    assert_eq!(names(&lacks(&content, 26, &[])), ["form.service_case"]);
    content.form.service_case = Some(Case::A);
    assert_eq!(lacks(&content, 26, &[]), []);
    let choice = criteria::answers::Choice::Letter('c');
    content.self_assessment.set("8", choice);
    assert_eq!(required(&lacks(&content, 26, &[])), ["answers[8]"]);
}

#[test]
fn what_is_advised_is_acknowledged_by_its_name_and_what_is_required_is_not() {
    let mut content = complete();
    content.form.email.clear();
    content.form.declared_true = false;
    let lacking = || lacks(&content, 9, &[paper()]);
    let acknowledged = ["form.email", "form.declared_true"].map(str::to_owned);
    let Err(Refusal::Incomplete { lacks }) = hold(lacking(), &acknowledged) else {
        panic!("it is held to be complete")
    };
    assert_eq!(names(&lacks), ["form.declared_true"]);
    content.form.declared_true = true;
    let lacking = lacks_of(&content, First, &set(9), &[paper()], day(ON));
    assert!(hold(lacking.clone(), &acknowledged).is_ok());
    assert!(hold(lacking, &[]).is_err());
}

#[test]
fn each_lack_has_a_name_and_the_article_that_requires_it() {
    let kind = EvidenceKind::EstablishmentCertificate;
    let criterion = || "3.5".to_owned();
    let lacks = [
        (
            Lack::Answer(AnswerProblem::Missing {
                criterion: criterion(),
            }),
            "answers[3.5]",
            Some("Article 6, Appendix III (Form 02)"),
        ),
        (
            Lack::Answer(AnswerProblem::NoCriterion { position: 4 }),
            "answers[4].criterion",
            Some("Article 6, Appendix III (Form 02)"),
        ),
        (
            Lack::Field("form.samples"),
            "form.samples",
            Some("Article 6"),
        ),
        (
            Lack::Field("form.phone"),
            "form.phone",
            Some("Article 6, Appendix III (Form 01)"),
        ),
        (
            Lack::Field("report.plan"),
            "report.plan",
            Some("Article 6, Appendix III (Form 02)"),
        ),
        (
            Lack::Paper(kind),
            "papers.establishment_certificate",
            Some("Appendix II"),
        ),
        (Lack::Case, "form.service_case", Some("Appendix II")),
        (
            Lack::Finding("labour"),
            "findings.labour",
            Some("Article 7.2b, Appendix III (Form 03)"),
        ),
        (Lack::Blank("form.email"), "form.email", None),
        (
            Lack::Unproven {
                criterion: criterion(),
            },
            "statements[3.5].evidence_ids",
            None,
        ),
    ];
    for (lack, name, article) in lacks {
        assert_eq!((lack.name().as_str(), lack.required_by()), (name, article));
    }
}

#[test]
fn what_lacks_is_said_of_the_step_that_comes_next() {
    let mut dossier = in_round();
    let next = |dossier: &Dossier| {
        let lodging = Lodging {
            product: &fish_sauce(),
            certificates: &uncertified(),
            papers: &[paper()],
            acknowledged: &[],
            on: day("2026-06-08"),
        };
        dossier.check(&LIBRARY, &lodging).unwrap().step
    };
    assert_eq!(next(&dossier), NextStep::Other);
    let supplement = Supplement {
        wants: vec![Want::Tests],
        text: "Thiếu phiếu kiểm nghiệm".into(),
        due_on: None,
        asked_on: day("2026-06-05"),
        filed_on: None,
    };
    dossier.ask_supplement(supplement).unwrap();
    assert_eq!(next(&dossier), NextStep::Supplement);
}
