//! The columns of a register, by their Vietnamese headers, and how the text of a cell is read.

use chrono::{Datelike as _, Days, NaiveDate};
use ocop_chassis::grpc::YEARS;
use ocop_chassis::text::{folded, stored};
use ocop_proto::catalog::v1::{ProducerKind, Sex};
use serde::Deserialize;

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

/// Other headers that mean one of these.
const ALSO: [(&str, &str); 4] = [
    ("Mã xã", PLACE),
    ("Mã đơn vị hành chính", PLACE),
    ("Vốn địa phương", LOCAL_CAPITAL),
    ("Mã số", PRODUCT_CODE),
];

/// Every header.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    REQUIRED.into_iter().chain(OPTIONAL)
}

/// What two writings of a header have in common: accents, case and blanks do not count.
pub(crate) fn key(header: &str) -> String {
    folded(&stored(header))
}

/// The column with this header.
pub(crate) fn known(header: &str) -> Option<&'static str> {
    let key_of_header = key(header);
    let also = ALSO.into_iter();
    all()
        .map(|name| (name, name))
        .chain(also)
        .find(|(name, _)| key(name) == key_of_header)
        .map(|(_, column)| column)
}

/// Reads a kind of producer.
///
/// # Errors
/// With the kinds there are.
pub(crate) fn kind(text: &str) -> Result<ProducerKind, String> {
    Ok(match folded(text).as_str() {
        "hop tac xa" | "htx" | "htxnn" | "hop tac xa nong nghiep" | "lien hiep hop tac xa" => {
            ProducerKind::Cooperative
        }
        "to hop tac" | "tht" => ProducerKind::CooperativeGroup,
        "cong ty tnhh"
        | "cty tnhh"
        | "cong ty tnhh mtv"
        | "cong ty tnhh mot thanh vien"
        | "cong ty trach nhiem huu han" => ProducerKind::LimitedCompany,
        "doanh nghiep tu nhan" | "dntn" => ProducerKind::PrivateEnterprise,
        "cong ty co phan" | "cong ty cp" | "cty cp" | "ctcp" => ProducerKind::JointStockCompany,
        "trang trai" => ProducerKind::Farm,
        "ho kinh doanh" | "ho san xuat" | "ho sxkd" | "ho san xuat kinh doanh" | "hkd" => {
            ProducerKind::Household
        }
        "hoi" | "hiep hoi" => ProducerKind::Association,
        "trung tam dieu hanh" => ProducerKind::OperatingCentre,
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

/// Reads stars, also as people write them: "3 sao", "3*", "Hạng 3 sao".
///
/// # Errors
/// There are fewer than three or more than five.
pub(crate) fn stars(text: &str) -> Result<u32, String> {
    let plain = folded(text);
    let plain = plain.strip_prefix("hang ").unwrap_or(&plain);
    let plain = plain.trim_end_matches(['*', '★']);
    let plain = plain.strip_suffix("sao").unwrap_or(plain).trim();
    number(plain, 3, 5).map_err(|_| format!("{text:?} is not 3, 4 or 5 stars"))
}

/// What two writings of the number of a decision have in common: blanks, case and the letter for Đ do not count.
pub(crate) fn decision_key(number: &str) -> String {
    let plain = folded(number).replace(['–', '—', '−', '‐', '‑'], "-");
    plain.split(' ').collect()
}

/// How dates are written where they are not YYYY-MM-DD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DateForm {
    /// D/M/YYYY, as in Viet Nam.
    #[default]
    DayMonthYear,
    /// M/D/YYYY.
    MonthDayYear,
    /// Days since 30 December 1899, as spreadsheet programs count them.
    Serial,
}

/// Reads a date; empty is none. A year has four digits in every form.
///
/// # Errors
/// It is not a date of this form.
pub(crate) fn date(text: &str, form: DateForm) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    let read = match (form, parts.as_slice()) {
        (_, [year, month, day]) if year.len() == 4 => of_digits(year, month, day),
        (DateForm::DayMonthYear, [day, month, year]) => of_digits(year, month, day),
        (DateForm::MonthDayYear, [month, day, year]) => of_digits(year, month, day),
        (DateForm::Serial, [days]) => of_serial(days),
        _ => None,
    };
    let read = read.filter(|date| YEARS.contains(&date.year()));
    read.map(|date| date.to_string()).ok_or_else(|| {
        let form = match form {
            DateForm::DayMonthYear => "D/M/YYYY such as 14/7/2022",
            DateForm::MonthDayYear => "M/D/YYYY such as 7/14/2022",
            DateForm::Serial => "the number of a day such as 44756",
        };
        format!(
            "{text:?} is not a date: YYYY-MM-DD such as 2022-07-14, or {form}, with four digits of the year; \
             a mapping file (--mapping) names another form"
        )
    })
}

fn of_digits(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let digits = |text: &str, most: usize| {
        let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let year = digits(year, 4).filter(|_| year.len() == 4)?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        digits(month, 2)?,
        digits(day, 2)?,
    )
}

fn of_serial(days: &str) -> Option<NaiveDate> {
    let days = days.parse::<u32>().ok()?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into()))
}

/// The column that a field of a request comes from, so that what a service refuses can be found in the file.
pub(crate) fn of_field(field: &str) -> Option<&'static str> {
    Some(match field {
        "producer.name" => PRODUCER_NAME,
        "producer.kind" => KIND,
        "producer.registration_number" => REGISTRATION_NUMBER,
        "producer.registration_date" => REGISTRATION_DATE,
        "producer.place_code" | "producer.place_on" | "product.place_code" | "product.place_on" => {
            PLACE
        }
        "producer.address" => ADDRESS,
        "producer.representative.full_name" => REPRESENTATIVE,
        "producer.representative.position" => POSITION,
        "producer.representative.sex" => SEX,
        "producer.representative.ethnicity" => ETHNICITY,
        "producer.representative.has_disability" => DISABILITY,
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
        _ => return None,
    })
}

/// The column that a refusal without a field is about.
pub(crate) fn of_reason(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "PLACE_UNKNOWN" | "OUT_OF_SCOPE" => PLACE,
        "LOCAL_CAPITAL_NOT_FOR_KIND" => LOCAL_CAPITAL,
        "PARTICIPANT_ONLY_FOR_TOURISM" => CRITERIA_SET,
        _ => return None,
    })
}
