//! An answer of HTTP/1.1 as it came over the wire, for those who send what no polite client would.

use std::fmt;

use serde_json::Value;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// As the status line has it.
    pub status: u16,
    /// Names in lower case, values trimmed, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// Without the framing of chunks.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads a whole answer; none where the bytes are no HTTP, or fewer than it announces.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut answer = Self::begun(bytes)?;
        if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            answer.body = dechunked(&answer.body)?;
        } else if let Some(length) = answer.header("content-length") {
            answer.body = answer.body.get(..length.parse().ok()?)?.to_vec();
        }
        Some(answer)
    }

    /// Reads an answer's head, and has of its body what there is, as it came.
    pub fn begun(bytes: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; 128];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(end) = response.parse(bytes).ok()? else {
            return None;
        };
        let text = |value: &[u8]| String::from_utf8_lossy(value).trim().to_owned();
        let headers = response.headers.iter();
        let headers =
            headers.map(|header| (header.name.to_ascii_lowercase(), text(header.value))).collect();
        let body = bytes.get(end..)?.to_vec();
        Some(Self { status: response.code?, headers, body })
    }

    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body, with a sign in the place of what is no UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A member of the body, where that is a JSON object.
    pub fn member(&self, name: &str) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        body.get(name)?.as_str().map(str::to_owned)
    }

    /// Whether it has a status of 2xx.
    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Whole, with the secrets that it may hold; a report puts those out of sight before it cuts.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text().trim())
    }
}

fn dechunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(bytes) {
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            return Some(body);
        }
        let end = start.checked_add(size)?;
        body.extend_from_slice(bytes.get(start..end)?);
        bytes = bytes.get(end + 2..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        let bytes = b"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n\
            5\r\n{\"a\":\r\n4;x\r\n\"b\"}\r\n0\r\n\r\n";
        let answer = Answer::parse(bytes).unwrap();
        assert_eq!((answer.status, answer.member("a").as_deref()), (403, Some("b")));
        assert!(Answer::parse(&bytes[..bytes.len() - 8]).is_none());
        assert!(Answer::parse(b"SSH-2.0-x\r\n").is_none());
    }

    #[test]
    fn an_answer_shorter_than_it_announces_is_none_but_for_its_status() {
        let bytes = b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}";
        assert_eq!(Answer::parse(bytes).unwrap().member("a").as_deref(), Some("b"));
        let cut = &bytes[..bytes.len() - 1];
        assert!(Answer::parse(cut).is_none());
        assert_eq!(Answer::begun(cut).unwrap().status, 201);
    }
}
