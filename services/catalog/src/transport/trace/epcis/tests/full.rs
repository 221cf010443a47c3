//! Events of each kind with everything that is kept of them.

use serde_json::{Value, json};

const LOT: &str = "https://id.gs1.org/01/08938505974194/10/L1";
const PIECES: [&str; 2] = [
    "https://id.gs1.org/01/08938505974194/21/400",
    "https://id.gs1.org/01/08938505974194/21/401",
];
const PALLET: &str = "https://id.gs1.org/00/106141412345678908";
const FISH: &str = "urn:ocop:lot:00000000-0000-0000-0000-000000000007:ca";

/// What events of all kinds have.
fn of_kind(kind: &str, of_it: Value) -> Value {
    let source =
        json!([{"type": "owning_party", "source": "https://id.gs1.org/417/8938505974002"}]);
    let mut event = json!({
        "type": kind,
        "eventID": "urn:uuid:1",
        "eventTime": "2026-06-01T06:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "bizStep": "other",
        "disposition": "active",
        "readPoint": {"id": "https://id.gs1.org/414/8938505974002"},
        "bizLocation": {"id": "urn:ocop:location:00000000-0000-0000-0000-000000000007:kho"},
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:DH-12"},
            {"bizTransaction": "urn:epcglobal:cbv:bt:8938505974002:HD-3"}
        ],
        "sourceList": source,
        "destinationList": [{"type": "urn:test:agent", "destination": "https://id.gs1.org/414/8938505974019"}],
        "certificationInfo": ["https://example.org/chung-nhan/1", "urn:test:2"],
        "errorDeclaration": {
            "declarationTime": "2026-06-02T06:00:00+07:00",
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:2"]
        },
        "sensorElementList": [sensors()]
    });
    if let (Some(all), Value::Object(own)) = (event.as_object_mut(), of_it) {
        all.extend(own);
    }
    event
}

fn sensors() -> Value {
    let device = "https://id.gs1.org/8004/4000001111";
    json!({
        "sensorMetadata": {
            "time": "2026-06-01T06:00:00+07:00",
            "startTime": "2026-06-01T05:00:00+07:00",
            "endTime": "2026-06-01T06:00:00+07:00",
            "deviceID": device,
            "deviceMetadata": "urn:test:metadata",
            "rawData": "urn:test:raw",
            "dataProcessingMethod": "urn:test:method",
            "bizRules": "https://example.org/do-lanh"
        },
        "sensorReport": [{
            "type": "Temperature",
            "exception": "ALARM_CONDITION",
            "deviceID": device,
            "deviceMetadata": "urn:test:metadata",
            "rawData": "urn:test:raw",
            "dataProcessingMethod": "urn:test:method",
            "time": "2026-06-01T05:30:00+07:00",
            "microorganism": "https://example.org/vi-sinh/1",
            "chemicalSubstance": "https://example.org/chat/1",
            "value": -1.5,
            "component": "altitude",
            "stringValue": "lạnh",
            "booleanValue": true,
            "hexBinaryValue": "f0f0",
            "uriValue": "urn:test:value",
            "minValue": -2,
            "maxValue": 4,
            "meanValue": 1.25,
            "sDev": 0.5,
            "percRank": 50,
            "percValue": 1,
            "uom": "CEL",
            "coordinateReferenceSystem": "https://example.org/crs/4326"
        }]
    })
}

fn ilmd() -> Value {
    json!({
        "ocop:product": "00000000-0000-0000-0000-000000000003",
        "ocop:description": "Cá cơm",
        "ocop:growingAreas": ["00000000-0000-0000-0000-000000000004"],
        "cbvmda:harvestStartDate": "2026-05-31",
        "cbvmda:harvestEndDate": "2026-06-01",
        "cbvmda:bestBeforeDate": "2028-06-01",
        "cbvmda:itemExpirationDate": "2028-07-01"
    })
}

/// An event of each kind.
pub(super) fn events() -> Vec<Value> {
    let lots = json!([{"epcClass": LOT, "quantity": 600}, {"epcClass": FISH, "quantity": 1.5, "uom": "KGM"}]);
    let persistent = json!({"set": ["conformant"], "unset": ["recalled", "expired"]});
    let epcs = json!([PALLET, PIECES[0], PIECES[1]]);
    vec![
        of_kind(
            "ObjectEvent",
            json!({
                "action": "ADD", "epcList": epcs, "quantityList": lots, "ilmd": ilmd(),
                "persistentDisposition": persistent
            }),
        ),
        of_kind(
            "AggregationEvent",
            json!({"action": "OBSERVE", "parentID": PALLET, "childEPCs": PIECES, "childQuantityList": lots}),
        ),
        of_kind(
            "TransformationEvent",
            json!({
                "inputEPCList": [PIECES[0]], "inputQuantityList": [{"epcClass": FISH, "quantity": 1, "uom": "TNE"}],
                "outputEPCList": [PIECES[1]], "outputQuantityList": [{"epcClass": LOT, "quantity": 600}],
                "transformationID": "urn:test:me-nam", "ilmd": ilmd(), "persistentDisposition": persistent
            }),
        ),
        of_kind(
            "AssociationEvent",
            json!({"action": "DELETE", "parentID": PALLET, "childEPCs": PIECES, "childQuantityList": lots}),
        ),
        of_kind(
            "TransactionEvent",
            json!({"action": "ADD", "parentID": PALLET, "epcList": PIECES, "quantityList": lots}),
        ),
    ]
}
