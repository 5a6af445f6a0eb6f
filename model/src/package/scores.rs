//! Scores of assessments: what kind of result a source's words for a score mean.

use super::awards::letters;

/// What a score is, as far as its source says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Score {
    /// `resultType` (Open Badges 3.0 §B.1.26).
    pub(super) result_type: &'static str,
    /// The scale's name, for people to read.
    pub(super) name: String,
    /// The score, as the credential states it.
    pub(super) value: String,
    /// The lowest and highest score that the scale's own words name: `Scaled score (200-500)`.
    pub(super) range: Option<(String, String)>,
    /// A score that its kind or range cannot have. It is stated as it is, as a `Result`.
    pub(super) outside: bool,
}

impl Score {
    /// A score `value` of the kind `score_type`. A kind of unknown meaning gives a `Result` under its own words.
    pub(super) fn stated(value: &str, score_type: Option<&str>) -> Self {
        let words = score_type.map(str::trim).filter(|words| !words.is_empty());
        let name = words.unwrap_or("Score").to_owned();
        let result_type = words.map_or("Result", kind);
        let range = words.and_then(range);
        let value = value.trim();
        let plain = if result_type == "Percent" { value.trim_end_matches('%').trim_end() } else { value };
        let number = plain.parse::<f64>().ok().filter(|number| number.is_finite());
        let must_count = matches!(result_type, "GradePointAverage" | "Percent" | "RawScore" | "ScaledScore");
        let inside = range.as_ref().is_none_or(|(lowest, highest)| lies_within(number, lowest, highest));
        if (must_count && number.is_none()) || !inside {
            return Self { result_type: "Result", name, value: value.to_owned(), range: None, outside: true };
        }
        Self { result_type, name, value: plain.to_owned(), range, outside: false }
    }
}

fn lies_within(number: Option<f64>, lowest: &str, highest: &str) -> bool {
    let bounds = lowest.parse::<f64>().ok().zip(highest.parse::<f64>().ok());
    number.zip(bounds).is_some_and(|(number, (lowest, highest))| (lowest..=highest).contains(&number))
}

/// The result type that words for a score mean, without what stands in brackets; CEDS' and Open Badges' own words.
fn kind(words: &str) -> &'static str {
    let before = words.split('(').next().unwrap_or_default();
    match letters(before).as_str() {
        "scaledscore" | "scalescore" => "ScaledScore",
        "rawscore" | "numberscore" | "points" => "RawScore",
        "percent" | "percentage" | "percentscore" | "percentagecorrect" => "Percent",
        "lettergrade" | "lettergrademark" => "LetterGrade",
        "gpa" | "gradepointaverage" | "cumulativegpa" | "cumulativegradepointaverage" => "GradePointAverage",
        "predictedscore" => "PredictedScore",
        "rubricscore" => "RubricScore",
        "performancelevel"
        | "masterylevel"
        | "proficiencylevel"
        | "achievementlevel"
        | "achievementproficiencylevel" => "PerformanceLevel",
        _ => "Result",
    }
}

/// Two numbers in brackets with a hyphen, a dash or `to` between them, the lower one first.
fn range(words: &str) -> Option<(String, String)> {
    let inside = words.split_once('(')?.1.split_once(')')?.0;
    let (lowest, highest) = inside.split_once(['-', '–']).or_else(|| inside.split_once(" to "))?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let in_order = number(lowest)? < number(highest)?;
    in_order.then(|| (lowest.trim().to_owned(), highest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_scores_are_read() {
        for (words, expected) in [
            ("Scaled score (200-500)", "ScaledScore"),
            ("Scale score", "ScaledScore"),
            ("RawScore", "RawScore"),
            ("Percentage", "Percent"),
            ("Percentile", "Result"),
            ("GPA", "GradePointAverage"),
            ("Achievement/proficiency level", "PerformanceLevel"),
            ("Competent / Not Competent", "Result"),
            ("Lexile", "Result"),
        ] {
            assert_eq!(kind(words), expected, "{words}");
        }
    }

    #[test]
    fn a_score_is_held_against_the_range_that_its_words_name() {
        let inside = Score::stated("412", Some("Scaled score (200-500)"));
        assert_eq!((inside.result_type, inside.outside), ("ScaledScore", false));
        assert_eq!(inside.range, Some(("200".into(), "500".into())));
        let outside = Score::stated("900", Some("Scaled score (200-500)"));
        assert_eq!((outside.result_type, outside.value.as_str(), outside.outside), ("Result", "900", true));
        assert_eq!(range("Scaled score (500-200)"), None);
        assert_eq!(range("Scaled score (per subtest)"), None);
    }

    #[test]
    fn what_must_be_a_number_and_is_none_is_a_result_in_words() {
        assert!(Score::stated("excellent", Some("Raw score")).outside);
        assert_eq!(Score::stated("92 %", Some("Percent")).value, "92");
        let words = Score::stated("Competent", Some("Competent / Not Competent"));
        assert_eq!((words.result_type, words.outside), ("Result", false));
        let silent = Score::stated("7", None);
        assert_eq!((silent.result_type, silent.name.as_str()), ("Result", "Score"));
    }
}
