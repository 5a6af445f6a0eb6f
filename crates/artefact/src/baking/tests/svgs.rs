use super::{JSON, JWS, baked, refused, unbaked};
use crate::baking::svg_scan::{DEEPEST, MOST_NAMESPACES};
use crate::baking::{BakingError, Form, Standard, SvgError, bake, unbake};

const OB3: &str = "https://purl.imsglobal.org/ob/v3p0";

/// With all that must stay as it is: a declaration, a document type, comments, entities, both kinds of quotes.
const PLAIN: &str = "<?xml version='1.0' encoding='UTF-8'?>\r\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \
                     \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- <svg> -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"\n  \
                     viewBox='0 0 1 1' data-of='a>b'>\n  <title>Rock &amp; &#x52;oll</title>\n<path\td=\"M0 0\"/>\n</svg>\n<!-- end -->\n";

pub(in crate::baking) fn plain() -> Vec<u8> {
    PLAIN.as_bytes().to_vec()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// An SVG with `inside` in its root, where the prefix is declared.
fn with(inside: &str) -> Vec<u8> {
    format!("<svg xmlns:openbadges=\"{OB3}\">{inside}</svg>").into_bytes()
}

#[test]
fn the_element_is_the_one_of_the_specification_and_all_else_stays() {
    let done = text(baked(&plain(), JWS));
    let added = format!(" xmlns:openbadges=\"{OB3}\"");
    let element = format!("<openbadges:credential verify=\"{JWS}\"></openbadges:credential>");
    let expected = PLAIN.replacen("<svg xmlns=", &format!("<svg{added} xmlns="), 1);
    assert_eq!(done, expected.replacen("b'>", &format!("b'>{element}"), 1));
    let done = text(baked(&plain(), JSON));
    assert!(
        done.contains(&format!("b'><openbadges:credential><![CDATA[{JSON}]]></openbadges:credential>\n")),
        "{done}"
    );
}

#[test]
fn a_root_without_content_gets_some() {
    let done = text(baked(b"\xef\xbb\xbf<s:svg xmlns:s='http://www.w3.org/2000/svg' />", JWS));
    let element = format!("<openbadges:credential verify=\"{JWS}\"></openbadges:credential>");
    let expected =
        format!("\u{feff}<s:svg xmlns:openbadges=\"{OB3}\" xmlns:s='http://www.w3.org/2000/svg' >{element}</s:svg>");
    assert_eq!(done, expected);
    assert_eq!(unbaked(done.as_bytes()), JWS);
}

#[test]
fn a_prefix_that_means_open_badges_2_keeps_its_meaning() {
    let assertion = "<openbadges:assertion verify=\"https://a.example\"/>";
    let image = format!("<svg xmlns:openbadges=\"http://openbadges.org\">{assertion}</svg>");
    let done = bake(image.as_bytes(), JSON).unwrap();
    let element =
        format!("<openbadges:credential xmlns:openbadges=\"{OB3}\"><![CDATA[{JSON}]]></openbadges:credential>");
    let expected = format!("<svg xmlns:openbadges=\"http://openbadges.org\">{element}{assertion}</svg>");
    assert_eq!((text(done.bytes.clone()), done.replaced), (expected, 0));
    assert_eq!(unbaked(&done.bytes), JSON);
    assert_eq!(text(baked(&done.bytes, JSON)), text(done.bytes), "the second replaces the first");
}

#[test]
fn every_older_credential_goes_wherever_it_stands_and_whatever_its_prefix() {
    let old =
        format!("<openbadges:credential verify='x'/><g><b:credential xmlns:b='{OB3}'> <a/>{{}}</b:credential></g>");
    let done = bake(&with(&old), JWS).unwrap();
    assert_eq!((text(done.bytes), done.replaced), (text(baked(&with("<g></g>"), JWS)), 2));
}

#[test]
fn text_that_would_end_the_section_or_that_xml_cannot_hold_is_escaped_the_json_way() {
    let credential = "{\"a\":\"x]]>y]]]>\u{ffff}\u{fffe}\",\"proof\":{}}";
    let found = unbaked(&baked(&plain(), credential));
    assert_eq!(found, "{\"a\":\"x]]\\u003ey]]]\\u003e\\uffff\\ufffe\",\"proof\":{}}");
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(parsed(&found), parsed(credential));
}

#[test]
fn other_ways_to_write_the_same_are_read() {
    let ways = [
        "<openbadges:credential>\n {\"a\":\"&lt;&#x26;\"} </openbadges:credential>",
        "<openbadges:credential><![CDATA[{\"a\":]]><!-- c --><![CDATA[\"<&\"}]]></openbadges:credential>",
        "<g><c:credential xmlns:c='https://purl.imsglobal.org/ob/v3p0'>{\"a\":\"&lt;&amp;\"}</c:credential></g>",
    ];
    for (way, expected) in ways.iter().zip(["{\"a\":\"<&\"}"; 3]) {
        assert_eq!(unbaked(&with(way)), expected, "{way}");
    }
    assert_eq!(unbaked(&with(&format!("<openbadges:credential verify=' {JWS}&#10;'> </openbadges:credential>"))), JWS);
}

#[test]
fn older_badges_and_clrs_are_found_by_their_own_names() {
    let found = |inside: &str| {
        let found = unbake(&with(inside)).unwrap();
        (found.standard, found.form, found.text)
    };
    let legacy = "<o:assertion xmlns:o='http://openbadges.org' verify='https://a.example'><![CDATA[{}]]></o:assertion>";
    assert_eq!(found(legacy), (Standard::OpenBadges2, Form::Json, "{}".to_owned()));
    let hosted = "<o:assertion xmlns:o='http://openbadges.org' verify='https://a.example'/>";
    assert_eq!(found(hosted), (Standard::OpenBadges2, Form::Url, "https://a.example".to_owned()));
    let clr = format!("{hosted}<c:credential xmlns:c='https://purl.imsglobal.org/clr/v2p0'>{{\"b\":1}}</c:credential>");
    assert_eq!(found(&clr), (Standard::Clr2, Form::Json, "{\"b\":1}".to_owned()));
    let all = format!("{clr}<openbadges:credential>{{\"c\":1}}</openbadges:credential>");
    assert_eq!(found(&all), (Standard::OpenBadges3, Form::Json, "{\"c\":1}".to_owned()));
}

#[test]
fn none_several_both_forms_and_other_text_are_refused() {
    let one = "<openbadges:credential>{}</openbadges:credential>";
    assert!(matches!(refused(&plain()), BakingError::Nothing { .. }));
    assert!(matches!(refused(&with("<credential>{}</credential><x:credential/>")), BakingError::Nothing { .. }));
    let several = BakingError::Several { standard: "Open Badges 3.0", found: 2 };
    assert_eq!(refused(&with(&format!("{one}<g>{one}</g>"))), several);
    let both = format!("<openbadges:credential verify='{JWS}'>{{}}</openbadges:credential>");
    assert_eq!(refused(&with(&both)), SvgError::Ambiguous.into());
    for inside in [
        "<openbadges:credential>{<g/>}</openbadges:credential>",
        &format!("<openbadges:credential>{one}</openbadges:credential>"),
    ] {
        assert_eq!(refused(&with(inside)), SvgError::Ambiguous.into(), "{inside}");
    }
    for inside in ["<openbadges:credential/>", "<openbadges:credential verify='https://a.example'/>"] {
        assert_eq!(refused(&with(inside)), BakingError::OtherText, "{inside}");
    }
    let undeclared = format!("<svg>\n{one}</svg>");
    assert_eq!(refused(undeclared.as_bytes()), SvgError::Unbound { line: 2 }.into());
}

#[test]
fn declarations_and_entities_are_refused_wherever_they_stand() {
    let laughs = "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>\n<svg>&b;</svg>";
    let fetched = "\n<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg/>";
    assert_eq!(refused(laughs.as_bytes()), SvgError::Declarations { line: 1 }.into());
    assert_eq!(refused(fetched.as_bytes()), SvgError::Declarations { line: 2 }.into());
    assert_eq!(bake(fetched.as_bytes(), JSON), Err(SvgError::Declarations { line: 2 }.into()));
    for reference in ["&b;", "&nbsp;", "&#0;", "&#x110000;"] {
        assert_eq!(refused(&with(&format!("\n{reference}"))), SvgError::Entity { line: 2 }.into(), "{reference}");
        let inside = format!("\n<openbadges:credential verify='{reference}'/>");
        assert_eq!(refused(&with(&inside)), SvgError::IllFormed { line: 2 }.into(), "{reference}");
    }
}

#[test]
fn other_encodings_are_refused() {
    assert_eq!(refused(b"<?xml version='1.0' encoding='ISO-8859-1'?><svg/>"), SvgError::Encoding.into());
    assert_eq!(refused(b"<svg>\xfc</svg>"), SvgError::Encoding.into());
    let utf16: Vec<u8> = "<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(unbake(&utf16).is_err() && bake(&utf16, JSON).is_err());
}

#[test]
fn what_is_not_well_formed_or_no_svg_is_refused() {
    for broken in [
        "<svg>",
        "<svg><g></svg>",
        "<svg></g></svg>",
        "<svg",
        "<svg/>x",
        "<svg a=>",
        "<svg a='1",
        "<svg><!-- </svg>",
        "<svg><![CDATA[</svg>",
        "<svg b verify='x'></svg>",
    ] {
        assert_eq!(refused(broken.as_bytes()), SvgError::IllFormed { line: 1 }.into(), "{broken}");
        assert!(bake(broken.as_bytes(), JSON).is_err(), "{broken}");
    }
    for twice in ["verify='a' verify='b'", "xmlns:openbadges='a' xmlns:openbadges='b'"] {
        assert_eq!(refused(format!("\n<svg {twice}/>").as_bytes()), SvgError::IllFormed { line: 2 }.into());
    }
    for other in ["<html/>", "<svg/><svg/>", "<!-- none -->", "<SVG/>"] {
        assert_eq!(refused(other.as_bytes()), SvgError::Root.into(), "{other}");
    }
}

#[test]
fn depth_and_namespaces_are_limited() {
    // Inside the root.
    let nested = |depth: usize| with(&format!("{}{}", "<g>".repeat(depth - 1), "</g>".repeat(depth - 1)));
    assert!(matches!(refused(&nested(DEEPEST)), BakingError::Nothing { .. }));
    let deep = SvgError::TooMany { what: "elements inside each other", allowed: DEEPEST };
    assert_eq!(refused(&nested(DEEPEST + 1)), deep.into());
    let declared = |number: usize| {
        let names: Vec<_> = (1..number).map(|name| format!("xmlns:n{name}='n'")).collect();
        with(&format!("<g {}/>", names.join(" ")))
    };
    assert!(matches!(refused(&declared(MOST_NAMESPACES)), BakingError::Nothing { .. }));
    let many = SvgError::TooMany { what: "namespace declarations", allowed: MOST_NAMESPACES };
    assert_eq!(refused(&declared(MOST_NAMESPACES + 1)), many.into());
}
