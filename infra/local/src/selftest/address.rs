//! Where a deployment listens, and bytes to there and back, with TLS and without.

use std::{
    io,
    sync::{Arc, LazyLock},
    time::Duration,
};

use anyhow::{Context, ensure};
use http::Uri;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore, crypto::aws_lc_rs::default_provider, pki_types::ServerName,
    },
};

/// What is waited for a connection.
const CONNECTING: Duration = Duration::from_secs(10);
/// What is waited for the next bytes; API Gateway itself gives up after 29 seconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(35);
/// Most bytes of an answer that are read.
const MOST: u64 = 4 << 20;

/// A base address, taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Address {
    /// Whether it is HTTPS.
    pub(super) tls: bool,
    /// As in `Host`: with the port where it is not the scheme's own.
    pub(super) authority: String,
    /// What stands before every path, such as the stage; begins with `/` or is empty.
    pub(super) base: String,
    host: String,
    port: u16,
}

/// A connection of either kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Address {
    /// Reads `https://host[:port][/base]`, or the same with `http`.
    ///
    /// # Errors
    /// When it is something else, or names a user, a query or a fragment.
    pub(super) fn parse(url: &str) -> anyhow::Result<Self> {
        let uri: Uri = url.parse().with_context(|| format!("`{url}` is no address"))?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => anyhow::bail!("`{url}` begins neither with https:// nor with http://"),
        };
        let authority = uri.authority().with_context(|| format!("`{url}` names no host"))?;
        let plain = !authority.as_str().contains('@') && !url.contains(['?', '#']);
        ensure!(plain, "`{url}` has more than a host and a path");
        Ok(Self {
            tls,
            authority: authority.to_string(),
            base: uri.path().trim_end_matches('/').to_owned(),
            host: authority.host().to_owned(),
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
        })
    }

    /// The same host without TLS, on its usual port.
    pub(super) fn in_the_clear(&self) -> Self {
        Self { tls: false, port: 80, authority: self.host.clone(), ..self.clone() }
    }

    /// Scheme, host and port, as a Content-Security-Policy names them.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.authority)
    }

    /// A new connection that speaks `protocol`, as ALPN names it.
    pub(super) async fn connect(&self, protocol: &[u8]) -> io::Result<Box<dyn Stream>> {
        timeout(CONNECTING, self.connected(protocol)).await.map_err(io::Error::other)?
    }

    async fn connected(&self, protocol: &[u8]) -> io::Result<Box<dyn Stream>> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port)).await?;
        tcp.set_nodelay(true)?;
        if !self.tls {
            return Ok(Box::new(tcp));
        }
        let name = ServerName::try_from(self.host.clone()).map_err(io::Error::other)?;
        let stream = connector(protocol)?.connect(name, tcp).await?;
        let agreed = stream.get_ref().1.alpn_protocol();
        if agreed.is_some_and(|agreed| agreed != protocol) || (agreed.is_none() && protocol == H2) {
            return Err(io::Error::other("the other side does not speak this protocol"));
        }
        Ok(Box::new(stream))
    }

    /// Sends bytes over a connection of their own and reads what comes until its end, or until
    /// nothing has come for as long as that.
    pub(super) async fn exchange(&self, bytes: &[u8], patience: Duration) -> io::Result<Vec<u8>> {
        let mut stream = self.connect(HTTP_1).await?;
        // A head that is refused at its beginning may be refused before its end is through.
        let _sent = stream.write_all(bytes).await;
        let _flushed = stream.flush().await;
        let mut received = Vec::new();
        let mut stream = stream.take(MOST);
        // Connections just end, in TLS without a farewell: what came before it is the answer.
        while let Ok(Ok(1..)) = timeout(patience, stream.read_buf(&mut received)).await {}
        Ok(received)
    }
}

/// ALPN's names.
pub(super) const HTTP_1: &[u8] = b"http/1.1";
pub(super) const H2: &[u8] = b"h2";

/// Whom this machine trusts: more than a hundred files, read once.
static ROOTS: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Arc::new(roots)
});

fn connector(protocol: &[u8]) -> io::Result<TlsConnector> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(ROOTS.clone())
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_owned()];
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_scheme_host_port_and_base() {
        let stage = Address::parse("https://abc.example/live/").unwrap();
        assert!(stage.tls && stage.port == 443);
        assert_eq!((stage.authority.as_str(), stage.base.as_str()), ("abc.example", "/live"));
        assert_eq!(stage.origin(), "https://abc.example");
        let local = Address::parse("http://127.0.0.1:4801").unwrap();
        assert_eq!((local.tls, local.port, local.base.as_str()), (false, 4801, ""));
        assert_eq!(local.authority, "127.0.0.1:4801");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in ["", "abc.example", "ftp://abc.example", "https://u@abc.example", "https://a/?b"]
        {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
    }
}
