//! `ocop qr`: the code to print on a pack, which a telephone reads as the address of the lot or product.

mod draw;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use ocop_catalog::domain::product::Gtin;
use ocop_catalog::domain::trace::LotId;
use serde_json::json;

use super::Outcome;
use crate::errors::Refused;
use crate::output::{self, Format};

/// What the code says, and where it goes.
#[derive(Args, Debug)]
pub(crate) struct Qr {
    /// The lot, as https://…/01/GTIN/10/LOT or urn:ocop:lot:PRODUCER-ID:OWN-ID; a piece, as https://…/01/GTIN/21/SERIAL; or the GTIN of a
    /// product.
    what: String,
    /// Where whoever reads the code is led: a resolver of GS1 Digital Links.
    #[arg(long, value_name = "URL", default_value = "https://id.gs1.org", value_parser = base)]
    base: String,
    /// Write it as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write it as PNG.
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
}

/// Reads the address of a resolver.
fn base(text: &str) -> Result<String, String> {
    let after = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let right = after.is_some_and(|rest| !rest.is_empty() && !rest.contains(['?', '#', ' ']));
    if right && text.len() <= 200 {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("is no address of a resolver; one is such as https://id.gs1.org".to_owned())
    }
}

/// The address that the code says.
fn address(what: &str, base: &str) -> anyhow::Result<String> {
    if let Some(gtin) = Gtin::parse(what) {
        return Ok(format!("{base}/01/{:0>14}", gtin.as_str()));
    }
    let lot: Result<LotId, _> = what.parse();
    let lot = lot.map_err(|problem| {
        Refused::Misuse(format!("{what:?} is neither a lot nor a GTIN: {problem}"))
    })?;
    Ok(lot.web(base))
}

impl Qr {
    pub(super) fn run(self, format: Format) -> anyhow::Result<Outcome> {
        let address = address(&self.what, &self.base)?;
        let drawing = draw::Drawing::of(&address)?;
        let write = |file: &PathBuf, bytes: Vec<u8>| {
            std::fs::write(file, bytes)
                .with_context(|| format!("{} cannot be written", file.display()))
        };
        if let Some(file) = &self.svg {
            write(file, drawing.svg().into_bytes())?;
        }
        if let Some(file) = &self.png {
            write(file, drawing.png()?)?;
        }
        match format {
            Format::Json => output::json(&json!({"address": address}))?,
            Format::Text => {
                if self.svg.is_none() && self.png.is_none() {
                    output::line(drawing.text());
                }
                output::line(address);
            }
        }
        Ok(Outcome::Clean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_leads_to_the_resolver_that_is_named() {
        let base = base("https://ocop.example/").expect("an address");
        for (what, led_to) in [
            (
                "https://id.gs1.org/01/08938505974194/10/L1",
                "https://ocop.example/01/08938505974194/10/L1",
            ),
            ("8938505974194", "https://ocop.example/01/08938505974194"),
            (
                "urn:ocop:lot:00000000-0000-0000-0000-000000000001:M%E1%BA%BB%201",
                "https://ocop.example/lot/00000000-0000-0000-0000-000000000001/M%E1%BA%BB%201",
            ),
        ] {
            assert_eq!(address(what, &base).expect(what), led_to);
        }
        assert!(address("L1", &base).is_err());
        for wrong in ["ocop.example", "https://", "https://ocop.example/?a=1"] {
            assert!(super::base(wrong).is_err(), "{wrong}");
        }
    }
}
