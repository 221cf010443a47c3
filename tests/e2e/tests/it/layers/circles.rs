//! No area of a layer leads back to itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{LAYERS, areas, project, read, services, sources};

/// Which areas of a layer name which others, tests left out. `root` is the module that holds the areas.
fn dependencies(
    folder: &Path,
    root: &[String],
    areas: &BTreeSet<String>,
) -> BTreeMap<String, BTreeSet<String>> {
    let area_of = |path: &[String]| {
        path.get(root.len())
            .filter(|name| areas.contains(*name))
            .cloned()
    };
    let mut exported = BTreeMap::new();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut pending = Vec::new();
    for (module, path) in sources(folder, root) {
        for named in read(&module, &path)
            .into_iter()
            .filter(|named| !named.in_test)
        {
            if module == root && named.exported {
                // `pub use product::Gtin` in the root: who names `Gtin` from there names `product`.
                let own = if named.path[0] == "crate" {
                    &named.path[1..]
                } else {
                    &named.path[..]
                };
                let area = own.iter().find(|name| areas.contains(*name));
                exported.extend(area.map(|area| (own[own.len() - 1].clone(), area.clone())));
            } else if let Some(area) = area_of(&module)
                && named.path[0] == "crate"
                && named.path[1..].starts_with(root)
            {
                pending.push((area, named.path[1..].to_vec()));
            }
        }
    }
    for (area, path) in pending {
        let target = area_of(&path).or_else(|| exported.get(path.get(root.len())?).cloned());
        if let Some(target) = target.filter(|target| *target != area) {
            found.entry(area).or_default().insert(target);
        }
    }
    found
}

/// An area that leads back to itself, with the way.
fn circle(of: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(of: &BTreeMap<String, BTreeSet<String>>, way: &mut Vec<String>) -> bool {
        let next = way.last().and_then(|last| of.get(last));
        next.into_iter().flatten().any(|next| {
            let again = way.contains(next);
            way.push(next.clone());
            let found = again || walk(of, way);
            if !found {
                way.pop();
            }
            found
        })
    }
    of.keys().find_map(|start| {
        let mut way = vec![start.clone()];
        walk(of, &mut way).then_some(way)
    })
}

#[test]
fn no_circle_ties_areas_of_a_layer_together() {
    let mut circles = Vec::new();
    for service in services() {
        let root = project().join("services").join(&service);
        let areas = areas(&service);
        let mut check = |folder: PathBuf, module: &[String]| {
            let found = circle(&dependencies(&folder, module, &areas));
            circles.extend(found.map(|way| format!("{}: {}", folder.display(), way.join(" → "))));
        };
        check(root.join("domain/src"), &[]);
        for layer in &LAYERS {
            check(root.join("src").join(layer.name), &[layer.name.to_owned()]);
        }
    }
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
fn a_planted_circle_is_found() {
    let planted = [("a", "b"), ("b", "c"), ("c", "b")];
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in planted {
        of.entry(from.to_owned()).or_default().insert(to.to_owned());
    }
    assert_eq!(
        circle(&of),
        Some(["a", "b", "c", "b"].map(str::to_owned).to_vec())
    );
    of.remove("c");
    assert_eq!(circle(&of), None);
}
