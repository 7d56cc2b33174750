//! Arrows point one way: page → elements → api → (worker) → web → {text, chat, codecs, image} → nn → cpu; web → gpu
//! → nn. Nothing below `web` names a crate of the browser.

use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};

use crate::files;

/// Folders of `www/` from the outermost in; a file may import from its own folder and from those after it.
const LAYERS: [&str; 3] = ["www/page", "www/elements", "www/api"];
/// Crates that only the border may name. tsify isn't one: its derive only describes plain data, as serde's does.
const BROWSER_CRATES: [&str; 6] =
    ["wasm_bindgen", "wasm_bindgen_futures", "web_sys", "js_sys", "serde_wasm_bindgen", "console_error_panic_hook"];

/// Fails with every import that points the wrong way.
pub(crate) fn check() -> Result<()> {
    let mut wrong = Vec::new();
    for (rank, layer) in LAYERS.iter().enumerate() {
        for path in files::files_below(layer, &[".ts"]) {
            for target in targets(&files::read(&path)?) {
                let resolved = resolve(&path, &target);
                if LAYERS.iter().position(|layer| resolved.starts_with(layer)).is_some_and(|other| other < rank) {
                    wrong.push(format!("{} imports {target}", path.display()));
                }
            }
        }
    }
    for path in files::files_below("src", &[".rs"]) {
        if path.starts_with("src/web") {
            continue;
        }
        let text = files::read(&path)?;
        // Only the backend may name WebGPU, and only the border the backend.
        let backend = ["wgpu", "crate::gpu"].into_iter().filter(|_| !path.starts_with("src/gpu"));
        let named = BROWSER_CRATES.iter().copied().chain(["crate::web"]).chain(backend);
        wrong.extend(named.filter(|name| names(&text, name)).map(|name| format!("{} names {name}", path.display())));
    }
    if !wrong.is_empty() {
        bail!("these point the wrong way:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}

/// Whether a Rust file names a crate or module: in a path, or to import it whole.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        let after = &text[at + name.len()..];
        !before && (after.starts_with("::") || text[..at].ends_with("use ") && after.starts_with(';'))
    })
}

/// Relative addresses that a TypeScript file imports, at once or later.
fn targets(text: &str) -> Vec<String> {
    ["from '", "import('", "import '"]
        .iter()
        .flat_map(|start| text.split(start).skip(1))
        .filter_map(|rest| rest.split('\'').next())
        .filter(|target| target.starts_with('.'))
        .map(str::to_owned)
        .collect()
}

fn resolve(from: &Path, target: &str) -> PathBuf {
    let mut parts: Vec<Component> = from.parent().map(|folder| folder.components().collect()).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            other => parts.push(other),
        }
    }
    parts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_named_in_a_path_or_an_import() {
        assert!(names("let x = js_sys::Array::new();", "js_sys"));
        assert!(names("use js_sys;", "js_sys"));
        assert!(names("use crate::gpu::device::Device;", "crate::gpu"));
        assert!(!names("// js_sys is quick; my_js_sys::x", "js_sys"));
    }

    #[test]
    fn relative_imports_resolve_against_the_file() {
        assert_eq!(resolve(Path::new("www/api/a/b.ts"), "../../page/c.ts"), Path::new("www/page/c.ts"));
        assert_eq!(targets("import { a } from './a.ts'\nawait import('../b.ts')"), ["./a.ts", "../b.ts"]);
    }
}
