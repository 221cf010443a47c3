//! What a certificate is worth on a day, in words that anybody understands.

use chrono::NaiveDate;
use ocop_proto::evaluation::v1 as proto;

use super::certificates;
use crate::domain::certificate::{Ground, Standing};
use crate::storage::CertificateRecord;

/// The answer to whether a product is certified on a day.
pub(super) fn told(
    found: Option<CertificateRecord>,
    as_of: NaiveDate,
) -> proto::VerifyCertificateResponse {
    let standing = found.as_ref().map_or(Standing::Unknown, |record| {
        record.certificate.standing(as_of)
    });
    let star = found
        .as_ref()
        .map_or(0, |record| record.certificate.star.number());
    let (kind, since, vi, en) = match &standing {
        Standing::Valid { since, until } => (
            proto::Standing::Valid,
            Some(*since),
            format!(
                "Giấy chứng nhận {star} sao còn hiệu lực đến hết ngày {}.",
                vietnamese(*until)
            ),
            format!("The {star}-star certificate is valid until {until}."),
        ),
        Standing::NotYet { from } => (
            proto::Standing::NotYetValid,
            None,
            format!("Giấy chứng nhận có hiệu lực từ ngày {}.", vietnamese(*from)),
            format!("The certificate is valid from {from} on."),
        ),
        Standing::Expired { since } => (
            proto::Standing::Expired,
            Some(*since),
            format!(
                "Giấy chứng nhận đã hết hiệu lực từ ngày {}.",
                vietnamese(*since)
            ),
            format!("The certificate has been expired since {since}."),
        ),
        Standing::Revoked { since, ground } => (
            proto::Standing::Revoked,
            Some(*since),
            format!(
                "Giấy chứng nhận đã bị thu hồi từ ngày {}: {}.",
                vietnamese(*since),
                ground_vi(*ground)
            ),
            format!(
                "The certificate has been revoked since {since}: {}.",
                ground_en(*ground)
            ),
        ),
        Standing::Replaced { since, .. } => (
            proto::Standing::Replaced,
            Some(*since),
            format!(
                "Giấy chứng nhận đã được thay bằng giấy mới từ ngày {}.",
                vietnamese(*since)
            ),
            format!("The certificate has been replaced by a newer one since {since}."),
        ),
        Standing::Unknown => (
            proto::Standing::Unknown,
            None,
            "Không có giấy chứng nhận nào như vậy.".to_owned(),
            "There is no such certificate.".to_owned(),
        ),
    };
    let ground = match standing {
        Standing::Revoked { ground, .. } => certificates::ground(ground),
        _ => proto::RevocationGround::Unspecified,
    };
    proto::VerifyCertificateResponse {
        standing: kind.into(),
        since: since.map(|day| day.to_string()).unwrap_or_default(),
        ground: ground.into(),
        reason_vi: vi,
        reason_en: en,
        certificate: found.map(certificates::told),
    }
}

fn vietnamese(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn ground_vi(ground: Ground) -> &'static str {
    match ground {
        Ground::Fraud => "hồ sơ không trung thực hoặc giả mạo (Điều 8, điểm a)",
        Ground::CriteriaLost => "không còn đạt tiêu chí (Điều 8, điểm b)",
        Ground::LegalBreach => "vi phạm pháp luật (Điều 8, điểm c)",
        Ground::MarkMisuse => "sử dụng sai nhãn hiệu OCOP (Điều 8, điểm d)",
        Ground::Ceased => "chủ thể ngừng sản xuất (Điều 8, điểm đ)",
        Ground::Other => "theo kết luận của cơ quan có thẩm quyền (Điều 8, điểm e)",
    }
}

fn ground_en(ground: Ground) -> &'static str {
    match ground {
        Ground::Fraud => "untrue information or a forged dossier (Article 8, a)",
        Ground::CriteriaLost => "it no longer meets the criteria (Article 8, b)",
        Ground::LegalBreach => "a breach of the law (Article 8, c)",
        Ground::MarkMisuse => "wrong use of the OCOP mark (Article 8, d)",
        Ground::Ceased => "it is no longer made (Article 8, đ)",
        Ground::Other => "on an authority's conclusion (Article 8, e)",
    }
}
