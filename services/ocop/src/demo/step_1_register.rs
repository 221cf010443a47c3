//! Step 1: the register of Quảng Ngãi of 14 July 2022 comes in, once.

use std::io::Cursor;

use super::session::{Session, same};
use crate::commands;
use crate::import::load::{self, Count, Options, Summary};
use crate::import::mapping::Mapping;
use crate::import::register;
use crate::output::Format;

const REGISTER: &str = include_str!("../../demo/quang-ngai-2022.csv");

pub(super) async fn run(session: &Session<'_>) -> anyhow::Result<()> {
    session.title("1. The register of Quảng Ngãi as it stood on 14 July 2022");
    session.print(
        "The provincial OCOP office imports its register: producers and products go to catalog,\n\
         their certificates under the rules of 2019 go to evaluation. Figures are real; names marked (mẫu) are samples.",
    );
    let first = import(session).await?;
    if session.format == Format::Text {
        commands::show_import(&first);
    }
    same("what the import found wrong", first.bad.len(), 0)?;
    let all_new = |new| Count { new, unchanged: 0 };
    same("the count of producers", first.producers, all_new(31))?;
    same("the count of products", first.products, all_new(61))?;
    same("the count of certificates", first.certificates, all_new(61))?;

    let second = import(session).await?;
    let nothing_new = |unchanged| Count { new: 0, unchanged };
    same(
        "the second import of producers",
        second.producers,
        nothing_new(31),
    )?;
    same(
        "the second import of products",
        second.products,
        nothing_new(61),
    )?;
    same(
        "the second import of certificates",
        second.certificates,
        nothing_new(61),
    )?;
    session.done("31 producers with 61 products are in; a second import changed nothing.");
    Ok(())
}

async fn import(session: &Session<'_>) -> anyhow::Result<Summary> {
    let register = register::read(Cursor::new(REGISTER), &Mapping::default())?;
    let bar = commands::import_bar(&register, session.format);
    let (office, options) = (session.office()?, Options::default());
    let advance = |rows| bar.inc(rows);
    let summary = load::load(&register, &session.services, &office, &options, &advance).await?;
    bar.finish_and_clear();
    Ok(summary)
}
