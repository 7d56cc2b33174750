//! Every verb of the project: `cargo xtask serve | build | test | bench | check | vocab`.

fn main() {}
