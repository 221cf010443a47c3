//! A round of dossiers before a council, every member of which has voted: the content of the
//! evaluation service's database before the tally.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin, Store};
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_evaluation::Evaluation;
use ocop_evaluation::domain::Event;
use ocop_evaluation::domain::certificate::certification::Certification;
use ocop_evaluation::domain::council::ballot::Ballot;
use ocop_evaluation::domain::council::round::Round;
use ocop_evaluation::domain::council::{Council, Level, Member, MemberRole, Rules};
use ocop_evaluation::domain::criteria::CriteriaSet;
use ocop_evaluation::domain::criteria::answers::{Answers, Given};
use ocop_evaluation::domain::criteria::library::Library;
use ocop_evaluation::domain::criteria::regulation;
use ocop_evaluation::domain::criteria::scoring::total;
use ocop_evaluation::domain::dossier::completeness::Lack;
use ocop_evaluation::domain::dossier::content::{Content, RegistrationForm, Report};
use ocop_evaluation::domain::dossier::lodging::Lodging;
use ocop_evaluation::domain::dossier::review::Advice;
use ocop_evaluation::domain::dossier::{Dossier, DossierKind, Findings};
use ocop_evaluation::domain::evidence::{
    Description, Evidence, EvidenceKind, File, FileName, Filing, MediaType, Sha256, Term,
};
use ocop_evaluation::domain::register::product::{Place, Product, Status};
use ocop_evaluation::storage;
use ocop_evaluation::transport::encode;
use uuid::Uuid;

use crate::setup::producer_id;

/// Dossiers of the round: a province has up to so many a year.
pub(crate) const DOSSIERS: u64 = 400;

/// Members of the council, all of whom vote.
const MEMBERS: u64 = 9;

/// Id of the n-th dossier of the round, from 1.
pub(crate) fn dossier_id(n: u64) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n))
}

fn council_id() -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_A000_0000_0000_0001)
}

/// The day of the minutes.
pub(crate) const MINUTES: &str = "2026-06-10";

/// Fills an empty database with a round before its council.
///
/// # Errors
/// It refuses, or the round cannot be opened.
pub(crate) async fn seed(url: &str) -> anyhow::Result<()> {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let config = settings::<Evaluation>(None, &overrides)
        .map_err(|problems| anyhow::anyhow!("{problems}"))?;
    let database = Database::open(&config.host.database).await?;
    database::migrate::<storage::Migrator>(&database).await?;
    let clock = Clock::fixed(ocop_harness::NOON.parse()?, ocop_proto::VIET_NAM);
    let store: Store<Event> = Store::new(database, clock, encode, Keyring::ephemeral()?);

    let library = Library::load().map_err(|defects| anyhow::anyhow!("{defects:?}"))?;
    let day: NaiveDate = "2026-06-01".parse()?;
    let set = library.set_on(day, 9).context("set 9 is not there")?;
    let council = council(day);
    let mut tx = store.begin(Origin::task("bench")).await?;
    storage::council::insert_council(&tx, council.clone()).await?;
    let round = Round {
        id: Uuid::from_u128(0x0190_0000_0000_7000_B000_0000_0000_0001),
        opened_at: tx.now(),
        level: regulation::Level::Province,
        province_code: council.province_code.clone(),
        year: 2026,
        number: 1,
        council_id: council.id,
        cut_off: None,
        ends_on: None,
    };
    storage::council::insert_round(&tx, &round).await?;
    let best = answers(set, None)?;
    let nearly = answers(set, Some("11"))?;
    for n in 1..=DOSSIERS {
        let dossier = before_council(n, &library, &best, &round, day)?;
        let dossier = tx.create(dossier).await?;
        for (m, member) in (1_u64..).zip(&council.members) {
            let answers = if m.is_multiple_of(3) { &nearly } else { &best };
            let ballot = Ballot {
                id: Uuid::from_u128(u128::from(n * 16 + m)),
                dossier_id: dossier.id,
                council_id: council.id,
                attempt: dossier.ballot_attempt,
                member: member.subject.clone(),
                answers: answers.clone(),
                total: total(set, answers),
                comment: "Hương vị đặc trưng, bao bì cần chỉn chu hơn.".to_owned(),
                cast_at: tx.now(),
                withdrawn: None,
            };
            storage::council::insert_ballot(&tx, &ballot).await?;
        }
    }
    store.commit(tx).await?;
    Ok(())
}

fn council(day: NaiveDate) -> Council {
    let member = |n| Member {
        subject: format!("member-{n}"),
        full_name: format!("Ủy viên {n}"),
        organisation: "Sở Nông nghiệp và Môi trường".to_owned(),
        role: if n == 1 {
            MemberRole::Chair
        } else {
            MemberRole::Member
        },
        sector: None,
        joined_on: None,
        left_on: None,
    };
    Council {
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
        id: council_id(),
        level: Level::Province,
        province_code: "51".to_owned(),
        decision_number: "100/QĐ-UBND".to_owned(),
        appointed_on: day,
        members: (1..=MEMBERS).map(member).collect(),
        rules: vec![Rules::usual(day)],
        delegations: Vec::new(),
    }
}

/// The best answers, but for one criterion that gets nothing.
fn answers(set: &CriteriaSet, but: Option<&str>) -> anyhow::Result<Answers> {
    let given: Vec<Given> = set
        .criteria()
        .map(|criterion| {
            let best = criterion.answers.iter().max_by_key(|answer| answer.points);
            let best = best.filter(|_| but != Some(criterion.code.as_str()));
            Given {
                criterion: criterion.code.clone(),
                option: best.map_or_else(|| "none".to_owned(), |best| best.letter.to_string()),
            }
        })
        .collect();
    Answers::parse(set, &given).map_err(|problems| anyhow::anyhow!("{problems:?}"))
}

fn before_council(
    n: u64,
    library: &Library,
    answers: &Answers,
    round: &Round,
    day: NaiveDate,
) -> anyhow::Result<Dossier> {
    let product = Product {
        id: Uuid::from_u128(0x0190_0000_0000_7000_C000_0000_0000_0000 + u128::from(n)),
        name: format!("Nước mắm {n}"),
        producer_id: producer_id(),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        producer_home: Default::default(),
        criteria_set: 9,
        place: Place {
            code: "21364".to_owned(),
            name: "Sa Huỳnh".to_owned(),
            province_code: "51".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Place::default()
        },
        status: Status::Active,
    };
    let none = Certification::none(product.id);
    let (id, first) = (dossier_id(n), DossierKind::First);
    let text = || "như hồ sơ giấy".to_owned();
    let content = Content {
        form: RegistrationForm {
            unit_name: text(),
            representative: text(),
            position: text(),
            address: text(),
            phone: text(),
            samples: 5,
            declared_true: true,
            ..RegistrationForm::default()
        },
        report: Report {
            description: text(),
            results: text(),
            plan: text(),
            ..Report::default()
        },
        self_assessment: answers.clone(),
        ..Content::default()
    };
    let mut dossier = Dossier::draft(id, &product, first, content, &none, &[], day)?;
    let papers = [food_safety(day)?];
    let mut lodging = Lodging {
        product: &product,
        certificates: &none,
        papers: &papers,
        acknowledged: &[],
        on: day,
    };
    let lacks = dossier.check(library, &lodging)?.lacks;
    let advised: Vec<String> = lacks.iter().map(Lack::name).collect();
    lodging.acknowledged = &advised;
    dossier.submit(library, lodging)?;
    let found = || "có trong xã".to_owned();
    let findings = Findings {
        raw_material: found(),
        labour: found(),
        idea_origin: found(),
        identity: found(),
    };
    dossier.endorse(findings, day)?;
    dossier.accept(&ocop_places::built_in(), round, day)?;
    dossier.advise(Advice {
        text: "Hồ sơ đầy đủ, mẫu đạt yêu cầu.".to_owned(),
        filed_on: day,
    })?;
    Ok(dossier)
}

/// The producer's certificate of food safety, without which nothing is lodged.
fn food_safety(day: NaiveDate) -> anyhow::Result<Evidence> {
    let described = Description {
        kind: EvidenceKind::EstablishmentCertificate,
        title: "Giấy chứng nhận ATTP".to_owned(),
        file: File {
            name: FileName::parse("attp.pdf")?,
            size: 10,
            sha256: Sha256::from([7; 32]),
            media_type: MediaType::Pdf,
        },
        term: Term::default(),
    };
    let filing = Filing {
        by: "bench".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let placed = (producer_id(), Place::default());
    Ok(Evidence::file(
        Uuid::nil(),
        placed,
        described,
        None,
        filing,
        day,
    )?)
}
