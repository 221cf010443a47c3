//! The rows of the audit, as they are read.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::database::{Database, StoreError};

/// A row: somebody brought an aggregate to a version.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    /// Its place in the order of recording.
    pub position: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Subject of the token, `consumer:<name>`, or `clock`.
    pub actor: String,
    /// The roles they held.
    pub roles: String,
    /// The rpc, the type of the event that was applied, or the task.
    pub rpc: String,
    /// The request, where there was one.
    pub request_id: Option<Uuid>,
    /// What was changed, such as `product`.
    pub aggregate_type: String,
    /// Which one.
    pub aggregate_id: Uuid,
    /// The version it has since.
    pub version: i64,
    /// The trace of the call.
    pub trace_id: String,
    /// Why, where that was said.
    pub reason: String,
    /// The code of the province whose it is; empty if it is no province's.
    pub place: String,
}

/// Which rows; every condition that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this type of aggregate.
    pub aggregate_type: Option<String>,
    /// Of this aggregate.
    pub aggregate_id: Option<Uuid>,
    /// By this actor.
    pub actor: Option<String>,
    /// At this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub to: Option<DateTime<Utc>>,
    /// Of these provinces.
    pub places: Option<Vec<String>>,
}

/// The order of rows, that of recording or its reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they were recorded.
    OldestFirst,
    /// The last recorded first.
    NewestFirst,
}

/// The rows that a filter selects after a position, in order, `most` of them.
///
/// # Errors
/// The database cannot be reached.
pub async fn entries(
    database: &Database,
    filter: &Filter,
    order: Order,
    after: Option<i64>,
    most: u64,
) -> Result<Vec<Entry>, StoreError> {
    let mut selected = Selected::default();
    let (beyond, direction) = match order {
        Order::OldestFirst => (">", "asc"),
        Order::NewestFirst => ("<", "desc"),
    };
    selected.only(&format!("position {beyond}"), after.map(Value::from));
    let text = |text: &Option<String>| text.clone().map(Value::from);
    selected.only("aggregate_type =", text(&filter.aggregate_type));
    selected.only("aggregate_id =", filter.aggregate_id.map(Value::from));
    selected.only("actor =", text(&filter.actor));
    selected.only("at >=", filter.from.map(Value::from));
    selected.only("at <", filter.to.map(Value::from));
    if let Some(places) = &filter.places {
        selected.one_of("place", places);
    }
    let sql = format!(
        "select * from audit where {} order by position {direction} limit {most}",
        selected.condition
    );
    let statement = Statement::from_sql_and_values(database.engine(), sql, selected.values);
    Ok(Entry::find_by_statement(statement)
        .all(database.reader())
        .await?)
}

/// A condition and its parameters.
struct Selected {
    condition: String,
    values: Vec<Value>,
}

impl Default for Selected {
    fn default() -> Self {
        Self {
            condition: "true".to_owned(),
            values: Vec::new(),
        }
    }
}

impl Selected {
    fn only(&mut self, condition: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.values.push(value);
            let number = self.values.len();
            self.condition
                .push_str(&format!(" and {condition} ${number}"));
        }
    }

    fn one_of(&mut self, column: &str, texts: &[String]) {
        let mut numbers = Vec::with_capacity(texts.len());
        for text in texts {
            self.values.push(text.as_str().into());
            numbers.push(format!("${}", self.values.len()));
        }
        let among = match numbers.as_slice() {
            [] => " and false".to_owned(),
            numbers => format!(" and {column} in ({})", numbers.join(", ")),
        };
        self.condition.push_str(&among);
    }
}
