//! The first of the README's two commands, tried: build, start, answer, stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs `cargo run --release -- demo` on a free port until the sign-in page answers, then stops it.
pub(crate) fn release_demo(root: &Path) -> Result<()> {
    let words = ["run", "--release", "--", "demo", "--listen", "127.0.0.1:0"];
    println!("» cargo {}", words.join(" "));
    let mut child = Command::new("cargo")
        .args(words)
        .current_dir(root)
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .context("could not start cargo")?;
    let answer = first_page(&mut child);
    stop(&mut child);
    answer
}

fn first_page(child: &mut Child) -> Result<()> {
    let output = child.stdout.take().context("the program has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("  {line}");
        let Some((_, rest)) = line.split_once("http://") else {
            continue;
        };
        let address = rest.split(['/', ' ']).next().unwrap_or_default();
        let mut stream =
            TcpStream::connect(address).with_context(|| format!("nobody answers at {address}"))?;
        write!(
            stream,
            "GET /sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut page = String::new();
        stream.read_to_string(&mut page)?;
        if page.starts_with("HTTP/1.1 200") && page.contains("<form") {
            println!("smoke: the sign-in page answers at {address}");
            return Ok(());
        }
        bail!(
            "the sign-in page answered: {}",
            page.lines().next().unwrap_or_default()
        );
    }
    bail!("the demonstration ended without saying an address")
}

fn stop(child: &mut Child) {
    // The whole group: a signal to `cargo run` alone would leave the program behind.
    let interrupted = Command::new("sh")
        .args(["-c", &format!("kill -INT -{}", child.id())])
        .status();
    if interrupted.is_err() || child.wait().is_err() {
        eprintln!(
            "smoke: the demonstration could not be stopped; process {}",
            child.id()
        );
    }
}
