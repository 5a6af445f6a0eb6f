use std::collections::BTreeSet;

use model::catalogue::Catalogue;
use model::draft::{Binding, Subject};
use model::ids::TenantSecret;
use model::package::{MonthDates, Packaging, Sources, ZoneRule};
use model::profile::IssuerProfile;

use super::*;

const CHECK_PAGE: &str = "https://riverbend.example/verify";
const NOW: &str = "2026-11-24T09:00:00Z";

/// The transcript of the sample learner with this number, and how it is bound.
fn bound(sample: usize, selection: Option<BTreeSet<String>>) -> (Draft, Value) {
    let (name, text) = model::samples::learners()[sample];
    let record = model::lif::read(text.as_bytes(), name).unwrap().remove(0);
    let (catalogue, secret) = (Catalogue::demo(), TenantSecret::new([42; 32]));
    let packaging = Packaging {
        catalogue: &catalogue,
        issuer: IssuerProfile { id: "did:key:z1".into(), name: "Riverbend College".into(), ..IssuerProfile::default() },
        sources: Sources::Only(BTreeSet::from(["riverbend".to_owned()])),
        secret: &secret,
        base: Some("https://riverbend.example/default".into()),
        now: Time::parse(NOW).unwrap(),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::LeaveOut,
    };
    let draft = model::package::package(&record, &packaging).credentials.pop().unwrap();
    let selection = selection.map(|_| draft.children.iter().take(1).map(|child| child.id.clone()).collect());
    let binding = &mut Binding {
        issuer_id: "did:web:riverbend.example:default",
        subject: Subject::Holder {
            id: "did:key:z6MkvxAYDXSNUJzDsJgNSWPXBqdYY3kQmjWPEkHaXXuS5tKf".into(),
            identifiers: Vec::new(),
        },
        valid_from: Time::parse(NOW).unwrap(),
        status: &mut |_| None,
        learner_name: record.display_name(),
        selection,
    };
    let bound = draft.bind(binding).unwrap();
    (draft, bound)
}

fn page(draft: &Draft, bound: &Value) -> Document {
    document(&Rendition::of(draft, bound).unwrap(), CHECK_PAGE)
}

fn tables(page: &Document) -> Vec<&Table> {
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

fn headings(page: &Document) -> Vec<&str> {
    let headings = page.blocks.iter().filter_map(|block| match block {
        Block::Heading { text, .. } => Some(text.as_str()),
        _ => None,
    });
    headings.collect()
}

#[test]
fn each_credential_has_one_row_and_nothing_else_has() {
    for sample in 0..3 {
        let (draft, bound) = bound(sample, None);
        let page = page(&draft, &bound);
        let rows = tables(&page).iter().map(|table| table.rows.len()).sum::<usize>();
        assert_eq!(rows, draft.children.len());
        let children = bound["credentialSubject"]["verifiableCredential"].as_array().unwrap();
        for child in children {
            let name = child["credentialSubject"]["achievement"]["name"].as_str().unwrap();
            let shown = tables(&page).iter().any(|table| table.rows.iter().any(|row| row[table.row_header] == name));
            assert!(shown, "{name}");
        }
    }
}

#[test]
fn a_graduate_s_page_has_its_parts_in_order() {
    let (draft, bound) = bound(0, None);
    let page = page(&draft, &bound);
    assert_eq!(
        headings(&page),
        [
            "Transcript",
            "Awards",
            "Programmes",
            "Courses",
            "Fall 2021",
            "Spring 2022",
            "Fall 2022",
            "Spring 2023",
            "Fall 2024",
            "Spring 2025",
            "Fall 2026",
            "How to check this transcript"
        ]
    );
    assert_eq!((page.title.as_str(), page.author.as_str()), ("Transcript of Maya Okafor", "Riverbend College"));
    assert_eq!(page.date, Date { year: 2026, month: 11, day: 24, hour: 9, minute: 0, second: 0 });
    let fall = &tables(&page)[4].rows;
    assert_eq!(fall[0], ["ART 105", "Drawing Studio", "–", "–", "Withdrew"]);
    assert_eq!(fall[1], ["COM 210", "Data Structures", "4", "A · 4", "Completed"]);
    assert!(page.blocks.iter().any(|block| matches!(block, Block::Code { url, .. } if url == CHECK_PAGE)));
}

#[test]
fn a_transcript_that_was_cut_says_so() {
    let notice = |(draft, bound): (Draft, Value)| {
        page(&draft, &bound).blocks.into_iter().find_map(|block| match block {
            Block::Notice(text) => Some(text),
            _ => None,
        })
    };
    let cut = notice(bound(0, Some(BTreeSet::new()))).unwrap();
    assert!(cut.starts_with("This transcript is partial: Riverbend College has more"), "{cut}");
}

#[test]
fn scales_and_averages_are_told() {
    let (draft, mut bound) = bound(0, None);
    let children = bound["credentialSubject"]["verifiableCredential"].as_array_mut().unwrap();
    let subject = &mut children[0]["credentialSubject"];
    subject["achievement"]["resultDescription"] = serde_json::json!([
        {"id": "urn:gpa", "type": ["ResultDescription"], "name": "GPA", "resultType": "GradePointAverage",
         "valueMin": "0.0", "valueMax": "4.0"},
        {"id": "urn:grade", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade",
         "allowedValue": ["F", "C", "A"]},
    ]);
    subject["result"] = serde_json::json!([{"resultDescription": "urn:gpa", "value": "3.81"}]);
    let page = page(&draft, &bound);
    assert!(headings(&page).contains(&"What the results mean"));
    let told = |text: &str| page.blocks.contains(&Block::Paragraph(text.to_owned()));
    assert!(told("GPA: From 0.0 to 4.0.") && told("Grade: F, C, A, from lowest to highest."));
    let pairs = page.blocks.iter().find_map(|block| if let Block::Pairs(pairs) = block { Some(pairs) } else { None });
    assert!(pairs.unwrap().iter().any(|(name, value)| name.starts_with("Grade point average") && value == "3.81"));
}

#[test]
fn as_evidence_it_passes_the_lint_and_is_the_same_each_time() {
    let (draft, mut once) = bound(0, None);
    let mut twice = once.clone();
    let pdf = write(&draft, &once, CHECK_PAGE).unwrap();
    attach(&draft, &mut once, CHECK_PAGE).unwrap();
    attach(&draft, &mut twice, CHECK_PAGE).unwrap();
    assert_eq!(once.to_string(), twice.to_string());
    assert!(model::lint::before_signature(&once).is_ok());
    let evidence = once["evidence"].as_array().unwrap();
    assert_eq!((evidence.len(), &evidence[0]["type"]), (1, &serde_json::json!(["Evidence"])));
    let data = evidence[0]["id"].as_str().unwrap().strip_prefix("data:application/pdf;base64,").unwrap();
    assert_eq!(base64::Engine::decode(&base64::engine::general_purpose::STANDARD, data).unwrap(), pdf.bytes);
    assert!(pdf.bytes.starts_with(b"%PDF-1.7") && pdf.unshown.is_empty());
}

#[test]
fn a_badge_has_no_page() {
    let (draft, mut bound) = bound(0, None);
    let badge = bound["credentialSubject"]["verifiableCredential"][0].take();
    assert_eq!(write(&draft, &badge, CHECK_PAGE), Err(NoPdf::NotATranscript));
}

#[test]
fn types_are_written_as_words() {
    let kind_of = |written: &str| kind(&Entry { achievement_type: Some(written.into()), ..Entry::default() });
    assert_eq!(kind_of("BachelorDegree").as_deref(), Some("Bachelor degree"));
    assert_eq!(kind_of("ext:MicroCredential").as_deref(), Some("Micro credential"));
    assert_eq!(kind_of("LearningProgram"), None);
}
