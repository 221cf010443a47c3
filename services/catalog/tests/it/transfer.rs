//! Moves that the other side accepts.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::propose_transfer_request::Subject;
use tonic::{Code, Status};

use crate::fixture::{Client, Fixture, client, id};
use crate::reach::{THERE, neighbour, out_of_scope};

const REASON: &str = "xưởng chuyển sang tỉnh bên";

fn proposal(n: u128, subject: Subject) -> proto::ProposeTransferRequest {
    proto::ProposeTransferRequest {
        request_id: id(n),
        subject: Some(subject),
        place_code: THERE.to_owned(),
        reason: REASON.to_owned(),
    }
}

async fn propose(
    caller: &mut Client,
    n: u128,
    subject: Subject,
) -> Result<proto::Transfer, Status> {
    let answer = caller.propose_transfer(proposal(n, subject)).await?;
    Ok(answer.into_inner().transfer.unwrap())
}

async fn accept(
    caller: &mut Client,
    n: u128,
    transfer: &proto::Transfer,
) -> Result<proto::Transfer, Status> {
    let request = proto::AcceptTransferRequest {
        request_id: id(n),
        id: transfer.id.clone(),
        etag: transfer.etag.clone(),
    };
    let answer = caller.accept_transfer(request).await?;
    Ok(answer.into_inner().transfer.unwrap())
}

async fn listed(caller: &mut Client) -> Vec<String> {
    let answer = caller.list_transfers(proto::ListTransfersRequest::default());
    let transfers = answer.await.unwrap().into_inner().transfers;
    transfers.into_iter().map(|transfer| transfer.id).collect()
}

on_both_engines!(
    a_product_moves_to_another_province_once_that_accepts,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office_there = neighbour(&fixture);
        let own = format!("producer:{}", product.producer_id);
        let mut itself = client(&fixture.service, "sen", Role::Producer, &own);
        let this = || Subject::ProductId(product.id.clone());
        out_of_scope(propose(&mut office_there, 0x200, this()).await);
        let offered = propose(&mut itself, 0x201, this()).await.unwrap();
        assert_eq!(
            (
                offered.from_place_code.as_str(),
                offered.to_province_code.as_str(),
                offered.state()
            ),
            ("21040", "52", proto::TransferState::Proposed)
        );
        let again = propose(&mut fixture.office, 0x202, this())
            .await
            .unwrap_err();
        assert_eq!(
            (again.code(), reason_of(&again).0.as_str()),
            (Code::AlreadyExists, "TRANSFER_OPEN")
        );
        // The office of the old side may not answer for the new one.
        out_of_scope(accept(&mut fixture.office, 0x203, &offered).await);
        let commune = format!("commune:{THERE}");
        let mut officer_there = client(&fixture.service, "mai", Role::CommuneOfficer, &commune);
        let mut elsewhere = client(
            &fixture.service,
            "ai",
            Role::CommuneOfficer,
            "commune:21115",
        );
        for caller in [
            &mut fixture.office,
            &mut office_there,
            &mut itself,
            &mut officer_there,
        ] {
            assert_eq!(listed(caller).await, std::slice::from_ref(&offered.id));
        }
        assert!(listed(&mut elsewhere).await.is_empty());

        let accepted = accept(&mut officer_there, 0x204, &offered).await.unwrap();
        assert_eq!(accepted.state(), proto::TransferState::Accepted);
        let ask = proto::GetProductRequest {
            id: product.id.clone(),
            ..Default::default()
        };
        let moved = fixture.office.get_product(ask).await.unwrap().into_inner();
        let moved = moved.product.unwrap();
        assert_eq!(
            (moved.place_code.as_str(), moved.province_code.as_str()),
            (THERE, "52")
        );
        let closed = accept(&mut officer_there, 0x205, &accepted)
            .await
            .unwrap_err();
        assert_eq!(reason_of(&closed).0, "TRANSFER_CLOSED");
    }
);

on_both_engines!(
    a_producer_moves_to_another_province_once_that_accepts,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await;
        let mut office_there = neighbour(&fixture);
        let this = Subject::ProducerId(producer.id.clone());
        let offered = propose(&mut fixture.office, 0x210, this).await.unwrap();
        assert_eq!(offered.product_id, "");
        accept(&mut office_there, 0x211, &offered).await.unwrap();
        let ask = proto::GetProducerRequest {
            id: producer.id,
            ..Default::default()
        };
        let moved = office_there.get_producer(ask).await.unwrap().into_inner();
        let moved = moved.producer.unwrap();
        assert_eq!(moved.province_code, "52");
        assert!(
            moved.representative.unwrap().sex() != proto::Sex::Unspecified,
            "its office sees it"
        );
    }
);

on_both_engines!(
    a_transfer_is_declined_by_the_other_side_and_withdrawn_by_its_own,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office_there = neighbour(&fixture);
        let this = || Subject::ProductId(product.id.clone());
        let offered = propose(&mut fixture.office, 0x220, this()).await.unwrap();
        let decline = |n: u128| proto::DeclineTransferRequest {
            request_id: id(n),
            id: offered.id.clone(),
            etag: offered.etag.clone(),
            reason: "không có vùng nguyên liệu".to_owned(),
        };
        out_of_scope(fixture.office.decline_transfer(decline(0x221)).await);
        let declined = office_there.decline_transfer(decline(0x222)).await.unwrap();
        let declined = declined.into_inner().transfer.unwrap();
        assert_eq!(declined.state(), proto::TransferState::Declined);
        let refused = accept(&mut office_there, 0x223, &declined)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::FailedPrecondition, "TRANSFER_CLOSED")
        );

        let offered = propose(&mut fixture.office, 0x224, this()).await.unwrap();
        let withdraw = |n: u128| proto::WithdrawTransferRequest {
            request_id: id(n),
            id: offered.id.clone(),
            etag: offered.etag.clone(),
            reason: "nhầm".to_owned(),
        };
        out_of_scope(office_there.withdraw_transfer(withdraw(0x225)).await);
        let withdrawn = fixture
            .office
            .withdraw_transfer(withdraw(0x226))
            .await
            .unwrap();
        let withdrawn = withdrawn.into_inner().transfer.unwrap();
        assert_eq!(
            (withdrawn.state(), withdrawn.closing_reason.as_str()),
            (proto::TransferState::Withdrawn, "nhầm")
        );
    }
);
