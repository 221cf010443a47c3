//! Personal data: who is given it, and what is left when it is erased.

use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Settings};
use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;
use sea_orm::{ConnectionTrait as _, Statement};
use tonic::Code;

use crate::fixture::{Fixture, a_producer, client, id};

/// A producer whose every personal field is recorded.
fn known() -> proto::Producer {
    proto::Producer {
        address: "Thôn Thạch By 1".to_owned(),
        phone: "0255 386 0000".to_owned(),
        email: "lan@sahuynh.example".to_owned(),
        ..a_producer("3400000001")
    }
}

fn register() -> proto::RegisterProducerRequest {
    proto::RegisterProducerRequest {
        request_id: id(1),
        producer: Some(known()),
    }
}

async fn registered(fixture: &mut Fixture) -> proto::Producer {
    let answer = fixture.office.register_producer(register()).await.unwrap();
    answer.into_inner().producer.unwrap()
}

fn erase(n: u128, producer: &proto::Producer) -> proto::ErasePersonalDataRequest {
    proto::ErasePersonalDataRequest {
        request_id: id(n),
        producer_id: producer.id.clone(),
        etag: producer.etag.clone(),
        reason: "bà Lan rút lại sự đồng ý".to_owned(),
    }
}

/// Everything that the tables of the catalog hold of events, remembered requests and producers, as text.
async fn stored(url: &str) -> String {
    let settings = Settings {
        url: Secret::new(url),
        max_connections: 1,
        migrate_at_start: false,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    };
    let database = Database::open(&settings).await.unwrap();
    let mut text = String::new();
    let sql = "select data from outbox";
    let query = Statement::from_string(database.engine(), sql);
    for row in database.reader().query_all_raw(query).await.unwrap() {
        let data: Vec<u8> = row.try_get_by_index(0).unwrap();
        text.push_str(&String::from_utf8(data).unwrap());
    }
    let sql = "select name || phone || email || address || representative_name || representative_position \
               || representative_ethnicity || representative_sex as said from producers";
    let query = Statement::from_string(database.engine(), sql);
    for row in database.reader().query_all_raw(query).await.unwrap() {
        text.push_str(&row.try_get_by_index::<String>(0).unwrap());
    }
    text
}

on_both_engines!(
    what_is_personal_is_exported_to_the_producer_and_its_office_only,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = registered(&mut fixture).await;
        let ask = proto::ExportPersonalDataRequest {
            producer_id: producer.id.clone(),
        };
        let own = format!("producer:{}", producer.id);
        let mut itself = client(&fixture.service, "lan", Role::Producer, &own);
        let exported = itself.export_personal_data(ask.clone()).await.unwrap();
        let exported = exported.into_inner();
        assert_eq!(exported.producer.as_ref(), Some(&producer));
        let [record] = &exported.records[..] else {
            panic!("{exported:?}")
        };
        assert_eq!(
            (record.version, record.rpc.as_str()),
            (1, "/ocop.catalog.v1.CatalogService/RegisterProducer")
        );
        let other = format!("producer:{}", id(7));
        for (role, scope, reason) in [
            (Role::Producer, other.as_str(), "OUT_OF_SCOPE"),
            (Role::OcopOffice, "province:52", "OUT_OF_SCOPE"),
            (Role::Inspector, "province:51", "ROLE_MISSING"),
        ] {
            let mut caller = client(&fixture.service, "ai", role, scope);
            let refused = caller.export_personal_data(ask.clone()).await.unwrap_err();
            assert_eq!(reason_of(&refused).0, reason, "{role}@{scope}");
        }
    }
);

on_both_engines!(
    what_is_erased_is_in_no_table_and_in_no_remembered_answer,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = registered(&mut fixture).await;
        let personal = [
            "Thạch By",
            "0255 386",
            "sahuynh.example",
            "Nguyễn Thị Lan",
            "Hrê",
            "FEMALE",
        ];
        let before = stored(&url).await;
        assert!(before.contains("Hrê") && before.contains("Thạch By"));
        let own = format!("producer:{}", producer.id);
        let mut itself = client(&fixture.service, "lan", Role::Producer, &own);
        let refused = itself.erase_personal_data(erase(2, &producer)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "ROLE_MISSING");
        let silent = proto::ErasePersonalDataRequest {
            reason: String::new(),
            ..erase(3, &producer)
        };
        let refused = fixture.office.erase_personal_data(silent).await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["reason"]);

        let answer = fixture
            .office
            .erase_personal_data(erase(4, &producer))
            .await;
        let erased = answer.unwrap().into_inner().producer.unwrap();
        assert_eq!(
            (
                &erased.name,
                &erased.place_code,
                &erased.registration_number
            ),
            (
                &producer.name,
                &producer.place_code,
                &producer.registration_number
            )
        );
        assert_eq!(erased.representative, None);
        let after = stored(&url).await;
        for word in personal {
            assert!(!after.contains(word), "{word} is in {after}");
        }
        assert!(after.contains("personalDataErased"));
        // The first answer is not given again: it held what is erased.
        let refused = fixture
            .office
            .register_producer(register())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "REGISTRATION_NUMBER_TAKEN")
        );

        let successor = proto::UpdateProducerRequest {
            request_id: id(5),
            producer: Some(proto::Producer {
                representative: Some(proto::LegalRepresentative {
                    full_name: "Trần Văn Bình".to_owned(),
                    ..Default::default()
                }),
                ..erased
            }),
            update_mask: Some(FieldMask {
                paths: vec!["representative".to_owned()],
            }),
        };
        let answer = fixture.office.update_producer(successor).await.unwrap();
        let person = answer
            .into_inner()
            .producer
            .unwrap()
            .representative
            .unwrap();
        assert_eq!(person.full_name, "Trần Văn Bình");
    }
);
