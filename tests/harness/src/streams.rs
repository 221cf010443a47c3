//! What `migrate` sets up at the broker, for a service that a test does without.

use ocop_chassis::config::Secret;
use ocop_chassis::messaging::Settings;
use ocop_chassis::messaging::set_up::SetUp;
use ocop_proto::topology;

/// Makes the stream of a service, that of its dead letters, and the consumers that read it.
///
/// # Panics
/// When there is no such service, or the broker refuses.
pub async fn set_up(nats: &str, service: &str) {
    let service = topology::service(service).expect("a service");
    let settings = Settings {
        url: nats.to_owned(),
        user: String::new(),
        password: Secret::new(""),
        credentials: String::new(),
        setup_user: String::new(),
        setup_password: Secret::new(""),
        setup_credentials: String::new(),
        ca: None,
        tls_certificate: None,
        tls_key: None,
        replicas: 1,
        keep_days: 30,
        batch: 500,
        poll_ms: 50,
        compare_seconds: 60,
        ack_seconds: 5,
        max_parked_per_aggregate: 1_000,
        max_parked: 10_000,
    };
    let set_up = SetUp::connect(&settings, service.name, service.read_by().copied()).await;
    let set_up = set_up.expect("an address of a broker");
    set_up
        .bring_up_to_date()
        .await
        .expect("the broker makes streams");
}
