//! The program `ocop` as a person runs it: real processes, real ports, a real nats-server.

mod access;
mod command_line;
mod evidence;
mod journey;
mod operations;
mod program;
mod settings;
mod up;
