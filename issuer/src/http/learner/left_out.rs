//! What could not be put into a credential, for the learner.

use model::package::FixBy;
use model::record::{LearnerRecord, Reference};
use web::parts::{LeftOut, LeftOutItem};

use super::Learner;

pub(super) fn left_out(learner: &Learner) -> LeftOut {
    let item = |line: &model::package::LeftOut| LeftOutItem {
        what: title_at(&learner.record, &line.path).unwrap_or_else(|| "A part of your record".to_owned()),
        reason: line.detail.clone(),
        fix_by: who(line.fix_by).map(str::to_owned),
    };
    LeftOut { items: learner.packaged.left_out.iter().map(item).collect() }
}

/// What the record calls the statement at `path`.
fn title_at(record: &LearnerRecord, path: &str) -> Option<String> {
    let named = |name: &Option<String>, of: &Option<Reference>| {
        name.clone().or_else(|| of.as_ref().and_then(|reference| reference.name.clone()))
    };
    let awards = record.awards.iter().map(|award| (&award.path, named(&award.name, &award.instance_of)));
    let courses = record.courses.iter().map(|course| (&course.path, named(&course.name, &course.course)));
    let programmes = record.programmes.iter().map(|one| (&one.path, named(&one.name, &one.program)));
    awards.chain(courses).chain(programmes).find(|(at, _)| *at == path).and_then(|(_, name)| name)
}

const fn who(fix_by: FixBy) -> Option<&'static str> {
    match fix_by {
        FixBy::Source => Some("the organisation that keeps this part of your record"),
        FixBy::Registrar => Some("your registrar"),
        FixBy::Operator => Some("whoever runs this service"),
        FixBy::Nobody => None,
    }
}
