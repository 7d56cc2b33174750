//! Size budgets, in gzip bytes, printed as a table; a breach fails. The limits are DESIGN's, but for the module `chat`,
//! which was part of `tools` there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files::{self, DIST};

const KB: usize = 1000;

/// One budget.
struct Budget {
    name: &'static str,
    /// In bytes.
    limit: usize,
    /// Starts of names in `dist/` of the files that count.
    starts: &'static [&'static str],
}

const BUDGETS: [Budget; 7] = [
    Budget { name: "module text", limit: 200 * KB, starts: &["assets/text."] },
    Budget { name: "module tools", limit: 600 * KB, starts: &["assets/tools."] },
    Budget { name: "module chat", limit: 260 * KB, starts: &["assets/chat."] },
    Budget { name: "module codecs", limit: 900 * KB, starts: &["assets/codecs."] },
    Budget { name: "module lab", limit: 500 * KB, starts: &["assets/lab."] },
    Budget { name: "element before it is touched", limit: 20 * KB, starts: &["embed.js"] },
    // The HTML, its style sheet, its script; what that imports at once is followed from file to file.
    Budget { name: PAGE, limit: 350 * KB, starts: &["index.html", "assets/page."] },
];

/// Loads before a visitor touches anything: no wasm module, no vocabulary.
const PAGE: &str = "page before touch";

/// Prints the table and fails on a breach. `dist/` must have just been built.
pub(crate) fn check() -> Result<()> {
    let made = current()?;
    let mut wrong = Vec::new();
    for Budget { name, limit, starts } in BUDGETS {
        let mut size = size_of(&made, starts)?;
        if name == PAGE {
            size += static_imports(&made)?;
        }
        let over = size > limit;
        let mark = if over { "  OVER" } else { "" };
        println!("  {name:<30} {:>7.1} KB of {:>4} KB{mark}", size as f64 / KB as f64, limit / KB);
        if over {
            wrong.push(format!("{name}: {size} of {limit} bytes"));
        }
    }
    if !wrong.is_empty() {
        bail!("budgets: {}", wrong.join(", "));
    }
    Ok(())
}

/// Paths in `dist/` that the last build made.
fn current() -> Result<Vec<PathBuf>> {
    let list = files::read(Path::new(files::CACHE).join("dist-files"))?;
    let stable = ["index.html", "engine.html", "tokenarium.js", "embed.js"];
    Ok(list.lines().chain(stable).map(PathBuf::from).collect())
}

fn size_of(made: &[PathBuf], starts: &[&str]) -> Result<usize> {
    let mut size = 0;
    for path in made {
        let name = path.to_string_lossy();
        if starts.iter().any(|start| name.starts_with(start)) {
            size += files::gzip_bytes(&files::read_bytes(Path::new(DIST).join(path))?)?;
        }
    }
    if size == 0 {
        bail!("no file of the build starts with {}", starts.join(" or "));
    }
    Ok(size)
}

/// What the page's script imports at once, followed from file to file.
fn static_imports(made: &[PathBuf]) -> Result<usize> {
    let entry = made
        .iter()
        .find(|path| path.to_string_lossy().starts_with("assets/page.") && path.extension().is_some_and(|e| e == "js"))
        .context("the build made no page script")?;
    let (mut seen, mut open, mut size) = (vec![entry.clone()], vec![entry.clone()], 0);
    while let Some(path) = open.pop() {
        let text = files::read(Path::new(DIST).join(&path))?;
        for target in imported(&text) {
            let name = target.trim_start_matches("./").trim_start_matches("../");
            let found = made.iter().find(|path| path.file_name() == Path::new(name).file_name());
            if let Some(found) = found.filter(|found| !seen.contains(found)) {
                size += files::gzip_bytes(&files::read_bytes(Path::new(DIST).join(found))?)?;
                seen.push(found.clone());
                open.push(found.clone());
            }
        }
    }
    Ok(size)
}

/// The addresses of static imports in a minified module: `from"…"` and `import"…"`, not `import("…")`.
fn imported(text: &str) -> Vec<&str> {
    ["from\"", "import\""]
        .iter()
        .flat_map(|start| text.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|target| target.starts_with("./") || target.starts_with("../"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn only_static_imports_count() {
        let text = r#"import{a as b}from"./x.1.js";import"./y.2.js";const c=()=>import("./z.3.js");"#;
        assert_eq!(imported(text), ["./x.1.js", "./y.2.js"]);
    }
}
