//! Reads the fields of a JSON object, each once, and notes those that nobody asked for.

use ocop_chassis::grpc::Violations;
use serde_json::{Map, Value};

/// The fields of an object that were not read yet.
pub(super) struct Fields {
    path: String,
    left: Map<String, Value>,
}

impl Fields {
    /// The fields of `value`, which must be an object.
    pub(super) fn of(v: &mut Violations, path: &str, value: Value) -> Option<Self> {
        match value {
            Value::Object(left) => Some(Self {
                path: path.to_owned(),
                left,
            }),
            _ => {
                v.add(path, "MALFORMED", "must be an object");
                None
            }
        }
    }

    /// The path of a field.
    pub(super) fn at(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// Whether there is a list of this name, of at least so many.
    pub(super) fn has_list(&self, name: &str, least: usize) -> bool {
        let list = self.left.get(name).and_then(Value::as_array);
        list.is_some_and(|list| list.len() >= least)
    }

    /// A field as it is.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name)
    }

    /// A text that may be left out. One that is empty is none: it would not be given back.
    pub(super) fn text(&mut self, v: &mut Violations, name: &str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(Value::String(text)) if !text.is_empty() => text,
            Some(Value::String(text)) => {
                v.add(self.at(name), "MALFORMED", "must not be empty");
                text
            }
            Some(_) => {
                v.add(self.at(name), "MALFORMED", "must be a text");
                String::new()
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, v: &mut Violations, name: &str) -> String {
        if !self.left.contains_key(name) {
            v.add(self.at(name), "REQUIRED", "must be given");
        }
        self.text(v, name)
    }

    /// A list that may be left out, of at most so many.
    pub(super) fn list(&mut self, v: &mut Violations, name: &str, most: usize) -> Vec<Value> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::Array(list)) if list.len() <= most => list,
            Some(Value::Array(_)) => {
                v.add(self.at(name), "TOO_MANY", format!("must be at most {most}"));
                Vec::new()
            }
            Some(_) => {
                v.add(self.at(name), "MALFORMED", "must be a list");
                Vec::new()
            }
        }
    }

    /// Texts.
    pub(super) fn texts(&mut self, v: &mut Violations, name: &str, most: usize) -> Vec<String> {
        let path = self.at(name);
        let mut texts = Vec::new();
        for (n, value) in self.list(v, name, most).into_iter().enumerate() {
            match value {
                Value::String(text) => texts.push(text),
                _ => v.add(format!("{path}[{n}]"), "MALFORMED", "must be a text"),
            }
        }
        texts
    }

    /// Notes every field that was not read.
    pub(super) fn finish(self, v: &mut Violations) {
        for name in self.left.keys() {
            let rule = "is not kept here, and so not taken";
            v.add(self.at(name), "UNSUPPORTED", rule);
        }
    }
}
