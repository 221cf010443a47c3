use std::net::SocketAddr;

use super::*;

const DEFAULTS: &str = r#"
# The greeting of the house.
greeting = "xin chào"
[server]
address = "127.0.0.1:50051"
workers = 4
proxy = ""
password = ""
peers = []
[labels]
"#;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Root {
    greeting: String,
    server: Server,
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Server {
    address: SocketAddr,
    workers: u16,
    #[serde(deserialize_with = "optional")]
    proxy: Option<SocketAddr>,
    password: Secret,
    peers: Vec<String>,
}

impl Check for Root {
    fn check(&self, problems: &mut Problems) {
        problems.section("server", &self.server);
    }
}

impl Check for Server {
    fn check(&self, problems: &mut Problems) {
        problems.range("workers", self.workers.into(), 1, 64);
    }
}

fn from_environment(variables: &[(&str, &str)]) -> Result<Root, Problems> {
    let variables = variables
        .iter()
        .map(|(key, value)| (key.into(), value.into()))
        .collect();
    load_with(DEFAULTS, "OCOP_TEST", None, variables, &[], &["ADDRESS"])
}

#[test]
fn later_layers_win() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("settings.toml");
    std::fs::write(&file, "greeting = \"a file\"\n[server]\nworkers = 8\n").unwrap();
    let root: Root = load_with(
        DEFAULTS,
        "OCOP_TEST",
        Some(&file),
        vec![("OCOP_TEST__SERVER__WORKERS".into(), "16".into())],
        &[("server.peers".into(), "một, hai".into())],
        &[],
    )
    .unwrap();
    assert_eq!(root.greeting, "a file");
    assert_eq!(root.server.workers, 16);
    assert_eq!(root.server.peers, ["một", "hai"]);
    assert_eq!(root.server.address.port(), 50_051);
    assert_eq!(root.server.proxy, None);
}

#[test]
fn every_problem_is_reported_at_once_with_key_origin_and_expectation() {
    let problems = from_environment(&[
        ("OCOP_TEST__SERVER__WORKERS", "many"),
        ("OCOP_TEST__SERVER__ADDRESS", "nowhere"),
        ("OCOP_TEST__SERVER__ADRESS", "127.0.0.1:1"),
        ("OCOP_TEST__SERVER__PASSWORD_FILE", "/does/not/exist"),
    ])
    .unwrap_err();
    let keys: Vec<&str> = problems.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "server.adress",
            "server.password_file",
            "server.address",
            "server.workers"
        ]
    );
    let shown = problems.to_string();
    assert!(shown.contains("4 problems"), "{shown}");
    assert!(shown.contains("OCOP_TEST__SERVER__WORKERS"), "{shown}");
    assert!(shown.contains("expected an integer"), "{shown}");
}

#[test]
fn a_type_problem_does_not_hide_a_range_problem() {
    let problems = from_environment(&[
        ("OCOP_TEST__SERVER__WORKERS", "65"),
        ("OCOP_TEST__SERVER__PROXY", "no address"),
    ])
    .unwrap_err();
    let keys: Vec<&str> = problems.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["server.proxy", "server.workers"]);
}

#[test]
fn a_secret_comes_from_the_file_that_is_named_and_is_never_shown() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("password");
    std::fs::write(&file, "mật khẩu\n").unwrap();
    let path = file.display().to_string();
    let root = from_environment(&[("OCOP_TEST__SERVER__PASSWORD_FILE", &path)]).unwrap();
    assert_eq!(root.server.password.reveal(), "mật khẩu");
    assert!(!format!("{root:?}").contains("mật"));
}

#[test]
fn a_list_comes_from_a_file_with_an_item_in_each_line() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("peers");
    std::fs::write(&file, "một\nhai\n\n").unwrap();
    let path = file.display().to_string();
    let root = from_environment(&[("OCOP_TEST__SERVER__PEERS_FILE", &path)]).unwrap();
    assert_eq!(root.server.peers, ["một", "hai"]);
}

#[test]
fn a_table_that_the_defaults_leave_empty_takes_any_name() {
    let root = from_environment(&[("OCOP_TEST__LABELS__REGION", "trung")]).unwrap();
    assert_eq!(root.labels["region"], "trung");
}

#[test]
fn a_file_that_is_not_there_is_a_problem() {
    let missing = Path::new("/does/not/exist.toml");
    let problems =
        load_with::<Root>(DEFAULTS, "OCOP_TEST", Some(missing), vec![], &[], &[]).unwrap_err();
    assert!(problems.to_string().contains("exist.toml"), "{problems}");
}

#[test]
fn variables_of_other_programs_are_left_alone() {
    from_environment(&[("OCOP_TESTING__SERVER__WORKERS", "x"), ("HOME", "/root")]).unwrap();
}

#[test]
fn a_variable_that_sets_nothing_is_told_with_what_was_meant() {
    for (name, meant) in [
        ("OCOP_TEST_SERVER__WORKERS", "OCOP_TEST__SERVER__WORKERS"),
        ("OCOP_TEST_SERVER_ADRESS", "OCOP_TEST__SERVER__ADDRESS"),
        ("OCOP_TEST_GREETING", "OCOP_TEST__GREETING"),
        (
            "OCOP_TEST_SERVER_PASSWORD_FILE",
            "OCOP_TEST__SERVER__PASSWORD_FILE",
        ),
        ("OCOP_TEST_SERVER_PORT", "no guess"),
    ] {
        let problems = from_environment(&[(name, "5")]).unwrap_err().to_string();
        let hint = match meant {
            "no guess" => "there is no such setting".to_owned(),
            meant => format!("did you mean {meant}?"),
        };
        assert!(
            problems.contains(name) && problems.ends_with(&hint),
            "{problems}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_a_problem_if_it_is_one_of_ours() {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes = || OsString::from_vec(vec![b'9', 0xff]);
    let mut name = b"OCOP_TEST__SERVER__PROXY".to_vec();
    name.push(0xff);
    let variables = vec![
        ("OCOP_TEST__SERVER__WORKERS".into(), bytes()),
        (OsString::from_vec(name), "1".into()),
        ("LESSOPEN".into(), bytes()),
    ];
    let problems = load_with::<Root>(DEFAULTS, "OCOP_TEST", None, variables, &[], &[]).unwrap_err();
    let problems = problems.to_string();
    for name in ["OCOP_TEST__SERVER__WORKERS", "OCOP_TEST__SERVER__PROXY"] {
        assert!(problems.contains(name), "{problems}");
    }
    assert!(!problems.contains("LESSOPEN"), "{problems}");
}

#[test]
fn a_key_that_is_not_known_is_told_with_the_nearest_that_is() {
    let problems = from_environment(&[("OCOP_TEST__SERVER_WORKERS", "5")]).unwrap_err();
    let problems = problems.to_string();
    assert!(
        problems.ends_with("did you mean server.workers?"),
        "{problems}"
    );
}

#[test]
fn what_kubernetes_tells_of_its_services_is_left_alone() {
    from_environment(&[
        ("OCOP_TEST_SERVICE_HOST", "10.96.0.12"),
        ("OCOP_TEST_SERVICE_PORT", "7101"),
        ("OCOP_TEST_SERVICE_PORT_GRPC", "7101"),
        ("OCOP_TEST_PORT", "tcp://10.96.0.12:7101"),
        ("OCOP_TEST_PORT_7101_TCP", "tcp://10.96.0.12:7101"),
        ("OCOP_TEST_PORT_7101_TCP_PROTO", "tcp"),
        ("OCOP_TEST_PORT_7101_TCP_PORT", "7101"),
        ("OCOP_TEST_PORT_7101_TCP_ADDR", "10.96.0.12"),
        ("OCOP_TEST_ADMIN_SERVICE_HOST", "10.96.0.13"),
        ("OCOP_TEST_ADMIN_PORT", "tcp://10.96.0.13:7201"),
        ("OCOP_TEST_ADMIN_PORT_7201_UDP_ADDR", "10.96.0.13"),
        ("OCOP_TEST_ADDRESS", "of the service, for its clients"),
    ])
    .unwrap();
}
