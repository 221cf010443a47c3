//! Documents of EPCIS 2.0.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use serde_json::{Value, json};
use tonic::Code;

use super::{BOTTLES, Chain, PALLET};
use crate::fixture::id;

/// The events of a document, by their ids.
fn events_of(document: &str) -> Vec<Value> {
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
                {"type": "TransactionEvent", "eventID": "urn:uuid:1", "eventTime": "2026-06-01T06:00:00Z",
                 "eventTimeZoneOffset": "+07:00"},
                {"type": "ObjectEvent", "eventID": "urn:uuid:2", "action": "ADD", "bizStep": "urn:epcglobal:cbv:bizstep:shipping",
                 "eventTime": "yesterday", "eventTimeZoneOffset": "+07:00",
                 "quantityList": [{"epcClass": "L1", "quantity": "5", "uom": "STN"}],
                 "sourceList": [{"type": "kho", "source": "Kho 1"}], "sensorElementList": []}
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
            "document.epcisBody.eventList[1].sensorElementList",
        ] {
            assert!(fields.contains(&wrong.to_owned()), "{wrong}: {fields:?}");
        }
    }
);
