//! Searches of dossiers, and what is counted of them, on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations, enum_pairs};
use ocop_identity::{Caller, Role};
use ocop_proto::evaluation::v1 as proto;
use strum::VariantArray as _;

use crate::domain::criteria::classification::sub_group;
use crate::domain::dossier::{DossierKind, State};
use crate::domain::programme::progress::Line;
use crate::storage;
use crate::storage::dossier::{Awaiting, DossierDimension, DossierFilter};
use crate::storage::search::Facets;
use crate::transport::dossier::dossiers::{kind_from_proto, state_from_proto};
use crate::transport::fields::{given, optional_id, product_code};
use crate::transport::service::Service;

enum_pairs! {
    fn dimension_to_proto(DossierDimension) -> proto::DossierDimension;
    fn dimension_from_proto(proto::DossierDimension) -> Option<DossierDimension>;
    State, Kind, CriteriaSet, Star, Commune, Province, Round, Year
}

/// What to look for.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    filter: DossierFilter,
    /// The product is the one with this code.
    product_code: Option<String>,
}

impl Service {
    /// The filter of a search, with the products that its code stands for.
    pub(crate) async fn dossier_filter(&self, search: Search) -> Result<DossierFilter, RpcError> {
        let products = match &search.product_code {
            None => None,
            Some(code) => Some(storage::certificate::products_of_code(self.store(), code).await?),
        };
        Ok(DossierFilter {
            products,
            ..search.filter
        })
    }
}

/// Reads a search; `prefix` is where its fields are.
fn read(
    v: &mut Violations,
    prefix: &str,
    caller: &Caller,
    request: &proto::ListDossiersRequest,
    today: NaiveDate,
) -> Search {
    let field = |name: &str| format!("{prefix}{name}");
    let units = v.optional_date(&field("in_units_of"), &request.in_units_of);
    let units = units.unwrap_or(today);
    let state = v.known_or_any(&field("state"), request.state);
    let mut states: Vec<State> = state.and_then(state_from_proto).into_iter().collect();
    for (at, number) in request.states.iter().enumerate() {
        let state = v.known(&field(&format!("states[{at}]")), *number);
        states.extend(state.and_then(state_from_proto));
    }
    let kind = v.known_or_any(&field("kind"), request.kind);
    let set = request.criteria_set;
    let (year, number) = (request.round_year, request.round_number);
    let filter = DossierFilter {
        product: optional_id(v, &field("product_id"), &request.product_id),
        producer: optional_id(v, &field("producer_id"), &request.producer_id),
        round: optional_id(v, &field("round_id"), &request.round_id),
        states,
        kind: kind.and_then(kind_from_proto),
        province: v.asked_unit(
            &caller.units,
            (&field("province_code"), &request.province_code),
            units,
        ),
        place: v.asked_unit(
            &caller.units,
            (&field("place_code"), &request.place_code),
            units,
        ),
        criteria_set: set.and_then(|set| v.within(&field("criteria_set"), set, 1..=26)),
        star: request
            .star
            .and_then(|star| v.within(&field("star"), star, 3..=5)),
        round_year: year.and_then(|year| v.within(&field("round_year"), year, 2018..=2200)),
        round_number: number.and_then(|number| v.within(&field("round_number"), number, 1..=100)),
        awaiting: awaiting(v, &field("awaiting_member"), caller, request, today),
        late: request.late.map(|late| (late, today)),
        products: None,
        search: given(v, &field("search"), &request.search, 200).unwrap_or_default(),
        lodged_from: v.optional_date(&field("lodged_from"), &request.lodged_from),
        lodged_to: v.optional_date(&field("lodged_to"), &request.lodged_to),
        within: caller.reach(),
        in_units_of: units,
    };
    let product_code = product_code(v, &field("product_code"), &request.product_code);
    Search {
        filter,
        product_code,
    }
}

/// Reads whose ballot is awaited. Before the count only the office knows who has voted.
fn awaiting(
    v: &mut Violations,
    field: &str,
    caller: &Caller,
    request: &proto::ListDossiersRequest,
    today: NaiveDate,
) -> Option<Awaiting> {
    let member = given(v, field, &request.awaiting_member, 200)?;
    let of_another = member != caller.actor.subject;
    let office = of_another.then(|| caller.only(&[Role::OcopOffice]).reach());
    if office.as_ref().is_some_and(Vec::is_empty) {
        let rule = "must be yourself: only the office learns who has voted before the count";
        v.add(field, "OUT_OF_RANGE", rule);
    }
    Some(Awaiting {
        member,
        on: today,
        office,
    })
}

/// Reads the search of a list.
pub(crate) fn list(
    v: &mut Violations,
    caller: &Caller,
    request: &proto::ListDossiersRequest,
    today: NaiveDate,
) -> Search {
    read(v, "", caller, request, today)
}

/// Reads a search and by what to count.
pub(crate) fn facets(
    v: &mut Violations,
    caller: &Caller,
    request: &proto::FacetDossiersRequest,
    today: NaiveDate,
) -> (Search, Vec<DossierDimension>) {
    let search = request.of.clone().unwrap_or_default();
    let search = read(v, "of.", caller, &search, today);
    let mut by = Vec::new();
    for (at, number) in request.by.iter().enumerate() {
        let dimension = v.known(&format!("by[{at}]"), *number);
        let dimension = dimension.and_then(dimension_from_proto);
        by.extend(dimension.filter(|dimension| !by.contains(dimension)));
    }
    if by.is_empty() {
        by.extend(DossierDimension::VARIANTS);
    }
    (search, by)
}

/// The Vietnamese name of what a line counts; a place brings its own.
fn name(by: DossierDimension, line: &Line) -> String {
    let key = line.key.as_str();
    match by {
        DossierDimension::State => key.parse().map_or("", State::name_vi).to_owned(),
        DossierDimension::Kind => key.parse().map_or("", DossierKind::name_vi).to_owned(),
        DossierDimension::CriteriaSet => {
            let group = key.parse().ok().and_then(sub_group);
            group.map_or("", |group| group.name_vi).to_owned()
        }
        DossierDimension::Star if key.is_empty() => "chưa đạt hoặc chưa chấm".to_owned(),
        DossierDimension::Star => format!("{key} sao"),
        DossierDimension::Commune | DossierDimension::Province => line.name.clone(),
        DossierDimension::Round if key.is_empty() => "chưa vào đợt".to_owned(),
        DossierDimension::Round => {
            let (year, number) = key.split_once('/').unwrap_or_default();
            format!("đợt {number} năm {year}")
        }
        DossierDimension::Year if key.is_empty() => "chưa nộp".to_owned(),
        DossierDimension::Year => format!("năm {key}"),
    }
}

pub(crate) fn facets_to_proto(counted: Facets<DossierDimension>) -> proto::FacetDossiersResponse {
    let row = |by, line: Line| proto::DossierCount {
        name: name(by, &line),
        key: line.key,
        count: line.count,
    };
    let facet = |(by, lines): (DossierDimension, Vec<Line>)| proto::DossierFacet {
        by: dimension_to_proto(by).into(),
        rows: lines.into_iter().map(|line| row(by, line)).collect(),
    };
    proto::FacetDossiersResponse {
        facets: counted.facets.into_iter().map(facet).collect(),
        total: counted.total,
    }
}
