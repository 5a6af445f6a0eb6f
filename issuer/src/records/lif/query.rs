//! The query for one learner: which fields, written so that an error's line names its field.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The first line of the text after which fields begin.
const HEAD: usize = 2;

/// The fields of [`Query::built_in`]: those every LIF model we have seen serves. The reader takes more when more is served.
const BUILT_IN: [(&str, &str); 7] = [
    ("Name", "firstName lastName"),
    ("Identifier", "identifier identifierType"),
    (
        "CredentialAward",
        "identifier uri name awardIssueDate expirationDate awardStatus revoked revocationReason selfAsserted \
         creditsEarned narrative verificationType informationSourceSystem",
    ),
    ("CredentialAward.InstanceOfRefCredential", "identifier name"),
    ("CourseLearningExperience", "identifier name startDate endDate"),
    ("CourseLearningExperience.RefCourse", "identifier name"),
    ("CourseLearningExperience.RefCredentialAward", "identifier"),
];
/// Who said so; what every entity of the built-in query is asked for.
const PROVENANCE: [&str; 2] = ["informationSourceId", "informationSourceOrganization"];

/// A field that is asked for, with the fields inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// As the API spells it.
    pub(super) name: String,
    /// The API says it is never null: where a record lacks it, everything around it is lost (GraphQL §6.4.4).
    pub(super) required: bool,
    /// What is asked for inside.
    pub(super) of: Vec<Self>,
}

impl Field {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), required: false, of: Vec::new() }
    }
}

/// The names by which the API is asked, as it spells them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    /// The field of the query type.
    pub(super) root: String,
    /// The type of its filter.
    pub(super) filter: String,
    /// The member of the filter that lists identifiers, its value and its type.
    pub(super) identifiers: [String; 3],
}

impl Default for Names {
    fn default() -> Self {
        let identifiers = ["Identifier", "identifier", "identifierType"].map(str::to_owned);
        Self { root: "person".to_owned(), filter: "PersonInput".to_owned(), identifiers }
    }
}

/// A query for one learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    /// How the API is asked.
    pub(super) names: Names,
    /// What for.
    pub(super) fields: Vec<Field>,
}

impl Query {
    /// For an API that does not show its schema.
    pub(super) fn built_in() -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for (path, names) in BUILT_IN {
            let mut into = &mut fields;
            for step in path.split('.') {
                let at = into.iter().position(|field| field.name == step).unwrap_or_else(|| {
                    into.push(Field::named(step));
                    into.len() - 1
                });
                match into.get_mut(at) {
                    Some(field) => into = &mut field.of,
                    None => return Self { names: Names::default(), fields: Vec::new() },
                }
            }
            into.extend(names.split_whitespace().chain(PROVENANCE).map(Field::named));
        }
        Self { names: Names::default(), fields }
    }

    /// The same question for nothing but who the learner is.
    pub(super) fn for_identity(&self) -> Self {
        let is_identifier = |field: &&Field| field.name.eq_ignore_ascii_case("identifier") && !field.of.is_empty();
        Self { names: self.names.clone(), fields: self.fields.iter().filter(is_identifier).cloned().collect() }
    }

    /// The same question for other fields.
    pub(super) fn with_fields(&self, fields: Vec<Field>) -> Self {
        Self { names: self.names.clone(), fields }
    }

    /// GraphQL text, one field a line.
    pub(super) fn text(&self) -> String {
        let Names { root, filter, .. } = &self.names;
        let mut text = format!("query LearnerRecord($filter: {filter}!) {{\n{root}(filter: $filter) {{\n");
        self.walk(&mut |line| match line {
            Line::Field(path, field) => {
                let open = if field.of.is_empty() { "" } else { " {" };
                // Writing to a text does not fail.
                let _ = writeln!(text, "{:1$}{2}{open}", "", path.len(), field.name);
            }
            Line::End => text.push_str("}\n"),
        });
        text.push_str("}\n}\n");
        text
    }

    /// The variables for one learner.
    pub(super) fn filter(&self, learner: &str, kind: &str) -> serde_json::Value {
        let [list, value, r#type] = &self.names.identifiers;
        serde_json::json!({ (list): [{ (value): learner, (r#type): kind }] })
    }

    /// The path of the field on a line of [`Self::text`], counted from 1.
    pub(super) fn at_line(&self, line: usize) -> Option<Vec<String>> {
        let (mut at, mut found) = (HEAD, None);
        self.walk(&mut |what| {
            at += 1;
            if let (Line::Field(path, _), true) = (what, at == line) {
                found = Some(path.iter().map(|step| (*step).to_owned()).collect());
            }
        });
        found
    }

    /// Whether the field of that path is one that is never null.
    pub(super) fn is_required(&self, path: &[String]) -> bool {
        let mut required = false;
        self.walk(&mut |line| {
            if let Line::Field(at, field) = line {
                required |= field.required && at.iter().copied().eq(path.iter().map(String::as_str));
            }
        });
        required
    }

    /// Without the fields of those paths, and without entities of which nothing is left; `None` when nothing changes.
    pub(super) fn without(&self, paths: &BTreeSet<Vec<String>>) -> Option<Self> {
        let fields = kept(&self.fields, &mut Vec::new(), paths);
        (fields != self.fields).then(|| self.with_fields(fields))
    }

    /// Every line of fields in order. Fields are nested no deeper than the schema's walk allows.
    fn walk<'f>(&'f self, visit: &mut dyn FnMut(Line<'_, 'f>)) {
        walk(&self.fields, &mut Vec::new(), visit);
    }
}

enum Line<'p, 'f> {
    Field(&'p [&'f str], &'f Field),
    End,
}

fn walk<'f>(fields: &'f [Field], path: &mut Vec<&'f str>, visit: &mut dyn FnMut(Line<'_, 'f>)) {
    for field in fields {
        path.push(&field.name);
        visit(Line::Field(path, field));
        if !field.of.is_empty() {
            walk(&field.of, path, visit);
            visit(Line::End);
        }
        path.pop();
    }
}

fn kept(fields: &[Field], path: &mut Vec<String>, without: &BTreeSet<Vec<String>>) -> Vec<Field> {
    let mut kept_fields = Vec::new();
    for field in fields {
        path.push(field.name.clone());
        if !without.contains(path) {
            let of = kept(&field.of, path, without);
            if field.of.is_empty() || !of.is_empty() {
                kept_fields.push(Field { of, ..field.clone() });
            }
        }
        path.pop();
    }
    kept_fields
}

#[cfg(test)]
mod tests {
    use model::lif::{Asked, Wanted};

    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn every_line_names_its_field() {
        let query = Query::built_in();
        let text = query.text();
        let lines: Vec<&str> = text.lines().collect();
        let mut fields = 0;
        for (index, line) in lines.iter().enumerate() {
            let at = query.at_line(index + 1);
            let name = line.trim().trim_end_matches(" {");
            if index < HEAD || name == "}" {
                assert_eq!(at, None, "{line}");
            } else {
                fields += 1;
                assert_eq!(at.unwrap().last().map(String::as_str), Some(name));
            }
        }
        assert!(fields > 30, "{fields}");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        let name = lines.iter().position(|line| line.trim() == "RefCourse {").unwrap() + 3;
        assert_eq!(query.at_line(name).unwrap(), path("CourseLearningExperience.RefCourse.name"));
    }

    #[test]
    fn what_is_taken_out_is_gone_and_so_is_an_entity_left_empty() {
        let query = Query::built_in();
        let gone = BTreeSet::from(["Name", "CredentialAward.narrative"].map(path));
        let fewer = query.without(&gone).unwrap();
        assert!(!fewer.text().contains("firstName") && !fewer.text().contains("narrative"));
        assert!(fewer.text().contains("awardIssueDate"));
        assert_eq!(fewer.without(&gone), None, "nothing changes any more");
        let empty: BTreeSet<_> = ["identifier", "identifierType"]
            .into_iter()
            .chain(PROVENANCE)
            .map(|name| path(&format!("Identifier.{name}")))
            .collect();
        assert!(!query.without(&empty).unwrap().text().contains("Identifier {"));
    }

    #[test]
    fn the_built_in_query_asks_for_what_the_reader_wants() {
        fn hold(fields: &[Field], wanted: Wanted) {
            for field in fields {
                match wanted.entity(&field.name).filter(|_| !field.of.is_empty()) {
                    Some(Asked::Part(inner) | Asked::Reference(inner)) => hold(&field.of, inner),
                    None => assert!(wanted.value(&field.name).is_some(), "{} of {}", field.name, wanted.name()),
                }
            }
        }
        hold(&Query::built_in().fields, Wanted::person().unwrap());
        let identity = Query::built_in().for_identity();
        assert_eq!(identity.fields.len(), 1);
        assert!(identity.text().contains("identifierType"));
    }
}
