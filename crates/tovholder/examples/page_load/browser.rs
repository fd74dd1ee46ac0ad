//! Somebody at a browser: one connection kept open, a session, forms.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, bail};

/// An answer, read to its last byte.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    /// Every number that follows these words in the page, once, in order of appearance.
    pub(crate) fn numbers(&self, after: &str) -> Vec<u64> {
        let mut numbers = Vec::new();
        for piece in self.body.split(after).skip(1) {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            if let Ok(number) = piece[..digits].parse()
                && !numbers.contains(&number)
            {
                numbers.push(number);
            }
        }
        numbers
    }
}

/// Somebody signed in.
pub(crate) struct Browser {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
    cookies: Vec<(String, String)>,
    token: String,
    /// Cases to go through, once they are known.
    pub(crate) places: Vec<u64>,
}

impl Browser {
    pub(crate) fn sign_in(
        host: SocketAddr,
        login: &str,
        password: &str,
    ) -> anyhow::Result<Browser> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        let mut browser = Browser {
            stream: BufReader::new(stream),
            host,
            cookies: Vec::new(),
            token: String::new(),
            places: Vec::new(),
        };
        browser.get("/sign-in")?;
        let fields = [("login", login), ("password", password), ("next", "/")];
        let answer = browser.post("/sign-in", &fields)?;
        if answer.status != 303 {
            bail!("the sign-in was answered with {}", answer.status);
        }
        browser.get("/")?;
        Ok(browser)
    }

    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let head = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.common());
        self.ask(head.as_bytes())
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        use std::fmt::Write;
        let mut body = format!("csrf={}", self.token);
        for (name, value) in fields {
            write!(body, "&{name}=")?;
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || byte == b'-' {
                    body.push(char::from(byte));
                } else {
                    write!(body, "%{byte:02X}")?;
                }
            }
        }
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.common(),
            body.len()
        );
        self.ask(request.as_bytes())
    }

    fn common(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "Host: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\n",
            self.host,
            pairs.join("; ")
        )
    }

    fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .context("the answer has a status")?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => bail!("the answer has no length"),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = String::from_utf8(body)?;
        if let Some((_, rest)) = body.split_once("name=\"csrf\" value=\"")
            && let Some((token, _)) = rest.split_once('"')
        {
            token.clone_into(&mut self.token);
        }
        Ok(Answer { status, body })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}
