//! The accounts of the broker, and who asks whom whether a partner may connect.
//!
//! The services are in one account with the streams. Partners are in an account of their own, which imports their events
//! and the means to pull from their consumers, and nothing else: what they send reaches no stream, and no answer that they
//! ask for can be directed into one. Whoever is not named in the configuration is admitted by promotion (auth callout).

use ocop_chassis::config::Secret;
use ocop_promotion::callout::{DOMAIN, STREAM, issuer_of};
use serde_json::{Map, Value, json};

use super::nats_users::{self, PARTNERS, Passwords, SYSTEM};

/// The account of the services.
const SERVICES: &str = "OCOP";

/// Where the seed of the key that signs for partners stands among the passwords.
pub(crate) const ISSUER_SEED: &str = "partners-issuer";

/// The public key of the seed that is kept.
///
/// # Errors
/// It is no seed.
pub(crate) fn issuer(passwords: &Passwords) -> anyhow::Result<String> {
    let seed = passwords.get(ISSUER_SEED).cloned().unwrap_or_default();
    issuer_of(&Secret::new(seed))
}

/// Adds accounts and auth callout to a configuration of the server. `issuer` is the public key that signs for partners.
pub(crate) fn add(configuration: &mut Value, passwords: &Passwords, issuer: &str) {
    let password = |user: &str| passwords.get(user).cloned().unwrap_or_default();
    let mut users = nats_users::configuration(passwords);
    let consumers =
        ["CREATE", "DURABLE.CREATE"].map(|verb| format!("$JS.API.CONSUMER.{verb}.{STREAM}.>"));
    users.push(json!({
        "user": PARTNERS, "password": password(PARTNERS),
        "permissions": {
            "publish": consumers,
            "subscribe": ["$SYS.REQ.USER.AUTH", "_INBOX_promotion_partners.>"],
            // The answers to the server's questions.
            "allow_responses": true,
        },
    }));
    let system = json!({
        "user": SYSTEM, "password": password(SYSTEM),
        "permissions": {
            "publish": ["$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.SERVER.*.KICK"],
            "subscribe": ["_INBOX_promotion_system.>"],
        },
    });
    let named: Vec<Value> = users
        .iter()
        .chain([&system])
        .map(|user| user["user"].clone())
        .collect();
    let events = [
        "ocop.promotion.v1.match.*.*.*",
        "ocop.promotion.v1.gift_order.*.*",
        "ocop.promotion.v1.trade_offer.*.*",
        "ocop.promotion.v1.trade_deal.*.*",
        "ocop.promotion.v1.trade_invitation.*.*",
        "ocop.promotion.v1.trade_match.*.*",
    ];
    let api = |verb: &str| format!("CONSUMER.{verb}.{STREAM}.*");
    let acknowledgements = format!("$JS.ACK.{STREAM}.>");
    let own = |subject: String| json!({"account": SERVICES, "subject": subject});
    let asked = |verb: &str| json!({"service": own(format!("$JS.API.{}", api(verb))), "to": format!("$JS.{DOMAIN}.API.{}", api(verb))});
    let mut exports: Vec<Value> = events
        .iter()
        .map(|events| json!({"stream": events, "accounts": ["PARTNERS"]}))
        .collect();
    exports.extend([
        json!({"service": format!("$JS.API.{}", api("MSG.NEXT")), "response_type": "stream", "accounts": ["PARTNERS"]}),
        json!({"service": format!("$JS.API.{}", api("INFO")), "accounts": ["PARTNERS"]}),
        json!({"service": acknowledgements, "accounts": ["PARTNERS"]}),
    ]);
    let mut imports: Vec<Value> = events
        .iter()
        .map(|events| json!({"stream": own((*events).to_owned())}))
        .collect();
    imports.extend([
        asked("MSG.NEXT"),
        asked("INFO"),
        json!({"service": own(acknowledgements.clone())}),
    ]);
    let refused = events.map(|events| (events.to_owned(), json!("refused")));
    configuration["accounts"] = json!({
        SERVICES: {
            "jetstream": "enabled",
            "users": users,
            "exports": exports,
        },
        "PARTNERS": {
            // Whoever pulls names the subject that answers are delivered to. An answer onto the subject of another
            // partner's events is diverted to one that nobody can subscribe to; the events themselves are imported.
            "mappings": Map::from_iter(refused),
            "imports": imports,
        },
        "SYS": {"users": [system]},
    });
    configuration["system_account"] = json!("SYS");
    configuration["authorization"] = json!({"auth_callout": {
        "issuer": issuer,
        "account": SERVICES,
        "auth_users": named,
    }});
}
