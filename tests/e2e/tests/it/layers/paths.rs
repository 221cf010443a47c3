//! Which paths a Rust source names: by `use`, also in groups, and in full in the middle of the code.

/// One path as it is written, groups expanded, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) line: usize,
    /// In how many `mod … { }` of the file: a `super` leads out of the innermost.
    pub(super) inside: usize,
    pub(super) path: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Colons,
    Sign(char),
}

/// All paths of at least two segments, comments and literals left out.
pub(super) fn named(source: &str) -> Vec<Named> {
    let tokens = tokens(source);
    let mut found: Vec<Named> = Vec::new();
    // Of every open brace, whether it is a module's.
    let mut braces = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let known = found.len();
        match &tokens[at].1 {
            Token::Word(word) if word == "use" => at = tree(&tokens, at + 1, "", &mut found),
            Token::Word(_) | Token::Colons => {
                let (path, next) = plain(&tokens, at);
                if path.contains("::") {
                    found.push(Named {
                        line: tokens[at].0,
                        inside: 0,
                        path,
                    });
                }
                at = next.max(at + 1);
            }
            Token::Sign(sign) => {
                match sign {
                    '{' => braces.push(at > 1 && tokens[at - 2].1 == Token::Word("mod".to_owned())),
                    '}' => drop(braces.pop()),
                    _ => {}
                }
                at += 1;
            }
        }
        let inside = braces.iter().filter(|&&is_module| is_module).count();
        found[known..]
            .iter_mut()
            .for_each(|named| named.inside = inside);
    }
    found
}

/// A path without groups, and where it ends.
fn plain(tokens: &[(usize, Token)], mut at: usize) -> (String, usize) {
    let mut segments = Vec::new();
    if matches!(tokens.get(at), Some((_, Token::Colons))) {
        at += 1;
    }
    while let Some((_, Token::Word(word))) = tokens.get(at) {
        segments.push(word.as_str());
        at += 1;
        match (tokens.get(at), tokens.get(at + 1)) {
            (Some((_, Token::Colons)), Some((_, Token::Word(_)))) => at += 1,
            _ => break,
        }
    }
    (segments.join("::"), at)
}

/// What follows `use`, or stands in a group of it: a path, or a group under `prefix`. Gives back where it ends.
fn tree(tokens: &[(usize, Token)], at: usize, prefix: &str, found: &mut Vec<Named>) -> usize {
    let line = tokens.get(at).map_or(0, |token| token.0);
    let (path, mut at) = plain(tokens, at);
    let whole = match (prefix.is_empty(), path.is_empty()) {
        (false, false) => format!("{prefix}::{path}"),
        (false, true) => prefix.to_owned(),
        (true, _) => path,
    };
    if matches!(tokens.get(at), Some((_, Token::Colons))) {
        at += 1;
    }
    if !matches!(tokens.get(at), Some((_, Token::Sign('{')))) {
        found.push(Named {
            line,
            inside: 0,
            path: whole,
        });
        return at;
    }
    at += 1;
    while let Some((_, token)) = tokens.get(at) {
        match token {
            Token::Sign('}') => return at + 1,
            Token::Sign(',' | '*') => at += 1,
            _ => at = tree(tokens, at, &whole, found).max(at + 1),
        }
    }
    at
}

/// Words and signs with their lines; comments, strings, characters and lifetimes are left out.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let text: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let start = at;
        let rest = &text[at..];
        match rest {
            ['/', '/', ..] => {
                at += rest
                    .iter()
                    .position(|&sign| sign == '\n')
                    .unwrap_or(rest.len())
            }
            ['/', '*', ..] => at += ends_after(rest, 2, &['*', '/']),
            ['"', ..] => at += string(rest),
            ['r', '"' | '#', ..] if raw(rest).is_some() => at += raw(rest).unwrap_or(1),
            ['\'', '\\', ..] => at += 2 + ends_after(&rest[2..], 1, &['\'']),
            ['\'', _, '\'', ..] => at += 3,
            // A lifetime: its name is no word.
            ['\'', sign, ..] if is_word(*sign) => {
                at += 1 + rest[1..]
                    .iter()
                    .position(|&sign| !is_word(sign))
                    .unwrap_or(rest.len() - 1);
            }
            [':', ':', ..] => {
                tokens.push((line, Token::Colons));
                at += 2;
            }
            [sign, ..] if is_word(*sign) => {
                let length = rest
                    .iter()
                    .position(|&sign| !is_word(sign))
                    .unwrap_or(rest.len());
                tokens.push((line, Token::Word(rest[..length].iter().collect())));
                at += length;
            }
            [sign, ..] => {
                if !sign.is_whitespace() {
                    tokens.push((line, Token::Sign(*sign)));
                }
                at += 1;
            }
            [] => break,
        }
        line += text[start..at].iter().filter(|&&sign| sign == '\n').count();
    }
    tokens
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// How long it is up to and with `end`, looked for from `from`.
fn ends_after(text: &[char], from: usize, end: &[char]) -> usize {
    (from..text.len())
        .find(|&at| text[at..].starts_with(end))
        .map_or(text.len(), |at| at + end.len())
}

fn string(text: &[char]) -> usize {
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            '"' => return at + 1,
            '\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// The length of a raw string, if this is one and not a raw word.
fn raw(text: &[char]) -> Option<usize> {
    let hashes = text[1..].iter().take_while(|&&sign| sign == '#').count();
    (text.get(1 + hashes) == Some(&'"')).then(|| {
        let end: Vec<char> = std::iter::once('"')
            .chain(std::iter::repeat_n('#', hashes))
            .collect();
        ends_after(text, 2 + hashes, &end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str) -> Vec<String> {
        named(source).into_iter().map(|named| named.path).collect()
    }

    #[test]
    fn groups_are_expanded_to_their_leaves() {
        let source = "pub(crate) use crate::{domain::{self, Star}, storage::*, text};";
        assert_eq!(
            paths(source),
            [
                "crate::domain::self",
                "crate::domain::Star",
                "crate::storage",
                "crate::text"
            ]
        );
    }

    #[test]
    fn a_path_in_the_middle_of_the_code_counts() {
        let source = "fn f<'a>(x: &'a ::tonic::Status) -> char {\n    let c = '\"';\n    sea_orm::Value::from(x); c\n}";
        assert_eq!(
            named(source),
            [
                Named {
                    line: 1,
                    inside: 0,
                    path: "tonic::Status".to_owned()
                },
                Named {
                    line: 3,
                    inside: 0,
                    path: "sea_orm::Value::from".to_owned()
                }
            ]
        );
    }

    #[test]
    fn comments_and_literals_do_not_count() {
        let source = "// a::b\n/* c::d\n */ let x = \"e::f \\\" g::h\"; let y = r#\"i::j \" k::l\"#; m::n();";
        assert_eq!(
            named(source),
            [Named {
                line: 3,
                inside: 0,
                path: "m::n".to_owned()
            }]
        );
    }

    #[test]
    fn modules_written_in_place_are_counted() {
        let source = "mod tests {\n    fn f() { a::b(); }\n    mod inner { use super::x; }\n}\nfn g() { c::d() }";
        let inside: Vec<usize> = named(source).iter().map(|named| named.inside).collect();
        assert_eq!(inside, [1, 2, 0]);
    }
}
