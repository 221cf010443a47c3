//! Lists that may be long: as many rows as were asked for, and whether there are more.

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};
use tonic::{Response, Status};

use crate::errors::CallError;
use crate::output::{self, Format};

/// Rows that a service is asked for at once.
const PAGE: u32 = 500;

/// How many rows.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// At most so many.
    #[arg(long, alias = "most", value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Found<T> {
    pub(super) rows: Vec<T>,
    /// Whether there is more than was asked for.
    more: bool,
}

impl Limit {
    /// Asks for page after page: `page` is given how many rows and the token of the page, and `parts` takes an answer
    /// apart into rows and the next token.
    pub(super) async fn of<T, Answer>(
        self,
        mut page: impl AsyncFnMut(i32, String) -> Result<Response<Answer>, Status>,
        parts: impl Fn(Answer) -> (Vec<T>, String),
    ) -> anyhow::Result<Found<T>> {
        let mut rows = Vec::new();
        let mut token = String::new();
        loop {
            let had = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let left = self.limit.saturating_sub(had).min(PAGE);
            let answer = page(i32::try_from(left)?, token).await;
            let (found, next) = parts(answer.map_err(CallError::from)?.into_inner());
            rows.extend(found);
            token = next;
            let enough = rows.len() >= usize::try_from(self.limit)?;
            if token.is_empty() || enough {
                let more = !token.is_empty();
                return Ok(Found { rows, more });
            }
        }
    }
}

impl Limit {
    /// The first rows of several lists, by `key`.
    pub(super) fn first_of<T, Key: Ord>(
        self,
        lists: Vec<Found<T>>,
        key: impl FnMut(&T) -> Key,
    ) -> Found<T> {
        let mut more = lists.iter().any(|list| list.more);
        let mut rows: Vec<T> = lists.into_iter().flat_map(|list| list.rows).collect();
        rows.sort_by_key(key);
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        more |= rows.len() > limit;
        rows.truncate(limit);
        Found { rows, more }
    }
}

impl<T> Found<T> {
    /// The same with something made of each row.
    pub(super) fn map<U>(self, make: impl FnMut(T) -> U) -> Found<U> {
        Found {
            rows: self.rows.into_iter().map(make).collect(),
            more: self.more,
        }
    }
}

impl<T: Serialize> Found<T> {
    /// Shows the rows as JSON under `name`, and something besides under its own.
    pub(super) fn show_with(
        &self,
        name: &str,
        (other, besides): (&str, Value),
    ) -> anyhow::Result<()> {
        let mut whole = Map::new();
        whole.insert(name.to_owned(), serde_json::to_value(&self.rows)?);
        whole.insert(other.to_owned(), besides);
        whole.insert("more".to_owned(), self.more.into());
        output::json(&Value::Object(whole))
    }

    /// Shows the rows: as JSON under `name`, or as the table that `table` makes of them.
    pub(super) fn show(
        &self,
        name: &str,
        format: Format,
        table: impl Fn(&[T]) -> comfy_table::Table,
    ) -> anyhow::Result<()> {
        if format == Format::Json {
            let mut whole = Map::new();
            whole.insert(name.to_owned(), serde_json::to_value(&self.rows)?);
            whole.insert("more".to_owned(), self.more.into());
            return output::json(&Value::Object(whole));
        }
        if self.rows.is_empty() {
            output::line("There are none.");
            return Ok(());
        }
        output::line(table(&self.rows));
        if self.more {
            output::line(format_args!(
                "The first {} are shown, and there are more: --limit takes a greater number.",
                self.rows.len()
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_lists_the_first_rows_are_shown_and_that_there_are_more() {
        let found = |rows: &[u32], more| Found {
            rows: rows.to_vec(),
            more,
        };
        let first = |limit, lists| {
            let found = Limit { limit }.first_of(lists, |row: &u32| *row);
            (found.rows, found.more)
        };
        let lists = || vec![found(&[1, 4], false), found(&[2, 3], false)];
        assert_eq!(first(3, lists()), (vec![1, 2, 3], true));
        assert_eq!(first(4, lists()), (vec![1, 2, 3, 4], false));
        assert_eq!(first(4, vec![found(&[1], true)]), (vec![1], true));
    }
}
