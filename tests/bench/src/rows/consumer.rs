use crate::figure::Figure;
use crate::stage::Stage;

pub(crate) async fn measure(_: &Stage) -> anyhow::Result<Vec<Figure>> {
    Ok(Vec::new())
}
