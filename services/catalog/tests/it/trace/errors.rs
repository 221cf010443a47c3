//! Events that were recorded wrongly.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use serde_json::{Value, json};
use tonic::Code;

use super::epcis::{document, events_of};
use super::{BOTTLES, Chain, Client, event, kilograms, question};
use crate::fixture::id;

on_both_engines!(
    an_event_that_was_recorded_wrongly_is_declared_in_error_and_stays_on_record,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let fish = chain.own("ca-04");
        let harvest = |name: &str, day: u32, quantity: u32| {
            json!({
                "type": "ObjectEvent", "eventID": format!("urn:uuid:{name}"), "action": "ADD", "bizStep": "commissioning",
                "eventTime": format!("2026-06-{day:02}T06:00:00+07:00"), "eventTimeZoneOffset": "+07:00",
                "quantityList": [{"epcClass": fish, "quantity": quantity, "uom": "KGM"}]
            })
        };
        let salted = json!({
            "type": "TransformationEvent", "eventID": "urn:uuid:salted", "bizStep": "creating_class_instance",
            "eventTime": "2026-06-05T06:00:00+07:00", "eventTimeZoneOffset": "+07:00",
            "inputQuantityList": [{"epcClass": fish, "quantity": 80, "uom": "KGM"}],
            "outputQuantityList": [{"epcClass": BOTTLES, "quantity": 90}]
        });
        let (maker, trader) = (chain.maker.clone(), chain.trader.clone());
        let request = |n, producer: &str, events: Value| proto::CaptureDocumentRequest {
            request_id: id(n),
            producer_id: producer.to_owned(),
            document: document(&events).to_string(),
        };
        let wrong = harvest("wrong", 1, 1_000);
        let first = request(0x440, &maker, json!([wrong, salted]));
        chain.office.capture_document(first).await.unwrap();

        let mut declared = wrong.clone();
        declared["errorDeclaration"] = json!({
            "declarationTime": "2026-06-20T08:00:00+07:00", "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:right"]
        });
        // Not by anybody else, not without what rests on it, and nothing that is not recorded.
        let unknown = {
            let mut unknown = declared.clone();
            unknown["eventID"] = "urn:uuid:unknown".into();
            unknown
        };
        for (n, producer, event) in [
            (0x441, &trader, &declared),
            (0x442, &maker, &declared),
            (0x443, &maker, &unknown),
        ] {
            let refused = request(n, producer, json!([event]));
            let refused = chain.office.capture_document(refused).await.unwrap_err();
            assert_eq!(reason_of(&refused).0, "TRACE_IMPOSSIBLE", "{n:x}");
        }
        let right = harvest("right", 2, 100);
        let corrected = request(0x444, &maker, json!([declared, right]));
        let corrected = chain
            .office
            .capture_document(corrected)
            .await
            .unwrap()
            .into_inner();
        assert_eq!((corrected.recorded, corrected.known), (2, 0));

        // It is shown as declared in error, and the lot is what the correction says.
        let back = question(&fish, proto::TraceDirection::Back);
        let back = chain.office.trace_lot(back).await.unwrap().into_inner();
        let days = back.days.iter().map(|day| day.event.clone().unwrap());
        let days: Vec<_> = days
            .map(|event| (event.event_id, event.error_declaration.is_some()))
            .collect();
        let expected = [("wrong", true), ("right", false), ("salted", false)];
        assert_eq!(
            days,
            expected.map(|(name, error)| (format!("urn:uuid:{name}"), error))
        );
        assert_eq!(back.tree[0].lot.clone().unwrap().made_on, "2026-06-02");
        // Of 100 kg, 80 are used.
        let sold = |n, kilograms| {
            let mut sold = harvest("sold", 6, kilograms);
            sold["action"] = "OBSERVE".into();
            sold["bizStep"] = "retail_selling".into();
            request(n, &maker, json!([sold]))
        };
        let refused = chain.office.capture_document(sold(0x445, 21)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "TRACE_IMPOSSIBLE");
        chain
            .office
            .capture_document(sold(0x446, 20))
            .await
            .unwrap();

        let ask = proto::GetDocumentRequest {
            lot_id: fish.clone(),
            ..Default::default()
        };
        let answer = chain.office.get_document(ask).await.unwrap().into_inner();
        let given = |name: &str, events: &[Value]| {
            let id = format!("urn:uuid:{name}");
            events.iter().find(|event| event["eventID"] == id).cloned()
        };
        let answered = events_of(&answer.document);
        assert_eq!(given("wrong", &answered), Some(declared.clone()));
        // Again, without or with the declaration, it changes nothing; another declaration is refused.
        let again = request(0x447, &maker, json!([wrong]));
        let again = chain
            .office
            .capture_document(again)
            .await
            .unwrap()
            .into_inner();
        assert_eq!((again.recorded, again.known), (0, 1));
        let again = request(0x448, &maker, json!([declared]));
        let again = chain
            .office
            .capture_document(again)
            .await
            .unwrap()
            .into_inner();
        assert_eq!((again.recorded, again.known), (0, 1));
        let mut otherwise = declared;
        otherwise["errorDeclaration"]["reason"] = "did_not_occur".into();
        let refused = request(0x449, &maker, json!([otherwise]));
        assert!(chain.office.capture_document(refused).await.is_err());
    }
);

on_both_engines!(
    a_lot_that_was_recorded_in_error_is_none_until_it_comes_to_be_again,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let fish = chain.own("ca-05");
        let harvest = |name: &str| {
            event(
                name,
                "2026-06-01T05:00:00Z",
                proto::BizStep::Commissioning,
                proto::trace_event::What::Object(proto::ObjectEvent {
                    action: proto::TraceAction::Add.into(),
                    lots: vec![kilograms(&fish, "100")],
                    ..Default::default()
                }),
            )
        };
        let maker = chain.maker.clone();
        let wrong = harvest("wrong");
        chain
            .record(0x450, &maker, vec![wrong.clone()])
            .await
            .unwrap();
        let declared = proto::TraceEvent {
            error_declaration: Some(proto::ErrorDeclaration {
                declaration_time: wrong.event_time,
                reason: "did_not_occur".to_owned(),
                ..Default::default()
            }),
            ..wrong
        };
        chain.record(0x451, &maker, vec![declared]).await.unwrap();
        let mut public = TraceServiceClient::new(chain.fixture.service.channel());
        let asked = || proto::GetPublicLotRequest { id: fish.clone() };
        let unknown = public.get_public_lot(asked()).await.unwrap_err();
        assert_eq!(unknown.code(), Code::NotFound);
        let list = async |office: &mut Client| {
            let listed = office.list_lots(proto::ListLotsRequest::default()).await;
            let lots = listed.unwrap().into_inner().lots;
            lots.iter()
                .map(|lot| lot.declared_in_error)
                .collect::<Vec<_>>()
        };
        assert_eq!(list(&mut chain.office).await, [true]);
        let again = chain
            .record(0x452, &maker, vec![harvest("again")])
            .await
            .unwrap();
        assert!(again.lots.is_empty(), "it is the lot that was recorded");
        assert_eq!(list(&mut chain.office).await, [false]);
        assert!(public.get_public_lot(asked()).await.is_ok());
    }
);
