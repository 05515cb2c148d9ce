//! Connections: hyper frames the requests, a recorder keeps their heads as the client spelled them.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, header::CONNECTION};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

use super::{
    Answer, Gateway,
    headers::Headers,
    refusal::{Kind, Refusal},
    request::{Ends, HEAD_LIMIT, Request},
};

/// AWS's limit on a payload, in bytes, both ways.
pub(super) const BODY_LIMIT: usize = 10 * 1024 * 1024;
/// How much of a body over the limit is read before the connection is given up.
const PATIENCE: usize = 8 * BODY_LIMIT;
/// More lines than 10,240 bytes of sensible headers have; hyper answers beyond it.
const MOST_HEADERS: usize = 512;
/// How long a head, a body, or the pause between two calls may take.
const SLOWEST: Duration = Duration::from_secs(60);
/// More than hyper accepts as a head, so that nothing is recorded without end.
const TAPE_LIMIT: usize = 1024 * 1024;

pub(super) async fn serve(listener: TcpListener, gateway: Gateway) -> io::Result<()> {
    let server_port = listener.local_addr()?.port();
    loop {
        let (stream, client) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        };
        tokio::spawn(converse(stream, Ends { client, server_port }, gateway.clone()));
    }
}

async fn converse(stream: TcpStream, ends: Ends, gateway: Gateway) {
    // Without it the kernel may hold back small answers; with it they are merely less well packed.
    stream.set_nodelay(true).ok();
    let tape = Tape::default();
    let io = TokioIo::new(Recorder { stream, tape: tape.clone() });
    let service = service_fn(move |request| {
        let (gateway, tape) = (gateway.clone(), tape.clone());
        async move { Ok::<_, Infallible>(answer(&gateway, &tape, ends, request).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(SLOWEST).max_headers(MOST_HEADERS);
    // A broken connection is the client's affair, and it knows.
    server.serve_connection(io, service).await.ok();
}

async fn answer(
    gateway: &Gateway,
    tape: &Tape,
    ends: Ends,
    incoming: hyper::Request<Incoming>,
) -> Answer {
    let Some(mut request) = recorded(&tape.take(), &incoming, ends) else {
        let (method, target) = (incoming.method().as_str(), incoming.uri().path());
        let request = Request::new(method, target, Headers::default(), ends);
        return closing(
            gateway.refuse(&request, Refusal::bad_request(400, "Pipelining is not supported")),
        );
    };
    if request.head_size > HEAD_LIMIT {
        return closing(
            gateway.refuse(&request, Refusal::bad_request(431, "Request Header Fields Too Large")),
        );
    }
    let body = tokio::time::timeout(SLOWEST, whole(incoming.into_body())).await;
    let body = body.unwrap_or_else(|_| Err(Refusal::bad_request(408, "Request Timeout")));
    tape.resume();
    match body {
        Ok(body) => request.body = body,
        Err(refusal) => return closing(gateway.refuse(&request, refusal)),
    }
    gateway.answer(&request).await
}

fn closing(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// The whole body; one over the limit is read on for a while, so that its sender hears the answer.
async fn whole(mut body: Incoming) -> Result<Bytes, Refusal> {
    let mut bytes = BytesMut::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request(400, "Bad Request"))?;
        let Ok(data) = frame.into_data() else { continue };
        size += data.len();
        if size <= BODY_LIMIT {
            bytes.extend_from_slice(&data);
        } else if size > PATIENCE {
            break;
        }
    }
    if size > BODY_LIMIT {
        Err(Refusal::new(Kind::RequestTooLarge, "Request Too Long"))
    } else {
        Ok(bytes.freeze())
    }
}

/// The recorded head, if it is the one that hyper parsed.
fn recorded(tape: &[u8], incoming: &hyper::Request<Incoming>, ends: Ends) -> Option<Request> {
    let mut lines = vec![httparse::EMPTY_HEADER; incoming.headers().len()];
    let mut head = httparse::Request::new(&mut lines);
    if !head.parse(tape).ok()?.is_complete() {
        return None;
    }
    let (method, target) = (head.method?, head.path?);
    let mut headers = Headers::default();
    for line in head.headers.iter() {
        headers.push(line.name, decoded(line.value));
    }
    let same = incoming.method().as_str() == method
        && target.contains(incoming.uri().path())
        && head.headers.len() == incoming.headers().len();
    same.then(|| Request::new(method, target, headers, ends))
}

/// UTF-8 where it is, else Latin-1, so that every header can stand in an event.
fn decoded(value: &[u8]) -> String {
    std::str::from_utf8(value)
        .map_or_else(|_| value.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// Inbound bytes of a connection since the last body ended.
#[derive(Clone, Default)]
struct Tape(Arc<Mutex<Recording>>);

#[derive(Default)]
struct Recording {
    bytes: Vec<u8>,
    paused: bool,
}

impl Tape {
    fn record(&self, bytes: &[u8]) {
        let mut recording = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !recording.paused && recording.bytes.len() < TAPE_LIMIT {
            recording.bytes.extend_from_slice(bytes);
        }
    }

    /// What was recorded; nothing more is until the body has been read.
    fn take(&self) -> Vec<u8> {
        let mut recording = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recording.paused = true;
        std::mem::take(&mut recording.bytes)
    }

    fn resume(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).paused = false;
    }
}

struct Recorder {
    stream: TcpStream,
    tape: Tape,
}

impl AsyncRead for Recorder {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(cx, buf);
        this.tape.record(buf.filled().get(before..).unwrap_or_default());
        polled
    }
}

impl AsyncWrite for Recorder {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
