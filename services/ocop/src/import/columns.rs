//! The columns of a register, by their Vietnamese headers, and how the text of a cell is read.

use chrono::NaiveDate;
use ocop_proto::catalog::v1::{ProducerKind, Sex};
use unicode_normalization::UnicodeNormalization as _;

pub(crate) const REGISTRATION_NUMBER: &str = "Số đăng ký";
pub(crate) const PRODUCER_NAME: &str = "Tên chủ thể";
pub(crate) const KIND: &str = "Loại hình";
pub(crate) const REGISTRATION_DATE: &str = "Ngày đăng ký";
pub(crate) const PLACE: &str = "Mã huyện";
pub(crate) const ADDRESS: &str = "Địa chỉ";
pub(crate) const REPRESENTATIVE: &str = "Người đại diện";
pub(crate) const POSITION: &str = "Chức vụ";
pub(crate) const SEX: &str = "Giới tính";
pub(crate) const ETHNICITY: &str = "Dân tộc";
pub(crate) const DISABILITY: &str = "Khuyết tật";
pub(crate) const LOCAL_CAPITAL: &str = "Vốn địa phương (%)";
pub(crate) const PRODUCT_NAME: &str = "Tên sản phẩm";
pub(crate) const CRITERIA_SET: &str = "Bộ tiêu chí";
pub(crate) const DESCRIPTION: &str = "Mô tả";
pub(crate) const PACKAGING: &str = "Quy cách đóng gói";
pub(crate) const GTIN: &str = "GTIN";
pub(crate) const STAR: &str = "Hạng sao";
pub(crate) const DECISION_NUMBER: &str = "Số quyết định";
pub(crate) const DECISION_DATE: &str = "Ngày quyết định";
pub(crate) const AUTHORITY: &str = "Cơ quan ban hành";
pub(crate) const SIGNER: &str = "Người ký";
pub(crate) const PRODUCT_CODE: &str = "Mã số sản phẩm";

/// Headers that must be there and filled in.
pub(crate) const REQUIRED: [&str; 11] = [
    REGISTRATION_NUMBER,
    PRODUCER_NAME,
    KIND,
    PLACE,
    REPRESENTATIVE,
    PRODUCT_NAME,
    CRITERIA_SET,
    STAR,
    DECISION_NUMBER,
    DECISION_DATE,
    AUTHORITY,
];

/// Headers that may be left out.
pub(crate) const OPTIONAL: [&str; 12] = [
    REGISTRATION_DATE,
    ADDRESS,
    POSITION,
    SEX,
    ETHNICITY,
    DISABILITY,
    LOCAL_CAPITAL,
    DESCRIPTION,
    PACKAGING,
    GTIN,
    SIGNER,
    PRODUCT_CODE,
];

/// The text of a cell in one form: composed (NFC), without blanks around it.
pub(crate) fn normalised(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Reads a kind of producer.
///
/// # Errors
/// With the kinds there are.
pub(crate) fn kind(text: &str) -> Result<ProducerKind, String> {
    Ok(match text.to_lowercase().as_str() {
        "hợp tác xã" | "htx" => ProducerKind::Cooperative,
        "tổ hợp tác" => ProducerKind::CooperativeGroup,
        "công ty tnhh" => ProducerKind::LimitedCompany,
        "doanh nghiệp tư nhân" => ProducerKind::PrivateEnterprise,
        "công ty cổ phần" => ProducerKind::JointStockCompany,
        "trang trại" => ProducerKind::Farm,
        "hộ kinh doanh" | "hộ sản xuất" => ProducerKind::Household,
        "hội" | "hiệp hội" => ProducerKind::Association,
        "trung tâm điều hành" => ProducerKind::OperatingCentre,
        _ => {
            return Err(format!(
                "{text:?} is none of Hợp tác xã, Tổ hợp tác, Công ty TNHH, Doanh nghiệp tư nhân, Công ty cổ phần, \
                 Trang trại, Hộ kinh doanh, Hội, Trung tâm điều hành"
            ));
        }
    })
}

/// Reads a sex; empty is not recorded.
///
/// # Errors
/// It is neither "Nữ" nor "Nam".
pub(crate) fn sex(text: &str) -> Result<Sex, String> {
    match text.to_lowercase().as_str() {
        "" => Ok(Sex::Unspecified),
        "nữ" => Ok(Sex::Female),
        "nam" => Ok(Sex::Male),
        _ => Err(format!("{text:?} is neither Nữ nor Nam")),
    }
}

/// Reads yes or no; empty is no.
///
/// # Errors
/// It is neither "Có" nor "Không".
pub(crate) fn yes(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "" | "không" => Ok(false),
        "có" => Ok(true),
        _ => Err(format!("{text:?} is neither Có nor Không")),
    }
}

/// Reads a whole number between two bounds.
///
/// # Errors
/// It is not one.
pub(crate) fn number(text: &str, least: u32, most: u32) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("{text:?} is not a whole number from {least} to {most}"))
}

/// Reads a date; empty is none.
///
/// # Errors
/// It is not a date.
pub(crate) fn date(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) => Ok(date.to_string()),
        Err(_) => Err(format!("{text:?} is not a date such as 2022-07-14")),
    }
}

/// The column that a field of a request comes from, so that what a service refuses can be found in the file.
pub(crate) fn of_field(field: &str) -> &'static str {
    match field {
        "producer.name" => PRODUCER_NAME,
        "producer.kind" => KIND,
        "producer.registration_number" => REGISTRATION_NUMBER,
        "producer.registration_date" => REGISTRATION_DATE,
        "producer.place_code" | "product.place_code" => PLACE,
        "producer.address" => ADDRESS,
        "producer.representative.full_name" => REPRESENTATIVE,
        "producer.representative.position" => POSITION,
        "producer.representative.sex" => SEX,
        "producer.representative.ethnicity" => ETHNICITY,
        "producer.local_capital_percent" => LOCAL_CAPITAL,
        "product.name" => PRODUCT_NAME,
        "product.criteria_set" => CRITERIA_SET,
        "product.description" => DESCRIPTION,
        "product.packaging" => PACKAGING,
        "product.gtin" => GTIN,
        "star" => STAR,
        "decision.number" => DECISION_NUMBER,
        "decision.date" | "valid_from" => DECISION_DATE,
        "decision.authority" => AUTHORITY,
        "decision.signer" => SIGNER,
        "product_code" => PRODUCT_CODE,
        _ => "",
    }
}

/// The column that a refusal without a field is about.
pub(crate) fn of_reason(reason: &str) -> &'static str {
    match reason {
        "PLACE_UNKNOWN" | "OUT_OF_SCOPE" => PLACE,
        "LOCAL_CAPITAL_NOT_FOR_KIND" => LOCAL_CAPITAL,
        "PARTICIPANT_ONLY_FOR_TOURISM" => CRITERIA_SET,
        _ => "",
    }
}
