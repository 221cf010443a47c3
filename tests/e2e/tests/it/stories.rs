//! The journey that the README promises, played by the program that plays it for people.

use ocop_harness::programs;
use tokio::process::Command;

#[tokio::test]
async fn the_whole_journey_is_played_and_everybody_agrees() {
    let program = programs(&[("ocop", "ocop")]).remove(0);
    let played = Command::new(program).arg("demo").output().await.unwrap();
    let told = String::from_utf8(played.stdout).unwrap();
    let complained = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{told}\n{complained}");
    for word in ["Nước mắm", "Lý Sơn", "3.5"] {
        assert!(
            told.contains(word),
            "the story does not tell of {word}:\n{told}"
        );
    }
}
