//! Names, and words that are looked for: what has neither a letter nor a digit names nothing, and is found in everything.

use super::Violations;

const RULE: &str = "must have a letter or a digit";

impl Violations {
    /// Reads a name, which must be there.
    pub fn name(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let read = self.required_text(field, text, most)?;
        self.naming(field, read)
    }

    /// Reads a name that may be empty.
    pub fn optional_name(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let read = self.optional_text(field, text, most)?;
        self.naming(field, read)
    }

    /// Reads words to look for; empty if nothing is looked for.
    pub fn search(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        self.optional_name(field, text, most)
    }

    fn naming(&mut self, field: &str, read: String) -> Option<String> {
        if !read.is_empty() && !read.contains(char::is_alphanumeric) {
            self.add(field, "MALFORMED", RULE);
            return None;
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_letter_or_a_digit() {
        for name in ["Nước mắm", "đ", "72", "(5)", "Ω"] {
            let mut v = Violations::new();
            assert_eq!(v.name("name", name, 20).as_deref(), Some(name));
            assert_eq!(v.search("search", name, 20).as_deref(), Some(name));
            assert!(v.finish().is_ok());
        }
        for nothing in ["---", "…", "\u{301}\u{323}", "☆☆☆", "“”"] {
            let mut v = Violations::new();
            assert_eq!(v.name("name", nothing, 20), None, "{nothing:?}");
            assert_eq!(v.optional_name("brand", nothing, 20), None);
            assert_eq!(v.search("search", nothing, 20), None);
            let violations = v.finish().unwrap_err().violations;
            assert_eq!(violations.len(), 3);
            assert!(violations.iter().all(|one| one.reason == "MALFORMED"));
        }
    }

    #[test]
    fn an_optional_name_and_a_search_may_be_empty() {
        let mut v = Violations::new();
        assert_eq!(v.optional_name("brand", " ", 20).as_deref(), Some(""));
        assert_eq!(v.search("search", "", 20).as_deref(), Some(""));
        assert_eq!(v.name("name", " ", 20), None);
        assert_eq!(v.finish().unwrap_err().violations[0].reason, "REQUIRED");
    }
}
