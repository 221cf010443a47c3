//! What is known of a subscription in each state, and exact bounds.

use super::*;
use crate::partner::MatchChange;
use crate::samples::{fish_sauce, set, today};

#[test]
fn a_subscription_says_since_when_it_fails_and_since_when_it_stands_still() {
    let mut failing = subscription();
    assert_eq!(failing.events[0].fact.description, "Kho Sông Trà");
    assert_eq!(
        (failing.failing_since(), failing.stopped_since()),
        (None, None)
    );
    failing.record(&Outcome::TimedOut, false, noon(), DAY);
    failing.record(&Outcome::TimedOut, false, noon() + DAY, 5 * DAY);
    assert_eq!(failing.failing_since(), Some(noon()));
    let published = failing.events.last().unwrap();
    assert_eq!(published.change, Change::Failing);
    assert_eq!(published.fact.failing_since, Some(noon()));
    let [mut paused, mut disabled, mut deleted] = [failing.clone(), failing.clone(), failing];
    paused.pause(noon()).unwrap();
    disabled.disable(noon()).unwrap();
    deleted.delete(noon()).unwrap();
    for stopped in [paused, disabled, deleted] {
        assert_eq!(
            (stopped.failing_since(), stopped.stopped_since()),
            (None, Some(noon()))
        );
    }
}

#[test]
fn a_receiver_is_untried_until_an_attempt_and_again_when_the_url_changes() {
    let mut tried = subscription();
    let health = |of: &Subscription| of.health().unwrap();
    assert_eq!(health(&tried), Health::Untried);
    let ok = Outcome::answered(200);
    tried.record(&ok, false, noon(), DAY);
    assert_eq!(health(&tried), Health::Accepting);
    tried.update(None, SettingsPatch::default(), None).unwrap();
    assert_eq!(health(&tried), Health::Accepting);
    tried.record(&Outcome::TimedOut, false, noon(), DAY);
    assert_eq!(health(&tried), Health::Failing { since: noon() });
    let elsewhere = || Target::parse("https://kho.songtra.example/moi", Reach::PUBLIC).ok();
    let mut moved = tried.clone();
    moved
        .update(elsewhere(), SettingsPatch::default(), None)
        .unwrap();
    assert_eq!(health(&moved), Health::Failing { since: noon() });
    tried.record(&ok, false, noon() + DAY, DAY);
    tried
        .update(elsewhere(), SettingsPatch::default(), None)
        .unwrap();
    assert_eq!(health(&tried), Health::Untried);
    tried.record(&ok, false, noon() + DAY, DAY);
    tried.pause(noon() + DAY).unwrap();
    assert_eq!(tried.health(), None);
    tried.resume().unwrap();
    assert_eq!(health(&tried), Health::Untried);
}

fn takes(subscription: &Subscription) -> bool {
    let opened = EventKind::Match(MatchChange::Opened);
    let places = ocop_places::built_in();
    subscription.takes(opened, Some(&fish_sauce()), (&places, today()))
}

#[test]
fn a_subscription_takes_what_its_selection_takes() {
    let mut subscription = subscription();
    assert!(takes(&subscription));
    let drinks = SettingsPatch {
        selection: Some(Selection {
            criteria_sets: [set(14)].into(),
            ..Selection::default()
        }),
        ..SettingsPatch::default()
    };
    subscription.update(None, drinks, None).unwrap();
    assert!(!takes(&subscription));
}

#[test]
fn only_the_settings_that_a_change_names_are_changed() {
    let old = Settings {
        rate_per_minute: Some(30),
        headers: Headers::parse([("x-route", "kho-1")]).unwrap(),
        ..Settings::named("Kho".into())
    };
    assert_eq!(SettingsPatch::default().apply(old.clone()), old);
    let unlimited = SettingsPatch {
        rate_per_minute: Some(None),
        ..SettingsPatch::default()
    };
    let expected = Settings {
        rate_per_minute: None,
        ..old.clone()
    };
    assert_eq!(unlimited.apply(old), expected);
}

#[test]
fn an_answer_of_200_to_299_is_a_success_and_what_is_no_answer_has_no_status() {
    for (status, success) in [(199, false), (200, true), (299, true), (300, false)] {
        assert_eq!(Outcome::answered(status).is_success(), success, "{status}");
        assert_eq!(Outcome::answered(status).status(), Some(status));
    }
    let wait = Some(Duration::from_secs(120));
    let answered = Outcome::Answered {
        status: 503,
        retry_after: wait,
        body: String::new(),
    };
    assert_eq!(answered.retry_after(), wait);
    for none in [
        Outcome::TimedOut,
        Outcome::Failed("no route".into()),
        Outcome::Refused("private".into()),
    ] {
        assert_eq!((none.status(), none.retry_after()), (None, None));
    }
}

#[test]
fn all_secrets_are_sealed_anew() {
    let mut subscription = subscription();
    subscription
        .rotate_secret((secret("two"), key()), DAY, noon())
        .unwrap();
    for (sealed, anew) in subscription.secrets.all_mut().zip(["four", "three"]) {
        *sealed = secret(anew);
    }
    assert_eq!(signing(&subscription, noon()), ["four", "three"]);
    assert_eq!(SecretText::new("whsec_one".into()).reveal(), "whsec_one");
}

#[test]
fn a_secret_that_has_ended_is_not_kept_when_the_next_comes() {
    let mut subscription = subscription();
    for (name, at) in [("two", noon()), ("three", noon() + DAY)] {
        subscription
            .rotate_secret((secret(name), key()), DAY, at)
            .unwrap();
    }
    assert_eq!(subscription.secrets.previous.len(), 1);
}

#[test]
fn the_longest_url_the_longest_header_and_ten_headers_are_taken() {
    let parse = |text: &str| Target::parse(text, Reach::PUBLIC);
    let url = |length: usize| format!("https://c.test/{}", "x".repeat(length - 15));
    assert!(parse(&url(2048)).is_ok());
    assert_eq!(parse(&url(2049)), Err(BadTarget::TooLong));
    for url in ["https://a@c.test/", "https://:b@c.test/"] {
        assert_eq!(parse(url), Err(BadTarget::Credentials), "{url}");
    }
    let stored = Target::stored("https://c.test/x").unwrap();
    assert_eq!(stored.url().as_str(), "https://c.test/x");
    assert!(Target::stored("siêu thị").is_err());

    let names: Vec<String> = (0..10).map(|n| format!("x-{n}")).collect();
    let ten = Headers::parse(names.iter().map(|name| (name.as_str(), "1")));
    assert_eq!(ten.unwrap().iter().count(), 10);
    let of = |name: usize, value: usize| {
        Headers::parse([("x".repeat(name).as_str(), "v".repeat(value).as_str())])
    };
    assert!(of(60, 500).is_ok());
    assert!(of(61, 1).is_err() && of(1, 501).is_err());
}

#[test]
fn each_kind_of_address_that_is_not_public_is_called_by_its_name() {
    for (text, kind) in [
        ("0.1.2.3", "an address of this network"),
        ("10.0.0.1", "a private address"),
        ("100.64.0.1", "a shared address of a provider"),
        ("127.0.0.1", "a loopback address"),
        ("169.254.0.1", "a link-local address"),
        ("192.0.0.1", "an address for protocol assignments"),
        ("192.0.2.1", "an address for documentation"),
        ("198.51.100.1", "an address for documentation"),
        ("203.0.113.1", "an address for documentation"),
        ("192.88.99.1", "an address of the old 6to4 relays"),
        ("198.19.0.1", "an address for benchmarks"),
        ("239.0.0.1", "a multicast address"),
        ("240.0.0.1", "a reserved address"),
        ("::", "the unspecified address"),
        ("::1", "a loopback address"),
        ("::2", "an IPv4 address in an outdated wrapping"),
        ("64:ff9b::a00:1", "a private address"),
        ("64:ff9b:1::1", "a local translation of an IPv4 address"),
        ("2002:a00:1::1", "a private address"),
        ("100::1", "an address to discard"),
        ("2001:db8::1", "an address for documentation"),
        ("3fff::1", "an address for documentation"),
        ("2001:1ff::1", "an address for protocol assignments"),
        ("5f00::1", "an address for segment routing"),
        ("fd00::1", "a private address"),
        ("febf::1", "a link-local address"),
        ("fec0::1", "an outdated site-local address"),
        ("ff02::1", "a multicast address"),
    ] {
        let refused = Reach::PUBLIC.check(text.parse().unwrap());
        assert_eq!(refused.map_err(|refused| refused.kind), Err(kind), "{text}");
    }
}
