//! CLR 2.0: a transcript, one credential that holds others.

use serde_json::{Map, Value, json};

use crate::profile::IssuerProfile;

/// How one achievement of a transcript stands to another (CLR 2.0 `AssociationType`), of those a record can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssociationKind {
    /// A course of a programme, or what an award was given for.
    IsPartOf,
    /// What stands under the other, as the examination of a course.
    IsChildOf,
    /// What comes before the other, as the programme that led to a degree.
    Precedes,
    /// What the record connects without saying how.
    IsRelatedTo,
}

impl AssociationKind {
    /// CLR's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IsPartOf => "isPartOf",
            Self::IsChildOf => "isChildOf",
            Self::Precedes => "precedes",
            Self::IsRelatedTo => "isRelatedTo",
        }
    }
}

/// That one achievement of a transcript belongs to another (CLR 2.0 `Association`); both are achievement ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Association {
    /// Which way it belongs to it.
    pub kind: AssociationKind,
    /// What belongs: the part, the child, what comes first.
    pub from: String,
    /// What it belongs to.
    pub to: String,
}

impl Association {
    fn to_value(&self) -> Value {
        json!({
            "type": "Association",
            "associationType": self.kind.as_str(),
            "sourceId": self.from,
            "targetId": self.to,
        })
    }
}

/// What a transcript says about itself; its children are put in by [`Transcript::to_value`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    /// The credential's id.
    pub id: String,
    /// For people to read; CLR demands one.
    pub name: String,
    /// For people to read.
    pub description: String,
    /// The publisher, who says that all of it is about one learner.
    pub issuer: IssuerProfile,
    /// It does not hold everything the publisher knows.
    pub partial: bool,
    /// How its achievements belong together.
    pub associations: Vec<Association>,
}

impl Transcript {
    /// The unsigned `ClrCredential` around `children`, without subject id, `validFrom` and status.
    ///
    /// `partial` is written only when true: absent means that the publisher holds nothing back (CLR 2.0 §5.1).
    pub fn to_value(&self, children: Vec<Value>) -> Value {
        let mut clr = Map::new();
        clr.insert("@context".into(), json!([contexts::VC2_CONTEXT, contexts::CLR_CONTEXT, contexts::OB_CONTEXT]));
        clr.insert("id".into(), json!(self.id));
        clr.insert("type".into(), json!(["VerifiableCredential", "ClrCredential"]));
        clr.insert("name".into(), json!(self.name));
        clr.insert("description".into(), json!(self.description));
        clr.insert("issuer".into(), self.issuer.to_value());
        if self.partial {
            clr.insert("partial".into(), json!(true));
        }
        let mut subject = Map::new();
        subject.insert("type".into(), json!(["ClrSubject"]));
        subject.insert("verifiableCredential".into(), Value::Array(children));
        if !self.associations.is_empty() {
            subject.insert("association".into(), self.associations.iter().map(Association::to_value).collect());
        }
        clr.insert("credentialSubject".into(), Value::Object(subject));
        Value::Object(clr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contexts_stand_in_the_order_the_schema_demands() {
        let value = Transcript::default().to_value(vec![]);
        assert_eq!(value["@context"], json!([contexts::VC2_CONTEXT, contexts::CLR_CONTEXT, contexts::OB_CONTEXT]));
        assert_eq!(value.get("partial"), None);
    }

    #[test]
    fn a_part_points_to_its_whole() {
        let kind = AssociationKind::IsPartOf;
        let association = Association { kind, from: "urn:uuid:1".into(), to: "urn:uuid:2".into() };
        let value =
            Transcript { partial: true, associations: vec![association], ..Default::default() }.to_value(vec![]);
        assert_eq!(value["partial"], true);
        assert_eq!(
            value["credentialSubject"]["association"],
            json!([{
                "type": "Association", "associationType": "isPartOf",
                "sourceId": "urn:uuid:1", "targetId": "urn:uuid:2",
            }])
        );
    }
}
