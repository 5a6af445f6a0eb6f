//! The published contexts with what was processed of them, for everything this process signs and checks.

use std::sync::LazyLock;

use canon::{ContextLoader, Remembering};
use serde_json::Value;

type Published = fn(&str) -> Option<&'static Value>;

static CONTEXTS: LazyLock<Remembering<Published>> = LazyLock::new(|| Remembering::new(contexts::context));

/// The contexts of crate [`contexts`](mod@contexts), in one memory for the whole process.
pub fn contexts() -> &'static dyn ContextLoader {
    &*CONTEXTS
}
