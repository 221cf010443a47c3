use super::*;
use crate::evidence::FileNameProblem;

const TODAY: &str = "2026-11-20";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A certificate of food safety of producer 7 that is good until a day.
pub(crate) fn document(id: u128, expires_on: Option<&str>) -> Evidence {
    let described = Description {
        kind: EvidenceKind::EstablishmentCertificate,
        title: "Giấy chứng nhận ATTP".to_owned(),
        file: File {
            name: FileName::parse("attp.pdf").unwrap(),
            size: 10,
            sha256: Sha256::from([7; 32]),
            media_type: MediaType::Pdf,
        },
        term: Term::new(Some(day("2026-01-02")), expires_on.map(day)).unwrap(),
    };
    let filing = Filing {
        by: "lan".to_owned(),
        at: "2026-11-20T05:00:00Z".parse().unwrap(),
    };
    let producer = (Uuid::from_u128(7), Place::default());
    Evidence::file(
        Uuid::from_u128(id),
        producer,
        described,
        None,
        filing,
        day(TODAY),
    )
    .unwrap()
}

fn replacing(
    older: &mut Evidence,
    producer: u128,
    kind: EvidenceKind,
) -> Result<Evidence, Refusal> {
    let like = document(2, None);
    let described = Description {
        kind,
        title: like.title,
        file: like.file,
        term: like.term,
    };
    let producer = (Uuid::from_u128(producer), Place::default());
    Evidence::file(
        Uuid::from_u128(2),
        producer,
        described,
        Some(older),
        like.filing,
        day(TODAY),
    )
}

fn emitted(evidence: &Evidence) -> Vec<&'static str> {
    evidence.events.iter().map(Event::name).collect()
}

#[test]
fn a_newer_paper_takes_the_place_of_the_older_and_both_say_so() {
    let mut older = document(1, None);
    let newer = replacing(&mut older, 7, EvidenceKind::EstablishmentCertificate).unwrap();
    assert_eq!(
        (older.replaced_by, newer.replaces),
        (Some(newer.id), Some(older.id))
    );
    assert!(newer.is_current() && !older.is_current());
    assert_eq!(emitted(&older), ["evidence.filed", "evidence.replaced"]);
    assert_eq!(emitted(&newer), ["evidence.filed"]);
}

#[test]
fn a_paper_replaces_none_of_another_producer_of_another_kind_or_replaced_before() {
    let mut older = document(1, None);
    let id = older.id;
    let kind = EvidenceKind::EstablishmentCertificate;
    assert_eq!(
        replacing(&mut older, 8, kind),
        Err(Refusal::OfOtherProducer { id })
    );
    assert_eq!(
        replacing(&mut older, 7, EvidenceKind::Award),
        Err(Refusal::OfOtherKind { id })
    );
    assert!(older.is_current(), "a refusal changes nothing");
    replacing(&mut older, 7, kind).unwrap();
    assert_eq!(
        replacing(&mut older, 7, kind),
        Err(Refusal::NotCurrent { id })
    );
}

#[test]
fn a_paper_is_withdrawn_once_and_not_while_a_dossier_uses_it() {
    let mut evidence = document(1, None);
    let (id, on) = (evidence.id, day(TODAY));
    assert_eq!(
        evidence.withdraw(true, "lan", "nhầm tệp", on),
        Err(Refusal::InUse { id })
    );
    evidence.withdraw(false, "lan", "nhầm tệp", on).unwrap();
    assert!(!evidence.is_current());
    assert_eq!(evidence.readable(), Err(Refusal::Withdrawn { id, on }));
    assert_eq!(
        evidence.withdraw(false, "lan", "nhầm tệp", on),
        Err(Refusal::Withdrawn { id, on })
    );
    assert_eq!(emitted(&evidence), ["evidence.filed", "evidence.withdrawn"]);
}

#[test]
fn a_paper_is_good_on_its_last_day_and_not_on_the_day_after() {
    let evidence = document(1, Some("2026-12-31"));
    assert!(!evidence.expired_on(day("2026-12-31")));
    assert!(evidence.expired_on(day("2027-01-01")));
    assert!(!evidence.expires_within(day(TODAY), day("2026-12-31")));
    assert!(evidence.expires_within(day(TODAY), day("2027-01-01")));
    assert!(
        !evidence.expires_within(day("2027-01-01"), day("2028-01-01")),
        "it has expired before"
    );
    assert!(!document(1, None).expired_on(day("2999-01-01")));
}

#[test]
fn what_lapses_in_a_term_is_listed_by_its_end() {
    let documents = [
        document(1, Some("2028-03-01")),
        document(2, None),
        document(3, Some("2026-11-19")),
        document(4, Some("2029-11-20")),
        document(5, Some("2030-01-01")),
    ];
    let found: Vec<(u128, bool)> = lapses(&documents, day(TODAY), day("2029-11-20"))
        .into_iter()
        .map(|lapse| (lapse.id.as_u128(), lapse.expired))
        .collect();
    assert_eq!(found, [(3, true), (1, false)]);
}

#[test]
fn a_term_does_not_end_before_it_begins() {
    let (from, to) = (day("2026-02-01"), day("2026-01-31"));
    assert_eq!(
        Term::new(Some(from), Some(to)),
        Err(EndsBeforeItBegins { from })
    );
    assert!(Term::new(Some(from), Some(from)).is_ok());
    assert!(Term::new(None, Some(to)).is_ok());
}

#[test]
fn a_file_name_is_a_name_and_nothing_else() {
    assert_eq!(
        FileName::parse("Giấy phép (bản 2).pdf").unwrap().as_str(),
        "Giấy phép (bản 2).pdf"
    );
    for (text, problem) in [
        (" ", FileNameProblem::Missing),
        ("../attp.pdf", FileNameProblem::Folder),
        ("C:\\attp.pdf", FileNameProblem::Folder),
        ("..", FileNameProblem::Folder),
        ("a\nb.pdf", FileNameProblem::Unseen),
        ("anh\u{202e}fdp.exe", FileNameProblem::Unseen),
    ] {
        assert_eq!(FileName::parse(text), Err(problem), "{text:?}");
    }
    assert!(FileName::parse(&"ắ".repeat(200)).is_ok());
    assert_eq!(
        FileName::parse(&"ắ".repeat(201)),
        Err(FileNameProblem::TooLong)
    );
}

#[test]
fn a_file_is_what_was_announced_or_is_refused() {
    let file = document(1, None).file;
    assert_eq!(file.may_begin_with(b"%PDF-1.7"), Ok(()));
    assert_eq!(
        file.may_begin_with(b"MZ"),
        Err(Refusal::FileType {
            announced: MediaType::Pdf
        })
    );
    assert_eq!(file.has_room_for(10), Ok(()));
    assert_eq!(
        file.has_room_for(11),
        Err(Refusal::FileSize {
            announced: 10,
            came: 11
        })
    );
    let announced = file.sha256;
    assert_eq!(
        file.is(9, announced),
        Err(Refusal::FileSize {
            announced: 10,
            came: 9
        })
    );
    let came = Sha256::from([8; 32]);
    assert_eq!(
        file.is(10, came),
        Err(Refusal::FileHash { announced, came })
    );
    assert_eq!(file.is(10, announced), Ok(()));
}

#[test]
fn a_hash_reads_back_as_it_is_written() {
    let hash = Sha256::from([0xAB; 32]);
    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
    for bad in ["", "ab", &"g".repeat(64), &"ế".repeat(32)] {
        assert!(bad.parse::<Sha256>().is_err(), "{bad}");
    }
}

#[test]
fn evidence_belongs_to_the_province_of_its_producer() {
    let mut evidence = document(1, None);
    evidence.place.province_code = "51".to_owned();
    let (on, step) = (day(TODAY), event::Step::Withdrawn);
    let published = Event { step, evidence, on };
    assert_eq!(
        (published.name(), published.province_code()),
        ("evidence.withdrawn", "51")
    );
}

#[test]
fn an_event_of_evidence_carries_no_events_of_its_own() {
    let mut evidence = document(1, None);
    evidence
        .withdraw(false, "lan", "nhầm tệp", day(TODAY))
        .unwrap();
    let mut published = evidence.events.iter();
    assert!(published.all(|event| event.evidence.events.is_empty()));
}

#[test]
fn each_refusal_of_evidence_has_a_word() {
    let id = Uuid::nil();
    assert_eq!(Refusal::InUse { id }.reason(), "EVIDENCE_IN_USE");
    assert_eq!(Refusal::NotCurrent { id }.reason(), "EVIDENCE_NOT_CURRENT");
}

#[test]
fn a_hash_is_stored_as_its_64_digits() {
    let stored = String::from(Sha256::from([0xA7; 32]));
    assert_eq!(stored, "a7".repeat(32));
    assert_eq!(Sha256::try_from(stored), Ok(Sha256::from([0xA7; 32])));
}
