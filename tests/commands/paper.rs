//! A transcript as PDF: in a file of its own, and inside the transcript.

use super::installation::Installation;

/// The settings under which transcripts hold a PDF of themselves.
const WITH_PDF: [(&str, &str); 2] =
    [("TASSEL_PUBLIC_URL", "https://riverbend.example"), ("TASSEL_ISSUER__TRANSCRIPT_PDF", "true")];

#[test]
fn a_transcript_is_written_as_pdf() {
    let installation = Installation::new();
    installation.unsigned();
    installation.answer(&[
        "package",
        "--record",
        "record.json",
        "--catalogue",
        "demo",
        "--as",
        "clr",
        "--pdf",
        "t.pdf",
    ]);
    let pdf = std::fs::read(installation.file("t.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 200 * 1024, "{} bytes", pdf.len());
    let said = installation.refusal(&[
        "package",
        "--record",
        "record.json",
        "--catalogue",
        "demo",
        "--as",
        "badge",
        "--pdf",
        "b.pdf",
    ]);
    assert!(said.contains("expected a transcript to make a PDF of") && !installation.file("b.pdf").exists(), "{said}");
}

#[test]
fn a_transcript_that_holds_its_pdf_is_signed_and_found_genuine() {
    let installation = Installation::new();
    installation.unsigned();
    let run = |words: &[&str]| {
        let output = installation.run_with(&WITH_PDF, words);
        assert!(output.status.success(), "{words:?}: {}", super::installation::said(&output));
        output.stdout
    };
    let packaged = run(&["package", "--record", "record.json", "--catalogue", "demo", "--as", "clr"]);
    let packaged: serde_json::Value = serde_json::from_slice(&packaged).unwrap();
    let transcript = &packaged["credentials"][0];
    let held = transcript["evidence"][0]["id"].as_str().unwrap();
    assert!(held.starts_with("data:application/pdf;base64,JVBERi0xLj"), "{}", &held[..60]);
    installation.write("transcript.json", transcript);
    run(&["issue", "transcript.json", "--out", "signed"]);
    assert_eq!(installation.read("signed/transcript.json")["evidence"], transcript["evidence"]);
    run(&["verify", "signed/transcript.json"]);
    let changed = installation.text("signed/transcript.json").replace("base64,JVBERi0xLj", "base64,JVBERi0xLk");
    std::fs::write(installation.file("changed.json"), changed).unwrap();
    assert!(!installation.run_with(&WITH_PDF, &["verify", "changed.json"]).status.success());
}
