//! Tokens of calls.

use super::*;

fn token(keys: &DevelopmentKeys) -> String {
    let now = "2026-06-15T08:00:00Z".parse().unwrap();
    let valid_for = chrono::TimeDelta::hours(1);
    keys.token("lan", &[], "here", "ocop", valid_for, now)
        .unwrap()
}

/// The reason for which a call with this header is refused; `None` if it is let in.
async fn reason_for(router: &Guarded<Routes>, authorization: &str) -> Option<String> {
    let request = request("/toy/Signed").header("authorization", authorization);
    let request = request.body(empty_message()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    Status::from_header_map(response.headers()).map(|status| reason(&status))
}

#[tokio::test]
async fn the_scheme_of_a_token_may_be_written_in_any_case() {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let (router, token) = (guarded_by(&keys).await.1, token(&keys));
    for scheme in ["Bearer", "bearer", "BEARER", " bearer "] {
        let header = format!("{scheme} {token}");
        assert_eq!(reason_for(&router, &header).await, None, "{scheme}");
    }
    for header in [&token, "", "Bearer", "Basic bGFuOmxhbg==", "Bearer a b"] {
        let reason = reason_for(&router, header).await;
        assert_eq!(reason.as_deref(), Some("TOKEN_INVALID"), "{header}");
    }
}

#[tokio::test]
async fn a_call_with_a_token_of_a_new_key_waits_until_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let published = std::fs::read_to_string(keys.jwks_path()).unwrap();
    std::fs::write(keys.jwks_path(), published.replace("development", "old")).unwrap();
    let (guarded, router) = guarded_by(&keys).await;
    let header = format!("Bearer {}", token(&keys));
    let invalid = Some("TOKEN_INVALID".to_owned());
    assert_eq!(reason_for(&router, &header).await, invalid, "just read");

    std::fs::write(keys.jwks_path(), published).unwrap();
    guarded.verifier.read_long_ago();
    let stop = tokio_util::sync::CancellationToken::new();
    let refreshing = tokio::spawn(guarded.verifier.clone().refresh(stop.clone()));
    assert_eq!(reason_for(&router, &header).await, None);
    stop.cancel();
    refreshing.await.unwrap();
}

#[tokio::test]
async fn a_call_that_waits_for_a_key_holds_a_share() {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let published = std::fs::read_to_string(keys.jwks_path()).unwrap();
    std::fs::write(keys.jwks_path(), published.replace("development", "old")).unwrap();
    let (guarded, router) = guarded_by(&keys).await;
    let header = format!("Bearer {}", token(&keys));
    guarded.verifier.read_long_ago();
    let call = tokio::spawn(async move { reason_for(&router, &header).await });
    while guarded.shares.calls() == 0 && !call.is_finished() {
        tokio::task::yield_now().await;
    }
    assert_eq!(guarded.shares.calls(), 1);

    std::fs::write(keys.jwks_path(), published).unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let refreshing = tokio::spawn(guarded.verifier.clone().refresh(stop.clone()));
    assert_eq!(call.await.unwrap(), None);
    assert_eq!(guarded.shares.calls(), 0);
    stop.cancel();
    refreshing.await.unwrap();
}
