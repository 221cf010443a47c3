//! What a token says, in the forms in which identity providers say it.

use ocop_identity::Grant;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The claims of a token.
#[derive(Deserialize)]
pub(super) struct Claims {
    /// One name: the verifier of the signature would take a list of them too.
    #[serde(rename = "iss")]
    _issuer: String,
    #[serde(rename = "sub")]
    pub(super) subject: String,
    #[serde(rename = "exp")]
    pub(super) expires: NumericDate,
    #[serde(rename = "nbf", default)]
    pub(super) not_before: Option<NumericDate>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// Seconds since the epoch, perhaps with a fraction (RFC 7519, 2).
#[derive(Clone, Copy, Deserialize)]
pub(super) struct NumericDate(f64);

impl NumericDate {
    /// In milliseconds; a time beyond all times is the last one.
    pub(super) fn millis(self) -> i64 {
        (self.0 * 1_000.0) as i64
    }
}

impl Claims {
    /// The roles in the claims that `paths` name, such as `roles` or `realm_access.roles`. What is no
    /// role or no scope that this version knows gives nothing and spoils nothing.
    pub(super) fn grants(&self, paths: &[String]) -> Vec<Grant> {
        let claims = paths.iter().filter_map(|path| find(&self.others, path));
        claims
            .flat_map(|claim| match claim {
                Value::Array(several) => several.as_slice(),
                one => std::slice::from_ref(one),
            })
            .filter_map(grant)
            .collect()
    }
}

/// The claim at a path. A name may have dots of its own, as the names of clients do.
fn find<'a>(claims: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    claims.get(path).or_else(|| {
        path.match_indices('.').find_map(|(dot, _)| {
            let inner = claims.get(&path[..dot])?.as_object()?;
            find(inner, &path[dot + 1..])
        })
    })
}

/// `{"role": "auditor", "scope": "*"}`, or `auditor@*` where a provider knows roles by name only.
fn grant(value: &Value) -> Option<Grant> {
    let Some(text) = value.as_str() else {
        return serde_json::from_value(value.clone()).ok();
    };
    let (role, scope) = text.split_once('@')?;
    Some(Grant {
        role: role.parse().ok()?,
        scope: scope.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn roles(claims: Value, paths: &[&str]) -> Vec<String> {
        let mut claims = claims;
        claims["iss"] = "here".into();
        claims["sub"] = "lan".into();
        claims["exp"] = json!(1);
        let claims: Claims = serde_json::from_value(claims).unwrap();
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let grants = claims.grants(&paths);
        grants
            .iter()
            .map(|grant| format!("{}@{}", grant.role, grant.scope))
            .collect()
    }

    #[test]
    fn roles_are_found_where_the_settings_say() {
        let claims = json!({
            "roles": [{"role": "auditor", "scope": "*"}],
            "realm_access": {"roles": ["offline_access", "ocop_office@province:51"]},
            "resource_access": {"ocop.example": {"roles": ["producer@producer:7"]}},
        });
        let found = |paths: &[&str]| roles(claims.clone(), paths);
        assert_eq!(found(&["roles"]), ["auditor@*"]);
        assert_eq!(found(&["realm_access.roles"]), ["ocop_office@province:51"]);
        assert_eq!(
            found(&["resource_access.ocop.example.roles", "roles"]),
            ["producer@producer:7", "auditor@*"]
        );
        assert!(found(&["groups", "realm_access", "roles.roles"]).is_empty());
    }

    #[test]
    fn one_role_need_not_be_a_list() {
        let one = json!({"roles": "auditor@*"});
        assert_eq!(roles(one, &["roles"]), ["auditor@*"]);
    }

    #[test]
    fn what_is_no_role_or_no_scope_gives_nothing_and_spoils_nothing() {
        let claims = json!({"roles": [
            "operator", "astronaut@*", "auditor@moon:1", "@", "", 7, null, ["auditor@*"],
            {"role": "auditor"}, "auditor@*",
        ]});
        assert_eq!(roles(claims, &["roles"]), ["auditor@*"]);
    }
}
