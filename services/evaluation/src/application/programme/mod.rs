//! The programme's targets and its progress: what can be done.

mod count_programme;
mod set_target;
mod update_target;

pub use count_programme::count_programme;
pub use set_target::SetTarget;
pub use update_target::UpdateTarget;
