//! The journey that the README promises: `ocop demo` as a person runs it.

use ocop_harness::programs;
use tokio::process::Command;

#[tokio::test]
async fn the_whole_journey_is_played_and_everybody_agrees() {
    let program = programs(&["ocop"]).remove(0);
    let output = Command::new(program).arg("demo").output().await.unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}\n{stderr}");
    for word in ["Nước mắm", "Lý Sơn", "3.5"] {
        assert!(
            stdout.contains(word),
            "the demonstration does not print {word}:\n{stdout}"
        );
    }
}
