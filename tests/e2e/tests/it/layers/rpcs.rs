//! No rpc is without a story: some test calls it, besides those that call every rpc alike.

use ocop_proto::access;

use super::{project, services, sources};

/// Tests that call each rpc of the contract in the same way, and so say nothing of what it does.
const ALIKE: [&str; 3] = ["reach", "fuzz", "bad_input"];

/// What tests say: those of the services, of the command line and of the whole system, and the journey.
fn tests() -> String {
    let mut folders: Vec<_> = services()
        .iter()
        .map(|service| format!("services/{service}/tests"))
        .collect();
    folders.extend(
        [
            "services/ocop/tests",
            "services/ocop/src/demo",
            "tests/e2e/tests",
        ]
        .map(str::to_owned),
    );
    let mut text = String::new();
    for folder in folders {
        for (module, path) in sources(&project().join(folder), &[]) {
            if !module.iter().any(|name| ALIKE.contains(&name.as_str())) {
                text.push_str(&std::fs::read_to_string(path).expect("a source can be read"));
            }
        }
    }
    text
}

/// `GetPlace` as a client calls it: `.get_place(`.
fn call(rpc: &str) -> String {
    let mut call = ".".to_owned();
    for (index, letter) in rpc.chars().enumerate() {
        if letter.is_ascii_uppercase() && index > 0 {
            call.push('_');
        }
        call.push(letter.to_ascii_lowercase());
    }
    call.push('(');
    call
}

#[test]
fn every_rpc_is_called_by_a_test_of_what_it_does() {
    let tests = tests();
    let tables = [
        access::CATALOG,
        access::EVALUATION,
        access::PROMOTION,
        access::OPERATIONS,
    ];
    let names = tables
        .into_iter()
        .flatten()
        .filter_map(|access| access.rpc.rsplit('/').next());
    let untold: Vec<&str> = names.filter(|name| !tests.contains(&call(name))).collect();
    assert!(untold.is_empty(), "no test calls {untold:?}");
    assert!(
        !tests.contains(&call("GetNothing")),
        "what is not called is found out"
    );
}
