//! A receiver of webhooks that answers as the test chooses.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// What the receiver answers to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// This HTTP status.
    Status(u16),
    /// This HTTP status, and when to come again, in seconds.
    RetryAfter(u16, u64),
    /// A redirect to this URL.
    Redirect(String),
    /// 200, with the body that came.
    Echo,
    /// No answer, for as long as the sender waits.
    Hang,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The HTTP method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body, byte for byte: what a signature is over.
    pub body: Bytes,
}

impl Received {
    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

#[derive(Debug)]
struct Log {
    received: Vec<Received>,
    replies: VecDeque<Reply>,
    otherwise: Reply,
}

/// An HTTP server on a free loopback port that records what it receives.
#[derive(Debug)]
pub struct Receiver {
    url: String,
    log: Arc<Mutex<Log>>,
    serving: JoinHandle<()>,
}

impl Receiver {
    /// One that answers 200 to everything.
    ///
    /// # Panics
    ///
    /// When no port can be had.
    pub async fn start() -> Self {
        let log = Log {
            received: Vec::new(),
            replies: VecDeque::new(),
            otherwise: Reply::Status(200),
        };
        let log = Arc::new(Mutex::new(log));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!(
            "http://{}/webhook",
            listener.local_addr().expect("its address")
        );
        let router = Router::new().fallback(receive).with_state(Arc::clone(&log));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.ok();
        });
        Self { url, log, serving }
    }

    /// Where webhooks are to be sent.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers the next requests with these, in order, one each.
    pub fn next(&self, replies: impl IntoIterator<Item = Reply>) {
        lock(&self.log).replies.extend(replies);
    }

    /// Answers with this whenever nothing is left of [`next`](Self::next).
    pub fn otherwise(&self, reply: Reply) {
        lock(&self.log).otherwise = reply;
    }

    /// All that came so far, in the order of arrival, also what was answered with an error or not at all.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        lock(&self.log).received.clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn receive(
    State(log): State<Arc<Mutex<Log>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let reply = {
        let mut log = lock(&log);
        log.received.push(Received {
            method,
            path: uri.to_string(),
            headers,
            body: body.clone(),
        });
        log.replies
            .pop_front()
            .unwrap_or_else(|| log.otherwise.clone())
    };
    match reply {
        Reply::Echo => body.into_response(),
        Reply::Status(status) => answer(status, None),
        Reply::RetryAfter(status, seconds) => {
            answer(status, Some((header::RETRY_AFTER, seconds.to_string())))
        }
        Reply::Redirect(url) => answer(307, Some((header::LOCATION, url))),
        Reply::Hang => std::future::pending().await,
    }
}

fn answer(status: u16, header: Option<(HeaderName, String)>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match header {
        Some(header) => (status, [header]).into_response(),
        None => status.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    use super::*;
    use crate::eventually;

    /// Sends one webhook by hand and gives back the whole answer.
    async fn send(receiver: &Receiver, body: &str) -> String {
        let address = receiver
            .url()
            .trim_start_matches("http://")
            .trim_end_matches("/webhook")
            .to_owned();
        let mut stream = TcpStream::connect(&address).await.expect("it listens");
        let request = format!(
            "POST /webhook HTTP/1.1\r\nhost: {address}\r\nwebhook-id: msg_1\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer
    }

    #[tokio::test]
    async fn answers_follow_the_script_and_then_the_rule() {
        let receiver = Receiver::start().await;
        receiver.next([
            Reply::Status(500),
            Reply::RetryAfter(429, 7),
            Reply::Redirect("http://127.0.0.2/".to_owned()),
        ]);
        receiver.otherwise(Reply::Status(410));
        assert!(send(&receiver, "{}").await.starts_with("HTTP/1.1 500"));
        let busy = send(&receiver, "{}").await;
        assert!(
            busy.starts_with("HTTP/1.1 429") && busy.contains("retry-after: 7"),
            "{busy}"
        );
        assert!(
            send(&receiver, "{}")
                .await
                .contains("location: http://127.0.0.2/")
        );
        assert!(send(&receiver, "{}").await.starts_with("HTTP/1.1 410"));
    }

    #[tokio::test]
    async fn a_request_is_recorded_byte_for_byte() {
        let receiver = Receiver::start().await;
        send(&receiver, "{\"tên\":\"nước mắm\"}").await;
        let received = receiver.received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].header("webhook-id"), Some("msg_1"));
        assert_eq!(received[0].path, "/webhook");
        assert_eq!(&received[0].body[..], "{\"tên\":\"nước mắm\"}".as_bytes());
    }

    #[tokio::test]
    async fn a_request_that_hangs_is_recorded_too() {
        let receiver = Receiver::start().await;
        receiver.next([Reply::Hang]);
        let hanging = send(&receiver, "{}");
        let seen = eventually("the request to be seen", async || {
            !receiver.received().is_empty()
        });
        tokio::select! {
            answer = hanging => panic!("it was answered: {answer}"),
            () = seen => {}
        }
    }
}
