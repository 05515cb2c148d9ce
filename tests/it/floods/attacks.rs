//! What a flood is made of, and what each drop of it must be answered.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::host;
use crate::{
    gate::assert_unauthorized,
    stack::{Key, STACK, basic, signed},
    wire::{Answer, Request},
};

pub const LIST: &str = "/v1/candidates";

/// What the ids of keys begin with that nobody has.
pub const UNKNOWN: &str = "1FADED";

/// One way to ask for nothing good.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A known id, another secret each time.
    Guess,
    /// An id that nobody has.
    Stranger,
    /// No key at all.
    Malformed,
    /// More header than there may be.
    Huge,
    /// No HTTP.
    Noise,
}

impl Kind {
    pub const ALL: [Self; 5] =
        [Self::Guess, Self::Stranger, Self::Malformed, Self::Huge, Self::Noise];

    /// Sends one, and judges its answer.
    pub async fn meet(self, round: usize, known: &Key) {
        let what = format!("{self:?} {round}");
        let request = Request::new("GET", LIST);
        match self {
            Self::Guess => refused(request, &basic(&guess(&known.id, round)), &what).await,
            Self::Stranger => {
                let id = format!("{UNKNOWN}{round:0>20}");
                refused(request, &basic(&guess(&id, round)), &what).await;
            }
            Self::Malformed => refused(request, &malformed(round, known), &what).await,
            Self::Huge if round.is_multiple_of(2) => {
                refused(request, &format!("Basic {}", "A".repeat(9_000)), &what).await;
            }
            Self::Huge => {
                let request = request.header("X-Long", &"x".repeat(20_000 + round));
                let answer = request.send(&STACK.urls.harvest_api).await;
                assert_eq!(answer.status, 431, "{what}: {}", answer.text());
                assert_eq!(answer.json()["message"], "Bad request", "{what}");
            }
            Self::Noise => noise(round, &what).await,
        }
    }
}

/// A well-formed key of this id with a secret that is not its own.
pub fn guess(id: &str, round: usize) -> String {
    signed(&format!("grn_{id}_{round:0>44}"))
}

async fn refused(request: Request, credential: &str, what: &str) {
    let request = request.header("Authorization", credential);
    assert_unauthorized(&request.send(&STACK.urls.harvest_api).await, what);
}

fn malformed(round: usize, known: &Key) -> String {
    let forms = [
        String::new(),
        "Basic".to_owned(),
        "Basic ????".to_owned(),
        format!("Bearer {}", known.text),
        format!("{} {}", known.basic(), "x".repeat(round)),
        basic(&known.text[..80]),
        basic(&known.text.to_lowercase()),
        basic(&format!("{}:password", known.text)),
    ];
    forms[round % forms.len()].clone()
}

/// A handshake of TLS, a line of text, nulls: refused as no HTTP, or hung up on.
async fn noise(round: usize, what: &str) {
    let forms: [&[u8]; 4] =
        [b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", b"EHLO x\r\n\r\n", &[0; 64], &[0xff; 9_000]];
    let mut stream = TcpStream::connect(host()).await.unwrap();
    let _sent = stream.write_all(forms[round % forms.len()]).await;
    let _sent = stream.write_all(b"\r\n\r\n").await;
    let mut bytes = Vec::new();
    let _read = stream.read_to_end(&mut bytes).await;
    let status = Answer::parse(&bytes).map(|answer| answer.status);
    assert!(matches!(status, None | Some(400)), "{what}: {status:?}");
}
