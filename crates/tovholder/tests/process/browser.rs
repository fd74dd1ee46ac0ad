//! As little of a browser as the tests need: one connection a request, a cookie jar, forms.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Every number that stands between these words in the page, once, in order of appearance.
    pub(crate) fn numbers(&self, before: &str, after: &str) -> Vec<u64> {
        let mut numbers = Vec::new();
        for piece in self.body.split(before).skip(1) {
            let number = piece.split(after).next().and_then(|text| text.parse().ok());
            if let Some(number) = number.filter(|number| !numbers.contains(number)) {
                numbers.push(number);
            }
        }
        numbers
    }
}

/// Somebody who may be signed in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    cookies: Vec<(String, String)>,
    token: String,
}

impl Browser {
    /// Signs in and remembers the session and its form token.
    pub(crate) fn sign_in(program: SocketAddr, login: &str, password: &str) -> Browser {
        let mut browser = Browser::default();
        browser
            .get(program, "/sign-in")
            .expect("the sign-in page is there");
        let fields = [("login", login), ("password", password), ("next", "/")];
        let answer = browser
            .post(program, "/sign-in", &fields)
            .expect("it answers");
        assert_eq!(answer.status, 303, "{login} signs in: {}", answer.body);
        browser.get(program, "/").expect("my day is there");
        browser
    }

    /// Gets a page.
    pub(crate) fn get(&mut self, program: SocketAddr, path: &str) -> io::Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {program}\r\n{}Connection: close\r\n\r\n",
            self.cookie_line()
        );
        self.ask(program, &request)
    }

    /// Sends a form with the token of the page seen last.
    pub(crate) fn post(
        &mut self,
        program: SocketAddr,
        path: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let mut body = format!("csrf={}", self.token);
        for (name, value) in fields {
            body.push('&');
            body.push_str(name);
            body.push('=');
            body.push_str(&encoded(value));
        }
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {program}\r\nOrigin: http://{program}\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie_line(),
            body.len()
        );
        self.ask(program, &request)
    }

    fn cookie_line(&self) -> String {
        if self.cookies.is_empty() {
            return String::new();
        }
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("Cookie: {}\r\n", pairs.join("; "))
    }

    fn ask(&mut self, program: SocketAddr, request: &str) -> io::Result<Answer> {
        let answer = ask(program, request)?;
        for line in answer.head.lines() {
            let Some((name, rest)) = line.split_once(": ") else {
                continue;
            };
            if !name.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            let pair = rest.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    self.cookies.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        if let Some((_, rest)) = answer.body.split_once("name=\"csrf\" value=\"")
            && let Some((token, _)) = rest.split_once('"')
        {
            token.clone_into(&mut self.token);
        }
        Ok(answer)
    }
}

/// Sends a request and reads the whole answer; an answer that breaks off is an error, not an acknowledgement.
fn ask(program: SocketAddr, request: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&program, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let broken = || io::Error::new(io::ErrorKind::UnexpectedEof, "the answer broke off");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(broken)?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    if length.is_some_and(|length| length > body.len()) {
        return Err(broken());
    }
    Ok(Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

fn encoded(value: &str) -> String {
    use std::fmt::Write;
    value.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            write!(text, "{byte:02X}").expect("writing to a String cannot fail");
        }
        text
    })
}
