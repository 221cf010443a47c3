//! Rows as the contract writes them, and the cells of a column.

use serde_json::Value;

use super::names::name_of;

/// The cell of a column, which is the path of a field such as `certificate.star`. Lists and messages inside are JSON.
pub(super) fn cell(row: &Value, path: &str) -> Value {
    let mut value = row;
    for name in path.split('.') {
        match value.get(name) {
            Some(inner) => value = inner,
            None => return name_of(row, path).map_or(Value::Null, Value::String),
        }
    }
    match value {
        Value::Array(_) | Value::Object(_) => Value::String(value.to_string()),
        plain => plain.clone(),
    }
}

/// A text as a cell of a table that a spreadsheet program opens: what would be taken for a formula is marked as text.
pub(super) fn text(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_is_a_path_and_what_is_not_there_is_empty() {
        let row = json!({"certificate": {"star": 4}, "files": [1]});
        assert_eq!(cell(&row, "certificate.star"), json!(4));
        assert_eq!(cell(&row, "certificate.decision.number"), Value::Null);
        assert_eq!(cell(&row, "files"), json!("[1]"));
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_is_marked_as_text() {
        assert_eq!(text(&json!("=1+1")), "'=1+1");
        assert_eq!(text(&json!("@SUM(A1)")), "'@SUM(A1)");
        assert_eq!(text(&json!("-3.5")), "-3.5");
        assert_eq!(text(&json!("Nước mắm")), "Nước mắm");
        assert_eq!(text(&Value::Null), "");
    }
}
