//! Reads the `specification.yml` files of the RFC's reference implementation: claims in which `!sd` marks what is hidden.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value, json};

/// A value, and whether it is marked.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Plain(Value),
    List(Vec<(bool, Self)>),
    Members(Vec<(bool, String, Self)>),
}

/// The first document of `text`.
pub(super) fn read(text: &str) -> Node {
    let mut events = Parser::new_from_str(text).map(|event| event.unwrap().0).skip(2);
    node(events.next().unwrap(), &mut events).1
}

fn node<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> (bool, Node) {
    let marked = |tag: Option<std::borrow::Cow<'_, saphyr_parser::Tag>>| {
        tag.is_some_and(|tag| {
            assert_eq!((tag.handle.as_str(), tag.suffix.as_str()), ("!", "sd"), "no other tag is known");
            true
        })
    };
    match event {
        Event::Scalar(text, style, _, tag) => (marked(tag), Node::Plain(plain(&text, style))),
        Event::SequenceStart(_, tag) => {
            let mut list = vec![];
            loop {
                match events.next().unwrap() {
                    Event::SequenceEnd => return (marked(tag), Node::List(list)),
                    event => list.push(node(event, events)),
                }
            }
        }
        Event::MappingStart(_, tag) => {
            let mut members = vec![];
            loop {
                match events.next().unwrap() {
                    Event::MappingEnd => return (marked(tag), Node::Members(members)),
                    Event::Scalar(name, _, _, name_tag) => {
                        let event = events.next().unwrap();
                        let (value_marked, value) = node(event, events);
                        assert!(!value_marked, "the name is marked, never the value of a member");
                        members.push((marked(name_tag), name.into_owned(), value));
                    }
                    other => panic!("a name that is no text: {other:?}"),
                }
            }
        }
        other => panic!("unexpected {other:?}"),
    }
}

/// The types of YAML 1.1 that the files use.
fn plain(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return json!(text);
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" | "True" => json!(true),
        "false" | "False" => json!(false),
        _ if text.starts_with('+') => json!(text),
        _ => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => json!(number),
            (_, Ok(number)) => json!(number),
            _ => json!(text),
        },
    }
}

impl Node {
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Members(members) => members.iter().find(|(_, found, _)| found == name).map(|(_, _, node)| node),
            _ => None,
        }
    }

    /// The value without its marks.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::List(list) => list.iter().map(|(_, node)| node.value()).collect(),
            Self::Members(members) => {
                Value::Object(members.iter().map(|(_, name, node)| (name.clone(), node.value())).collect())
            }
        }
    }

    /// For each mark the JSON Pointer of what it hides, and whether `shown` (of the same shape) says yes there.
    pub(super) fn hidden(&self, shown: Option<&Self>, at: &str, found: &mut BTreeMap<String, bool>) {
        match self {
            Self::Plain(_) => {}
            Self::List(list) => {
                for (index, (marked, node)) in list.iter().enumerate() {
                    let below = match shown {
                        Some(Self::List(shown)) => shown.get(index).map(|(_, node)| node),
                        _ => None,
                    };
                    node.hidden_here(*marked, below, format!("{at}/{index}"), found);
                }
            }
            Self::Members(members) => {
                for (marked, name, node) in members {
                    let below = shown.and_then(|shown| shown.member(name));
                    let step = name.replace('~', "~0").replace('/', "~1");
                    node.hidden_here(*marked, below, format!("{at}/{step}"), found);
                }
            }
        }
    }

    fn hidden_here(&self, marked: bool, shown: Option<&Self>, at: String, found: &mut BTreeMap<String, bool>) {
        self.hidden(shown, &at, found);
        if marked {
            found.insert(at, shown.is_some_and(Self::says_yes));
        }
    }

    fn says_yes(&self) -> bool {
        match self {
            Self::Plain(value) => !matches!(value, Value::Null | Value::Bool(false)),
            Self::List(_) => true,
            Self::Members(members) => !members.is_empty(),
        }
    }

    /// The value with only those marked parts that `shown` names: what a verifier must get, found without any SD-JWT.
    pub(super) fn projected(&self, shown: &BTreeMap<String, bool>, at: &str) -> Value {
        let kept = |at: &str| shown.get(at).copied().unwrap_or(true);
        match self {
            Self::Plain(value) => value.clone(),
            Self::List(list) => {
                let places = list.iter().enumerate().map(|(index, (_, node))| (format!("{at}/{index}"), node));
                places.filter(|(at, _)| kept(at)).map(|(at, node)| node.projected(shown, &at)).collect()
            }
            Self::Members(members) => {
                let mut object = Map::new();
                for (_, name, node) in members {
                    let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                    if kept(&at) {
                        object.insert(name.clone(), node.projected(shown, &at));
                    }
                }
                Value::Object(object)
            }
        }
    }
}
