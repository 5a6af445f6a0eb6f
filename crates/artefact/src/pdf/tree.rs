//! The structure tree (ISO 32000-1 §14.8): what each piece of a page is, in reading order.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// The document itself.
    Root,
    /// A heading with its level and words.
    Heading(u8, String),
    Paragraph,
    /// Pairs: a list whose items have a label and a body.
    Pairs,
    Pair,
    Name,
    Value,
    /// A table with its summary.
    Table(String),
    Head,
    Body,
    Foot,
    Row,
    /// A cell that heads its column.
    ColumnHeader,
    /// A cell that heads its row.
    RowHeader,
    Cell,
    /// A picture with what it shows.
    Figure(String),
    Link,
}

/// Which element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(usize);

/// Something on a page that belongs to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Child {
    Element(ElementId),
    Mark(Mark),
}

#[derive(Debug)]
struct Element {
    role: Role,
    children: Vec<Child>,
}

/// All elements; the first is the root.
#[derive(Debug)]
pub(super) struct Tree {
    elements: Vec<Element>,
    marks: usize,
}

impl Default for Tree {
    fn default() -> Self {
        Self { elements: vec![Element { role: Role::Root, children: Vec::new() }], marks: 0 }
    }
}

impl Tree {
    pub(super) const ROOT: ElementId = ElementId(0);

    /// A new last child of `parent`.
    pub(super) fn add(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = ElementId(self.elements.len());
        self.elements.push(Element { role, children: Vec::new() });
        self.adopt(parent, Child::Element(id));
        id
    }

    /// A place on a page that is the next part of `parent`.
    pub(super) fn mark(&mut self, parent: ElementId) -> Mark {
        let mark = Mark(self.marks);
        self.marks += 1;
        self.adopt(parent, Child::Mark(mark));
        mark
    }

    fn adopt(&mut self, parent: ElementId, child: Child) {
        if let Some(parent) = self.elements.get_mut(parent.0) {
            parent.children.push(child);
        }
    }

    /// The tree as krilla writes it. An element comes after its parent, so going backwards each is whole when it is given up.
    pub(super) fn tags(self, language: &str, drawn: &mut Drawn) -> TagTree {
        let mut groups: Vec<Option<TagGroup>> = self.elements.iter().map(|_| None).collect();
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for (at, element) in self.elements.into_iter().enumerate().rev() {
            let mut children = Vec::new();
            for child in element.children {
                match child {
                    Child::Element(id) => {
                        children.extend(groups.get_mut(id.0).and_then(Option::take).map(Node::Group));
                    }
                    Child::Mark(mark) => children.extend(drawn.take(mark).into_iter().map(Node::Leaf)),
                }
            }
            match tag(element.role) {
                None => tree.children = children,
                Some(tag) => {
                    if let Some(place) = groups.get_mut(at) {
                        *place = Some(TagGroup::with_children(tag, children));
                    }
                }
            }
        }
        tree
    }

    /// Names of the elements and how deep each is, in order: what tests look at.
    #[cfg(test)]
    pub(super) fn outline(&self) -> Vec<(usize, Role)> {
        let mut found = Vec::new();
        let mut waiting = vec![(0, Self::ROOT)];
        while let Some((depth, id)) = waiting.pop() {
            let element = &self.elements[id.0];
            found.push((depth, element.role.clone()));
            waiting.extend(element.children.iter().rev().filter_map(|child| match child {
                Child::Element(id) => Some((depth + 1, *id)),
                Child::Mark(_) => None,
            }));
        }
        found
    }
}

/// What was drawn for each mark.
#[derive(Default)]
pub(super) struct Drawn(Vec<Vec<Identifier>>);

impl Drawn {
    pub(super) fn note(&mut self, mark: Mark, identifier: Identifier) {
        if self.0.len() <= mark.0 {
            self.0.resize_with(mark.0 + 1, Vec::new);
        }
        if let Some(place) = self.0.get_mut(mark.0) {
            place.push(identifier);
        }
    }

    fn take(&mut self, mark: Mark) -> Vec<Identifier> {
        self.0.get_mut(mark.0).map(std::mem::take).unwrap_or_default()
    }
}

fn tag(role: Role) -> Option<TagKind> {
    Some(match role {
        Role::Root => return None,
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN), Some(title)).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Pairs => Tag::L(ListNumbering::None).into(),
        Role::Pair => Tag::LI.into(),
        Role::Name => Tag::Lbl.into(),
        Role::Value => Tag::LBody.into(),
        Role::Table(summary) => Tag::Table.with_summary(Some(summary)).into(),
        Role::Head => Tag::THead.into(),
        Role::Body => Tag::TBody.into(),
        Role::Foot => Tag::TFoot.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(shows) => Tag::Figure(Some(shows)).into(),
        Role::Link => Tag::Link.into(),
    })
}
