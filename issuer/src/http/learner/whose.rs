//! The learner's choice of how copies say whose they are, on the page and from its form.

use web::fields::Fields;
use web::page_error::PageError;

use super::Learner;
use crate::Issuer;
use crate::http::refusal::to_learner;
use crate::issuance::whose::{Choice, addresses};

/// A name on the page.
pub(super) struct Name {
    /// As it will stand in the copies.
    pub(super) text: String,
    /// Who has it so, in words.
    pub(super) by: Option<String>,
}

/// The names to choose from, the one taken by default first.
pub(super) fn names(app: &Issuer, learner: &Learner) -> Vec<Name> {
    let names = model::package::names(&learner.record, &app.institution().sources);
    let listed = |by: &[String]| (!by.is_empty()).then(|| by.join(" and "));
    names.into_iter().map(|one| Name { by: listed(&one.stated_by), text: one.name }).collect()
}

/// The choice in a form: a name of the record, an empty one for none, or the default where the form does not ask.
pub(super) fn chosen(app: &Issuer, learner: &Learner, form: &Fields) -> Result<Choice, PageError> {
    let sources = &app.institution().sources;
    let name = if form.has("name") {
        Some(form.required("name")?.to_owned()).filter(|name| !name.is_empty())
    } else {
        Choice::by_default(&learner.record, sources).name
    };
    let known = addresses(&learner.record).len();
    let choice = Choice { name, emails: form.all("email").take(known + 1).map(str::to_owned).collect() };
    choice.check(&learner.record, sources).map_err(|refusal| to_learner(refusal.into()))?;
    Ok(choice)
}
