//! The search for products. What is searched is written by the service in one form, so that both engines find the same and
//! rank it alike.

use ocop_chassis::database::StoreError;
use ocop_chassis::text::{anywhere, likeness_key, name_key};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, LikeExpr, SimpleExpr};
use sea_orm::{Condition, ConnectionTrait};

use crate::storage::search::words;

/// Letters of a description that are searched.
const DESCRIPTION: usize = 1_000;

/// The part of a description that is searched.
pub(super) fn description(text: &str) -> String {
    likeness_key(text).chars().take(DESCRIPTION).collect()
}

/// What a product must hold to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Every word as it was typed, in any order and possibly inside a longer one.
    Typed(Vec<String>),
    /// The same with one word replaced by one that differs by a typing error: the other words, and what may stand for it.
    Corrected(Vec<(Vec<String>, Vec<String>)>),
}

/// The rank of products of which one word was typed wrongly, beside those that were found as typed.
const CORRECTED: i32 = 10;

/// Which part of a product's text is looked at, from the name to all of it.
const NAME: &str = "(' ' || products.search_text || ' ')";
const BRAND: &str = "(' ' || products.search_text || ' | ' || products.search_brand || ' ')";
const PRODUCER: &str = "(' ' || products.search_text || ' | ' || products.search_brand || ' | ' || products.search_producer || ' ')";
const ALL: &str = "products.search_all";

fn holds(text: &'static str, part: &str) -> SimpleExpr {
    Expr::cust(text).like(LikeExpr::new(anywhere(part)).escape('\\'))
}

fn holds_all(text: &'static str, parts: &[String]) -> Condition {
    let parts = parts.iter().map(|part| holds(text, part));
    parts.fold(Condition::all(), Condition::add)
}

impl Wanted {
    /// The words of a search as they were typed; `None` if there are none.
    pub(super) fn typed(search: &str) -> Option<Self> {
        let key = likeness_key(search);
        let words = key.split(' ').filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self::Typed(words))
    }

    /// The search with one typing error; `None` if no known word is so like one of it.
    pub(super) async fn corrected(
        &self,
        db: &impl ConnectionTrait,
    ) -> Result<Option<Self>, StoreError> {
        let Self::Typed(typed) = self else {
            return Ok(None);
        };
        let mut ways = Vec::new();
        for (at, word) in typed.iter().enumerate() {
            let like = words::like(db, word).await?;
            if !like.is_empty() {
                let others = typed.iter().enumerate();
                let others = others.filter(|(other, _)| *other != at);
                ways.push((others.map(|(_, word)| word.clone()).collect(), like));
            }
        }
        Ok((!ways.is_empty()).then_some(Self::Corrected(ways)))
    }

    /// Whether a product is found.
    pub(super) fn condition(&self) -> Condition {
        self.in_text(ALL)
    }

    fn in_text(&self, text: &'static str) -> Condition {
        match self {
            Self::Typed(words) => holds_all(text, words),
            Self::Corrected(ways) => {
                let way = |(others, like): &(Vec<String>, Vec<String>)| {
                    let like = like.iter().map(|word| holds(text, &format!(" {word} ")));
                    let one_of = like.fold(Condition::any(), Condition::add);
                    holds_all(text, others).add(one_of)
                };
                ways.iter().map(way).fold(Condition::any(), Condition::add)
            }
        }
    }

    /// The rank of a product that is found, the best first: the very accents in the name, in this order and in another;
    /// then by where the words are: in the name, the brand, the producer, the description.
    pub(super) fn rank(&self, search: &str) -> SimpleExpr {
        let mut case = CaseStatement::new();
        let first = match self {
            Self::Typed(_) => {
                let key = name_key(search);
                let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
                case = case
                    .case(holds("products.name_key", &key), 0)
                    .case(holds_all("products.name_key", &words), 1);
                2
            }
            Self::Corrected(_) => CORRECTED,
        };
        case.case(self.in_text(NAME), first)
            .case(self.in_text(BRAND), first + 1)
            .case(self.in_text(PRODUCER), first + 2)
            .finally(first + 3)
            .into()
    }
}

/// Whether a product of this rank was found in spite of a typing error.
pub(super) fn is_corrected(rank: i32) -> bool {
    rank >= CORRECTED
}
