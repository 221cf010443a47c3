//! Random events.

use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use crate::domain::trace::{
    Action, Amount, BizStep, Business, Disposition, ErrorDeclaration, LotId, Making,
    PersistentDisposition, Portion, Reference, ReferenceTo, SensorElement, SensorMetadata,
    SensorReport, SensorSource, TraceEvent, Unit, What,
};

fn portion(n: u8, thousandths: u64, unit: u8) -> Portion {
    let units = [
        Unit::Piece,
        Unit::Gram,
        Unit::Kilogram,
        Unit::Tonne,
        Unit::Millilitre,
        Unit::Litre,
    ];
    let unit = units[usize::from(unit) % units.len()];
    let lot = match n % 2 {
        0 => format!("https://id.gs1.org/01/08938505974194/10/L{n}"),
        _ => format!("urn:ocop:lot:{}:M%E1%BA%BB%20{n}", Uuid::from_u128(7)),
    };
    Portion {
        lot: lot.parse::<LotId>().expect("a lot"),
        amount: Amount::new(thousandths, unit).expect("an amount"),
    }
}

/// Single pieces, which documents name after the lots.
fn pieces() -> impl Strategy<Value = Vec<Portion>> {
    let one = any::<u8>().prop_map(|n| Portion {
        lot: format!("https://id.gs1.org/01/08938505974194/21/S{n}")
            .parse()
            .expect("a piece"),
        amount: Amount::new(1_000, Unit::Piece).expect("an amount"),
    });
    // A piece stands in a list once.
    prop::collection::vec(one, 0..3).prop_map(|mut pieces| {
        pieces.sort_by_key(|piece: &Portion| piece.lot.clone());
        pieces.dedup();
        pieces
    })
}

fn portions() -> impl Strategy<Value = Vec<Portion>> {
    let one = (any::<u8>(), 1..1_000_000_000_000_u64, any::<u8>());
    let lots = prop::collection::vec(one.prop_map(|(n, much, unit)| portion(n, much, unit)), 1..5);
    (lots, pieces()).prop_map(|(mut lots, pieces)| {
        lots.extend(pieces);
        lots
    })
}

fn making() -> impl Strategy<Value = Option<Making>> {
    let one = (any::<bool>(), "[a-zđư]{0,20}", 0..3_u128).prop_map(|(harvested, text, areas)| {
        let day = harvested.then(|| "2026-06-01".parse().expect("a day"));
        Making {
            product: harvested.then(|| Uuid::from_u128(3)),
            description: text,
            areas: (0..areas).map(Uuid::from_u128).collect(),
            harvested_to: day,
            expires_on: day,
            ..Making::default()
        }
    });
    prop::option::of(one)
}

fn action() -> impl Strategy<Value = Action> {
    prop::sample::select(vec![Action::Add, Action::Observe, Action::Delete])
}

/// What became others, by one event or by several with one id.
fn transformation() -> impl Strategy<Value = What> {
    let all = (portions(), portions(), making(), 0..4_u8);
    all.prop_map(|(inputs, outputs, making, part)| What::Transformation {
        id: (part > 0).then(|| "urn:test:whole".parse().expect("a URI")),
        inputs: if part == 2 { vec![] } else { inputs },
        outputs: if part == 3 { vec![] } else { outputs },
        making,
    })
}

fn persistent() -> impl Strategy<Value = PersistentDisposition> {
    use strum::VariantArray as _;

    let words = prop::sample::subsequence(Disposition::VARIANTS, 0..4);
    (words, any::<bool>()).prop_map(|(mut words, parted)| {
        let unset = words.split_off(if parted { words.len() / 2 } else { words.len() });
        PersistentDisposition::new(words, unset).expect("each word once")
    })
}

fn what() -> impl Strategy<Value = What> {
    let parent = || {
        "https://id.gs1.org/00/106141412345678908"
            .parse()
            .expect("a container")
    };
    let child = || {
        format!("urn:ocop:container:{}:thung", Uuid::from_u128(7))
            .parse()
            .expect("a container")
    };
    prop_oneof![
        (action(), portions(), making()).prop_map(move |(action, lots, making)| What::Object {
            action,
            lots,
            containers: vec![parent()],
            making: making.filter(|_| action == Action::Add),
        }),
        (action(), portions()).prop_map(move |(action, lots)| What::Aggregation {
            action,
            parent: parent(),
            lots,
            containers: vec![child()]
        }),
        transformation(),
        (action(), pieces()).prop_map(move |(action, lots)| What::Association {
            action,
            parent: parent(),
            lots,
            containers: vec![child()]
        }),
        (action(), any::<bool>(), any::<bool>(), portions()).prop_map(
            move |(action, inside, alone, lots)| What::Transaction {
                action,
                parent: inside.then(parent),
                lots: if inside && alone { vec![] } else { lots },
                containers: if inside && alone {
                    vec![]
                } else {
                    vec![child()]
                },
            }
        ),
    ]
}

fn business() -> impl Strategy<Value = Business> {
    let references = |to, kinds: &'static [&'static str]| {
        let one = (prop::sample::select(kinds), any::<u16>()).prop_map(move |(kind, n)| {
            Reference::new(to, kind, &format!("urn:test:{n}")).expect("a reference")
        });
        prop::collection::vec(one, 0..3)
    };
    let parties = || {
        let kinds = &["owning_party", "location", "urn:test:agent"];
        references(ReferenceTo::Party, kinds)
    };
    let documents = references(ReferenceTo::Document, &["", "po", "urn:test:contract"]);
    let all = (documents, parties(), parties());
    all.prop_map(|(transactions, sources, destinations)| Business {
        transactions,
        sources,
        destinations,
    })
}

fn sensors() -> impl Strategy<Value = Vec<SensorElement>> {
    let numbers = prop::sample::select(vec!["-18.5", "0", "26", "1000000", "0.25"]);
    let report = (numbers, any::<bool>(), any::<bool>()).prop_map(|(number, alarm, truth)| {
        let number = || number.parse().ok();
        SensorReport {
            kind: "Temperature".parse().ok(),
            exception: alarm.then(|| "ALARM_CONDITION".parse().expect("a word")),
            time: DateTime::from_timestamp(1_780_000_000, 0),
            value: number(),
            min_value: number(),
            max_value: number(),
            perc_rank: "50".parse().ok(),
            component: "latitude".parse().ok(),
            string_value: if alarm { "nóng" } else { "" }.to_owned(),
            boolean_value: alarm.then_some(truth),
            hex_binary_value: "0f".parse().ok(),
            uri_value: "urn:test:value".parse().ok(),
            unit: "CEL".parse().ok(),
            ..SensorReport::default()
        }
    });
    let element = (any::<bool>(), prop::collection::vec(report, 1..3));
    let element = element.prop_map(|(known, reports)| {
        let metadata = SensorMetadata {
            from: DateTime::from_timestamp(1_780_000_000, 0),
            to: DateTime::from_timestamp(1_780_003_600, 0),
            source: SensorSource {
                device: "urn:test:device".parse().ok(),
                ..SensorSource::default()
            },
            ..SensorMetadata::default()
        };
        let metadata = if known {
            metadata
        } else {
            SensorMetadata::default()
        };
        SensorElement { metadata, reports }
    });
    prop::collection::vec(element, 0..3)
}

fn error() -> impl Strategy<Value = Option<ErrorDeclaration>> {
    let one = (any::<bool>(), 0..3_u8).prop_map(|(said, corrections)| ErrorDeclaration {
        declared: DateTime::from_timestamp(1_780_000_000, 0).expect("a time"),
        reason: said.then(|| "incorrect_data".parse().expect("a reason")),
        corrected_by: (0..corrections).map(|n| format!("urn:test:{n}")).collect(),
    });
    prop::option::of(one)
}

/// Events of every kind, with and without what may be left out.
pub(super) fn event() -> impl Strategy<Value = TraceEvent> {
    use strum::VariantArray as _;

    let step = prop::option::of(prop::sample::select(BizStep::VARIANTS));
    let disposition = prop::option::of(prop::sample::select(Disposition::VARIANTS));
    let parts = (
        any::<u64>(),
        0..4_000_000_000_i64,
        step,
        disposition,
        business(),
        (what(), sensors(), error(), persistent(), 0..3_u8),
    );
    parts.prop_map(|(n, seconds, biz_step, disposition, mut business, rest)| {
        let (what, sensors, error, persistent, certified) = rest;
        let lasting = matches!(what, What::Object { .. } | What::Transformation { .. });
        let certification = |n| format!("urn:test:certificate:{n}").parse();
        let contract = Reference::new(ReferenceTo::Document, "po", "urn:test:order");
        if matches!(what, What::Transaction { .. }) {
            business.transactions.push(contract.expect("a reference"));
        }
        let zone = chrono::FixedOffset::east_opt(7 * 3_600).expect("a zone");
        let time = DateTime::from_timestamp(seconds, 0).expect("a time");
        TraceEvent {
            id: format!("urn:uuid:{n}"),
            time: time.with_timezone(&zone),
            biz_step,
            disposition,
            persistent: if lasting {
                persistent
            } else {
                PersistentDisposition::default()
            },
            certifications: (0..certified)
                .filter_map(|n| certification(n).ok())
                .collect(),
            read_point: Some(
                "https://id.gs1.org/414/8938505974002"
                    .parse()
                    .expect("a place"),
            ),
            biz_location: None,
            business,
            sensors,
            what,
            error,
        }
    })
}
