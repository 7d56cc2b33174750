//! Every verb of the project: `cargo xtask serve | build | test | bench | check | vocab`.
//!
//! Each verb installs what it needs (wasm target, npm packages, on Debian the browser) and says so.

mod bench;
mod budgets;
mod build;
mod bundle;
mod check;
mod files;
mod imports;
mod install;
mod licences;
mod models;
mod notices;
mod run;
mod sample;
mod serve;
mod test;
mod vocab;
mod wasm;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask VERB

  serve [--port N]   build, serve on http://127.0.0.1:8080/, rebuild on change
  build              write the self-contained static site to dist/
  test [--full]      run everything, the real browser included; --full adds the long forms
  bench text | page | image | engine | generate
                     tables beside other tokenizers, picture codecs and onnxruntime-web; CPU time to the first tokens
  check              format, lints, types, imports, size budgets, licences
  vocab [NAME …]     remake the vocabularies in www/vocab/ from the pinned packages
";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    std::env::set_current_dir(files::root())?;
    match verb.as_str() {
        "serve" => serve::serve(&rest),
        "build" => build::build().map(|_| ()),
        "test" => test::test(rest.iter().any(|argument| argument == "--full")),
        "bench" => bench::bench(&rest),
        "check" => check::check(),
        "vocab" => vocab::vocab(&rest),
        "" | "help" | "--help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no verb '{other}'\n\n{USAGE}"),
    }
}
