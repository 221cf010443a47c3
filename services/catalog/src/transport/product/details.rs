//! What buyers ask of a product, on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_proto::catalog::v1 as proto;

use crate::domain::merging::MOST_FILES;
use crate::domain::product::details::{
    Amount, Details, DetailsPatch, File, FileKind, Paper, Price,
};

const LINE: usize = 200;
/// Days that something keeps at most: a hundred years.
const DAYS: u32 = 36_525;

enum_pairs! {
    fn kind_to_proto(FileKind) -> proto::ProductFileKind;
    fn kind_from_proto(proto::ProductFileKind) -> Option<FileKind>;
    Picture, Label, Paper
}

enum_pairs! {
    fn paper_to_proto(Paper) -> proto::ProductPaper;
    fn paper_from_proto(proto::ProductPaper) -> Option<Paper>;
    FoodSafety, QualitySystem, Declaration, TestReport, Barcode, TradeMark, GoodPractice
}

fn amount_to_proto(amount: Amount) -> proto::Amount {
    proto::Amount {
        quantity: amount.quantity,
        unit: amount.unit,
    }
}

fn price_to_proto(price: Price) -> proto::Price {
    proto::Price {
        vnd: price.vnd,
        per: price.per,
    }
}

fn file_to_proto(file: File) -> proto::ProductFile {
    proto::ProductFile {
        kind: kind_to_proto(file.kind).into(),
        sha256: file.sha256,
        title: file.title,
        media_type: file.media_type,
        paper: file
            .paper
            .map_or(proto::ProductPaper::Unspecified, paper_to_proto)
            .into(),
        valid_to: file.valid_to.map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// Writes the details into a product.
pub(super) fn write(details: Details, product: proto::Product) -> proto::Product {
    proto::Product {
        net_content: details.net_content,
        shelf_life_days: details.shelf_life_days,
        storage: details.storage,
        capacity_per_month: details.capacity_per_month.map(amount_to_proto),
        minimum_order: details.minimum_order.map(amount_to_proto),
        wholesale_price: details.wholesale_price.map(price_to_proto),
        files: details.files.into_iter().map(file_to_proto).collect(),
        ..product
    }
}

/// Writes the details into the fact of an event.
pub(super) fn write_fact(details: Details, fact: proto::ProductFact) -> proto::ProductFact {
    proto::ProductFact {
        net_content: details.net_content,
        shelf_life_days: details.shelf_life_days,
        storage: details.storage,
        capacity_per_month: details.capacity_per_month.map(amount_to_proto),
        minimum_order: details.minimum_order.map(amount_to_proto),
        wholesale_price: details.wholesale_price.map(price_to_proto),
        files: details.files.into_iter().map(file_to_proto).collect(),
        ..fact
    }
}

/// Reads the details that `field` names.
pub(super) fn patch(
    v: &mut Violations,
    product: &proto::Product,
    field: impl Fn(&str) -> Option<String>,
) -> DetailsPatch {
    DetailsPatch {
        net_content: field("net_content")
            .and_then(|field| v.optional_text(&field, &product.net_content, LINE)),
        shelf_life_days: field("shelf_life_days")
            .map(|field| v.within(&field, product.shelf_life_days?, 1..=DAYS)),
        storage: field("storage").and_then(|field| v.optional_text(&field, &product.storage, 500)),
        capacity_per_month: field("capacity_per_month")
            .map(|field| amount(v, &field, product.capacity_per_month.as_ref()?)),
        minimum_order: field("minimum_order")
            .map(|field| amount(v, &field, product.minimum_order.as_ref()?)),
        wholesale_price: field("wholesale_price")
            .map(|field| price(v, &field, product.wholesale_price.as_ref()?)),
        files: field("files").map(|field| files(v, &field, &product.files)),
    }
}

fn some(v: &mut Violations, field: &str, number: u64) {
    if number == 0 {
        v.add(field, "OUT_OF_RANGE", "must be at least 1");
    }
}

fn amount(v: &mut Violations, field: &str, amount: &proto::Amount) -> Option<Amount> {
    some(v, &format!("{field}.quantity"), amount.quantity);
    let unit = v.required_text(&format!("{field}.unit"), &amount.unit, 50)?;
    let quantity = amount.quantity;
    Some(Amount { quantity, unit })
}

fn price(v: &mut Violations, field: &str, price: &proto::Price) -> Option<Price> {
    some(v, &format!("{field}.vnd"), price.vnd);
    let per = v.required_text(&format!("{field}.per"), &price.per, LINE)?;
    Some(Price {
        vnd: price.vnd,
        per,
    })
}

fn files(v: &mut Violations, field: &str, files: &[proto::ProductFile]) -> Vec<File> {
    if files.len() > MOST_FILES {
        v.add(field, "TOO_MANY", format!("must be at most {MOST_FILES}"));
        return Vec::new();
    }
    let mut read: Vec<File> = Vec::with_capacity(files.len());
    for (at, file) in files.iter().enumerate() {
        let part = |name: &str| format!("{field}[{at}].{name}");
        let kind = v.known(&part("kind"), file.kind).and_then(kind_from_proto);
        let sha256 = file.sha256.to_ascii_lowercase();
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_hash {
            let rule = "must be a SHA-256 as 64 hexadecimal digits";
            v.add(part("sha256"), "MALFORMED", rule);
        } else if read.iter().any(|other| other.sha256 == sha256) {
            v.add(part("sha256"), "TWICE", "stands here already");
        }
        let title = v.optional_text(&part("title"), &file.title, LINE);
        let media_type = v.required_text(&part("media_type"), &file.media_type, 100);
        let paper = v
            .known_or_any(&part("paper"), file.paper)
            .and_then(paper_from_proto);
        let valid_to = v.optional_date(&part("valid_to"), &file.valid_to);
        if kind != Some(FileKind::Paper) && (paper.is_some() || valid_to.is_some()) {
            let rule = "only a paper is of a kind of papers and ends";
            v.add(part("paper"), "NOT_A_PAPER", rule);
        }
        if let (Some(kind), Some(title), Some(media_type)) = (kind, title, media_type) {
            read.push(File {
                kind,
                sha256,
                title,
                media_type,
                paper,
                valid_to,
            });
        }
    }
    read
}
