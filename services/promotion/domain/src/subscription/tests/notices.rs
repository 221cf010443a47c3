//! Whether a notice of a subscription still says what is.

use super::*;
use crate::subscription::NoticeKind::{Disabled as Stopped, Failing};

fn still(subscription: &Subscription) -> (bool, bool) {
    (subscription.still(Failing), subscription.still(Stopped))
}

#[test]
fn a_notice_holds_as_long_as_the_subscription_is_what_it_says() {
    let mut sound = subscription();
    assert_eq!(still(&sound), (false, false));
    sound.record(&Outcome::TimedOut, false, noon(), 5 * DAY);
    assert_eq!(still(&sound), (false, false));
    let mut failing = sound;
    failing.record(&Outcome::TimedOut, false, noon() + DAY, 5 * DAY);
    assert_eq!(still(&failing), (true, false));

    let [mut paused, mut disabled, mut deleted] = [failing.clone(), failing.clone(), failing];
    paused.pause(noon()).unwrap();
    assert_eq!(still(&paused), (false, false));
    disabled.disable(noon()).unwrap();
    assert_eq!(still(&disabled), (false, true));
    disabled.delete(noon()).unwrap();
    deleted.delete(noon()).unwrap();
    for gone in [disabled, deleted] {
        assert_eq!(still(&gone), (false, false));
    }
}
