//! Starting `ocop`, and reading what it prints.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// `ocop` with a data directory and nothing of the caller's settings.
pub(crate) fn ocop(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ocop"));
    command.arg("--data-dir").arg(directory);
    for variable in [
        "OCOP_TOKEN",
        "OCOP_DATA_DIR",
        "OCOP_CATALOG_ADDRESS",
        "OCOP_EVALUATION_ADDRESS",
    ] {
        command.env_remove(variable);
    }
    command
}

/// Runs it to its end.
pub(crate) fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("ocop runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// A running `ocop up`. Dropped, it is killed.
pub(crate) struct Up {
    process: Child,
    /// What it printed when it was up: its addresses.
    pub(crate) started: Value,
}

impl Up {
    /// Starts it and waits until it has printed its addresses.
    pub(crate) fn start(directory: &Path) -> Self {
        Self::start_with(directory, &[])
    }

    /// The same with further arguments.
    pub(crate) fn start_with(directory: &Path, more: &[&str]) -> Self {
        let mut process = ocop(directory)
            .args(["--json", "up", "--log", "error", "--ports", "free"])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("ocop starts");
        let output = process.stdout.take().expect("it has an output");
        let mut text = String::new();
        for line in BufReader::new(output).lines() {
            let line = line.expect("UTF-8");
            text.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let started = serde_json::from_str(&text).unwrap_or_else(|_| panic!("it prints {text:?}"));
        Self { process, started }
    }

    /// Ctrl-C. Gives the exit code.
    pub(crate) fn interrupt(mut self) -> i32 {
        let pid = self.process.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -INT \"$0\"", &pid])
            .status()
            .expect("sh runs");
        assert!(sent.success());
        self.process.wait().expect("it ends").code().unwrap_or(-1)
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.process.kill().expect("it was running");
        self.process.wait().expect("it ends");
    }

    /// `host:port` of NATS.
    pub(crate) fn nats(&self) -> String {
        let url = self.started["nats"].as_str().expect("an address");
        url.trim_start_matches("nats://").to_owned()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
