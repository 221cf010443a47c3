//! What a partner connects to NATS with.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Refusal;

/// Most credentials of a partner that are valid at once: enough for several systems of its own, each changing over.
pub const MAX_CREDENTIALS: u64 = 10;

/// Credentials of a partner. Of the password only a hash is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NatsCredentials {
    /// Their id, which is the user.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// SHA-256 of the password, which is random and long.
    pub password_hash: Vec<u8>,
    /// When they were issued.
    pub issued_at: DateTime<Utc>,
    /// When they end by themselves.
    pub expires_at: DateTime<Utc>,
    /// When they were revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl NatsCredentials {
    /// Whether they may be used.
    pub fn are_valid(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// Revokes them.
    ///
    /// # Errors
    /// [`Refusal::CredentialsRevoked`] if they were.
    pub fn revoke(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.revoked_at.is_some() {
            return Err(Refusal::CredentialsRevoked);
        }
        self.revoked_at = Some(now);
        Ok(())
    }
}

/// Lets a partner that has `valid` credentials be issued others.
///
/// # Errors
/// [`Refusal::CredentialsQuota`].
pub fn admit(valid: u64) -> Result<(), Refusal> {
    if valid >= MAX_CREDENTIALS {
        return Err(Refusal::CredentialsQuota);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::samples::at;

    #[test]
    fn credentials_are_valid_until_they_expire_or_are_revoked() {
        let noon = at("2026-11-24T12:00:00Z");
        let mut credentials = NatsCredentials {
            id: Uuid::from_u128(1),
            partner_id: Uuid::from_u128(100),
            password_hash: Vec::new(),
            issued_at: noon,
            expires_at: noon + TimeDelta::days(1),
            revoked_at: None,
        };
        assert!(credentials.are_valid(noon));
        assert!(!credentials.are_valid(noon + TimeDelta::days(1)));
        assert_eq!(credentials.revoke(noon), Ok(()));
        assert!(!credentials.are_valid(noon));
        assert_eq!(credentials.revoke(noon), Err(Refusal::CredentialsRevoked));
        assert_eq!(admit(MAX_CREDENTIALS), Err(Refusal::CredentialsQuota));
    }
}
