//! `ocop products`: products and the search for them.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as proto;

use super::merge::Merge;
use super::pages::Limit;
use super::{Outcome, changes};
use crate::client::{Bearer, Target};
use crate::commands::units::Units;
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Products {
    /// List products in order of registration, or with words the best first.
    List(List),
    /// Count products by place, set, branch, stars, kind of producer and value chain.
    Count(Which),
    /// Show one.
    Show {
        /// Id of the product.
        id: String,
        /// As it stood at the end of this day, YYYY-MM-DD.
        #[arg(long, value_name = "DAY", value_parser = words::day)]
        as_of: Option<NaiveDate>,
    },
    /// Merge two records of one product: the first is kept and absorbs the second.
    Merge(Merge),
    /// List who changed what of one, when and why, the newest first.
    History {
        /// Id of the product.
        id: String,
        #[command(flatten)]
        limit: Limit,
    },
}

/// Which products; every condition that is given must hold.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    /// Only those with these words in name, brand, producer or description; accents need not be typed.
    #[arg(default_value = "")]
    words: String,
    /// Only those made in this place or in a place inside it.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only those of this criteria set, 1 to 26.
    #[arg(long, value_name = "NUMBER")]
    set: Vec<u32>,
    /// Only those of this branch of Appendix I.
    #[arg(long, value_name = "NUMERAL", value_parser = ["I", "II", "III", "IV", "V", "VI"])]
    branch: Option<String>,
    /// Only those of this producer.
    #[arg(long, value_name = "ID", default_value = "")]
    producer: String,
    /// Only those of producers of this kind, such as cooperative.
    #[arg(long, value_parser = words::named::<proto::ProducerKind>)]
    producer_kind: Option<proto::ProducerKind>,
    /// Only those of producers in this kind of value chain, such as green.
    #[arg(long, value_parser = words::named::<proto::ValueChain>)]
    value_chain: Option<proto::ValueChain>,
    /// Only those with this many stars today, 3 to 5.
    #[arg(long, value_name = "STARS", value_parser = clap::value_parser!(u32).range(3..=5))]
    star: Option<u32>,
    /// Only those with this status; active ones if not given.
    #[arg(long, value_parser = words::named::<proto::ProductStatus>)]
    status: Option<proto::ProductStatus>,
}

/// Which products, and how many of them.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    limit: Limit,
}

impl Which {
    fn filters(self) -> proto::ListProductsRequest {
        proto::ListProductsRequest {
            place_code: self.place,
            in_units_of: self.units.day(),
            criteria_sets: self.set,
            producer_id: self.producer,
            star: self.star,
            status: self.status.map(i32::from).unwrap_or_default(),
            search: self.words,
            branch: self.branch.unwrap_or_default(),
            producer_kind: self.producer_kind.map(i32::from).unwrap_or_default(),
            value_chain: self.value_chain.map(i32::from).unwrap_or_default(),
            ..proto::ListProductsRequest::default()
        }
    }
}

impl Products {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = match self {
            Self::History { .. } => target.bearer(Role::Auditor, Scope::Anywhere)?,
            Self::List(_) | Self::Count(_) | Self::Show { .. } | Self::Merge(_) => Bearer::none(),
        };
        let mut service = target.services(&["catalog"])?.catalog(&bearer);
        match self {
            Self::Merge(merge) => merge.products(target, format).await?,
            Self::List(list) => {
                let filters = list.which.filters();
                let page = async |page_size, page_token| {
                    let request = proto::ListProductsRequest {
                        page_size,
                        page_token,
                        ..filters.clone()
                    };
                    service.list_products(request).await
                };
                let parts =
                    |page: proto::ListProductsResponse| (page.products, page.next_page_token);
                let found = list.limit.of(page, parts).await?;
                found.show("products", format, listed)?;
            }
            Self::Count(which) => {
                let which = which.filters();
                let request = proto::CountProductsRequest {
                    place_code: which.place_code,
                    criteria_sets: which.criteria_sets,
                    producer_id: which.producer_id,
                    star: which.star,
                    status: which.status,
                    search: which.search,
                    branch: which.branch,
                    producer_kind: which.producer_kind,
                    value_chain: which.value_chain,
                    in_units_of: which.in_units_of,
                };
                let answer = service.count_products(request).await;
                let counts = answer.map_err(CallError::from)?.into_inner();
                match format {
                    Format::Json => output::json(&counts)?,
                    Format::Text => show_counts(&counts),
                }
            }
            Self::History { id, limit } => {
                let of = proto::ListChangesRequest {
                    product_id: id,
                    ..Default::default()
                };
                changes::show(service, of, limit, format).await?;
            }
            Self::Show { id, as_of } => {
                let answer = service
                    .get_product(proto::GetProductRequest {
                        id,
                        as_of: words::written(as_of),
                    })
                    .await;
                let product = answer.map_err(CallError::from)?.into_inner().product;
                let product = product.unwrap_or_default();
                match format {
                    Format::Json => output::json(&product)?,
                    Format::Text => show(&product),
                }
            }
        }
        Ok(Outcome::Clean)
    }
}

fn listed(products: &[proto::Product]) -> Table {
    let mut table = output::table(&["id", "name", "brand", "set", "star", "place", ""]);
    for product in products {
        let status = match product.status() {
            proto::ProductStatus::Active => String::new(),
            other => words::spoken(other),
        };
        table.add_row([
            product.id.as_str().into(),
            product.name.as_str().into(),
            product.brand.as_str().into(),
            output::number(product.criteria_set),
            output::stars(product.star).into(),
            product.place_code.as_str().into(),
            status.into(),
        ]);
    }
    table
}

fn show_counts(counts: &proto::CountProductsResponse) {
    output::line(output::heading(&format!("{} products", counts.total)));
    let mut table = output::table(&["by", "", "products"]);
    for (by, of) in [
        ("place", &counts.by_place),
        ("branch", &counts.by_branch),
        ("set", &counts.by_criteria_set),
        ("stars", &counts.by_star),
        ("producer", &counts.by_producer_kind),
        ("value chain", &counts.by_value_chain),
    ] {
        for count in of {
            let value = count.value.as_str();
            let value = value.strip_prefix("PRODUCER_KIND_").unwrap_or(value);
            let value = value.strip_prefix("VALUE_CHAIN_").unwrap_or(value);
            let value = value.to_owned();
            table.add_row([by.into(), value.into(), output::number(count.count)]);
        }
    }
    output::line(table);
}

fn show(product: &proto::Product) {
    output::line(output::heading(&format!(
        "{} {}",
        output::stars(product.star),
        product.name
    )));
    let held = product.certificate.clone().unwrap_or_default();
    let facts = [
        ("id", product.id.clone()),
        ("brand", product.brand.clone()),
        ("producer", product.producer_id.clone()),
        ("criteria set", product.criteria_set.to_string()),
        ("status", words::spoken(product.status())),
        ("place", product.place_code.clone()),
        ("GTIN", product.gtin.clone()),
        ("packaging", product.packaging.clone()),
        ("decision", held.decision_number),
        ("valid from", held.valid_from),
        ("to", held.valid_to),
        ("revoked on", held.revoked_on),
        ("description", product.description.clone()),
    ];
    let mut table = output::table(&["", ""]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        table.add_row([*name, value.as_str()]);
    }
    output::line(table);
}
