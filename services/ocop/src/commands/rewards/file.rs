//! A file with the rules of a scheme of rewards: TOML, one table `[[amount]]` for each kind and star.

use anyhow::ensure;
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
/// It is no TOML, or amounts name something that is not known: everything that they do.
pub(super) fn read(text: &str) -> anyhow::Result<RewardScheme> {
    let file: File = toml::from_str(text)?;
    ensure!(!file.amount.is_empty(), "there is no [[amount]] in it");
    let (mut amounts, mut wrong) = (Vec::with_capacity(file.amount.len()), Vec::new());
    for (number, written) in (1_u32..).zip(&file.amount) {
        match amount(written) {
            Ok(amount) => amounts.push(amount),
            Err(faults) => {
                let faults = faults.iter();
                wrong.extend(faults.map(|fault| format!("[[amount]] {number}: {fault}")));
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(RewardScheme {
        amounts,
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

fn amount(written: &Written) -> Result<RewardAmount, Vec<String>> {
    let kind = words::named::<RecognitionKind>(&written.kind);
    let kind = kind.map_err(|rule| format!("kind: {:?} {rule}", written.kind));
    let payer = words::named::<RewardPayer>(&written.payer);
    let payer = payer.map_err(|rule| format!("payer: {:?} {rule}", written.payer));
    match (kind, payer) {
        (Ok(kind), Ok(payer)) => Ok(RewardAmount {
            kind: kind.into(),
            star: written.star,
            amount_vnd: written.vnd,
            payer: payer.into(),
        }),
        (kind, payer) => Err(kind.err().into_iter().chain(payer.err()).collect()),
    }
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
    fn every_amount_that_cannot_be_read_is_named() {
        let text = include_str!("../../../demo/bac-giang-rewards.toml");
        let wrong = text.replacen("\"same_star\"", "\"once_more\"", 1);
        let wrong = wrong.replacen("payer = \"", "payer = \"the_", 1);
        let error = format!("{:#}", read(&wrong).expect_err("no such kind and payer"));
        let lines: Vec<&str> = error.lines().collect();
        assert!(lines[0].starts_with("[[amount]] 1: payer: "), "{error}");
        assert!(
            lines[1].starts_with("[[amount]] 4: kind: ") && lines[1].contains("once_more"),
            "{error}"
        );
    }
}
