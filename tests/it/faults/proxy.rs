//! Stands between the SDK and DynamoDB Local, and does to calls what networks and services do.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use domain::key::KeyId;
use futures_util::FutureExt;
use granary_local::stack::dynamodb;
use keystore::{Keystore, Patience};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
    time::sleep,
};

use super::{
    exchange::{Reply, Request, given_up},
    fault::{Fault, Length, Plan, SHORT},
};
use crate::stack::STACK;

/// The proxy; it forwards everything until it is armed.
pub struct Proxy {
    database: String,
    line: Arc<Line>,
    server: JoinHandle<()>,
    /// Keeps the port while nothing listens on it.
    _reserved: TcpSocket,
}

/// What the connections have in common.
struct Line {
    address: SocketAddr,
    http: reqwest::Client,
    state: Mutex<State>,
    /// Connections are refused, and those that are open end, while there is none.
    listener: watch::Sender<Option<Arc<TcpListener>>>,
    /// Requests that are being worked at.
    busy: watch::Sender<usize>,
    /// A call is where the function is to be killed.
    caught: Notify,
}

#[derive(Default)]
struct State {
    plan: Option<Plan>,
    met: usize,
    /// Calls in the order of their first attempts, and how many attempts each had.
    calls: Vec<(String, usize)>,
    held: Vec<Request>,
}

impl Proxy {
    /// Listens, in front of this database.
    pub async fn start(database: &str) -> Self {
        let reserved = socket(SocketAddr::from(([127, 0, 0, 1], 0)));
        let address = reserved.local_addr().unwrap();
        let line = Arc::new(Line {
            address,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            state: Mutex::default(),
            listener: watch::Sender::new(None),
            busy: watch::Sender::new(0),
            caught: Notify::new(),
        });
        line.open();
        let server = tokio::spawn(serve(line.clone()));
        Self { database: database.to_owned(), line, server, _reserved: reserved }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.line.address)
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn keystore(&self) -> Keystore {
        let config = dynamodb::configuration(&self.url(), &self.database);
        Keystore::new(&config, STACK.table.clone(), Patience::Action)
    }

    /// From now on calls meet the fault, the next one being the first step.
    pub fn arm(&self, plan: Plan) {
        // Of a call that was caught when its function was dying already.
        let _late = FutureExt::now_or_never(self.line.caught.notified());
        let held = std::mem::take(&mut self.line.state.lock().unwrap().held);
        *self.line.state.lock().unwrap() = State { plan: Some(plan), held, ..State::default() };
        if plan.fault == Fault::Refused && plan.step == Some(0) {
            self.line.clone().close(plan.length);
        }
    }

    /// From now on calls are counted anew, and none is disturbed.
    pub fn watch(&self) {
        *self.line.state.lock().unwrap() = State::default();
    }

    /// From now on nothing is disturbed, and all that was given up has ended, but for what is held.
    pub async fn disarm(&self) {
        self.line.state.lock().unwrap().plan = None;
        self.line.open();
        self.line.busy.subscribe().wait_for(|busy| *busy == 0).await.unwrap();
    }

    /// Lets all that is held arrive; returns how much that is.
    pub async fn release(&self) -> usize {
        let held = std::mem::take(&mut self.line.state.lock().unwrap().held);
        for request in &held {
            let _unread = self.line.forward(request).await;
        }
        held.len()
    }

    /// Attempts of each call since the proxy was armed.
    pub fn attempts(&self) -> Vec<usize> {
        self.line.state.lock().unwrap().calls.iter().map(|(_, attempts)| *attempts).collect()
    }

    /// Returns when a call is where the function is to be killed.
    pub async fn caught(&self) {
        self.line.caught.notified().await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

async fn serve(line: Arc<Line>) {
    let mut listeners = line.listener.subscribe();
    loop {
        let listener = listeners.wait_for(Option::is_some).await.unwrap().clone().unwrap();
        let mut closed = listeners.clone();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    drop(tokio::spawn(connection(line.clone(), accepted.unwrap().0)));
                }
                _ = closed.wait_for(Option::is_none) => break,
            }
        }
    }
}

async fn connection(line: Arc<Line>, mut stream: TcpStream) {
    let mut listeners = line.listener.subscribe();
    let conversation = async { while line.answer(&mut stream).await.is_some() {} };
    tokio::select! {
        () = conversation => (),
        _ = listeners.wait_for(Option::is_none) => (),
    }
}

/// Counts one request while it lives.
struct Busy<'a>(&'a watch::Sender<usize>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|busy| *busy -= 1);
    }
}

impl Line {
    fn open(&self) {
        if self.listener.borrow().is_none() {
            let listener = socket(self.address).listen(64).unwrap();
            self.listener.send_replace(Some(Arc::new(listener)));
        }
    }

    fn close(self: Arc<Self>, length: Length) {
        self.listener.send_replace(None);
        if length == Length::Passing {
            drop(tokio::spawn(async move {
                sleep(SHORT / 2).await;
                let mut state = self.state.lock().unwrap();
                if let Some(plan) = state.plan.as_mut().filter(|plan| plan.length == length) {
                    plan.times = 0;
                    self.open();
                }
            }));
        }
    }

    /// Which step this attempt belongs to, and the fault that it meets.
    fn meet(&self, request: &Request) -> (usize, Option<Fault>) {
        if request.mentions(&KeyId::NONE.to_string()) {
            return (usize::MAX, None);
        }
        let mut state = self.state.lock().unwrap();
        let known = state.calls.iter().position(|(call, _)| call == request.call());
        let step = known.unwrap_or(state.calls.len());
        if known.is_none() {
            state.calls.push((request.call().to_owned(), 0));
        }
        state.calls[step].1 += 1;
        let fault = state.plan.filter(|plan| plan.meets(step, state.met)).map(|plan| plan.fault);
        state.met += usize::from(fault.is_some());
        (step, fault)
    }

    /// Reads a request and answers it; nothing where the connection is to end.
    async fn answer(self: &Arc<Self>, stream: &mut TcpStream) -> Option<()> {
        let request = Request::read(stream).await?;
        self.busy.send_modify(|busy| *busy += 1);
        let _busy = Busy(&self.busy);
        let (step, fault) = self.meet(&request);
        match fault {
            None => {
                let reply = self.forward(&request).await;
                reply.send(stream).await?;
                let plan = self.state.lock().unwrap().plan;
                let before = plan.filter(|plan| {
                    plan.fault == Fault::Refused
                        && plan.times > 0
                        && step.checked_add(1) == plan.step
                });
                if let Some(plan) = before {
                    self.clone().close(plan.length);
                }
                Some(())
            }
            Some(fault) => self.disturb(fault, request, stream).await,
        }
    }

    async fn disturb(&self, fault: Fault, request: Request, stream: &mut TcpStream) -> Option<()> {
        match fault {
            Fault::DelayShort => {
                sleep(SHORT).await;
                return self.forward(&request).await.send(stream).await;
            }
            Fault::Throttle | Fault::Conflict | Fault::ServerError => {
                return failure(fault, &request).send(stream).await;
            }
            Fault::DelayLong => {
                given_up(stream).await;
                let _unread = self.forward(&request).await;
            }
            Fault::Late => {
                self.state.lock().unwrap().held.push(request);
                given_up(stream).await;
            }
            Fault::Cut => self.forward(&request).await.send_half(stream).await?,
            Fault::AnswerLost => {
                let _unread = self.forward(&request).await;
                given_up(stream).await;
            }
            Fault::Drop | Fault::Refused => (),
            Fault::Killed => {
                self.caught.notify_one();
                given_up(stream).await;
            }
            Fault::KilledAfter => {
                let _unread = self.forward(&request).await;
                self.caught.notify_one();
                given_up(stream).await;
            }
        }
        None
    }

    async fn forward(&self, request: &Request) -> Reply {
        let Request { headers, body } = request.clone();
        let sent = self.http.post(&STACK.urls.dynamodb).headers(headers).body(body).send();
        let answer = sent.await.unwrap();
        Reply::new(answer.status().as_u16(), answer.bytes().await.unwrap())
    }
}

fn failure(fault: Fault, request: &Request) -> Reply {
    match fault {
        Fault::Conflict if request.is_transaction() => {
            let reasons = [json!({"Code": "TransactionConflict"}), json!({"Code": "None"})];
            let reasons = json!({"CancellationReasons": reasons});
            Reply::failure(400, "TransactionCanceledException", &reasons)
        }
        Fault::Conflict => Reply::failure(400, "TransactionConflictException", &json!({})),
        Fault::Throttle => Reply::failure(400, "ThrottlingException", &json!({})),
        _ => Reply::failure(500, "InternalServerError", &json!({})),
    }
}
