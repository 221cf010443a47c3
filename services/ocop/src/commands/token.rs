//! `ocop token`: a signed token of the development key.

use chrono::TimeDelta;
use clap::Args;
use ocop_chassis::clock::Clock;
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_identity::{Role, Scope};

use super::Outcome;
use crate::client::Target;
use crate::embedded;
use crate::errors::Refused;
use crate::output::{self, Format};

/// Whom the token is for.
#[derive(Args, Debug)]
pub(crate) struct Token {
    /// The role, such as ocop_office, council_member or operator.
    #[arg(long)]
    role: Role,
    /// Where the role is held: *, province:51, commune:21364, producer:ID or partner:ID. Each role has its kinds.
    #[arg(long, default_value = "*")]
    scope: Scope,
    /// Who the bearer is.
    #[arg(long, default_value = "developer")]
    subject: String,
    /// How long the token is good, such as 90s, 15m, 1h or 7d.
    #[arg(long, default_value = "1h", value_parser = duration)]
    valid_for: TimeDelta,
}

impl Token {
    pub(super) fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let kinds = self.role.scopes();
        if !kinds.contains(&self.scope.kind()) {
            let kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
            let text = format!(
                "the role {} is not held in {}: --scope must be {}",
                self.role,
                self.scope,
                kinds.join(" or ")
            );
            return Err(Refused::Misuse(text).into());
        }
        let directory = embedded::keys_directory(&target.data_dir);
        anyhow::ensure!(
            directory.is_dir(),
            "{} has no development key yet. `ocop up` makes one; --data-dir names another directory.",
            target.data_dir.display()
        );
        let now = Clock::system(ocop_proto::VIET_NAM).now();
        let token = DevelopmentKeys::open(&directory)?.token(
            &self.subject,
            &[(self.role, self.scope.clone())],
            embedded::ISSUER,
            embedded::AUDIENCE,
            self.valid_for,
            now,
        )?;
        match format {
            Format::Text => output::line(format_args!("{token}")),
            Format::Json => output::json(&serde_json::json!({
                "token": token,
                "subject": self.subject,
                "role": self.role,
                "scope": self.scope,
                "expires": now + self.valid_for,
            }))?,
        }
        Ok(Outcome::Clean)
    }
}

/// Reads "90s", "15m", "1h", "7d".
fn duration(text: &str) -> Result<TimeDelta, String> {
    let wrong = || format!("{text:?} is not a time such as 90s, 15m, 1h or 7d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let count: i64 = text[..text.len() - unit.len_utf8()]
        .parse()
        .map_err(|_| wrong())?;
    let made = match unit {
        's' => TimeDelta::try_seconds(count),
        'm' => TimeDelta::try_minutes(count),
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        _ => None,
    };
    made.filter(|time| (TimeDelta::seconds(1)..=TimeDelta::days(366)).contains(time))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(duration("15m"), Ok(TimeDelta::minutes(15)));
        assert_eq!(duration("7d"), Ok(TimeDelta::days(7)));
        for wrong in [
            "",
            "1",
            "0s",
            "0d",
            "h",
            "1y",
            "-1h",
            "9999999999999d",
            "1€",
        ] {
            assert!(duration(wrong).is_err(), "{wrong:?}");
        }
    }
}
