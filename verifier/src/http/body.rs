//! Request bodies, never longer than allowed.

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// What is read and thrown away of a body that is too long, so that the sender gets to see the answer instead of a broken
/// connection. Nothing of it is kept.
const DRAINED_BYTES: usize = 64 * 1024 * 1024;

/// A body that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum BodyRefusal {
    /// Longer than allowed.
    #[error("the request is longer than {0} bytes")]
    TooLong(usize),
    /// The connection ended inside it.
    #[error("the request ended early")]
    Broken,
}

/// The whole body, if it has at most `allowed` bytes.
pub(super) async fn read(body: Body, allowed: usize) -> Result<Bytes, BodyRefusal> {
    let mut body = Limited::new(body, DRAINED_BYTES);
    let mut kept = Vec::new();
    let mut too_long = false;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            if error.is::<LengthLimitError>() { BodyRefusal::TooLong(allowed) } else { BodyRefusal::Broken }
        })?;
        let Ok(data) = frame.into_data() else { continue };
        too_long |= kept.len() + data.len() > allowed;
        if too_long {
            kept = Vec::new();
        } else {
            kept.extend_from_slice(&data);
        }
    }
    if too_long { Err(BodyRefusal::TooLong(allowed)) } else { Ok(kept.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_byte_decides() {
        assert_eq!(read(Body::from(vec![1; 10]), 10).await.unwrap(), vec![1; 10]);
        assert_eq!(read(Body::from(vec![1; 11]), 10).await, Err(BodyRefusal::TooLong(10)));
        assert_eq!(read(Body::from(vec![1; DRAINED_BYTES + 1]), 10).await, Err(BodyRefusal::TooLong(10)));
    }
}
