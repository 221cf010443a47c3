//! The programme's targets and its progress: what can be done.

mod set_target;
mod update_target;

pub use set_target::SetTarget;
pub use update_target::UpdateTarget;
