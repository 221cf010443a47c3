//! Step 7: the certificate is revoked, and everybody knows from which day and why.

use ocop_proto::evaluation::v1::{
    Decision, Revocation, RevocationGround, RevokeCertificateRequest, Standing,
    VerifyCertificateRequest, verify_certificate_request::Subject,
};
use ocop_proto::promotion::v1::{ListingState, MatchState, SuspensionReason};

use super::buyer::Buyer;
use super::session::{Session, same};
use super::step_4_arrival::{about, catalog_shows, listing_with};
use super::step_5_upgrade::Upgraded;
use crate::client::Bearer;
use crate::commands::standing;
use crate::errors::CallError;

/// The day of the decision.
pub(super) const DAY: &str = "2026-11-20";
const REASON: &str = "Kết luận kiểm tra: nhãn sản phẩm ghi sai thành phần (mẫu)";

pub(super) async fn run(
    session: &Session<'_>,
    buyer: &Buyer,
    upgraded: &Upgraded,
) -> anyhow::Result<()> {
    session.title("7. Revoked (Article 8: a breach of the law on labelling)");
    let id = &upgraded.certificate.id;
    let request = RevokeCertificateRequest {
        request_id: session.request_id(),
        certificate_id: id.clone(),
        revocation: Some(Revocation {
            ground: RevocationGround::LegalBreach.into(),
            reason: REASON.to_owned(),
            decision: Some(Decision {
                number: "M301/QĐ-UBND".to_owned(),
                date: DAY.to_owned(),
                authority: "UBND tỉnh Quảng Ngãi".to_owned(),
                signer: "Chủ tịch (mẫu)".to_owned(),
            }),
        }),
        inspection_id: String::new(),
    };
    let mut authority = session.services.certificates(&session.authority()?);
    authority
        .revoke_certificate(request)
        .await
        .map_err(CallError::from)?;

    let verify = |as_of: &str| VerifyCertificateRequest {
        subject: Some(Subject::CertificateId(id.clone())),
        as_of: as_of.to_owned(),
    };
    let mut anyone = session.services.certificates(&Bearer::none());
    let answer = anyone
        .verify_certificate(verify(""))
        .await
        .map_err(CallError::from)?
        .into_inner();
    same("the standing today", answer.standing(), Standing::Revoked)?;
    same("the day it stands so since", answer.since.as_str(), DAY)?;
    same("the ground", answer.ground(), RevocationGround::LegalBreach)?;
    session.print(&format!(
        "  Anyone asks: {} since {}.",
        standing(answer.standing()),
        answer.since
    ));
    session.print(&format!("  {}\n  {}", answer.reason_vi, answer.reason_en));
    let before = anyone
        .verify_certificate(verify("2026-11-19"))
        .await
        .map_err(CallError::from)?
        .into_inner();
    same(
        "the standing of the day before",
        before.standing(),
        Standing::Valid,
    )?;

    catalog_shows(session, &upgraded.product_id, 0).await?;
    let listing = listing_with(session, &upgraded.product_id, ListingState::Suspended, 4).await?;
    same(
        "why the listing is suspended",
        listing.suspension_reason(),
        SuspensionReason::Revoked,
    )?;
    same("since when", listing.suspended_since.as_str(), DAY)?;
    session.done("Catalog shows no star; promotion has suspended the listing.");
    for (way, notification) in buyer.receive_both(2).await? {
        about(&notification, "suspended", id)?;
        same(
            "the state of the match",
            notification.fact.state(),
            MatchState::Suspended,
        )?;
        same(
            "why",
            notification.fact.suspension_reason(),
            SuspensionReason::Revoked,
        )?;
        same(
            "since when",
            notification.fact.suspended_since.as_str(),
            DAY,
        )?;
        session.done(&format!(
            "{way}: {} since {}: {}",
            notification.kind, notification.fact.suspended_since, notification.fact.reason
        ));
    }
    Ok(())
}
