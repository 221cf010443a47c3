//! Receivers on this machine that cost little: one that answers 200 to whatever is posted, one that never answers.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
/// What comes between the head of a request and its body.
const END: &[u8] = b"\r\n\r\n";
/// Bytes that are read at once.
const CHUNK: usize = 16 * 1024;

/// A receiver; it ends when it is dropped.
pub(super) struct Receiver {
    address: SocketAddr,
    received: watch::Receiver<u64>,
    task: AbortHandle,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    /// One that answers.
    pub(super) async fn start() -> anyhow::Result<Self> {
        Self::with(answer).await
    }

    async fn with<F>(
        serve: impl Fn(TcpStream, watch::Sender<u64>) -> F + Send + 'static,
    ) -> anyhow::Result<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (count, received) = watch::channel(0);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, count.clone()));
            }
        });
        Ok(Self {
            address,
            received,
            task: task.abort_handle(),
        })
    }

    /// A URL of its own for each number.
    pub(super) fn url(&self, n: u64) -> String {
        format!("http://{}/{n}", self.address)
    }

    /// How many were posted.
    pub(super) fn count(&self) -> u64 {
        *self.received.borrow()
    }

    /// Waits until so many were posted.
    pub(super) async fn until(&self, most: u64, longest: Duration) -> anyhow::Result<()> {
        let mut received = self.received.clone();
        let enough = received.wait_for(|count| *count >= most);
        let waited = tokio::time::timeout(longest, enough).await;
        waited
            .context("too few were posted")?
            .context("the receiver ended")?;
        Ok(())
    }
}

/// One that reads and never answers. What it counts are connections.
pub(super) async fn hanging() -> anyhow::Result<Receiver> {
    let hang = async |mut stream: TcpStream, count: watch::Sender<u64>| {
        count.send_modify(|count| *count += 1);
        let mut read = [0; CHUNK];
        while stream.read(&mut read).await.is_ok_and(|bytes| bytes > 0) {}
    };
    Receiver::with(hang).await
}

/// Answers one request after the other.
async fn answer(mut stream: TcpStream, count: watch::Sender<u64>) {
    let mut read: Vec<u8> = Vec::with_capacity(CHUNK);
    loop {
        if let Some(length) = whole(&read) {
            read.drain(..length);
            count.send_modify(|count| *count += 1);
            if stream.write_all(ANSWER).await.is_err() {
                return;
            }
            continue;
        }
        match stream.read_buf(&mut read).await {
            Ok(bytes) if bytes > 0 => {}
            _ => return,
        }
    }
}

/// How long the first request is, if all of it is there.
fn whole(read: &[u8]) -> Option<usize> {
    let head = read.windows(END.len()).position(|window| window == END)?;
    let text = std::str::from_utf8(read.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length
            .then(|| value.trim().parse::<usize>().ok())
            .flatten()
    });
    let length = head + END.len() + length.unwrap_or_default();
    (read.len() >= length).then_some(length)
}
