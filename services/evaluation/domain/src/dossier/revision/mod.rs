//! What was lodged, frozen: a dossier in the software is worth the paper one (Article 7.1), so it stays
//! readable as it was, whatever is handed in later; and in what two revisions differ.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Content;
use crate::criteria::regulation::Code;

/// What was handed in at one time, frozen with the law it was handed in under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Number, from 1.
    pub number: u32,
    pub lodged_on: NaiveDate,
    /// The regulation it was handed in under.
    pub regulation: Code,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// What it answers: why the one before was given back, or the supplement asked for; empty for the
    /// first.
    pub answers_to: String,
    /// What was advised, was lacking, and was acknowledged by name.
    #[serde(default)]
    pub acknowledged: Vec<String>,
    pub content: Content,
}

/// A place in which two revisions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, such as `form.phone` or `self_assessment.3.5`.
    pub field: String,
    /// What the earlier revision says; empty if nothing.
    pub before: String,
    /// What the later one says; empty if nothing.
    pub after: String,
}

impl Revision {
    /// Where a later revision says something else, by field.
    pub fn compare(&self, later: &Self) -> Vec<Difference> {
        let mut differences = Vec::new();
        let law = |revision: &Self| format!("{} {}", revision.regulation, revision.criteria_set);
        if law(self) != law(later) {
            differences.push(Difference {
                field: "criteria_set".to_owned(),
                before: law(self),
                after: law(later),
            });
        }
        let (before, after) = (tree(&self.content), tree(&later.content));
        walk(String::new(), &before, &after, &mut differences);
        differences
    }
}

fn tree(content: &Content) -> Value {
    serde_json::to_value(content).unwrap_or_default()
}

/// Goes down both trees at once. Forms grow; a walk cannot forget a field.
fn walk(path: String, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    let empty = serde_json::Map::new();
    let branch = |value: &Value| value.as_object().cloned();
    if let (None, None) = (branch(before), branch(after)) {
        if before != after {
            found.push(Difference {
                field: path,
                before: leaf(before),
                after: leaf(after),
            });
        }
        return;
    }
    let (before, after) = (branch(before), branch(after));
    let (before, after) = (before.unwrap_or(empty.clone()), after.unwrap_or(empty));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let path = match path.as_str() {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let of =
            |side: &serde_json::Map<String, Value>| side.get(name).cloned().unwrap_or(Value::Null);
        walk(path, &of(&before), &of(&after), found);
    }
}

fn leaf(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(leaf).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
