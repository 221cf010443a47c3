//! The words of names: in them a word is looked for with a typing error.

use std::collections::BTreeSet;

use ocop_chassis::database::{StoreError, insert_rows, select};
use ocop_chassis::text::{is_one_error_apart, likeness_key};
use sea_orm::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Letters of a word from which it may hold a typing error: shorter ones are too like each other.
const LEAST_LETTERS: usize = 3;

/// Words in whose place one is taken at most.
const MOST: usize = 20;

/// Keeps the words of names.
pub(in crate::storage) async fn add<'a>(
    db: &impl ConnectionTrait,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let keys = names.map(likeness_key).collect::<Vec<_>>();
    let words = keys.iter().flat_map(|key| key.split(' '));
    let words: BTreeSet<&str> = words
        .filter(|word| word.chars().count() >= LEAST_LETTERS)
        .collect();
    let mut values: Vec<Value> = Vec::with_capacity(words.len() * 2);
    for word in words {
        values.push(word.into());
        values.push(letters(word.chars().count()).into());
    }
    let into = "insert into words (word, letters)";
    insert_rows(db, into, 2, values, "on conflict do nothing").await?;
    Ok(())
}

fn letters(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[derive(FromQueryResult)]
struct Row {
    word: String,
}

/// The words that differ from `word` by one typing error, in order.
pub(in crate::storage) async fn like(
    db: &impl ConnectionTrait,
    word: &str,
) -> Result<Vec<String>, StoreError> {
    let count = word.chars().count();
    if count < LEAST_LETTERS || word.chars().all(|letter| letter.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    let sql = "select word from words where letters between $1 and $2 order by word";
    let around = [letters(count - 1).into(), letters(count + 1).into()];
    let words: Vec<Row> = select(db, sql, around).await?;
    let mut like: Vec<String> = words.into_iter().map(|row| row.word).collect();
    // The order is that of bytes, whatever the database sorts by.
    like.retain(|known| known != word && is_one_error_apart(known, word));
    like.sort_unstable();
    like.truncate(MOST);
    Ok(like)
}
