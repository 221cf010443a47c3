//! Whose changes an auditor sees, and what an erasure leaves of the record.

use ocop_catalog::Catalog;
use ocop_chassis::audit::{Report, Verification};
use ocop_chassis::clock::Clock;
use ocop_chassis::operations::{entry_of, seal_of};
use ocop_harness::{Bearer, NOON, Running, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{AuditEntry, ListAuditEntriesRequest, ListAuditSealsRequest};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

use crate::fixture::{a_producer, client, id};

type Operations = OperationsServiceClient<InterceptedService<Channel, Bearer>>;

fn auditor(service: &Running, scope: &str) -> Operations {
    let bearer = service.bearer("kiều", Role::Auditor, scope);
    OperationsServiceClient::with_interceptor(service.channel(), bearer)
}

async fn catalog(url: &str) -> Running {
    let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    let nowhere = "nats://127.0.0.1:1";
    let more = [("database.seal_seconds", "1")];
    Running::start_with::<Catalog>(url, nowhere, clock, &more).await
}

async fn entries(operations: &mut Operations) -> Vec<AuditEntry> {
    let request = ListAuditEntriesRequest {
        oldest_first: true,
        page_size: 500,
        ..Default::default()
    };
    let listed = operations.list_audit_entries(request).await.unwrap();
    listed.into_inner().entries
}

async fn verified(operations: &mut Operations) -> Report {
    let request = ListAuditSealsRequest {
        page_size: 500,
        ..Default::default()
    };
    let seals = operations.list_audit_seals(request).await.unwrap();
    let seals = seals.into_inner().seals.into_iter();
    let mut verification =
        Verification::new(seals.map(|seal| seal_of(seal).unwrap()).collect(), &[]);
    for entry in entries(operations).await {
        verification.row(&entry_of(entry).unwrap());
    }
    verification.finish()
}

async fn register(service: &Running, n: u128, province: &str, place: &str) -> proto::Producer {
    let scope = format!("province:{province}");
    let mut office = client(service, "lan", Role::OcopOffice, &scope);
    let producer = proto::Producer {
        place_code: place.to_owned(),
        ..a_producer(&format!("34000{n:05}"))
    };
    let request = proto::RegisterProducerRequest {
        request_id: id(n),
        producer: Some(producer),
    };
    let registered = office.register_producer(request).await.unwrap();
    registered.into_inner().producer.unwrap()
}

on_both_engines!(
    an_auditor_of_a_province_sees_the_changes_of_that_province_only,
    async |url: String| {
        let service = catalog(&url).await;
        let here = register(&service, 10, "51", "21478").await.id;
        let there = register(&service, 11, "52", "21583").await.id;
        let seen = async |scope: &str| {
            let found = entries(&mut auditor(&service, scope)).await;
            let of_producers = found
                .into_iter()
                .filter(|one| one.aggregate_type == "producer");
            let ids = of_producers.map(|one| (one.aggregate_id, one.province_code));
            ids.collect::<Vec<_>>()
        };
        let of_here = (here.clone(), "51".to_owned());
        let of_there = (there.clone(), "52".to_owned());
        assert_eq!(seen("province:51").await, std::slice::from_ref(&of_here));
        assert_eq!(seen("province:52").await, std::slice::from_ref(&of_there));
        assert_eq!(seen("*").await, [of_here, of_there]);

        // By its id, too; and no seals, which are over everybody's rows.
        let mut auditor = auditor(&service, "province:51");
        let request = ListAuditEntriesRequest {
            aggregate_type: "producer".to_owned(),
            aggregate_id: there,
            ..Default::default()
        };
        let listed = auditor.list_audit_entries(request).await.unwrap();
        assert_eq!(listed.into_inner().entries, []);
        let refused = auditor
            .list_audit_seals(ListAuditSealsRequest::default())
            .await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        service.stop().await;
    }
);

on_both_engines!(
    an_erasure_leaves_the_record_of_who_did_what_under_its_seals,
    async |url: String| {
        let service = catalog(&url).await;
        let producer = register(&service, 1, "51", "21478").await;
        let mut auditor = auditor(&service, "*");
        let sealed = eventually("what was recorded to be sealed", async || {
            let report = verified(&mut auditor).await;
            if report.seals > 0 && report.unsealed == 0 {
                Ok(report)
            } else {
                Err(report)
            }
        })
        .await;
        assert_eq!(sealed.faults, []);

        let mut office = client(&service, "lan", Role::OcopOffice, "province:51");
        let request = proto::ErasePersonalDataRequest {
            request_id: id(2),
            producer_id: producer.id,
            etag: producer.etag,
            reason: "chủ thể yêu cầu".to_owned(),
        };
        office.erase_personal_data(request).await.unwrap();
        assert_eq!(verified(&mut auditor).await.faults, []);
        let after = eventually("the erasure to be sealed", async || {
            let report = verified(&mut auditor).await;
            if report.sealed > sealed.sealed && report.unsealed == 0 {
                Ok(report)
            } else {
                Err(report)
            }
        })
        .await;
        assert_eq!(after.faults, []);
        let last = entries(&mut auditor).await.pop().unwrap();
        assert!(last.rpc.ends_with("/ErasePersonalData"), "{last:?}");
        assert_eq!(last.reason, "chủ thể yêu cầu");
        service.stop().await;
    }
);
