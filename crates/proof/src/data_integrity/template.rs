//! Canonical proof configurations, remembered for all proofs that differ in nothing but when they were made.
//!
//! An issuer signs with few keys under few contexts, and for a badge the configuration would cost a third of the canonical
//! bytes. It describes one node, whose statements are in the order of their predicates whatever the time is; so the text
//! for another time is the same text with another time in it. A context written in the document may make it otherwise, so
//! each text is looked at before it is remembered.

use canon::CanonError;

use crate::remembered::Remembered;

/// Bytes of a text that is cut.
const LONGEST: usize = 8 << 10;

/// The text before and after the time.
#[derive(Debug, Clone)]
pub(super) struct Template {
    before: String,
    after: String,
}

impl Template {
    fn cut(nquads: &str, created: &str) -> Option<Self> {
        let quoted = format!("\"{created}\"");
        let (before, after) = nquads.split_once(&quoted)?;
        // Of two blank nodes the labels, of two values of one property the order could depend on the time, and a time that
        // stands there twice cannot be told apart.
        let line = before.rsplit('\n').next().unwrap_or(before);
        let others = nquads.lines().filter(|other| other.starts_with(line)).count() > 1;
        let fits = !after.contains(&quoted) && !others && !nquads.contains("_:c14n1") && nquads.len() <= LONGEST;
        fits.then(|| Self { before: before.to_owned(), after: after.to_owned() })
    }

    fn with(&self, created: &str) -> String {
        [&self.before, "\"", created, "\"", &self.after].concat()
    }
}

/// Templates by everything else that the configuration says.
#[derive(Debug, Default)]
pub(super) struct Templates(Remembered<Template>);

impl Templates {
    /// The canonical text for `created`: the one remembered under `key`, or the one that `made` gives.
    pub(super) fn text(
        &self,
        key: &str,
        created: &str,
        made: impl FnOnce() -> Result<String, CanonError>,
    ) -> Result<String, CanonError> {
        if let Some(text) = self.0.with(key, |template| template.with(created)) {
            return Ok(text);
        }
        let nquads = made()?;
        if let Some(template) = Template::cut(&nquads, created) {
            self.0.keep(key, template);
        }
        Ok(nquads)
    }
}

#[cfg(test)]
mod tests {
    use super::Templates;

    #[test]
    fn only_the_time_changes() {
        let templates = Templates::default();
        let first = templates.text("key", "2026", || Ok("a \"2026\" b \"x\"".to_owned())).unwrap();
        assert_eq!(first, "a \"2026\" b \"x\"");
        let second = templates.text("key", "2027", || panic!("it is remembered")).unwrap();
        assert_eq!(second, "a \"2027\" b \"x\"");
        let other = templates.text("other", "2027", || Ok("c \"2027\" d \"2027\"".to_owned())).unwrap();
        assert_eq!(other, "c \"2027\" d \"2027\"");
        // There the time stands twice, so nothing is remembered.
        assert_eq!(templates.text("other", "2028", || Ok("made".to_owned())).unwrap(), "made");
    }

    /// Two values of one property, and two blank nodes.
    #[test]
    fn what_may_depend_on_the_time_is_not_remembered() {
        let templates = Templates::default();
        for text in ["_:c14n0 <p> \"2026\" .\n_:c14n0 <p> \"x\" .\n", "_:c14n0 <p> \"2026\" .\n_:c14n1 <q> \"x\" .\n"] {
            assert_eq!(templates.text(text, "2026", || Ok(text.to_owned())).unwrap(), text);
            assert_eq!(templates.text(text, "2027", || Ok("made".to_owned())).unwrap(), "made");
        }
    }
}
