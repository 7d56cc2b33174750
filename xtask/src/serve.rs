//! `serve`: builds the site, serves it on this machine alone, builds it again when a source changes.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::build;
use crate::files::{self, DIST};

const DEFAULT_PORT: u16 = 8080;
const SOURCES: [&str; 5] = ["src", "www", "shaders", "xtask/src", "package.json"];
const POLL: Duration = Duration::from_millis(500);

/// Builds, serves, rebuilds on change. Ends only with an error or the visitor's Ctrl-C.
pub(crate) fn serve(arguments: &[String]) -> Result<()> {
    let port = port(arguments)?;
    build::build()?;
    let server =
        Server::http(("127.0.0.1", port)).map_err(|error| anyhow!("could not serve on port {port}: {error}"))?;
    println!("\nServing http://127.0.0.1:{port}/ (stop with Ctrl-C)");
    thread::spawn(rebuild_on_change);
    answer_all(&server, Path::new(DIST));
    Ok(())
}

/// Each request has a thread: a body that its reader leaves waiting must not keep from others what the reader waits for.
fn answer_all(server: &Server, folder: &Path) {
    for request in server.incoming_requests() {
        let folder = folder.to_owned();
        thread::spawn(move || {
            if let Err(error) = answer(request, &folder) {
                println!("  request failed: {error}");
            }
        });
    }
}

fn port(arguments: &[String]) -> Result<u16> {
    match arguments.iter().position(|argument| argument == "--port") {
        None => Ok(DEFAULT_PORT),
        Some(at) => arguments
            .get(at + 1)
            .and_then(|port| port.parse().ok())
            .context("--port wants a number, as in: cargo xtask serve --port 9000"),
    }
}

fn rebuild_on_change() {
    let mut seen = newest();
    loop {
        thread::sleep(POLL);
        let now = newest();
        if now != seen {
            seen = now;
            match build::build() {
                Ok(()) => println!("Built again; reload the page."),
                Err(error) => println!("Could not build: {error:#}"),
            }
        }
    }
}

/// The newest change and how many files there are, so that a deleted file counts too.
fn newest() -> (SystemTime, usize) {
    let files: Vec<PathBuf> = SOURCES
        .iter()
        .flat_map(
            |source| if Path::new(source).is_file() { vec![source.into()] } else { files::files_below(source, &[]) },
        )
        .collect();
    let newest = files
        .iter()
        .filter_map(|path| path.metadata().and_then(|metadata| metadata.modified()).ok())
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH);
    (newest, files.len())
}

fn answer(request: Request, folder: &Path) -> Result<()> {
    let address = request.url().split(['?', '#']).next().unwrap_or("/").trim_start_matches('/').to_owned();
    let address = if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address };
    let path = folder.join(&address);
    let inside = !address.split('/').any(|part| part == "..");
    let file = if inside { File::open(&path).ok().filter(|_| path.is_file()) } else { None };
    match file {
        None => request.respond(Response::from_string("not found").with_status_code(404))?,
        Some(file) => {
            let mut response = Response::from_file(file);
            for (name, value) in [("Content-Type", content_type(&path)), ("Cache-Control", "no-cache")] {
                let header =
                    Header::from_bytes(name, value).map_err(|()| anyhow!("'{value}' cannot be a header's value"))?;
                response.add_header(header);
            }
            request.respond(response)?;
        }
    }
    Ok(())
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_file_that_nobody_reads_holds_up_no_other() {
        let folder = std::env::temp_dir().join(format!("tokenarium-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the files");
        std::fs::write(folder.join("large.bin"), vec![0; 32 << 20]).expect("a large file");
        std::fs::write(folder.join("small.txt"), "small").expect("a small file");
        let server = Server::http(("127.0.0.1", 0)).expect("a port");
        let address = server.server_addr().to_ip().expect("an address");
        let served = folder.clone();
        thread::spawn(move || answer_all(&server, &served));
        let ask = |name: &str| {
            let mut stream = TcpStream::connect(address).expect("the server listens");
            stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
            write!(stream, "GET /{name} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expect("it is sent");
            stream
        };
        let mut waiting = ask("large.bin");
        waiting.read_exact(&mut [0; 16]).expect("it is being answered");
        let mut answer = String::new();
        ask("small.txt").read_to_string(&mut answer).expect("it does not wait for the large one");
        assert!(answer.ends_with("small"), "{answer}");
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
}
