//! The paths that a Rust source names, by `use` or in full, resolved to the root of its crate.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree};

/// A path, written from `crate` if it leads there by `self` or `super`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) line: usize,
    pub(super) path: Vec<String>,
    /// In code that only tests compile.
    pub(super) in_test: bool,
    /// Named by `pub use`.
    pub(super) exported: bool,
}

/// All paths of at least two segments in the source of `module`, which is given from the root of its crate.
///
/// # Panics
/// When the source is not Rust.
pub(super) fn named(module: &[String], source: &str) -> Vec<Named> {
    let file = syn::parse_file(source).expect("a source that compiles can be parsed");
    let in_test = module.iter().any(|name| name.starts_with("tests")) || only_tests(&file.attrs);
    let mut paths = Paths {
        module: module.to_vec(),
        in_test,
        found: Vec::new(),
    };
    paths.visit_file(&file);
    paths.found
}

fn only_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|flag| flag == "test")
    })
}

struct Paths {
    module: Vec<String>,
    in_test: bool,
    found: Vec<Named>,
}

impl Paths {
    fn add(&mut self, segments: &[String], at: Span, exported: bool) {
        if segments.len() > 1 {
            self.found.push(Named {
                line: at.start().line,
                path: from_root(&self.module, segments),
                in_test: self.in_test,
                exported,
            });
        }
    }

    fn tree(&mut self, tree: &UseTree, mut prefix: Vec<String>, exported: bool) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(&path.tree, prefix, exported);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, prefix.clone(), exported);
                }
            }
            UseTree::Name(name) if name.ident == "self" => {
                self.add(&prefix, name.ident.span(), exported);
            }
            UseTree::Name(name) => {
                prefix.push(name.ident.to_string());
                self.add(&prefix, name.ident.span(), exported);
            }
            UseTree::Rename(name) => {
                prefix.push(name.ident.to_string());
                self.add(&prefix, name.ident.span(), exported);
            }
            UseTree::Glob(glob) => {
                prefix.push("*".to_owned());
                self.add(&prefix, glob.star_token.spans[0], exported);
            }
        }
    }

    /// What a macro is called with is not parsed: words with `::` between them are taken for paths.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(word) => {
                    if colons != 2 {
                        path.clear();
                    }
                    path.push(word.to_string());
                    self.add(&path, word.span(), false);
                    colons = 0;
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    path.clear();
                }
                _ => path.clear(),
            }
        }
    }
}

impl Visit<'_> for Paths {
    fn visit_item_use(&mut self, item: &ItemUse) {
        let exported = matches!(item.vis, syn::Visibility::Public(_));
        self.tree(&item.tree, Vec::new(), exported);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let segments = path.segments.iter();
        let segments: Vec<String> = segments.map(|one| one.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.add(&segments, first.ident.span(), false);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &ItemMod) {
        let outer = self.in_test;
        self.in_test |= only_tests(&item.attrs);
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.in_test = outer;
    }

    fn visit_macro(&mut self, call: &Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }
}

/// A path that begins with `self` or `super`, written from `crate`.
fn from_root(module: &[String], segments: &[String]) -> Vec<String> {
    let climbed = segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    let here = usize::from(segments[0] == "self");
    if climbed + here == 0 {
        return segments.to_vec();
    }
    let above = &module[..module.len().saturating_sub(climbed)];
    let rest = &segments[climbed + here..];
    let mut path = vec!["crate".to_owned()];
    path.extend(above.iter().chain(rest).cloned());
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(module: &[&str], source: &str) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        let found = named(&module, source);
        found.iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn groups_are_expanded_to_their_leaves() {
        let source = "pub(crate) use crate::{domain::{self, Star}, storage::*};";
        assert_eq!(
            paths(&[], source),
            ["crate::domain", "crate::domain::Star", "crate::storage::*"]
        );
    }

    #[test]
    fn a_path_in_the_middle_of_the_code_and_in_a_macro_counts() {
        let source =
            "fn f(x: &tonic::Status) { log!(\"{}\", sea_orm::Value); vec![a::b(c::d::e)]; }";
        assert_eq!(
            paths(&[], source),
            ["tonic::Status", "sea_orm::Value", "a::b", "c::d", "c::d::e"]
        );
    }

    #[test]
    fn a_path_that_climbs_is_written_from_the_root() {
        let source = "use super::product::Gtin; mod inner { use super::super::x; use self::y; }";
        assert_eq!(
            paths(&["storage", "place"], source),
            [
                "crate::storage::product::Gtin",
                "crate::storage::x",
                "crate::storage::place::inner::y"
            ]
        );
    }

    #[test]
    fn what_only_tests_compile_is_marked() {
        let source = "use a::b; #[cfg(test)] mod tests { use c::d; }";
        let found = named(&[], source);
        assert_eq!([found[0].in_test, found[1].in_test], [false, true]);
    }
}
