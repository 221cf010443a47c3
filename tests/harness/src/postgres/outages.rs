//! A cluster that is stopped, killed, suspended and started again.

use super::Postgres;
use crate::watchdog::Signal;

impl Postgres {
    /// Shuts it down in good order: clients are dropped, a checkpoint is written.
    pub async fn stop(&self) {
        self.end(Signal::Int).await;
    }

    /// Kills it with SIGKILL, as a machine that loses power does.
    pub async fn kill(&self) {
        self.end(Signal::Kill).await;
    }

    /// Suspends it, connections open and unanswered, until [`thaw`](Self::thaw). The processes of connections
    /// that are open already go on; new ones hang.
    pub fn freeze(&self) {
        self.signal(Signal::Stop);
    }

    /// Resumes it after [`freeze`](Self::freeze).
    pub fn thaw(&self) {
        self.signal(Signal::Cont);
    }

    /// Starts it again on the same port with what it held; stops it first if it runs.
    ///
    /// # Panics
    ///
    /// When it does not come up again.
    pub async fn restart(&self) {
        self.stop().await;
        let mut last = None;
        for _ in 0..20 {
            // After a SIGKILL the children need a moment to notice that the postmaster is gone.
            match self.serve().await {
                Ok(()) => return,
                Err(error) => last = Some(error),
            }
        }
        panic!("PostgreSQL does not start again: {last:?}");
    }

    fn signal(&self, signal: Signal) {
        if let Some(server) = self.server().as_mut() {
            server.signal(signal);
        }
    }

    async fn end(&self, signal: Signal) {
        let server = self.server().take();
        if let Some(server) = server {
            server.stop(signal).await;
        }
    }
}
