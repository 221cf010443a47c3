//! Transformations that several events tell of, what lasts and what is certified, and ids as other systems write them.

use std::collections::BTreeSet;

use ocop_harness::{EpcisSchema, on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use serde_json::{Value, json};
use tonic::Status;

use super::epcis::{document, events_of};
use super::{BOTTLES, Chain, question};
use crate::fixture::id;

const PIECE: &str = "https://id.gs1.org/01/08938505974194/21/400";

async fn capture(chain: &mut Chain, n: u128, events: &Value) -> Result<u32, Status> {
    let request = proto::CaptureDocumentRequest {
        request_id: id(n),
        producer_id: chain.maker.clone(),
        document: document(events).to_string(),
    };
    let captured = chain.office.capture_document(request).await?;
    Ok(captured.into_inner().recorded)
}

/// A vat into which fish goes twice, and out of which bottles come twice.
fn vat(fish: &str) -> Value {
    let part = |n: u32, rest: Value| {
        let mut event = json!({
            "type": "TransformationEvent", "eventID": format!("urn:uuid:{n}"), "bizStep": "creating_class_instance",
            "eventTime": format!("2026-06-0{n}T06:00:00+07:00"), "eventTimeZoneOffset": "+07:00",
            "transformationID": "urn:uuid:me-nam"
        });
        event
            .as_object_mut()
            .unwrap()
            .extend(rest.as_object().unwrap().clone());
        event
    };
    let into = |amount: u32| json!({"inputQuantityList": [{"epcClass": fish, "quantity": amount, "uom": "KGM"}]});
    json!([
        {
            "type": "ObjectEvent", "eventID": "urn:uuid:1", "action": "ADD", "bizStep": "commissioning",
            "eventTime": "2026-06-01T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
            "persistentDisposition": {"set": ["conformant"], "unset": ["non_conformant"]},
            "certificationInfo": ["https://example.org/chung-nhan/1"],
            "quantityList": [{"epcClass": fish, "quantity": 100, "uom": "KGM"}]
        },
        part(2, into(60)),
        part(3, json!({"outputQuantityList": [{"epcClass": BOTTLES, "quantity": 90}]})),
        part(4, into(20)),
        part(5, json!({"outputEPCList": [PIECE]}))
    ])
}

on_both_engines!(
    what_comes_out_of_a_transformation_of_several_events_is_traced_to_what_went_in,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let fish = chain.own("ca-05");
        let given = vat(&fish);
        // One event after the other, as a vat is filled and emptied.
        for (n, event) in (0x430..).zip(given.as_array().unwrap()) {
            let recorded = capture(&mut chain, n, &json!([event])).await.unwrap();
            assert_eq!(recorded, 1);
        }
        for (lot, used) in [(BOTTLES, vec!["60"]), (PIECE, vec!["60", "20"])] {
            let back = question(lot, proto::TraceDirection::Back);
            let back = chain.office.trace_lot(back).await.unwrap().into_inner();
            let links = back.tree.iter().skip(1);
            let amounts: Vec<&str> = links.map(|node| node.amount.as_str()).collect();
            assert_eq!(amounts, used, "{lot}");
        }
        let ask = proto::GetDocumentRequest {
            lot_id: fish,
            direction: proto::TraceDirection::Forward.into(),
            depth: 0,
        };
        let answer = chain.office.get_document(ask).await.unwrap().into_inner();
        assert_eq!(
            events_of(&answer.document),
            events_of(&document(&given).to_string())
        );
        if let Some(schema) = EpcisSchema::installed() {
            assert_eq!(schema.refused(&[answer.document]), [None]);
        }
        // Without the first filling the bottles are made of nothing.
        let mut wrong = given[1].clone();
        wrong["errorDeclaration"] = json!({"declarationTime": "2026-06-10T06:00:00+07:00"});
        let refused = capture(&mut chain, 0x440, &json!([wrong]))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "TRACE_IMPOSSIBLE");
    }
);

on_both_engines!(
    urns_of_epc_and_links_with_lot_and_serial_are_the_things_that_they_name,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let made = |n: u32, rest: Value| {
            let mut event = json!({
                "type": "ObjectEvent", "eventID": format!("urn:uuid:{n}"), "action": "ADD", "bizStep": "commissioning",
                "eventTime": format!("2026-06-0{n}T06:00:00+07:00"), "eventTimeZoneOffset": "+07:00"
            });
            event
                .as_object_mut()
                .unwrap()
                .extend(rest.as_object().unwrap().clone());
            event
        };
        let quantity =
            json!([{"epcClass": "urn:epc:class:lgtin:8938505.097419.L0626", "quantity": 90}]);
        let events = json!([
            made(
                1,
                json!({"quantityList": quantity, "ilmd": {"cbvmda:lotNumber": "L0626"}})
            ),
            made(
                2,
                json!({"epcList": ["urn:epc:id:sgtin:893850597.0419.400"]})
            ),
            made(
                3,
                json!({"epcList": ["https://nuocmam.example/01/8938505974194/10/L0626/21/401"]})
            )
        ]);
        assert_eq!(capture(&mut chain, 0x430, &events).await.unwrap(), 3);
        let lots = chain.office.list_lots(proto::ListLotsRequest::default());
        let lots = lots.await.unwrap().into_inner().lots.into_iter();
        let lots: BTreeSet<String> = lots.map(|lot| lot.lot_id).collect();
        let other = "https://id.gs1.org/01/08938505974194/21/401";
        assert_eq!(lots, [BOTTLES, PIECE, other].map(str::to_owned).into());
        // Whoever scans a piece that nobody recorded is shown its lot, and follows that.
        let link =
            |serial: u32| format!("https://nuocmam.example/01/08938505974194/10/L0626/21/{serial}");
        let mut public = TraceServiceClient::new(chain.fixture.service.channel());
        for (serial, shown) in [(401, other), (999, BOTTLES)] {
            let ask = proto::GetPublicLotRequest { id: link(serial) };
            let lot = public.get_public_lot(ask).await.unwrap().into_inner().lot;
            assert_eq!(lot.unwrap().lot_id, shown);
            let ask = question(&link(serial), proto::TraceDirection::Back);
            let tree = chain.office.trace_lot(ask).await.unwrap().into_inner().tree;
            assert_eq!(tree[0].lot.as_ref().unwrap().lot_id, shown);
        }
    }
);

on_both_engines!(
    a_container_that_nobody_packed_is_neither_sold_nor_shipped_nor_unpacked,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let of_pallet = |n: u32, step: &str| {
            json!({
                "type": "ObjectEvent", "eventID": format!("urn:uuid:{n}"), "action": "OBSERVE", "bizStep": step,
                "eventTime": "2026-06-01T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
                "epcList": ["urn:epc:id:sscc:0614141.1234567890"]
            })
        };
        for (n, step) in (1..).zip(["retail_selling", "shipping", "receiving", "storing"]) {
            let events = json!([of_pallet(n, step)]);
            let refused = capture(&mut chain, 0x430 + u128::from(n), &events)
                .await
                .unwrap_err();
            assert_eq!(reason_of(&refused).0, "TRACE_IMPOSSIBLE", "{step}");
        }
    }
);
