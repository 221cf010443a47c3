//! Searches of dossiers.

use std::collections::HashMap;

use chrono::{Datelike as _, Days, NaiveDate};
use ocop_chassis::database::Saved;
use ocop_evaluation::domain::council::conflict;
use ocop_evaluation::domain::dossier::summary::Summary;
use ocop_evaluation::domain::dossier::{Dossier, DossierKind, State};
use ocop_evaluation::storage::dossier::{
    Awaiting, DossierDimension, DossierFilter, dossier_facets, list_dossiers, list_summaries,
};
use ocop_identity::{Reach, Scope};
use ocop_places::built_in;
use proptest::option::weighted;
use proptest::prelude::*;
use strum::VariantArray as _;
use uuid::Uuid;

use super::made_up::{
    MEMBERS, PRODUCTS, ballots, conflicts, council, day, dossier, product, round,
};
use super::{SEARCHES, asked, code_of, drawn, is, on_both_at_once, page, says, today};

fn filters() -> impl Strategy<Value = DossierFilter> {
    let days =
        || weighted(0.15, 0..1_100_u64).prop_map(|n| n.map(|n| day("2024-01-01") + Days::new(n)));
    let states = proptest::sample::subsequence(
        vec![
            State::Draft,
            State::Submitted,
            State::ReadyForCouncil,
            State::ProvincialScored,
            State::Withdrawn,
            State::Deleted,
        ],
        0..=3,
    );
    let kinds = vec![
        DossierKind::First,
        DossierKind::Upgrade,
        DossierKind::ReEvaluation,
    ];
    let words = proptest::sample::select(vec![
        "mười quí",
        "NUOC MAM",
        "toi ly",
        "(quang ngai)",
        "không có",
    ]);
    let scopes = proptest::collection::vec(
        proptest::sample::select(vec![
            Scope::Anywhere,
            Scope::Anywhere,
            Scope::Province("51".to_owned()),
            Scope::Commune("20194".to_owned()),
            Scope::Producer(Uuid::from_u128(0xC001).to_string()),
        ]),
        0..=2,
    );
    let offices = proptest::sample::select(vec![
        None,
        Some(vec![Scope::Anywhere]),
        Some(vec![Scope::Province("51".to_owned())]),
    ]);
    let awaiting = (proptest::sample::select(MEMBERS.to_vec()), offices);
    let awaiting = awaiting.prop_map(|(member, office)| Awaiting {
        member: member.to_owned(),
        on: today(),
        office: office.map(|scopes: Vec<Scope>| scopes.iter().map(reach).collect()),
    });
    let whose = (
        weighted(0.1, 0..6_u128),
        weighted(0.2, proptest::sample::select(vec!["51", "48"])),
        weighted(0.1, proptest::sample::select(vec!["21364", "20257", "9"])),
        weighted(0.1, 0..5_u128),
        weighted(0.1, proptest::collection::vec(0..PRODUCTS, 0..40)),
    );
    let what = (
        prop_oneof![2 => Just(Vec::new()), 1 => states],
        weighted(0.2, proptest::sample::select(kinds)),
        weighted(0.1, 1..=26_u32),
        weighted(0.1, 3..=5_u32),
        weighted(0.2, words),
    );
    let when = (
        weighted(0.1, 2025..=2027_u32),
        weighted(0.1, 1..=3_u32),
        weighted(0.2, any::<bool>()),
        days(),
        days(),
    );
    let who = (weighted(0.25, awaiting), scopes);
    (whose, what, when, who).prop_map(|(whose, what, when, who)| DossierFilter {
        product: None,
        producer: whose.0.map(|n| Uuid::from_u128(0xC000 + n)),
        province: whose.1.map(asked),
        place: whose.2.map(asked),
        round: whose.3.map(|n| round(n).id),
        products: whose
            .4
            .map(|these| these.into_iter().map(|n| product(n).id).collect()),
        states: what.0,
        kind: what.1,
        criteria_set: what.2,
        star: what.3,
        search: what.4.unwrap_or_default().to_owned(),
        round_year: when.0,
        round_number: when.1,
        late: when.2.map(|late| (late, today())),
        lodged_from: when.3,
        lodged_to: when.4,
        awaiting: who.0,
        within: who.1.iter().map(reach).collect(),
        in_units_of: today(),
    })
}

fn reach(scope: &Scope) -> Reach {
    match scope {
        Scope::Anywhere => Reach::Anywhere,
        Scope::Province(code) | Scope::Commune(code) => Reach::Area(asked(code).area(&built_in())),
        Scope::Producer(id) => Reach::Producer(id.clone()),
        Scope::Partner(id) => Reach::Partner(id.clone()),
    }
}

fn lies_in(reach: &[Reach], dossier: &Dossier) -> bool {
    let place = &dossier.place;
    reach.iter().any(|one| match one {
        Reach::Anywhere => true,
        Reach::Area(area) => area.holds(&place.province_code, &place.code, place.said_on),
        Reach::Producer(id) => dossier.producer_id.to_string() == *id,
        Reach::Partner(_) => false,
    })
}

/// Whether a member has still to vote on the dossier of the n-th product.
fn awaits(n: u128, dossier: &Dossier, wanted: &Awaiting) -> bool {
    let Ok((vote, accepted)) = dossier.before_council() else {
        return false;
    };
    let council = (0..2)
        .map(council)
        .find(|one| one.id == accepted.council_id);
    let sits = council
        .unwrap()
        .member_on(&wanted.member, wanted.on)
        .is_some();
    let voted = ballots(n).into_iter().any(|ballot| {
        (ballot.council_id, ballot.attempt) == (accepted.council_id, vote.attempt)
            && ballot.member == wanted.member
            && ballot.withdrawn.is_none()
    });
    let kept_away = conflict::of(&conflicts(n), &wanted.member).is_some();
    let known = wanted.office.as_ref().is_none_or(|scopes| {
        let central = dossier.state() == State::InCentralRound;
        lies_in(scopes, dossier) && (!central || scopes.contains(&Reach::Anywhere))
    });
    sits && !voted && !kept_away && known
}

fn fits(filter: &DossierFilter, n: u128, dossier: &Dossier) -> bool {
    let stage = &dossier.stage;
    let round_id = stage.accepted().map(|accepted| accepted.round_id);
    let held = round_id.and_then(|id| (0..4).map(round).find(|round| round.id == id));
    let year = held.as_ref().map(|round| round.year.unsigned_abs());
    let number = held.as_ref().map(|round| round.number);
    let names = [
        dossier.product_name.as_str(),
        &dossier.producer_name,
        &dossier.place.name,
    ];
    let star = dossier.tally().and_then(|tally| tally.star);
    let star = star.map(|star| u32::from(star.number()));
    let lodged: Option<NaiveDate> = stage.lodged().map(|lodged| lodged.on);
    let late = |today: NaiveDate| {
        let next = dossier.next_deadline();
        next.is_some_and(|deadline| deadline.is_late(today))
    };
    let of = |wanted: Option<u32>, value: Option<u32>| wanted.is_none() || wanted == value;
    let state = if filter.states.is_empty() {
        dossier.state() != State::Deleted
    } else {
        filter.states.contains(&dossier.state())
    };
    state
        && is(&filter.producer, &dossier.producer_id)
        && is(&code_of(&filter.province), &dossier.place.province_code)
        && is(&code_of(&filter.place), &dossier.place.code)
        && (filter.round.is_none() || filter.round == round_id)
        && filter
            .products
            .as_ref()
            .is_none_or(|these| these.contains(&dossier.product_id))
        && is(&filter.kind, &dossier.kind)
        && is(&filter.criteria_set, &dossier.criteria_set.into())
        && of(filter.star, star)
        && says(&names, &filter.search)
        && of(filter.round_year, year)
        && of(filter.round_number, number)
        && filter
            .late
            .is_none_or(|(wanted, today)| wanted == late(today))
        && filter
            .lodged_from
            .is_none_or(|from| lodged.is_some_and(|on| from <= on))
        && filter
            .lodged_to
            .is_none_or(|to| lodged.is_some_and(|on| on <= to))
        && filter
            .awaiting
            .as_ref()
            .is_none_or(|wanted| awaits(n, dossier, wanted))
        && lies_in(&filter.within, dossier)
}

#[tokio::test]
async fn both_engines_answer_every_search_of_dossiers_as_a_plain_filter_does() {
    on_both_at_once(async |stores| {
        let mut all: Vec<(u128, Dossier)> = (0..PRODUCTS).map(|n| (n, dossier(n))).collect();
        all.sort_by_key(|(_, dossier)| dossier.id);
        let mut found_of: HashMap<&str, usize> = HashMap::new();
        for filter in drawn(proptest::collection::vec(filters(), SEARCHES)) {
            let fitting: Vec<&Dossier> = all
                .iter()
                .filter(|(n, dossier)| fits(&filter, *n, dossier))
                .map(|(_, dossier)| dossier)
                .collect();
            let kind = match (&filter.awaiting, filter.late) {
                (Some(_), _) => "awaited",
                (None, Some(_)) => "late",
                (None, None) => "other",
            };
            *found_of.entry(kind).or_default() += usize::from(!fitting.is_empty());
            let ids: Vec<Uuid> = fitting.iter().map(|dossier| dossier.id).collect();
            for store in &stores {
                let mut found: Vec<Uuid> = Vec::new();
                loop {
                    let after = page(17, found.last().copied());
                    let (rows, next) = list_dossiers(store, &filter, &after).await.unwrap();
                    let summaries = list_summaries(store, &filter, &after).await.unwrap();
                    let expected = rows.iter().map(|dossier| Summary::from(&**dossier));
                    let summarised = summaries.0.into_iter().map(Saved::into_inner);
                    assert!(expected.eq(summarised), "{filter:?}");
                    assert_eq!(summaries.1, next);
                    found.extend(rows.iter().map(|dossier| dossier.id));
                    if next.is_empty() {
                        break;
                    }
                }
                assert_eq!(found, ids, "{filter:?}");
                let counted = dossier_facets(store, &filter, DossierDimension::VARIANTS)
                    .await
                    .unwrap();
                assert_eq!(counted.total as usize, ids.len(), "{filter:?}");
                for (by, lines) in counted.facets {
                    let counts: Vec<(String, u32)> = lines
                        .into_iter()
                        .map(|line| (line.key, line.count))
                        .collect();
                    assert_eq!(counts, expected(&fitting, by), "{by:?} of {filter:?}");
                }
            }
        }
        for kind in ["awaited", "late", "other"] {
            assert!(found_of[kind] > 15, "{found_of:?}");
        }
    })
    .await;
}

/// The counts by a dimension, greatest first, then by key.
fn expected(fitting: &[&Dossier], by: DossierDimension) -> Vec<(String, u32)> {
    let key = |dossier: &Dossier| {
        let star = dossier.tally().and_then(|tally| tally.star);
        let round_id = dossier.stage.accepted().map(|accepted| accepted.round_id);
        let held = round_id.and_then(|id| (0..4).map(round).find(|round| round.id == id));
        let lodged = dossier.stage.lodged();
        match by {
            DossierDimension::State => dossier.state().to_string(),
            DossierDimension::Kind => dossier.kind.to_string(),
            DossierDimension::CriteriaSet => dossier.criteria_set.to_string(),
            DossierDimension::Star => {
                star.map_or_else(String::new, |star| star.number().to_string())
            }
            DossierDimension::Commune => dossier.place.code.clone(),
            DossierDimension::Province => dossier.place.province_code.clone(),
            DossierDimension::Round => held.map_or_else(String::new, |round| {
                format!("{}/{}", round.year, round.number)
            }),
            DossierDimension::Year => {
                lodged.map_or_else(String::new, |lodged| lodged.on.year().to_string())
            }
        }
    };
    super::counts(fitting.iter().map(|dossier| key(dossier)))
}
