use chrono::DateTime;
use ocop_chassis::grpc::Violations;
use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::trace::{
    Action, Amount, BizStep, Business, Disposition, ErrorDeclaration, LotId, Making, Portion,
    Reference, ReferenceTo, SensorElement, SensorMetadata, SensorReport, SensorSource, TraceEvent,
    Unit, What,
};
use crate::transport::trace::read::events;

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
    prop::collection::vec(one, 0..3)
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
            making
        }),
        (action(), portions()).prop_map(move |(action, lots)| What::Aggregation {
            action,
            parent: parent(),
            lots,
            containers: vec![child()]
        }),
        (portions(), portions(), making()).prop_map(|(inputs, outputs, making)| {
            What::Transformation {
                inputs,
                outputs,
                making,
            }
        }),
        (action(), pieces()).prop_map(move |(action, lots)| What::Association {
            action,
            parent: parent(),
            lots,
            containers: vec![child()]
        }),
        (action(), any::<bool>(), portions()).prop_map(move |(action, inside, lots)| {
            What::Transaction {
                action,
                parent: inside.then(parent),
                lots,
                containers: vec![child()],
            }
        }),
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

fn event() -> impl Strategy<Value = TraceEvent> {
    use strum::VariantArray as _;

    let step = prop::option::of(prop::sample::select(BizStep::VARIANTS));
    let disposition = prop::option::of(prop::sample::select(Disposition::VARIANTS));
    let parts = (
        any::<u64>(),
        0..4_000_000_000_i64,
        step,
        disposition,
        business(),
        (what(), sensors(), error()),
    );
    parts.prop_map(|(n, seconds, biz_step, disposition, mut business, rest)| {
        let (what, sensors, error) = rest;
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

/// What the published structure requires of an event, and all that it allows of what is written here.
fn holds_the_structure(event: &Value) {
    let fields = event.as_object().expect("an object");
    let kind = fields["type"].as_str().expect("a text");
    let (required, allowed): (&[&str], &[&str]) = match kind {
        "ObjectEvent" => (&["action"], &["epcList", "quantityList", "ilmd"]),
        "AggregationEvent" => (&["action"], &["parentID", "childEPCs", "childQuantityList"]),
        "TransformationEvent" => (
            &[],
            &[
                "inputEPCList",
                "inputQuantityList",
                "outputEPCList",
                "outputQuantityList",
                "ilmd",
            ],
        ),
        "AssociationEvent" => (&["action", "parentID"], &["childEPCs", "childQuantityList"]),
        "TransactionEvent" => (
            &["action", "bizTransactionList"],
            &["parentID", "epcList", "quantityList"],
        ),
        other => panic!("{other} is no kind of event"),
    };
    let of_all = ["type", "eventID", "eventTime", "eventTimeZoneOffset"];
    for name in of_all.iter().chain(required) {
        assert!(fields.contains_key(*name), "{kind} without {name}");
    }
    let common = [
        "bizStep",
        "disposition",
        "readPoint",
        "bizLocation",
        "bizTransactionList",
        "sourceList",
        "destinationList",
        "sensorElementList",
        "errorDeclaration",
    ];
    for (name, value) in fields {
        let mut known = of_all.iter().chain(required).chain(allowed).chain(&common);
        assert!(known.any(|one| one == name), "{name} in {kind}");
        match name.as_str() {
            "eventTime" => {
                DateTime::parse_from_rfc3339(value.as_str().expect("a text")).expect("a time");
            }
            "eventTimeZoneOffset" => {
                let offset = value.as_str().expect("a text").as_bytes();
                let sign = offset.first().expect("a sign");
                assert!(offset.len() == 6 && b"+-".contains(sign) && offset[3] == b':');
            }
            "action" => {
                assert!(["ADD", "OBSERVE", "DELETE"].contains(&value.as_str().expect("a text")))
            }
            "readPoint" | "bizLocation" => {
                assert_eq!(
                    value
                        .as_object()
                        .expect("an object")
                        .keys()
                        .collect::<Vec<_>>(),
                    ["id"]
                );
            }
            "epcList" | "childEPCs" | "inputEPCList" | "outputEPCList" => {
                let list = value.as_array().expect("a list");
                assert!(
                    list.iter()
                        .all(|one| one.as_str().is_some_and(|id| id.contains(':')))
                );
            }
            "sensorElementList" => {
                for element in value.as_array().expect("a list") {
                    let reports = element["sensorReport"].as_array().expect("a list");
                    assert!(!reports.is_empty());
                    let said = |report: &Value| {
                        report["type"].is_string() || report["exception"].is_string()
                    };
                    assert!(reports.iter().all(said));
                    let metadata = element.get("sensorMetadata");
                    assert!(metadata.is_none_or(|metadata| !metadata["deviceID"].is_null()));
                }
            }
            "errorDeclaration" => {
                let declared = value["declarationTime"].as_str().expect("a text");
                DateTime::parse_from_rfc3339(declared).expect("a time");
                let corrections = value.get("correctiveEventIDs");
                assert!(corrections.is_none_or(|ids| !ids.as_array().expect("a list").is_empty()));
            }
            list if list.ends_with("uantityList") => {
                for one in value.as_array().expect("a list") {
                    assert!(one["epcClass"].as_str().is_some_and(|id| id.contains(':')));
                    assert!(one["quantity"].as_f64().is_some_and(|much| much > 0.0));
                    let unit = one.get("uom").map(|unit| unit.as_str().expect("a text"));
                    assert!(unit.is_none_or(|unit| unit.len() == 3));
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_has_the_structure_of_the_standard(given in prop::collection::vec(event(), 1..5)) {
        let document = super::write(given.iter(), DateTime::UNIX_EPOCH);
        let document: Value = serde_json::from_str(&document).expect("JSON");
        let names: Vec<&String> = document.as_object().expect("an object").keys().collect();
        prop_assert_eq!(names, ["@context", "creationDate", "epcisBody", "schemaVersion", "type"]);
        for event in document["epcisBody"]["eventList"].as_array().expect("a list") {
            holds_the_structure(event);
        }
    }

    #[test]
    fn whatever_is_written_is_read_as_it_was(given in prop::collection::vec(event(), 1..5)) {
        let document = super::write(given.iter(), DateTime::UNIX_EPOCH);
        let mut v = Violations::new();
        let messages = super::read(&mut v, "document", &document).unwrap_or_default();
        let messages = messages.iter().map(|(n, one)| (*n, one));
        let read = events(&mut v, messages, |n| format!("[{n}]"));
        prop_assert_eq!(v.finish(), Ok(()));
        prop_assert_eq!(read, given);
    }
}

#[test]
fn words_are_read_bare_as_uris_and_as_urns() {
    for written in [
        "shipping",
        "https://ref.gs1.org/cbv/BizStep-shipping",
        "cbv:BizStep-shipping",
        "urn:epcglobal:cbv:bizstep:shipping",
    ] {
        assert_eq!(super::read::bare(written, "BizStep"), "shipping");
    }
    let disposition = "urn:epcglobal:cbv:disp:in_transit";
    assert_eq!(super::read::bare(disposition, "Disp"), "in_transit");
}
