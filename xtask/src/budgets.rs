//! Size budgets, in gzip bytes, printed as a table; a breach fails. The limits are DESIGN's.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files::{self, DIST};

const KB: usize = 1000;

/// What is measured: a name, the limit, and the files that count, as starts of names in `dist/`.
const BUDGETS: [(&str, usize, &[&str]); 4] = [
    ("module text", 200 * KB, &["assets/text."]),
    ("module tools", 600 * KB, &["assets/tools."]),
    ("module codecs", 900 * KB, &["assets/codecs."]),
    ("element before it is touched", 20 * KB, &["embed.js"]),
];

/// Page before touch: the HTML, its style sheet, its script with what that imports at once, the text module and its
/// worker, the vocabulary of the first paint.
const PAGE: usize = 350 * KB;

/// Prints the table and fails on a breach. `dist/` must have just been built.
pub(crate) fn check() -> Result<()> {
    let made = current()?;
    let mut breaches = Vec::new();
    let mut line = |name: &str, size: usize, limit: usize| {
        println!("  {name:<34} {:>7.1} KB of {:>4} KB", size as f64 / KB as f64, limit / KB);
        if size > limit {
            breaches.push(format!("{name}: {size} of {limit} bytes"));
        }
    };
    for (name, limit, starts) in BUDGETS {
        line(name, size_of(&made, starts)?, limit);
    }
    line("page before touch", page(&made)?, PAGE);
    if !breaches.is_empty() {
        bail!("over budget: {}", breaches.join(", "));
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

fn page(made: &[PathBuf]) -> Result<usize> {
    let fixed =
        size_of(made, &["index.html", "assets/page.", "assets/text.", "assets/worker-text.", "vocab/own-bpe-8k."])?;
    Ok(fixed + static_imports(made)?)
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
