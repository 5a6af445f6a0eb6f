//! The closed word lists of Open Badges 3.0, and what counts as an absolute URI.

/// Slugs that name credential configurations of our own.
pub const RESERVED_SLUGS: [&str; 1] = ["transcript"];

/// `AchievementType` (Open Badges 3.0 §B.1.3).
pub const ACHIEVEMENT_TYPES: [&str; 31] = [
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];

/// `ResultType` (§B.1.26).
pub const RESULT_TYPES: [&str; 12] = [
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
];

/// `AlignmentTargetType` (§B.1.5).
pub const TARGET_TYPES: [&str; 7] = [
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
];

/// `IdentifierTypeEnum` (§B.1).
pub const IDENTIFIER_TYPES: [&str; 19] = [
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
];

/// Whether `name` is an achievement type, listed or `ext:…`.
pub fn is_achievement_type(name: &str) -> bool {
    ACHIEVEMENT_TYPES.contains(&name) || is_extension(name)
}

/// Whether `name` is a result type, listed or `ext:…`.
pub fn is_result_type(name: &str) -> bool {
    RESULT_TYPES.contains(&name) || is_extension(name)
}

/// Whether `name` is an alignment target type, listed or `ext:…`.
pub fn is_target_type(name: &str) -> bool {
    TARGET_TYPES.contains(&name) || is_extension(name)
}

/// Whether `name` is a type of identifier, listed or `ext:…`.
pub fn is_identifier_type(name: &str) -> bool {
    IDENTIFIER_TYPES.contains(&name) || is_extension(name)
}

/// Stricter than the published pattern, which is not anchored and lets `|` in.
fn is_extension(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    name.strip_prefix("ext:").is_some_and(|rest| !rest.is_empty() && rest.chars().all(word))
}

/// A source's achievement type as the specification has it: the listed one by its letters alone (`Bachelor Degree` is
/// `BachelorDegree`), anything else as `ext:…`; `None` when nothing is left of it.
pub fn achievement_type(stated: &str) -> Option<String> {
    if is_extension(stated) {
        return Some(stated.to_owned());
    }
    let letters: String = stated.chars().filter(char::is_ascii_alphanumeric).collect();
    let listed = ACHIEVEMENT_TYPES.iter().find(|name| name.eq_ignore_ascii_case(&letters));
    listed.map(|name| (*name).to_owned()).or_else(|| (!letters.is_empty()).then(|| format!("ext:{letters}")))
}

/// Whether `text` has a scheme and no character that a URI must not have (RFC 3986 §3).
///
/// Relative references mean nothing in a credential that travels, and JSON-LD would resolve or drop them.
pub fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let in_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let forbidden = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    let host = |rest: &str| rest.strip_prefix("//").is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'));
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(in_scheme)
        && !rest.is_empty()
        && !rest.chars().any(forbidden)
        && (!matches!(scheme, "http" | "https") || (rest.starts_with("//") && host(rest)))
}

/// Whether `text` can name a credential configuration: 1 to 80 of `a-z`, `0-9` and `-`, no `-` at either end.
pub fn is_slug(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=80).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_listed_or_extensions() {
        assert!(is_achievement_type("Course") && is_achievement_type("ext:Program"));
        for wrong in ["Program", "ext:", "ext:a b", "xext:a", "course"] {
            assert!(!is_achievement_type(wrong), "{wrong}");
        }
        assert!(is_result_type("LetterGrade") && !is_result_type("Grade"));
        assert!(is_target_type("CFItem") && !is_target_type("Item"));
    }

    #[test]
    fn a_sources_type_becomes_the_specifications() {
        assert_eq!(achievement_type("bachelor degree").as_deref(), Some("BachelorDegree"));
        assert_eq!(achievement_type("Program").as_deref(), Some("ext:Program"));
        assert_eq!(achievement_type("ext:Skill").as_deref(), Some("ext:Skill"));
        assert_eq!(achievement_type(" - "), None);
    }

    #[test]
    fn only_absolute_uris_pass() {
        for good in ["https://a.example/x?y#z", "urn:uuid:1", "data:image/png;base64,AA==", "did:web:a.example"] {
            assert!(is_absolute_uri(good), "{good}");
        }
        for wrong in [
            "",
            "logo.png",
            "/a",
            "//a.example",
            "https:",
            "https:///a",
            "https://a b",
            "1a:b",
            "a:",
            "http:x",
            "x:<y>",
        ] {
            assert!(!is_absolute_uri(wrong), "{wrong}");
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert!(is_slug("bsc-computing") && is_slug("a"));
        for wrong in ["", "-a", "a-", "A", "a.b", "é", &"a".repeat(81)] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }
}
