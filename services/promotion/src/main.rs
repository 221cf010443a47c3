//! The promotion service.

use std::process::ExitCode;

fn main() -> ExitCode {
    ocop_chassis::program::main::<ocop_promotion::Promotion>()
}
