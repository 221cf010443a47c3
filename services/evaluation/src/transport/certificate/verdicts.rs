//! What a certificate is worth on a day, in words that anybody understands.

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject as Requested;
use uuid::Uuid;

use crate::domain::certificate::product_code::code_key;
use crate::domain::certificate::recognition::{Finding, Recognition};
use crate::domain::certificate::{Certificate, Ground, Standing};
use crate::transport::certificate::certificates;
use crate::transport::fields::day;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Certificate(Uuid),
    /// What bears a printed product code.
    Code(String),
    Product(Uuid),
}

/// Reads what is asked about.
pub(crate) fn subject(v: &mut Violations, requested: Option<&Requested>) -> Option<Subject> {
    match requested {
        None => {
            let either = "must name a certificate_id, a product_code or a product_id";
            v.add("subject", "REQUIRED", either);
            None
        }
        Some(Requested::CertificateId(id)) => {
            v.uuid("certificate_id", id).map(Subject::Certificate)
        }
        Some(Requested::ProductId(id)) => v.uuid("product_id", id).map(Subject::Product),
        Some(Requested::ProductCode(text)) => {
            v.required_text("product_code", text, 50).map(Subject::Code)
        }
    }
}

/// The answer to whether a product is certified on a day. `recognition` is that of the product asked about or behind
/// what is asked about; an empty one if there is none.
pub(crate) fn to_proto(
    recognition: &Recognition,
    subject: &Subject,
    as_of: NaiveDate,
) -> proto::VerifyCertificateResponse {
    let verdict = match subject {
        Subject::Product(_) => recognition.of_product(as_of),
        Subject::Certificate(id) => recognition.of_certificate(|held| held.id == *id, as_of),
        Subject::Code(code) => {
            recognition.of_certificate(|held| code_key(&held.product_code) == code_key(code), as_of)
        }
    };
    let certificate = |held: &Certificate| certificates::to_proto(held.as_it_stood_on(as_of));
    let star = verdict.certificate.map_or(0, |held| held.star.number());
    let (mut vi, mut en) = sentences(&verdict.finding, star);
    if verdict.certificate.is_some_and(|held| held.imported) {
        vi.push_str(" Ghi theo sổ của quyết định trước khi có hệ thống.");
        en.push_str(" It was taken over from the register of an earlier decision.");
    }
    let (standing, since, until) = dated(&verdict.finding);
    let ground = match verdict.finding {
        Finding::Stands(Standing::Revoked { ground, .. }) => certificates::ground_to_proto(ground),
        _ => proto::RevocationGround::Unspecified,
    };
    proto::VerifyCertificateResponse {
        standing: standing.into(),
        since: day(since),
        ground: ground.into(),
        reason_vi: vi,
        reason_en: en,
        certificate: verdict.certificate.map(certificate),
        until: day(until),
        current: verdict.current.map(certificate),
        candidate_since: day(verdict.candidate_since),
    }
}

/// What was found, since when and until when.
fn dated(finding: &Finding) -> (proto::Standing, Option<NaiveDate>, Option<NaiveDate>) {
    use proto::Standing as Sent;

    match finding {
        Finding::Expiring { since, until } => (Sent::Expiring, Some(*since), Some(*until)),
        Finding::InGrace { since, until } => (Sent::InGrace, Some(*since), Some(*until)),
        Finding::Candidate { since } => (Sent::Candidate, Some(*since), None),
        Finding::Stands(standing) => match standing {
            Standing::Valid { since, until } => (Sent::Valid, Some(*since), Some(*until)),
            Standing::NotYet { .. } => (Sent::NotYetValid, None, None),
            Standing::Expired { since } => (Sent::Expired, Some(*since), None),
            Standing::Revoked { since, .. } => (Sent::Revoked, Some(*since), None),
            Standing::Replaced { since, .. } => (Sent::Replaced, Some(*since), None),
            Standing::Unknown => (Sent::Unknown, None, None),
        },
    }
}

/// What was found, in Vietnamese and in English.
fn sentences(finding: &Finding, star: u8) -> (String, String) {
    match finding {
        Finding::Stands(standing) => of_standing(standing, star),
        Finding::Expiring { until, .. } => (
            format!(
                "Giấy chứng nhận {star} sao còn hiệu lực nhưng sắp hết hạn: đến hết ngày {}.",
                vietnamese(*until)
            ),
            format!("The {star}-star certificate is valid but ends soon: its last day is {until}."),
        ),
        Finding::InGrace { since, until } => (
            format!(
                "Giấy chứng nhận {star} sao hết hạn từ ngày {} nhưng vẫn được chấp nhận trong khi chờ kết quả đánh giá \
                 lại, chậm nhất đến hết ngày {} (Điều 12.3).",
                vietnamese(*since),
                vietnamese(*until)
            ),
            format!(
                "The term of the {star}-star certificate ran out on {since}; it stays good while a re-evaluation is \
                 awaited, until {until} at the latest (Article 12.3)."
            ),
        ),
        Finding::Candidate { since } => (
            format!(
                "Sản phẩm tiềm năng 5 sao: tỉnh đã trình Trung ương ngày {}; hiện không có giấy chứng nhận còn hiệu lực.",
                vietnamese(*since)
            ),
            format!(
                "A five-star candidate, sent to the centre on {since}; it has no certificate that is good today."
            ),
        ),
    }
}

fn of_standing(standing: &Standing, star: u8) -> (String, String) {
    match standing {
        Standing::Valid { until, .. } => (
            format!(
                "Giấy chứng nhận {star} sao còn hiệu lực đến hết ngày {}.",
                vietnamese(*until)
            ),
            format!("The {star}-star certificate is valid until {until}."),
        ),
        Standing::NotYet { from } => (
            format!("Giấy chứng nhận có hiệu lực từ ngày {}.", vietnamese(*from)),
            format!("The certificate is valid from {from} on."),
        ),
        Standing::Expired { since } => (
            format!(
                "Giấy chứng nhận đã hết hiệu lực từ ngày {}.",
                vietnamese(*since)
            ),
            format!("The certificate has been expired since {since}."),
        ),
        Standing::Revoked { since, ground } => (
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
            format!(
                "Giấy chứng nhận đã được thay bằng giấy mới từ ngày {}.",
                vietnamese(*since)
            ),
            format!("The certificate has been replaced by a newer one since {since}."),
        ),
        Standing::Unknown => (
            "Không có giấy chứng nhận nào như vậy.".to_owned(),
            "There is no such certificate.".to_owned(),
        ),
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
        Ground::WronglyGiven => "công nhận không đúng quy định (Điều 10, khoản 1, điểm b)",
        Ground::EnteredWrongly => "ghi nhầm sản phẩm",
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
        Ground::WronglyGiven => "it was given wrongly (Article 10.1b)",
        Ground::EnteredWrongly => "it was entered for another product by mistake",
        Ground::Other => "on an authority's conclusion (Article 8, e)",
    }
}
