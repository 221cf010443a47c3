//! The network between a service and its database or broker, under the control of the test.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, watch},
    task::{JoinHandle, JoinSet},
};
use url::Url;

use crate::{eventually, port};

/// A TCP proxy on a loopback port in front of one address.
#[derive(Debug)]
pub struct Proxy {
    address: String,
    target: Mutex<Arc<str>>,
    flowing: watch::Sender<bool>,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    /// A proxy in front of `target` ("127.0.0.1:5432"), open.
    ///
    /// # Panics
    ///
    /// When no port can be had.
    pub async fn to(target: &str) -> Self {
        let proxy = Self {
            address: format!("127.0.0.1:{}", port::free()),
            target: Mutex::new(target.into()),
            flowing: watch::Sender::new(true),
            accepting: Mutex::new(None),
        };
        proxy.heal().await;
        proxy
    }

    /// Where it listens: host and port.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of the target, `nats://…` or `postgres://…`, with the proxy's host and port.
    ///
    /// # Errors
    ///
    /// When it is not a URL with a host.
    pub fn url(&self, target: &str) -> Result<String> {
        let mut url = Url::parse(target)?;
        let (host, port) = self.address.split_once(':').context("a host and a port")?;
        url.set_host(Some(host))?;
        url.set_port(Some(port.parse()?))
            .ok()
            .context("no port can be set in it")?;
        Ok(url.into())
    }

    /// Drops every connection and refuses new ones.
    pub async fn cut(&self) {
        if let Some(accepting) = self.accepting.lock().await.take() {
            accepting.abort();
            // Aborted or not: only that it is over counts, with the listener and every connection.
            accepting.await.ok();
        }
    }

    /// Drops every connection and leads new ones to `target`, as a name does that is given to another server.
    pub async fn redirect(&self, target: &str) {
        self.cut().await;
        *self.target.lock().await = target.into();
        self.heal().await;
    }

    /// Keeps connections open, but lets nothing through: a network that loses packets.
    pub fn pause(&self) {
        self.flowing.send_replace(false);
    }

    /// Lets everything through again after [`cut`](Self::cut) or [`pause`](Self::pause).
    pub async fn heal(&self) {
        self.flowing.send_replace(true);
        let mut accepting = self.accepting.lock().await;
        if accepting.is_none() {
            let bind = async || TcpListener::bind(&self.address).await;
            let listener = eventually("the port of the proxy to be free", bind).await;
            *accepting = Some(tokio::spawn(accept(
                listener,
                Arc::clone(&*self.target.lock().await),
                self.flowing.subscribe(),
            )));
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(accepting) = self.accepting.get_mut() {
            accepting.abort();
        }
    }
}

/// Owns the listener and the connections, so that ending it ends them.
async fn accept(listener: TcpListener, target: Arc<str>, flowing: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((near, _)) = accepted {
                    connections.spawn(carry(near, Arc::clone(&target), flowing.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn carry(near: TcpStream, target: Arc<str>, flowing: watch::Receiver<bool>) {
    let Ok(far) = TcpStream::connect(&*target).await else {
        return;
    };
    near.set_nodelay(true).ok();
    far.set_nodelay(true).ok();
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    // A protocol of requests and answers is of no use in one direction: the first that ends ends both.
    tokio::select! {
        _ = pump(near_in, far_out, flowing.clone()) => {}
        _ = pump(far_in, near_out, flowing) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut flowing: watch::Receiver<bool>,
) -> Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        flowing.wait_for(|flowing| *flowing).await?;
        if length == 0 {
            return Ok(());
        }
        to.write_all(&buffer[..length]).await?;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A server that gives back what it gets.
    async fn echo() -> (String, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address").to_string();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (from, to) = stream.into_split();
                    let (_keep, open) = watch::channel(true);
                    pump(from, to, open).await
                });
            }
        });
        (address, serving)
    }

    async fn exchange(stream: &mut TcpStream) -> Result<[u8; 4]> {
        stream.write_all(b"muoi").await?;
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).await?;
        Ok(answer)
    }

    #[tokio::test]
    async fn a_cut_drops_connections_and_refuses_new_ones_until_it_is_healed() {
        let (target, _serving) = echo().await;
        let proxy = Proxy::to(&target).await;
        let mut stream = TcpStream::connect(proxy.address()).await.expect("open");
        assert_eq!(&exchange(&mut stream).await.expect("carried"), b"muoi");

        proxy.cut().await;
        assert!(exchange(&mut stream).await.is_err());
        assert!(TcpStream::connect(proxy.address()).await.is_err());

        proxy.heal().await;
        let mut stream = TcpStream::connect(proxy.address())
            .await
            .expect("open again");
        assert_eq!(&exchange(&mut stream).await.expect("carried"), b"muoi");
    }

    #[tokio::test]
    async fn a_pause_holds_back_what_arrives_when_it_is_healed() {
        let (target, _serving) = echo().await;
        let proxy = Proxy::to(&target).await;
        let mut stream = TcpStream::connect(proxy.address()).await.expect("open");
        assert_eq!(&exchange(&mut stream).await.expect("carried"), b"muoi");

        proxy.pause();
        stream.write_all(b"muoi").await.expect("sent");
        let mut answer = [0; 4];
        let held =
            tokio::time::timeout(Duration::from_millis(100), stream.read_exact(&mut answer)).await;
        assert!(held.is_err(), "it was carried in spite of the pause");

        proxy.heal().await;
        stream
            .read_exact(&mut answer)
            .await
            .expect("carried after the pause");
        assert_eq!(&answer, b"muoi");
    }

    #[tokio::test]
    async fn an_address_is_led_through_the_proxy() {
        let proxy = Proxy::to("127.0.0.1:1").await;
        let url = proxy
            .url("postgres://ocop:salt@127.0.0.1:5432/test_1")
            .expect("a URL");
        assert_eq!(
            url,
            format!("postgres://ocop:salt@{}/test_1", proxy.address())
        );
    }
}
