//! Three learners of our own invention, in LIF's shape with the irregularities that real LIF data has.
//!
//! People, institutions, numbers and addresses are made up; hosts end in `.example` (RFC 2606 §2).

/// The `informationSourceId` of the samples' own institution, Riverbend College. They hold statements of others too.
pub const INSTITUTION_SOURCE: &str = "riverbend";

/// The sample learners: file name and text of each. One whole document, one query planner's answer, one GraphQL answer.
///
/// Maya Okafor (100101), graduate of Riverbend College, with definitions of what she was awarded. Diego Luna (100102),
/// whose record is composed from two institutions. Linh Tran (100103), a high-school student with college courses.
pub const fn learners() -> [(&'static str, &'static str); 3] {
    [
        ("maya-okafor.json", include_str!("samples/maya-okafor.json")),
        ("diego-luna.planner.json", include_str!("samples/diego-luna.planner.json")),
        ("linh-tran.graphql.json", include_str!("samples/linh-tran.graphql.json")),
    ]
}
