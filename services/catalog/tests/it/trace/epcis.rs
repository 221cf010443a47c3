//! Documents of EPCIS 2.0.

use ocop_harness::{EpcisSchema, on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use serde_json::{Value, json};
use tonic::Code;

use super::{BOTTLES, Chain, PALLET, question};
use crate::fixture::id;

/// The events of a document, by their ids.
pub(super) fn events_of(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["type"], "EPCISDocument");
    assert_eq!(document["schemaVersion"], "2.0");
    let mut events = document["epcisBody"]["eventList"]
        .as_array()
        .unwrap()
        .clone();
    events.sort_by_key(|event| event["eventID"].to_string());
    events
}

on_both_engines!(
    the_event_kinds_of_the_standard_come_back_as_they_were_given,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let fish = chain.own("ca-02");
        let document = json!({
            "@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld", {"ocop": "urn:ocop:epcis:"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-06-30T10:00:00+07:00",
            "epcisBody": {"eventList": [
                {
                    "type": "ObjectEvent", "eventID": "urn:uuid:1", "action": "ADD", "bizStep": "commissioning",
                    "disposition": "active", "eventTime": "2026-06-01T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                    "quantityList": [{"epcClass": fish, "quantity": 1.5, "uom": "TNE"}],
                    "readPoint": {"id": format!("urn:ocop:area:{}", chain.grounds)},
                    "ilmd": {"ocop:description": "Cá cơm", "cbvmda:harvestEndDate": "2026-06-01",
                             "ocop:growingAreas": [chain.grounds]}
                },
                {
                    "type": "TransformationEvent", "eventID": "urn:uuid:2", "bizStep": "creating_class_instance",
                    "eventTime": "2026-06-02T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                    "inputQuantityList": [{"epcClass": fish, "quantity": 1_200.25, "uom": "KGM"}],
                    "outputQuantityList": [{"epcClass": BOTTLES, "quantity": 900}],
                    "ilmd": {"cbvmda:itemExpirationDate": "2028-06-02"}
                },
                {
                    "type": "AggregationEvent", "eventID": "urn:uuid:3", "action": "ADD", "bizStep": "packing",
                    "eventTime": "2026-06-03T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                    "parentID": PALLET, "childQuantityList": [{"epcClass": BOTTLES, "quantity": 600}]
                },
                {
                    "type": "AssociationEvent", "eventID": "urn:uuid:4", "action": "ADD", "bizStep": "assembling",
                    "eventTime": "2026-06-04T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                    "parentID": PALLET, "childEPCs": [format!("urn:ocop:container:{}:thung-1", chain.maker)]
                },
                {
                    "type": "ObjectEvent", "eventID": "urn:uuid:5", "action": "OBSERVE", "bizStep": "shipping",
                    "disposition": "in_transit", "eventTime": "2026-06-05T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                    "epcList": [PALLET], "bizLocation": {"id": "https://id.gs1.org/414/8938505974002"},
                    "bizTransactionList": [
                        {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:DH-12"},
                        {"bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:HD-3"}
                    ],
                    "sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/417/8938505974002"}],
                    "destinationList": [{"type": "location", "destination": "https://id.gs1.org/414/8938505974019"}]
                }
            ]}
        });
        let request = proto::CaptureDocumentRequest {
            request_id: id(0x430),
            producer_id: chain.maker.clone(),
            document: document.to_string(),
        };
        let captured = chain.office.capture_document(request).await.unwrap();
        assert_eq!(captured.into_inner().recorded, 5);
        let ask = proto::GetDocumentRequest {
            lot_id: fish,
            direction: proto::TraceDirection::Forward.into(),
            depth: 0,
        };
        let answer = chain.office.get_document(ask).await.unwrap().into_inner();
        assert_eq!(
            events_of(&answer.document),
            events_of(&document.to_string())
        );
        assert!(is_valid(&answer.document));
        // What was given back can be given again.
        let request = proto::CaptureDocumentRequest {
            request_id: id(0x431),
            producer_id: chain.maker.clone(),
            document: answer.document,
        };
        let again = chain.office.capture_document(request).await.unwrap();
        assert_eq!(again.into_inner().known, 5);
    }
);

on_both_engines!(
    a_document_with_what_is_not_kept_says_everything_that_is_not,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let document = json!({
            "@context": "https://example.com/other.jsonld",
            "type": "EPCISDocument",
            "schemaVersion": "1.2",
            "creationDate": "2026-06-30",
            "epcisBody": {"eventList": [
                {"type": "QuantityEvent", "eventID": "urn:uuid:1", "eventTime": "2026-06-01T06:00:00Z",
                 "eventTimeZoneOffset": "+07:00"},
                {"type": "ObjectEvent", "eventID": "urn:uuid:2", "action": "ADD", "bizStep": "urn:epcglobal:cbv:bizstep:shipping",
                 "eventTime": "yesterday", "eventTimeZoneOffset": "+07:00",
                 "quantityList": [{"epcClass": "L1", "quantity": "5", "uom": "STN"}],
                 "sourceList": [{"type": "kho", "source": "Kho 1"}], "persistentDisposition": {"set": ["recalled", "mới"]},
                 "vidu:them": "x", "ilmd": {"cbvmda:lotNumber": "L2", "cbvmda:countryOfOrigin": "VN"}},
                {"type": "TransactionEvent", "eventID": "urn:uuid:3", "action": "ADD",
                 "eventTime": "2026-06-01T06:00:00Z", "eventTimeZoneOffset": "+07:00",
                 "epcList": ["https://id.gs1.org/01/08938505974195/21/1"],
                 "errorDeclaration": {"declarationTime": "2026-06-02T06:00:00Z", "reason": "nhầm",
                                      "correctiveEventIDs": ["urn:uuid:3"]},
                 "sensorElementList": [{"sensorReport": [
                     {"value": "lạnh", "minValue": 5, "maxValue": 4, "type": "Temperature"},
                     {"stringValue": "không rõ"},
                     {"type": "nhiệt độ", "uom": "°C", "percRank": 101}
                 ]}]}
            ]}
        });
        let request = proto::CaptureDocumentRequest {
            request_id: id(0x430),
            producer_id: chain.maker.clone(),
            document: document.to_string(),
        };
        let refused = chain.office.capture_document(request).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        let fields = reason_of(&refused).1;
        for wrong in [
            "document.@context",
            "document.schemaVersion",
            "document.creationDate",
            "document.epcisBody.eventList[0].type",
            "document.epcisBody.eventList[1].eventTime",
            "document.epcisBody.eventList[1].quantityList[0].uom",
            "document.epcisBody.eventList[1].sources[0]",
            "document.epcisBody.eventList[1].persistentDisposition.set[1]",
            "document.epcisBody.eventList[1].vidu:them",
            "document.epcisBody.eventList[1].ilmd.cbvmda:lotNumber",
            "document.epcisBody.eventList[1].ilmd.cbvmda:countryOfOrigin",
            "document.epcisBody.eventList[2].business_transactions",
            "document.epcisBody.eventList[2].transaction.lots[0].lot_id",
            "document.epcisBody.eventList[2].error_declaration.reason",
            "document.epcisBody.eventList[2].error_declaration.corrective_event_ids[0]",
            "document.epcisBody.eventList[2].sensorElementList[0].sensorReport[0].value",
            "document.epcisBody.eventList[2].sensor_elements[0].reports[0].max_value",
            "document.epcisBody.eventList[2].sensor_elements[0].reports[1].type",
            "document.epcisBody.eventList[2].sensor_elements[0].reports[2].type",
            "document.epcisBody.eventList[2].sensor_elements[0].reports[2].uom",
            "document.epcisBody.eventList[2].sensor_elements[0].reports[2].perc_rank",
        ] {
            assert!(fields.contains(&wrong.to_owned()), "{wrong}: {fields:?}");
        }
    }
);

/// Whether the published schema takes a document, where it is installed.
fn is_valid(document: &str) -> bool {
    let Some(schema) = EpcisSchema::installed() else {
        return true;
    };
    let refused = schema.refused(&[document.to_owned()]);
    refused.iter().all(|why| {
        why.iter().for_each(|why| println!("{why}"));
        why.is_none()
    })
}

/// A document with these events.
pub(super) fn document(events: &Value) -> Value {
    json!({
        "@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld", {"ocop": "urn:ocop:epcis:"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-30T10:00:00+07:00",
        "epcisBody": {"eventList": events}
    })
}

const PIECE: &str = "https://id.gs1.org/01/08938505974194/21/400";

on_both_engines!(
    documents_serial_numbers_and_what_sensors_measured_come_back_as_they_were_given,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let fish = chain.own("ca-03");
        let crate_ = format!("urn:ocop:container:{}:thung-1", chain.maker);
        let events = json!([
            {
                "type": "ObjectEvent", "eventID": "urn:uuid:1", "action": "ADD", "bizStep": "commissioning",
                "eventTime": "2026-06-01T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "quantityList": [{"epcClass": fish, "quantity": 100, "uom": "KGM"}]
            },
            {
                "type": "TransformationEvent", "eventID": "urn:uuid:2", "bizStep": "creating_class_instance",
                "eventTime": "2026-06-02T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "inputQuantityList": [{"epcClass": fish, "quantity": 80, "uom": "KGM"}],
                "outputEPCList": [PIECE, "https://id.gs1.org/01/08938505974194/21/401"],
                "outputQuantityList": [{"epcClass": BOTTLES, "quantity": 90}]
            },
            {
                "type": "ObjectEvent", "eventID": "urn:uuid:3", "action": "OBSERVE", "bizStep": "sensor_reporting",
                "eventTime": "2026-06-03T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "epcList": [PIECE], "quantityList": [{"epcClass": BOTTLES, "quantity": 10}],
                "sensorElementList": [
                    {
                        "sensorMetadata": {
                            "startTime": "2026-06-03T05:00:00+07:00", "endTime": "2026-06-03T06:00:00+07:00",
                            "deviceID": "https://id.gs1.org/8004/4000001111", "bizRules": "https://example.org/do-lanh"
                        },
                        "sensorReport": [
                            {"type": "Temperature", "minValue": -1.5, "maxValue": 4, "meanValue": 2.25, "uom": "CEL"},
                            {"type": "RelativeHumidity", "value": 80, "uom": "A93", "time": "2026-06-03T05:30:00+07:00"}
                        ]
                    },
                    {"sensorReport": [{"type": "Dimensionless", "exception": "ALARM_CONDITION", "stringValue": "Cửa mở", "booleanValue": true}]}
                ]
            },
            {
                "type": "TransactionEvent", "eventID": "urn:uuid:4", "action": "ADD", "bizStep": "picking",
                "eventTime": "2026-06-04T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:DH-12"}],
                "epcList": [PIECE], "quantityList": [{"epcClass": BOTTLES, "quantity": 5}]
            },
            {
                "type": "AggregationEvent", "eventID": "urn:uuid:5", "action": "ADD", "bizStep": "packing",
                "eventTime": "2026-06-05T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "parentID": crate_, "childEPCs": [PIECE]
            },
            {
                "type": "TransactionEvent", "eventID": "urn:uuid:6", "action": "OBSERVE", "bizStep": "loading",
                "eventTime": "2026-06-06T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "bizTransactionList": [{"bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:HD-3"}],
                "parentID": crate_, "epcList": []
            }
        ]);
        let given = document(&events);
        let request = |n, document: &str| proto::CaptureDocumentRequest {
            request_id: id(n),
            producer_id: chain.maker.clone(),
            document: document.to_owned(),
        };
        let first = request(0x430, &given.to_string());
        let captured = chain.office.capture_document(first).await.unwrap();
        assert_eq!(captured.into_inner().recorded, 6);
        let ask = proto::GetDocumentRequest {
            lot_id: fish.clone(),
            direction: proto::TraceDirection::Forward.into(),
            depth: 0,
        };
        let answer = chain.office.get_document(ask).await.unwrap().into_inner();
        assert_eq!(events_of(&answer.document), events_of(&given.to_string()));
        assert!(is_valid(&answer.document));
        let again = request(0x431, &answer.document);
        let again = chain.office.capture_document(again).await.unwrap();
        assert_eq!(again.into_inner().known, 6);

        // A piece is followed by its own id, as far back as the fish.
        let back = question(PIECE, proto::TraceDirection::Back);
        let back = chain.office.trace_lot(back).await.unwrap().into_inner();
        let lots = back.tree.iter().map(|node| node.lot.clone().unwrap());
        let lots: Vec<_> = lots.map(|lot| (lot.lot_id, lot.number)).collect();
        let expected = [(PIECE, "400"), (fish.as_str(), "ca-03")];
        assert_eq!(
            lots,
            expected.map(|(id, number)| (id.to_owned(), number.to_owned()))
        );
        assert_eq!(back.days.len(), 6);
        // Anybody sees of what product it is; of one that nobody recorded, the product.
        let mut public = TraceServiceClient::new(chain.fixture.service.channel());
        for (serial, number) in [("400", "400"), ("999", "")] {
            let id = format!("https://nuocmam.example/01/8938505974194/21/{serial}");
            let lot = public
                .get_public_lot(proto::GetPublicLotRequest { id })
                .await;
            let lot = lot.unwrap().into_inner().lot.unwrap();
            assert_eq!(
                (lot.number.as_str(), lot.product_id),
                (number, chain.product.clone())
            );
        }
        // A piece is one: it does not come to be twice.
        let mut twice = events[1].clone();
        twice["eventID"] = "urn:uuid:twice".into();
        twice["outputEPCList"] = json!([PIECE]);
        let twice = request(0x432, &document(&json!([twice])).to_string());
        let refused = chain.office.capture_document(twice).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TRACE_IMPOSSIBLE");
    }
);
