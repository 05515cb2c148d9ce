//! Clients that begin a request and stop, and are answered as any other once they go on.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{head, host};
use crate::{stack::Key, wire::Answer};

/// A connection on which part of a request was sent.
pub struct Stalled {
    stream: TcpStream,
    rest: Vec<u8>,
    expected: u16,
}

impl Stalled {
    /// Connects, and sends nothing, one byte, all but one of a head's, or one of a body's.
    pub async fn new(number: usize, key: &Key) -> Self {
        let whole = head("GET", key, "");
        let post = head("POST", key, "Content-Type: application/json\r\nContent-Length: 2\r\n");
        let (whole, sent, expected) = match number % 4 {
            0 => (whole, 0, 200),
            1 => (whole, 1, 200),
            2 => (whole.clone(), whole.len() - 1, 200),
            _ => (format!("{post}{{}}"), post.len() + 1, 403),
        };
        let mut stream = TcpStream::connect(host()).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (begun, rest) = whole.as_bytes().split_at(sent);
        stream.write_all(begun).await.unwrap();
        Self { stream, rest: rest.to_vec(), expected }
    }

    /// Sends the rest, and must be answered.
    pub async fn go_on(mut self) {
        self.stream.write_all(&self.rest).await.unwrap();
        let mut bytes = Vec::new();
        self.stream.read_to_end(&mut bytes).await.unwrap();
        let answer = Answer::parse(&bytes).unwrap();
        assert_eq!(answer.status, self.expected, "{}", answer.text());
    }
}
