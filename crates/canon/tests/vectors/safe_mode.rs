//! What expansion keeps and what it refuses, on small documents of our own.

use std::sync::LazyLock;

use canon::{Budget, CanonError, ContextLoader, Limit, canonicalize, to_quads_at};
use serde_json::{Value, json};

static SCHOOL: LazyLock<Value> = LazyLock::new(|| {
    json!({"@context": {
        "@version": 1.1,
        "@protected": true,
        "id": "@id",
        "type": "@type",
        "xsd": "https://www.w3.org/2001/XMLSchema#",
        "Course": {"@id": "urn:school#Course", "@context": {
            "@protected": true,
            "id": "@id",
            "type": "@type",
            "title": "urn:school#title",
            "passed": {"@id": "urn:school#passed", "@type": "xsd:boolean"},
            "marks": {"@id": "urn:school#marks", "@container": "@list"},
            "next": {"@id": "urn:school#next", "@type": "@id"}
        }},
        "Record": {"@id": "urn:school#Record", "@context": {
            "@protected": true,
            "id": "@id",
            "type": "@type",
            "courses": {"@id": "urn:school#courses", "@container": "@graph", "@context": null},
            "issued": {"@id": "urn:school#issued", "@type": "xsd:date"},
            "data": {"@id": "urn:school#data", "@type": "@json"}
        }}
    }})
});

struct School;

impl ContextLoader for School {
    fn context(&self, url: &str) -> Option<&Value> {
        (url == "urn:school").then(|| &*SCHOOL)
    }
}

fn canon(document: &Value) -> Result<String, CanonError> {
    canonicalize(document, &School, &Budget::default())
}

/// A course with these members beside its type.
fn course(members: Value) -> Value {
    let mut document = json!({"@context": "urn:school", "id": "urn:course:1", "type": "Course"});
    let Value::Object(members) = members else { panic!("an object of members") };
    document.as_object_mut().unwrap().extend(members);
    document
}

fn lines(nquads: &str) -> Vec<&str> {
    nquads.lines().collect()
}

#[test]
fn list_values_are_all_present() {
    let nquads = canon(&course(json!({"marks": ["A", "B"]}))).unwrap();
    assert_eq!(
        lines(&nquads),
        [
            "<urn:course:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:school#Course> .",
            "<urn:course:1> <urn:school#marks> _:c14n0 .",
            "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> \"A\" .",
            "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c14n1 .",
            "_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> \"B\" .",
            "_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> \
             <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .",
        ]
    );
    let empty = canon(&course(json!({"marks": []}))).unwrap();
    assert!(empty.contains("<urn:school#marks> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> ."));
}

/// The context binds `xsd` to https in one place and not at all in another: both are signed as they are.
#[test]
fn booleans_and_numbers_keep_the_datatype_of_the_term() {
    let nquads = canon(&course(json!({"passed": true, "title": [3, 3.5, 1e21, -0.0]}))).unwrap();
    for expected in [
        "<urn:school#passed> \"true\"^^<https://www.w3.org/2001/XMLSchema#boolean> .",
        "<urn:school#title> \"3\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
        "<urn:school#title> \"3.5E0\"^^<http://www.w3.org/2001/XMLSchema#double> .",
        "<urn:school#title> \"1.0E21\"^^<http://www.w3.org/2001/XMLSchema#double> .",
        "<urn:school#title> \"0\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
    ] {
        assert!(nquads.contains(expected), "{expected}\n{nquads}");
    }
    let passed = canon(&course(json!({"passed": 1}))).unwrap();
    assert!(passed.contains("\"1\"^^<https://www.w3.org/2001/XMLSchema#boolean>"));
}

/// The type of a value is that of the context in force at the value: a set is an object, so a type's context is left.
#[test]
fn coercion_is_looked_up_at_the_value() {
    let record = |issued: Value| json!({"@context": "urn:school", "type": "Record", "issued": issued});
    let plain = canon(&record(json!("2026-01-01"))).unwrap();
    assert!(plain.contains("\"2026-01-01\"^^<https://www.w3.org/2001/XMLSchema#date>"));
    let set = canon(&record(json!({"@set": ["2026-01-01"]}))).unwrap();
    assert!(set.contains("<urn:school#issued> \"2026-01-01\" ."));
}

#[test]
fn graphs_json_literals_and_null_contexts() {
    let nquads = canon(&json!({
        "@context": "urn:school", "type": "Record", "data": {"b": [1.0, null], "a": "\u{7f}"},
        "courses": [course(json!({"title": "x\ny"}))]
    }))
    .unwrap();
    assert!(nquads.contains(
        "\"{\\\"a\\\":\\\"\\u007F\\\",\\\"b\\\":[1,null]}\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"
    ));
    assert!(nquads.contains("<urn:course:1> <urn:school#title> \"x\\ny\" _:c14n"), "{nquads}");
}

/// What would be lost is an error that says where.
#[test]
fn nothing_is_dropped_in_silence() {
    let undefined = |path: &str, term: &str| CanonError::UndefinedTerm { path: path.into(), term: term.into() };
    let linked = |link| json!({"@context": {"link": {"@id": "urn:link", "@type": "@id"}}, "link": link});
    let relative = |path: &str, iri: &str| CanonError::RelativeIri { path: path.into(), iri: iri.into() };
    for (document, expected) in [
        (course(json!({"colour": "red"})), undefined("/colour", "colour")),
        (course(json!({"colour": null})), undefined("/colour", "colour")),
        (course(json!({"next": {"type": "Cours", "id": "urn:x"}})), undefined("/next/type", "Cours")),
        (course(json!({"next": {"id": "urn:x", "title": "lost"}})), undefined("/next/title", "title")),
        (course(json!({"next": ["urn:x", "course-2"]})), relative("/next/1", "course-2")),
        (linked(json!({"@list": ["course-2"]})), relative("/link/@list/0", "course-2")),
        (linked(json!({"@set": ["course-2"]})), relative("/link/@set/0", "course-2")),
        (course(json!({"next": {"id": "#2"}})), relative("/next/id", "#2")),
    ] {
        assert_eq!(canon(&document), Err(expected), "{document}");
    }
    for (document, place) in [
        (course(json!({"title": {"@value": null}})), "/title"),
        (course(json!({"title": {"@language": "en"}})), "/title"),
        (course(json!({"_:b": "x"})), "/_:b"),
        (json!(["loose"]), "/0"),
        (json!({"@value": "loose"}), ""),
        (json!({"@list": []}), "/@list"),
        (json!({"@id": "urn:x"}), ""),
        (json!({"@graph": [{}]}), "/@graph/0"),
        (json!({"@graph": ["loose"]}), "/@graph/0"),
        (json!({"@context": "urn:school", "type": "Record", "courses": {"@id": "urn:course:1"}}), "/courses"),
        (json!({"@context": "urn:school", "type": "Record", "courses": ["urn:course:1"]}), "/courses/0"),
    ] {
        match canon(&document) {
            Err(CanonError::DroppedValue { path, .. }) => assert_eq!(path, place, "{document}"),
            other => panic!("{document}: {other:?}"),
        }
    }
}

#[test]
fn no_iri_can_pretend_to_be_another_statement() {
    for bad in [
        "urn:a b",
        "urn:a>",
        "urn:a\n",
        "urn:\u{1}",
        "urn:a\"",
        "urn:{a}",
        "urn:a\\u0020",
        "urn:a|b",
        "urn:a^",
        "urn:`",
    ] {
        for (document, path) in [
            (course(json!({"next": bad})), "/next"),
            (course(json!({"next": {"id": bad}})), "/next/id"),
            (course(json!({"next": {"type": bad}})), "/next/type"),
            (course(json!({"title": {"@value": "x", "@type": bad}})), "/title/@type"),
        ] {
            let expected = CanonError::InvalidIri { path: path.into(), iri: bad.into() };
            assert_eq!(canon(&document), Err(expected));
        }
        let document = course(json!({bad: "x"}));
        assert!(matches!(canon(&document), Err(CanonError::InvalidIri { .. })), "{bad:?}");
    }
}

#[test]
fn protected_terms_stay_what_they_are() {
    let invalid = |document: &Value| match canon(document) {
        Err(CanonError::Invalid { code, .. }) => code,
        other => panic!("{document}: {other:?}"),
    };
    let with = |context: Value| json!({"@context": ["urn:school", context], "type": "Course", "title": "x"});
    assert_eq!(invalid(&with(json!({"type": "urn:other"}))), "protected term redefinition");
    assert_eq!(invalid(&with(Value::Null)), "invalid context nullification");
    assert_eq!(invalid(&with(json!({"Course": "urn:school#Course"}))), "protected term redefinition");
    assert!(canon(&with(json!({"title": "urn:other"}))).unwrap().contains("<urn:school#title>"));
    assert!(canon(&with(json!({"id": "@id", "more": "urn:more"}))).is_ok());
}

#[test]
fn contexts_that_are_wrong_or_unknown_are_refused() {
    let unknown = CanonError::UnknownContext { url: "urn:other".into() };
    assert_eq!(canon(&json!({"@context": ["urn:school", "urn:other"]})), Err(unknown));
    for (context, expected) in [
        (json!(7), "invalid local context"),
        (json!([["urn:school"]]), "invalid local context"),
        (json!({"a": "b:x", "b": "a:x"}), "cyclic IRI mapping"),
        (json!({"@id": "urn:x"}), "keyword redefinition"),
        (json!({"@list ": "urn:x", "@lists": "urn:x"}), "keyword redefinition"),
        (json!({"a": {"@id": "urn:a", "@container": ["@list", "@set"]}}), "invalid container mapping"),
        (json!({"a": {"@id": "urn:a", "@colour": 1}}), "invalid term definition"),
        (json!({"a": {"@id": "urn:a", "@context": {"": "urn:b"}}}), "invalid scoped context"),
        (json!({"@import": 7}), "invalid @import value"),
    ] {
        match canon(&json!({"@context": context, "urn:p": "x"})) {
            Err(CanonError::Invalid { code, .. }) => assert_eq!(code, expected, "{context}"),
            other => panic!("{context}: {other:?}"),
        }
    }
    let refused = canon(&json!({"@context": {"@direction": "rtl"}, "urn:p": "x"}));
    assert!(matches!(refused, Err(CanonError::Unsupported { .. })), "{refused:?}");
}

#[test]
fn what_implementations_read_differently_is_refused() {
    let refused = canon(&course(json!({"marks": ["A", {"@set": "B"}]})));
    assert!(matches!(&refused, Err(CanonError::Unsupported { path, .. }) if path == "/marks/1"), "{refused:?}");
    let refused = canon(&json!({"@id": "urn:x", "urn:p": 1, "@graph": null}));
    assert!(matches!(&refused, Err(CanonError::Invalid { path, .. }) if path == "/@graph"), "{refused:?}");
    let direct = canon(&json!({"@context": {"l": {"@id": "urn:l", "@container": "@list"}}, "l": {"@set": "B"}}));
    assert!(direct.unwrap().contains("#first> \"B\" ."));
}

#[test]
fn relative_iris_resolve_only_against_a_base() {
    let document = json!({"@id": "a", "urn:p": "x"});
    let with_base = to_quads_at(&document, Some("https://example.org/b"), &School, &Budget::default()).unwrap();
    assert_eq!(canon::nquads::line(with_base.first().unwrap()), "<https://example.org/a> <urn:p> \"x\" .\n");
    let own_base = canon(&json!({"@context": {"@base": "https://example.org/c/"}, "@id": "a", "urn:p": "x"})).unwrap();
    assert_eq!(own_base, "<https://example.org/c/a> <urn:p> \"x\" .\n");
    assert!(matches!(canon(&document), Err(CanonError::RelativeIri { .. })));
}

#[test]
fn size_and_depth_are_bounded() {
    let too = |limit, allowed| Err(CanonError::TooComplex { limit, allowed });
    let within = |key: &str, inner| Value::Object([(key.to_owned(), inner)].into_iter().collect());
    let nested = (0..10_000).fold(json!("x"), |inner, _| within("urn:p", inner));
    assert_eq!(canon(&nested), too(Limit::Depth, 64));
    let contexts = (0..10_000).fold(json!({}), |inner, _| within("a", within("@context", inner)));
    let contexts = within("@context", contexts);
    assert_eq!(canon(&contexts), too(Limit::Depth, 64));
    // serde_json would drop these by recursion.
    std::mem::forget((nested, contexts));
    assert_eq!(canon(&json!({"urn:p": vec![0; 100_000]})), too(Limit::Nodes, 100_000));
    assert_eq!(canon(&json!({"urn:p": (0..60_000).collect::<Vec<_>>()})), too(Limit::Quads, 50_000));
}

/// A short document must not become a long one by what its contexts say.
#[test]
fn contexts_cannot_multiply_the_work() {
    let long = format!("urn:{}", "x".repeat(3_000));
    let refused = canon(&json!({"@context": {"a": long}, "a": 1}));
    assert_eq!(refused, Err(CanonError::TooComplex { limit: Limit::ContextIri, allowed: 2_048 }));
    let terms: Value = (0..1_000).map(|n| (format!("t{n}"), json!(format!("urn:t{n}")))).collect();
    let nodes: Vec<Value> = (0..1_000).map(|n| json!({"@context": {"u": format!("urn:{n}")}, "u": n})).collect();
    let refused = canon(&json!({"@context": terms, "@graph": nodes}));
    assert_eq!(refused, Err(CanonError::TooComplex { limit: Limit::ContextTerms, allowed: 100_000 }));
    let chain: Value = (0..5_000).map(|n| (format!("t{n}"), json!(format!("t{}:x", n + 1)))).collect();
    assert!(matches!(canon(&json!({"@context": chain, "urn:p": 1})), Err(CanonError::Invalid { .. })));
    let image = format!("data:{}", "x".repeat(1 << 20));
    let members: Value = (0..1_000).map(|n| (format!("urn:{n}"), json!(n))).collect();
    let mut document = json!({"@id": image});
    document.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    assert_eq!(canon(&document), Err(CanonError::TooComplex { limit: Limit::Bytes, allowed: 64 << 20 }));
}

/// Children alike under parents alike, without identifiers.
#[test]
fn unnamed_twins_are_refused() {
    let parent = json!({"urn:q": vec![json!({"urn:r": "same"}); 20]});
    let refused = canon(&json!({"urn:p": [parent.clone(), parent]}));
    assert!(matches!(refused, Err(CanonError::TooComplex { .. })), "{refused:?}");
}

#[test]
fn repeated_statements_count_once_and_lists_do_not_merge() {
    let issuer = json!({"id": "urn:issuer", "type": "Course", "title": "x"});
    let nquads = canon(&course(json!({"next": [issuer.clone(), issuer]}))).unwrap();
    assert_eq!(nquads.lines().count(), 4);
    let with_list = json!({"id": "urn:issuer", "type": "Course", "marks": ["A"]});
    let nquads = canon(&course(json!({"next": [with_list.clone(), with_list]}))).unwrap();
    assert_eq!(nquads.matches("<urn:school#marks>").count(), 2);
}
