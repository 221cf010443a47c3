//! Made-up products, certificates and dossiers, with councils, ballots and conflicts of interest.

mod votes;

use chrono::{DateTime, Days, NaiveDate, Utc};
use ocop_chassis::database::UseCase;
use ocop_evaluation::application::Error;
use ocop_evaluation::domain::Event;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::certificate::decision::Decision;
use ocop_evaluation::domain::certificate::{Ground, Kind, Revocation};
use ocop_evaluation::domain::council::tally::{Mode, Outcome, Tally};
use ocop_evaluation::domain::criteria::answers::Answers;
use ocop_evaluation::domain::criteria::regulation::Regulation;
use ocop_evaluation::domain::criteria::star::{Rank, Star};
use ocop_evaluation::domain::dossier::content::Content;
use ocop_evaluation::domain::dossier::review::Advice;
use ocop_evaluation::domain::dossier::{
    Accepted, Dossier, DossierKind, Endorsed, Findings, Held, Lodged, Past, Reached, Scored, Stage,
};
use ocop_evaluation::domain::register::product::{Place, Product};
use ocop_evaluation::storage::{self, Tx};
use uuid::Uuid;

pub(super) use votes::{ballots, conflicts, council, round};

/// Products; each has a dossier.
pub(super) const PRODUCTS: u128 = 240;
/// Members of councils, by their subjects.
pub(super) const MEMBERS: [&str; 4] = ["an", "binh", "chi", "dung"];

const NAMES: [&str; 8] = [
    "Nước mắm Mười Quý",
    "Đường phèn (Quảng Ngãi)",
    "Tỏi Lý Sơn",
    "Kẹo gương 100%",
    "Bò khô_Thu Ba",
    "Rượu sim Ba Tơ",
    "Cốm gạo lứt",
    "Trà hòa tan Ðức Phổ",
];
const PRODUCERS: [&str; 5] = [
    "HTX Nước mắm Sa Huỳnh",
    "Cơ sở Mười Quí",
    "Công ty TNHH Đường Quảng Ngãi",
    "Hộ kinh doanh Lê Thị Ðào",
    "THT Tỏi Lý Sơn",
];
const PLACES: [(&str, &str, &str); 5] = [
    ("21364", "Xã Sa Huỳnh", "51"),
    ("21040", "Xã Bình Sơn", "51"),
    ("21548", "Đặc khu Lý Sơn", "51"),
    ("20194", "Phường Hải Châu", "48"),
    ("20257", "Phường Sơn Trà", "48"),
];

/// The n-th of a list, spread out.
fn nth<T: Copy>(all: &[T], n: u128) -> T {
    all[usize::try_from(n).unwrap() % all.len()]
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days of the years 2024 to 2026.
fn some_day(n: u128) -> NaiveDate {
    day("2024-01-05") + Days::new(u64::try_from(n * 37 % 1_040).unwrap())
}

fn at(n: u128) -> DateTime<Utc> {
    let hours = i64::try_from(n).unwrap();
    DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hours)
}

pub(super) fn product(n: u128) -> Product {
    let (code, name, province) = nth(&PLACES, n * 3 + n / 7);
    Product {
        id: Uuid::from_u128(0xF00D_0000 + n * 0x1_0000_0001),
        name: format!("{} số {n}", nth(&NAMES, n)),
        producer_id: Uuid::from_u128(0xC000 + n % 5),
        producer_name: nth(&PRODUCERS, n).to_owned(),
        producer_home: Default::default(),
        criteria_set: u8::try_from(n * 7 % 26 + 1).unwrap(),
        place: Place {
            code: code.to_owned(),
            name: name.to_owned(),
            district_code: None,
            district_name: None,
            province_code: province.to_owned(),
            province_name: String::new(),
            said_on: day("2026-01-01"),
        },
        status: ocop_evaluation::domain::register::product::Status::Active,
    }
}

fn decision(number: String, date: NaiveDate) -> Decision {
    Decision {
        number,
        date,
        authority: "Cơ quan có thẩm quyền".to_owned(),
        signer: String::new(),
    }
}

/// The certificates of a product: none, one or two, some of them revoked.
pub(super) fn certification(n: u128) -> Certification {
    let product = product(n);
    let mut all = Certification::none(product.id);
    for k in 0..(n % 3) {
        let date = day("2019-01-01") + Days::new(u64::try_from(n * 11 % 900 + k * 700).unwrap());
        let old = OldCertificate {
            id: Uuid::from_u128((0xCE << 96) + (n * 7 % PRODUCTS) * 16 + k),
            recorded_at: at(n),
            star: Star::Three,
            decision: decision(format!("{}/QĐ-UBND", n % 40 + k), date),
            product_code: if n.is_multiple_of(4) {
                String::new()
            } else {
                format!("51-{}-{n}-20{}", nth(&PLACES, n).0, 19 + k)
            },
        };
        let today = day("2026-11-20");
        all.import(&product, old, NaiveDate::MAX, today).unwrap();
    }
    let kinds = [
        Kind::First,
        Kind::Imported,
        Kind::Renewal,
        Kind::Upgrade,
        Kind::Lowering,
    ];
    for certificate in &mut all.certificates {
        certificate.star = nth(&Star::ALL, n);
        certificate.kind = nth(&kinds, n / 3);
    }
    let newest = all.newest().map(|newest| (newest.id, newest.valid_from));
    if let Some((id, from)) = newest.filter(|_| n.is_multiple_of(5)) {
        let revocation = Revocation {
            ground: Ground::Ceased,
            reason: "ngừng sản xuất".to_owned(),
            decision: decision(format!("{n}-R/QĐ"), from + Days::new(200)),
        };
        all.revoke(id, revocation).unwrap();
    }
    all
}

fn tally(n: u128, on: NaiveDate) -> Tally {
    let star = [None, Some(Star::Three), Some(Star::Four), Some(Star::Five)];
    let star = nth(&star, n);
    Tally {
        ballots: 3,
        total_sum: 183,
        spread: 0,
        by_score: Rank::of(61, 1, [30, 50, 70, 90]),
        by_minimum: star,
        star,
        outcome: star.map_or(Outcome::NotCertifiable, Outcome::Certifiable),
        missing: Vec::new(),
        agreed: Answers::default(),
        contradictions: Vec::new(),
        tallied_on: on,
        attempt: 1,
        mode: Mode::Meeting,
        absent: Vec::new(),
        conflicted: Vec::new(),
        presided_by: String::new(),
        minutes_signed_on: None,
    }
}

/// The dossier of a product, at any of its stages.
pub(super) fn dossier(n: u128) -> Dossier {
    let product = product(n);
    let kinds = [
        DossierKind::First,
        DossierKind::Upgrade,
        DossierKind::ReEvaluation,
    ];
    let on = some_day(n);
    let lodged = || Lodged {
        regulation: Regulation::in_force_on(on).unwrap().code,
        on,
    };
    let endorsed = || Endorsed {
        lodged: lodged(),
        findings: Findings::default(),
        on,
        letter: None,
    };
    let accepted = || {
        let round = round(n * 5 % 4);
        Accepted {
            endorsed: endorsed(),
            round_id: round.id,
            council_id: round.council_id,
            on,
            round_ends_on: round.ends_on,
            supplement: None,
            advice: None,
            replaced: Vec::new(),
            past: Past::default(),
        }
    };
    let advice = || Advice {
        text: "đủ".to_owned(),
        filed_on: on,
    };
    let scored = || Scored {
        accepted: accepted(),
        tally: tally(n, on),
    };
    let stage = match n % 12 {
        0 => Stage::Draft {
            returned: String::new(),
        },
        1 => Stage::Submitted {
            lodged: lodged(),
            returned: String::new(),
        },
        2 => Stage::CommuneEndorsed(endorsed()),
        3 => Stage::InProvincialRound(accepted()),
        4 => Stage::InCentralRound(accepted()),
        5 => Stage::ProvincialScored(scored()),
        6 => Stage::NotRecognised(scored()),
        7 => Stage::Withdrawn {
            reached: Reached::Accepted(accepted()),
            reason: String::new(),
            on,
        },
        8 => Stage::Deleted { on },
        _ => Stage::ReadyForCouncil {
            accepted: accepted(),
            advice: advice(),
        },
    };
    let draft = Dossier::draft(
        // The order of the ids is not that of the numbers.
        Uuid::from_u128((0xD0 << 96) + n * 7 % PRODUCTS),
        &product,
        DossierKind::First,
        Content::default(),
        &Certification::none(product.id),
        &[],
        on,
    );
    Dossier {
        kind: nth(&kinds, n / 2),
        held: n.is_multiple_of(3).then(|| Held {
            star: Star::Three,
            until: on + Days::new(150),
        }),
        ballot_attempt: u32::try_from(n % 2 + 1).unwrap(),
        stage,
        ..draft.unwrap()
    }
}

/// Puts all of it in.
pub(super) struct Fill;

impl UseCase<Event> for Fill {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        for n in 0..2 {
            storage::council::insert_council(tx, council(n)).await?;
        }
        for n in 0..4 {
            storage::council::insert_round(tx, &round(n)).await?;
        }
        for n in 0..PRODUCTS {
            let held = certification(n);
            if !held.certificates.is_empty() {
                tx.create(held).await?;
            }
            tx.create(dossier(n)).await?;
        }
        // What follows refers to rows that are written at the end of a transaction.
        Ok(())
    }
}

/// Puts in what refers to the dossiers.
pub(super) struct FillVotes;

impl UseCase<Event> for FillVotes {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        for n in 0..PRODUCTS {
            for ballot in ballots(n) {
                storage::council::insert_ballot(tx, &ballot).await?;
            }
            for conflict in conflicts(n) {
                storage::council::insert_conflict(tx, &conflict).await?;
            }
        }
        Ok(())
    }
}
