//! A real Prometheus that scrapes running services and evaluates the rules of `deploy/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::process::Process;
use crate::{eventually, port, programs};

/// Every second: a test would otherwise wait half a minute for each scrape.
const SETTINGS: &str =
    "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\n";

/// A Prometheus on a free loopback port. Dropped, it is ended and its files are removed.
#[derive(Debug)]
pub struct Prometheus {
    port: u16,
    folder: tempfile::TempDir,
    _process: Process,
}

/// An alert rule as Prometheus has it now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlertRule {
    /// Its name.
    pub name: String,
    /// Its label `window`, where several rules have one name.
    pub window: String,
    /// Whether its condition holds.
    pub firing: bool,
}

impl Prometheus {
    /// One that scrapes these operators' ports (`service`, `host:port`) as job `ocop` and evaluates these files of rules. An
    /// alert is raised as soon as its condition holds: `for` is 0. `None` where the machine has no Prometheus.
    ///
    /// # Panics
    /// When it does not start, or does not take the rules.
    pub async fn start(targets: &[(&str, String)], rules: &[PathBuf]) -> Option<Self> {
        let program = programs::prometheus()?;
        let folder = tempfile::tempdir().expect("a folder for Prometheus");
        let mut settings = SETTINGS.to_owned();
        settings.push_str("rule_files: [rules/*.yaml]\nscrape_configs:\n  - job_name: ocop\n    static_configs:\n");
        for (service, address) in targets {
            writeln!(
                settings,
                "      - {{targets: ['{address}'], labels: {{app_kubernetes_io_name: {service}}}}}"
            )
            .expect("a string takes everything");
        }
        std::fs::write(folder.path().join("prometheus.yaml"), settings).expect("there is room");
        std::fs::create_dir(folder.path().join("rules")).expect("there is room");
        for file in rules {
            let text = std::fs::read_to_string(file).expect("the rules can be read");
            write_rules(folder.path(), file, &text);
        }
        let port = port::free();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let arguments = [
            format!("--config.file={}", path("prometheus.yaml")),
            format!("--storage.tsdb.path={}", path("data")),
            format!("--web.listen-address=127.0.0.1:{port}"),
            "--web.enable-lifecycle".to_owned(),
            "--log.level=warn".to_owned(),
        ];
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let log = folder.path().join("log");
        let prometheus = Self {
            port,
            _process: Process::start(&program, &arguments, &[], &log),
            folder,
        };
        let ready = async || {
            let answer = prometheus.ask("GET", "/-/ready").await;
            answer
                .filter(|text| text.contains(" 200 "))
                .ok_or_else(|| std::fs::read_to_string(&log).unwrap_or_default())
        };
        eventually("Prometheus to be ready", ready).await;
        Some(prometheus)
    }

    /// Changes a file of rules and has it read again.
    ///
    /// # Panics
    /// When Prometheus does not take it.
    pub async fn change(&self, file: &Path, change: impl FnOnce(String) -> String) {
        let text = std::fs::read_to_string(file).expect("the rules can be read");
        write_rules(self.folder.path(), file, &change(text));
        let answer = self.ask("POST", "/-/reload").await.unwrap_or_default();
        assert!(answer.contains(" 200 "), "{answer}");
    }

    /// Every alert rule.
    ///
    /// # Panics
    /// When a rule cannot be evaluated.
    pub async fn alerts(&self) -> Vec<AlertRule> {
        let answer = self.json("/api/v1/rules?type=alert").await;
        let groups = answer["data"]["groups"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let rules = groups
            .iter()
            .flat_map(|group| group["rules"].as_array().cloned().unwrap_or_default());
        let read = |rule: Value| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            assert_ne!(rule["health"], "err", "{rule}");
            AlertRule {
                name: text(&rule["name"]),
                window: text(&rule["labels"]["window"]),
                firing: rule["state"] == "firing",
            }
        };
        let mut alerts: Vec<AlertRule> = rules.map(read).collect();
        alerts.sort();
        alerts
    }

    /// The number of series that an expression gives now. `query` is percent-encoded by the caller where it has to be.
    pub async fn series(&self, query: &str) -> usize {
        let answer = self.json(&format!("/api/v1/query?query={query}")).await;
        answer["data"]["result"].as_array().map_or(0, Vec::len)
    }

    async fn json(&self, path: &str) -> Value {
        let answer = self.ask("GET", path).await.unwrap_or_default();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).unwrap_or_default()
    }

    /// One exchange of HTTP/1.0, whose answer ends with the connection.
    async fn ask(&self, method: &str, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        let request = format!("{method} {path} HTTP/1.0\r\nhost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        Some(answer)
    }
}

/// Writes a file of rules that does not wait before it raises an alert.
fn write_rules(folder: &Path, file: &Path, text: &str) {
    let at_once: String = text
        .lines()
        .map(|line| match line.split_once("for: ") {
            Some((indent, _)) if indent.trim().is_empty() => format!("{indent}for: 0s\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let name = file.file_name().expect("a file has a name");
    std::fs::write(folder.join("rules").join(name), at_once).expect("there is room");
}
