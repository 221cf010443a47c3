//! What the trade asks of a product, on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;

use crate::domain::listing::{
    Amount, File, FileKind, Paper, Price, ProducerKind, Trade, ValueChain,
};

enum_pairs! {
    fn file_kind_to_proto(FileKind) -> catalog::ProductFileKind;
    fn file_kind_from_proto(catalog::ProductFileKind) -> Option<FileKind>;
    Picture, Label, Paper
}

enum_pairs! {
    pub(in crate::transport) fn paper_to_proto(Paper) -> catalog::ProductPaper;
    pub(in crate::transport) fn paper_from_proto(catalog::ProductPaper) -> Option<Paper>;
    FoodSafety, QualitySystem, Declaration, TestReport, Barcode, TradeMark, GoodPractice
}

enum_pairs! {
    pub(in crate::transport) fn kind_to_proto(ProducerKind) -> catalog::ProducerKind;
    pub(in crate::transport) fn kind_from_proto(catalog::ProducerKind) -> Option<ProducerKind>;
    Cooperative, CooperativeGroup, LimitedCompany, PrivateEnterprise, JointStockCompany, Farm, Household, Association,
    OperatingCentre
}

enum_pairs! {
    fn chain_to_proto(ValueChain) -> catalog::ValueChain;
    pub(super) fn chain_from_proto(catalog::ValueChain) -> Option<ValueChain>;
    Ordinary, Circular, Green
}

/// What an event of the catalog says. What a newer contract says and this one does not know is left out.
pub(super) fn read(fact: &catalog::ProductFact) -> Trade {
    let amount = |amount: &catalog::Amount| Amount {
        quantity: amount.quantity,
        unit: amount.unit.clone(),
    };
    let price = |price: &catalog::Price| Price {
        vnd: price.vnd,
        per: price.per.clone(),
    };
    let file = |file: &catalog::ProductFile| {
        Some(File {
            kind: file_kind_from_proto(file.kind())?,
            sha256: file.sha256.clone(),
            title: file.title.clone(),
            media_type: file.media_type.clone(),
            paper: paper_from_proto(file.paper()),
            valid_to: file.valid_to.parse().ok(),
        })
    };
    Trade {
        gtin: (!fact.gtin.is_empty()).then(|| fact.gtin.clone()),
        brand: fact.brand.clone(),
        producer_kind: kind_from_proto(fact.producer_kind()),
        value_chain: chain_from_proto(fact.producer_value_chain()),
        net_content: fact.net_content.clone(),
        shelf_life_days: fact.shelf_life_days,
        storage: fact.storage.clone(),
        capacity_per_month: fact.capacity_per_month.as_ref().map(amount),
        minimum_order: fact.minimum_order.as_ref().map(amount),
        wholesale_price: fact.wholesale_price.as_ref().map(price),
        files: fact.files.iter().filter_map(file).collect(),
    }
}

pub(in crate::transport) fn amount_to_proto(amount: &Amount) -> catalog::Amount {
    catalog::Amount {
        quantity: amount.quantity,
        unit: amount.unit.clone(),
    }
}

pub(in crate::transport) fn price_to_proto(price: &Price) -> catalog::Price {
    catalog::Price {
        vnd: price.vnd,
        per: price.per.clone(),
    }
}

/// A product as a GS1 Digital Link, with the GTIN in its longest form.
pub(super) fn trace_url(gtin: &str) -> String {
    format!("https://id.gs1.org/01/{gtin:0>14}")
}

/// A listing with nothing but these.
pub(super) fn listing(trade: &Trade) -> proto::Listing {
    let file = |file: &File| catalog::ProductFile {
        kind: file_kind_to_proto(file.kind).into(),
        sha256: file.sha256.clone(),
        title: file.title.clone(),
        media_type: file.media_type.clone(),
        paper: file
            .paper
            .map_or(catalog::ProductPaper::Unspecified, paper_to_proto)
            .into(),
        valid_to: file.valid_to.map(|day| day.to_string()).unwrap_or_default(),
    };
    proto::Listing {
        gtin: trade.gtin.clone().unwrap_or_default(),
        brand: trade.brand.clone(),
        producer_kind: trade
            .producer_kind
            .map_or(catalog::ProducerKind::Unspecified, kind_to_proto)
            .into(),
        producer_value_chain: trade
            .value_chain
            .map_or(catalog::ValueChain::Unspecified, chain_to_proto)
            .into(),
        net_content: trade.net_content.clone(),
        shelf_life_days: trade.shelf_life_days,
        storage: trade.storage.clone(),
        capacity_per_month: trade.capacity_per_month.as_ref().map(amount_to_proto),
        minimum_order: trade.minimum_order.as_ref().map(amount_to_proto),
        wholesale_price: trade.wholesale_price.as_ref().map(price_to_proto),
        files: trade.files.iter().map(file).collect(),
        trace_url: trade.gtin.as_deref().map(trace_url).unwrap_or_default(),
        ..Default::default()
    }
}

/// Most that a quantity or a price may be: what the databases can compare.
const MOST: u64 = i64::MAX.unsigned_abs();

fn number(v: &mut Violations, field: &str, number: u64) {
    v.within(field, number, 1..=MOST);
}

/// Reads an amount that was given.
pub(in crate::transport) fn amount(
    v: &mut Violations,
    field: &str,
    amount: &catalog::Amount,
) -> Option<Amount> {
    number(v, &format!("{field}.quantity"), amount.quantity);
    let unit = v.required_text(&format!("{field}.unit"), &amount.unit, 50)?;
    let quantity = amount.quantity;
    Some(Amount { quantity, unit })
}

/// Reads a price that was given.
pub(in crate::transport) fn price(
    v: &mut Violations,
    field: &str,
    price: &catalog::Price,
) -> Option<Price> {
    number(v, &format!("{field}.vnd"), price.vnd);
    let per = v.required_text(&format!("{field}.per"), &price.per, 200)?;
    let vnd = price.vnd;
    Some(Price { vnd, per })
}
