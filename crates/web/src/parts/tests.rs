use super::*;

const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&";

#[test]
fn every_mark_has_its_own_shape_and_word() {
    let marks = [Mark::Passed, Mark::Warned, Mark::CouldNotCheck, Mark::Failed, Mark::NotApplicable];
    let drawn: Vec<String> = marks
        .into_iter()
        .map(|mark| Verdict { mark, heading: String::new(), sentence: String::new() }.render().unwrap())
        .collect();
    for (at, one) in drawn.iter().enumerate() {
        assert!(one.contains("aria-label=\""), "{one}");
        assert!(drawn.iter().skip(at + 1).all(|other| other != one), "{one}");
    }
}

#[test]
fn verdict_has_heading_and_sentence() {
    let html = Verdict { mark: Mark::Failed, heading: "Not valid".into(), sentence: "It was revoked.".into() };
    let html = html.render().unwrap();
    assert!(html.contains("class=\"verdict failed\"") && html.contains(">Not valid</h2>"), "{html}");
    assert!(html.contains("<p>It was revoked.</p>"), "{html}");
}

#[test]
fn words_of_an_issuer_are_escaped_everywhere() {
    let word = || HOSTILE.to_owned();
    let fact = || Fact::new(HOSTILE, HOSTILE);
    let card = CredentialCard {
        image: Some(word()),
        href: Some(word()),
        choice: Some(Choice { name: word(), value: word(), checked: true }),
        state: Some(State { mark: Mark::Failed, words: word() }),
        facts: vec![fact()],
        details: vec![fact()],
        ..CredentialCard::new(HOSTILE, HOSTILE, HOSTILE)
    };
    let course =
        CourseRow { code: word(), title: word(), credits: word(), grade: word(), status: word(), in_progress: true };
    let term = Term { name: word(), courses: vec![course], totals: vec![fact()] };
    let qr = QrBox {
        svg: None,
        show_href: word(),
        caption: word(),
        wallet_href: word(),
        link: word(),
        tx_code: Some(word()),
        expires: word(),
    };
    let row = CheckRow {
        mark: Mark::Passed,
        code: word(),
        title: word(),
        at: Some(word()),
        sentence: word(),
        details: vec![fact()],
    };
    let item = LeftOutItem { what: word(), reason: word(), times: 2 };
    let group = LeftOutGroup { heading: word(), items: vec![item] };
    let left = LeftOut { groups: vec![group], remarks: vec![word()], assumed: vec![word()] };
    let transcript = Transcript { degrees: vec![fact()], terms: vec![term], totals: vec![fact()] };
    for html in [card.render(), qr.render(), row.render(), left.render(), transcript.render()] {
        let html = html.unwrap();
        assert!(!html.contains("<img src=x") && html.contains("&#60;img src=x"), "{html}");
        assert!(!html.contains("onerror=alert(1)>"), "{html}");
    }
}

#[test]
fn initials_are_drawn_where_there_is_no_image() {
    for (title, initials) in [
        ("Bachelor of Science in Computing", "BC"),
        ("First Aid", "FA"),
        ("Transcript", "T"),
        ("ünder", ""),
        ("", ""),
        ("Élan vital 2", "É2"),
    ] {
        assert_eq!(CredentialCard::new("Badge", title, "x").initials(), initials, "{title}");
    }
}

#[test]
fn covered_code_is_not_in_the_page() {
    let mut qr = QrBox {
        svg: None,
        show_href: "?show".into(),
        caption: "Scan it".into(),
        wallet_href: "openid-credential-offer://?credential_offer_uri=x".into(),
        link: "https://r.example/default/o/x".into(),
        tx_code: None,
        expires: "Good until 14:05.".into(),
    };
    let covered = qr.render().unwrap();
    assert!(covered.contains("href=\"?show\"") && !covered.contains("<svg"), "{covered}");
    qr.svg = Some("<svg></svg>".into());
    let shown = qr.render().unwrap();
    assert!(shown.contains("<svg></svg>") && shown.contains("Scan it") && !shown.contains("?show"), "{shown}");
}

#[test]
fn list_of_what_was_left_out_counts() {
    assert_eq!(LeftOut::default().render().unwrap().trim(), "");
    let group = |times| LeftOutGroup {
        heading: "By the registrar".into(),
        items: vec![LeftOutItem { what: "Course".into(), reason: "No name.".into(), times }],
    };
    let html = |groups| LeftOut { groups, ..LeftOut::default() }.render().unwrap();
    let one = html(vec![group(1)]);
    assert!(one.contains("1 thing could not be included") && !one.contains("of them"), "{one}");
    let more = html(vec![group(2), group(1)]);
    assert!(more.contains("3 things could not be included") && more.contains("2 of them"), "{more}");
    assert_eq!(more.matches("<h3>By the registrar</h3>").count(), 2);
    let remarks = LeftOut { remarks: vec!["2 details.".into()], ..LeftOut::default() }.render().unwrap();
    assert!(remarks.contains("How your record was read") && !remarks.contains("could not"), "{remarks}");
}

#[test]
fn course_in_progress_looks_different() {
    let course = |in_progress| CourseRow { title: "Logic".into(), in_progress, ..CourseRow::default() };
    let term = Term { name: "Fall 2025".into(), courses: vec![course(true), course(false)], totals: Vec::new() };
    let html = Transcript { terms: vec![term], ..Transcript::default() }.render().unwrap();
    assert_eq!(html.matches("class=\"open\"").count(), 1, "{html}");
}
