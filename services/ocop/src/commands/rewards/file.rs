//! A file with the rules of a scheme of rewards: TOML, one table `[[amount]]` for each kind and star.

use anyhow::{Context as _, anyhow, ensure};
use ocop_proto::promotion::v1::{RecognitionKind, RewardAmount, RewardPayer, RewardScheme};
use serde::Deserialize;

use crate::words;

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    province: String,
    name: String,
    number: String,
    date: String,
    authority: String,
    from: String,
    to: String,
    #[serde(default)]
    amount: Vec<Written>,
}

/// An amount as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    star: u32,
    vnd: u64,
    payer: String,
}

/// The scheme of a file.
///
/// # Errors
/// It is no TOML, or an amount names something that is not known.
pub(super) fn read(text: &str) -> anyhow::Result<RewardScheme> {
    let file: File = toml::from_str(text)?;
    ensure!(!file.amount.is_empty(), "there is no [[amount]] in it");
    let amounts = (1..).zip(file.amount).map(|(number, written): (u32, _)| {
        amount(&written).with_context(|| format!("[[amount]] {number}"))
    });
    Ok(RewardScheme {
        amounts: amounts.collect::<anyhow::Result<_>>()?,
        province_code: file.province,
        name: file.name,
        basis_number: file.number,
        basis_date: file.date,
        basis_authority: file.authority,
        period_from: file.from,
        period_to: file.to,
        ..RewardScheme::default()
    })
}

fn amount(written: &Written) -> anyhow::Result<RewardAmount> {
    let kind = words::named::<RecognitionKind>(&written.kind);
    let kind = kind.map_err(|rule| anyhow!("{:?} {rule}", written.kind))?;
    let payer = words::named::<RewardPayer>(&written.payer);
    let payer = payer.map_err(|rule| anyhow!("{:?} {rule}", written.payer))?;
    Ok(RewardAmount {
        kind: kind.into(),
        star: written.star,
        amount_vnd: written.vnd,
        payer: payer.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_bac_giang_can_be_read() {
        let text = include_str!("../../../demo/bac-giang-rewards.toml");
        let scheme = read(text).expect("it can be read");
        assert_eq!(scheme.province_code, "24");
        assert_eq!(scheme.amounts.len(), 7);
        let first = scheme.amounts[0];
        assert_eq!(first.kind(), RecognitionKind::First);
        assert_eq!((first.star, first.amount_vnd), (3, 50_000_000));
    }

    #[test]
    fn an_amount_that_cannot_be_read_is_named() {
        let text = include_str!("../../../demo/bac-giang-rewards.toml");
        let wrong = text.replacen("\"same_star\"", "\"once_more\"", 1);
        let error = format!("{:#}", read(&wrong).expect_err("no such kind"));
        assert!(
            error.contains("[[amount]] 4") && error.contains("once_more"),
            "{error}"
        );
    }
}
