//! Calls of the catalog.

use ocop_identity::{Target, Touched};
use ocop_proto::catalog::v1 as c;
use serde_json::json;

use super::{Calls, all_of_it, near, own, there};
use crate::reach::world::{HERE, NEAR, THERE, World, today};

pub(super) fn catalog(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("catalog.v1.CatalogService/{name}");
    calls.add::<c::GetPlaceRequest>(&rpc("GetPlace"), all_of_it(), json!({"code": "51"}));
    calls.add::<c::ListPlacesRequest>(&rpc("ListPlaces"), all_of_it(), json!({}));
    let place = |code: &str, kind: &str, parent: &str| json!({"place": {"code": code, "name": "Xã mới", "kind": kind, "parentCode": parent}});
    let commune = place("21042", "PLACE_KIND_COMMUNE", "51");
    calls.add::<c::AddPlaceRequest>(&rpc("AddPlace"), Target::province("51", today()), commune);
    let province = place("65", "PLACE_KIND_PROVINCE", "");
    calls.add_to::<c::AddPlaceRequest>(&rpc("AddPlace"), "a province", all_of_it(), province);
    calls.add::<c::ImportPlacesRequest>(&rpc("ImportPlaces"), all_of_it(), json!({}));

    let producer = json!({"producer": {
        "name": "HTX mới", "kind": "PRODUCER_KIND_FARM", "registrationNumber": "new", "placeCode": HERE,
        "representative": {"fullName": "Lan"}
    }});
    calls.add::<c::RegisterProducerRequest>(
        &rpc("RegisterProducer"),
        Target::place("51", HERE, today()),
        producer,
    );
    let row = |place: &str| {
        json!({"rows": [{
            "producer": {
                "name": "HTX mới", "kind": "PRODUCER_KIND_FARM", "registrationNumber": "new", "placeCode": place,
                "representative": {"fullName": "Lan"}
            },
            "product": {"criteriaSet": 9, "name": "Mắm nhum", "placeCode": place}
        }], "validateOnly": true})
    };
    for (what, province, place) in [("here", "51", HERE), ("in the next province", "52", THERE)] {
        let touched = Target::place(province, place, today());
        let touched = Touched::new(touched.clone()).of_producer(touched);
        let batch = json!({"batch": row(place)});
        let streamed = rpc("StreamImportProducts");
        calls.add_to::<c::StreamImportProductsRequest>(&streamed, what, touched.clone(), batch);
        calls.add_to::<c::ImportProductsRequest>(&rpc("ImportProducts"), what, touched, row(place));
    }
    let change = |place: &str| {
        let producer = json!({"id": world.producer, "etag": "999", "placeCode": place});
        json!({"producer": producer, "updateMask": {"paths": ["place_code"]}})
    };
    for (what, place, destination) in [
        ("stays", HERE, own(world)),
        ("moves within the province", NEAR, near(world)),
        ("moves to the next province", THERE, there()),
    ] {
        let touched = Touched::new(own(world)).going_to(destination.clone());
        calls.add_to::<c::UpdateProducerRequest>(
            &rpc("UpdateProducer"),
            what,
            touched,
            change(place),
        );
        let product = json!({"id": world.product, "etag": "999", "placeCode": place});
        let touched = Touched::new(own(world)).going_to(destination.clone());
        let body = json!({"product": product, "updateMask": {"paths": ["place_code"]}});
        calls.add_to::<c::UpdateProductRequest>(&rpc("UpdateProduct"), what, touched, body);
        let name = format!("Nước mắm {place}");
        let product = json!({
            "producerId": world.producer, "criteriaSet": 9, "name": name, "placeCode": place
        });
        let touched = Touched::new(destination).of_producer(own(world));
        let body = json!({"product": product});
        calls.add_to::<c::RegisterProductRequest>(&rpc("RegisterProduct"), what, touched, body);
    }
    calls.add::<c::GetProducerRequest>(
        &rpc("GetProducer"),
        own(world),
        json!({"id": world.producer}),
    );
    let propose = json!({"productId": world.product, "placeCode": THERE, "reason": "xưởng chuyển"});
    calls.add::<c::ProposeTransferRequest>(&rpc("ProposeTransfer"), own(world), propose);
    let close = json!({"id": world.transfer, "etag": "999", "reason": "không có chỗ"});
    let accept = rpc("AcceptTransfer");
    calls.add::<c::AcceptTransferRequest>(&accept, there(), close.clone());
    let decline = rpc("DeclineTransfer");
    calls.add::<c::DeclineTransferRequest>(&decline, there(), close.clone());
    let withdraw = rpc("WithdrawTransfer");
    calls.add::<c::WithdrawTransferRequest>(&withdraw, own(world), close);
    calls.add::<c::ListTransfersRequest>(&rpc("ListTransfers"), all_of_it(), json!({}));
    let of_producer = json!({"producerId": world.producer});
    calls.add::<c::ExportPersonalDataRequest>(&rpc("ExportPersonalData"), own(world), of_producer);
    let erase = json!({"producerId": world.producer, "etag": "999", "reason": "rút lại sự đồng ý"});
    calls.add::<c::ErasePersonalDataRequest>(&rpc("ErasePersonalData"), own(world), erase);
    calls.add::<c::ListProducersRequest>(&rpc("ListProducers"), all_of_it(), json!({}));
    let retire = json!({"id": world.product, "etag": "999"});
    calls.add::<c::RetireProductRequest>(&rpc("RetireProduct"), own(world), retire);
    let of_product = json!({"productId": world.product});
    calls.add::<c::ListChangesRequest>(&rpc("ListChanges"), own(world), of_product);
    let suspend = json!({
        "id": world.product, "etag": "999", "status": "PRODUCT_STATUS_SUSPENDED", "reason": "hết mùa"
    });
    let change = rpc("ChangeProductStatus");
    calls.add::<c::ChangeProductStatusRequest>(&change, own(world), suspend);
    calls.add::<c::GetProductRequest>(
        &rpc("GetProduct"),
        all_of_it(),
        json!({"id": world.product}),
    );
    calls.add::<c::ListProductsRequest>(&rpc("ListProducts"), all_of_it(), json!({}));
    calls.add::<c::CountProductsRequest>(&rpc("CountProducts"), all_of_it(), json!({}));
}

pub(super) fn merging(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("catalog.v1.MergingService/{name}");
    let other = Target::place("51", NEAR, today()).of_producer(&world.other_producer);
    let pair = |kept: &str, absorbed: &str| {
        json!({
            "keptId": kept, "keptEtag": "999", "absorbedId": absorbed, "absorbedEtag": "999", "reason": "nhập hai lần"
        })
    };
    calls.add::<c::MergeProducersRequest>(
        &rpc("MergeProducers"),
        Touched::new(own(world)).and([other]),
        pair(&world.producer, &world.other_producer),
    );
    calls.add::<c::MergeProductsRequest>(
        &rpc("MergeProducts"),
        Touched::new(own(world)).of_producer(own(world)),
        pair(&world.certified, &world.product),
    );
}

pub(super) fn growing_areas(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("catalog.v1.GrowingAreaService/{name}");
    let place = Target::place("51", HERE, today());
    let area = |code: &str, holders: &[&str]| {
        json!({"area": {
            "code": code, "issuer": "Chi cục", "crop": "Tỏi", "squareMetres": "10000", "placeCode": HERE,
            "holderIds": holders
        }})
    };
    let register = rpc("RegisterArea");
    calls.add_to::<c::RegisterAreaRequest>(&register, "of nobody", place.clone(), area("A-1", &[]));
    let other = Target::place("51", NEAR, today()).of_producer(&world.other_producer);
    calls.add_to::<c::RegisterAreaRequest>(
        &register,
        "of a producer elsewhere",
        Touched::new(place.clone()).and([other]),
        area("A-2", &[&world.other_producer]),
    );
    let change = json!({
        "area": {"id": world.area, "etag": "999", "crop": "Hành"}, "updateMask": {"paths": ["crop"]}
    });
    calls.add::<c::UpdateAreaRequest>(&rpc("UpdateArea"), place, change);
    let one = json!({"id": world.area});
    calls.add::<c::GetAreaRequest>(&rpc("GetArea"), all_of_it(), one);
    calls.add::<c::ListAreasRequest>(&rpc("ListAreas"), all_of_it(), json!({}));
    let period = json!({"fromDate": "2026-01-01", "toDate": "2026-12-31"});
    calls.add::<c::ListAreaLapsesRequest>(&rpc("ListAreaLapses"), all_of_it(), period);
}

pub(super) fn support(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("catalog.v1.SupportService/{name}");
    let place = || Target::place("51", HERE, today());
    let programme = json!({
        "id": world.programme, "etag": "999", "title": "Tập huấn", "kind": "SUPPORT_KIND_TRAINING",
        "organiser": "Chi cục", "placeCode": HERE, "fromDate": "2026-03-01", "toDate": "2026-12-31"
    });
    let body = || json!({"programme": programme});
    calls.add::<c::PlanSupportProgrammeRequest>(&rpc("PlanSupportProgramme"), place(), body());
    calls.add::<c::UpdateSupportProgrammeRequest>(&rpc("UpdateSupportProgramme"), place(), body());
    let end = |id: &str| json!({"id": id, "etag": "999", "reason": "hết kinh phí"});
    let close = rpc("CloseSupportProgramme");
    calls.add::<c::CloseSupportProgrammeRequest>(&close, place(), end(&world.programme));
    let one = json!({"id": world.programme});
    calls.add::<c::GetSupportProgrammeRequest>(&rpc("GetSupportProgramme"), all_of_it(), one);
    let list = rpc("ListSupportProgrammes");
    calls.add::<c::ListSupportProgrammesRequest>(&list, all_of_it(), json!({}));
    // It is held elsewhere: the place of the programme decides.
    let session = json!({"session": {
        "id": world.session, "etag": "999", "programmeId": world.programme, "topic": "Bao bì",
        "onDate": "2026-05-20", "hours": 8, "placeCode": NEAR
    }});
    let plan = rpc("PlanSupportSession");
    calls.add::<c::PlanSupportSessionRequest>(&plan, place(), session.clone());
    let update = rpc("UpdateSupportSession");
    calls.add::<c::UpdateSupportSessionRequest>(&update, place(), session);
    let cancel = rpc("CancelSupportSession");
    calls.add::<c::CancelSupportSessionRequest>(&cancel, place(), end(&world.session));
    let attended = |producers: &[&str]| {
        let attended = producers
            .iter()
            .map(|id| json!({"producerId": id, "persons": 1}));
        json!({"id": world.session, "etag": "999", "attended": attended.collect::<Vec<_>>()})
    };
    let attend = rpc("RecordSessionAttendance");
    calls.add_to::<c::RecordSessionAttendanceRequest>(&attend, "of nobody", place(), attended(&[]));
    let other = Target::place("51", NEAR, today()).of_producer(&world.other_producer);
    calls.add_to::<c::RecordSessionAttendanceRequest>(
        &attend,
        "of a producer elsewhere",
        Touched::new(place()).and([other.clone()]),
        attended(&[&world.other_producer]),
    );
    let one = json!({"id": world.session});
    calls.add::<c::GetSupportSessionRequest>(&rpc("GetSupportSession"), all_of_it(), one);
    let list = rpc("ListSupportSessions");
    calls.add::<c::ListSupportSessionsRequest>(&list, all_of_it(), json!({}));
    let grant = json!({
        "id": world.grant, "etag": "999", "programmeId": world.programme, "producerId": world.other_producer,
        "amountVnd": "1000000", "onDate": "2026-06-01", "purpose": "Tem truy xuất", "paper": "12/QĐ-SNNMT"
    });
    let touched = || Touched::new(place()).of_producer(other.clone());
    let record = rpc("RecordSupportGrant");
    let body = json!({"grant": grant});
    calls.add::<c::RecordSupportGrantRequest>(&record, touched(), body);
    let body = json!({"grant": grant, "reason": "ghi nhầm"});
    calls.add::<c::CorrectSupportGrantRequest>(&rpc("CorrectSupportGrant"), touched(), body);
    let cancel = rpc("CancelSupportGrant");
    calls.add::<c::CancelSupportGrantRequest>(&cancel, touched(), end(&world.grant));
    let one = json!({"id": world.grant});
    calls.add::<c::GetSupportGrantRequest>(&rpc("GetSupportGrant"), all_of_it(), one);
    let list = rpc("ListSupportGrants");
    calls.add::<c::ListSupportGrantsRequest>(&list, all_of_it(), json!({}));
}

pub(super) fn lots(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("catalog.v1.TraceService/{name}");
    let harvest = |id: &str| {
        json!({
            "eventId": format!("urn:uuid:{id}"), "eventTime": "2026-06-01T05:00:00Z", "utcOffset": "+07:00",
            "bizStep": "BIZ_STEP_COMMISSIONING", "object": {
                "action": "TRACE_ACTION_ADD",
                "lots": [{
                    "lotId": format!("urn:ocop:lot:{}:{id}", world.producer), "amount": "10",
                    "unit": "AMOUNT_UNIT_KILOGRAM"
                }]
            }
        })
    };
    let capture = json!({"producerId": world.producer, "events": [harvest("reach")]});
    calls.add::<c::CaptureEventsRequest>(&rpc("CaptureEvents"), own(world), capture);
    let document = json!({
        "@context": "https://ref.gs1.org/standards/epcis/epcis-context.jsonld", "type": "EPCISDocument",
        "schemaVersion": "2.0", "creationDate": "2026-06-02T05:00:00Z",
        "epcisBody": {"eventList": [{
            "type": "ObjectEvent", "eventID": "urn:uuid:document", "eventTime": "2026-06-01T05:00:00Z",
            "eventTimeZoneOffset": "+07:00", "action": "ADD", "quantityList": [{
                "epcClass": format!("urn:ocop:lot:{}:document", world.producer), "quantity": 5, "uom": "KGM"
            }]
        }]}
    });
    let capture = json!({"producerId": world.producer, "document": document.to_string()});
    calls.add::<c::CaptureDocumentRequest>(&rpc("CaptureDocument"), own(world), capture);
    calls.add::<c::ListLotsRequest>(&rpc("ListLots"), all_of_it(), json!({}));
    let lot = json!({"lotId": world.lot});
    calls.add::<c::TraceLotRequest>(&rpc("TraceLot"), own(world), lot.clone());
    calls.add::<c::GetDocumentRequest>(&rpc("GetDocument"), own(world), lot);
    let lot = json!({"id": world.lot});
    calls.add::<c::GetPublicLotRequest>(&rpc("GetPublicLot"), all_of_it(), lot);
}
