//! Numbers as text: XML Schema's canonical forms for RDF, ECMAScript's for JCS.

/// The lexical form and whether it is a double: a number without fraction below 10^21 is written as an integer
/// (JSON-LD 1.1 API §8.2.2, steps 9 and 10).
pub(crate) fn lexical(number: f64, as_double: bool) -> (String, bool) {
    if as_double || number.fract() != 0.0 || number.abs() >= 1e21 {
        return (double(number), true);
    }
    // Adding zero turns -0 into 0, as ECMAScript's toFixed writes it. Below 2^53 the short form is the exact one, and found
    // much faster.
    if number.abs() < 9_007_199_254_740_992.0 {
        return (format!("{}", number + 0.0), false);
    }
    (format!("{:.0}", number + 0.0), false)
}

/// Whether `text` is what [`lexical`] makes of some double: other implementations parse texts of type `xsd:double` and
/// write them again.
pub(crate) fn is_canonical_double(text: &str) -> bool {
    text.parse().is_ok_and(|number: f64| number.is_finite() && double(number) == text)
}

/// Whether a fraction is written by ECMAScript without a point, such as `1e-7`: some take it for an integer then.
pub(crate) fn looks_whole(number: f64) -> bool {
    number.fract() != 0.0 && number.abs() < 1e-6 && !ecmascript(number).contains('.')
}

/// Mantissa of at most 16 digits with a point, `E`, exponent (JSON-LD 1.1 API §8.6, data round tripping).
fn double(number: f64) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    let (digits, exponent) = rounded(number.abs());
    let (first, rest) = digits.split_at(1);
    let rest = rest.trim_end_matches('0');
    format!("{sign}{first}.{}E{exponent}", if rest.is_empty() { "0" } else { rest })
}

/// Sixteen significant digits and the exponent; a tie is rounded up, as ECMAScript's `toExponential` does.
fn rounded(number: f64) -> (String, i32) {
    let exact = format!("{number:.40e}");
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let (kept, cut) = digits.split_at(16);
    let kept: u64 = kept.parse().unwrap_or(0);
    let kept = kept + u64::from(cut.starts_with(['5', '6', '7', '8', '9']));
    if kept == 10_u64.pow(16) {
        ("1000000000000000".to_owned(), exponent + 1)
    } else {
        (format!("{kept:016}"), exponent)
    }
}

/// ECMAScript's `Number::toString` (RFC 8785 §3.2.2.3).
pub(crate) fn ecmascript(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let shortest = shortest(number.abs());
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let body = match exponent {
        0..=20 if count <= exponent + 1 => digits + &zeros(exponent + 1 - count),
        0..=20 => {
            let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).unwrap_or(1));
            format!("{whole}.{fraction}")
        }
        -6..=-1 => format!("0.{}{digits}", zeros(-exponent - 1)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let plus = if exponent > 0 { "+" } else { "" };
            format!("{first}{point}{rest}e{plus}{exponent}")
        }
    };
    format!("{sign}{body}")
}

/// The fewest digits that read back as `number`; of two equally near ones the even one, which Rust does not promise.
fn shortest(number: f64) -> String {
    let shortest = format!("{number:e}");
    let digits = shortest.split('e').next().map_or(0, |mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count());
    let nearest = format!("{number:.precision$e}", precision = digits.saturating_sub(1));
    if nearest.parse() == Ok(number) { nearest } else { shortest }
}

fn zeros(count: i32) -> String {
    "0".repeat(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{ecmascript, lexical};

    #[test]
    fn integers_and_doubles() {
        for (number, expected, is_double) in [
            (3.0, "3", false),
            (-0.0, "0", false),
            (-7.0, "-7", false),
            (3.5, "3.5E0", true),
            (-0.25, "-2.5E-1", true),
            (1e21, "1.0E21", true),
            (1e-7, "1.0E-7", true),
            (9_007_199_254_740_992.0, "9007199254740992", false),
            (2_251_799_813_685_248.5, "2.251799813685249E15", true),
            (1e23, "9.999999999999999E22", true),
            (1e31, "1.0E31", true),
        ] {
            assert_eq!(lexical(number, false), (expected.to_owned(), is_double), "{number}");
        }
        assert_eq!(lexical(5.0, true), ("5.0E0".to_owned(), true));
        assert_eq!(lexical(0.0, true), ("0.0E0".to_owned(), true));
    }

    /// RFC 8785, appendix B.
    #[test]
    fn ecmascript_forms() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(ecmascript(f64::from_bits(bits)), expected);
        }
    }
}
