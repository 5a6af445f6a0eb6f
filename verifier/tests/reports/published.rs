//! Fixtures that others published, each with the verdict it should get here.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use outside::FixedDocuments;

use super::world::{Issuer, check, lines, post, verifier};

const DCC: &str = "verifier: DCC fixtures";
const ONE_EDTECH: &str = "verifier: 1EdTech samples";

/// The folder of read-only data beside the workspace, unless it is absent.
fn shared(suite: &str, what: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(what);
    if folder.exists() {
        return Some(folder);
    }
    println!("SKIPPED {suite}: ../shared/data/{what} is absent");
    what_ran::skipped(suite, 0, &format!("../shared/data/{what} is absent"));
    None
}

/// The documents the fixtures' issuers publish, as the fixtures keep them.
fn documents(fixtures: &Path) -> FixedDocuments {
    ["legacy", "oidf"].into_iter().fold(FixedDocuments::default(), |documents, name| {
        let url = format!("https://digitalcredentials.github.io/vc-test-fixtures/dids/{name}/did.json");
        documents.with(&url, std::fs::read(fixtures.join("dids").join(name).join("did.json")).unwrap())
    })
}

async fn summary(folder: &Path, names: &[&str], documents: impl Fn() -> FixedDocuments) -> String {
    let mut lines = Vec::new();
    for name in names {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let (status, report) = post(&verifier(documents(), &[] as &[&Issuer]), bytes).await;
        assert_eq!(status, StatusCode::OK);
        let rows = ["context", "schema", "proof", "key", "status", "validity"].map(|code| check(&report, code).1);
        lines.push(format!("{name}: {} [{}]", report["verdict"].as_str().unwrap(), rows.join(" ")));
    }
    lines.join("\n")
}

fn json_files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                names.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    names.sort();
    names
}

#[tokio::test]
async fn fixtures_of_the_digital_credentials_consortium() {
    let Some(folder) = shared(DCC, "examples/dcc-vc-test-fixtures") else { return };
    for version in ["v1", "v2"] {
        let folder_of_version = folder.join(version);
        let names = json_files(&folder_of_version);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(names.len() > 25, "{names:?}");
        let summary = summary(&folder_of_version, &names, || documents(&folder)).await;
        insta::assert_snapshot!(format!("dcc_{version}"), summary);
        what_ran::ran(DCC, names.len());
    }
}

#[tokio::test]
async fn samples_of_the_1edtech_validator() {
    for what in ["examples/validator-ob30", "examples/validator-clr20", "examples/ob_v3p0_impl"] {
        let Some(folder) = shared(ONE_EDTECH, what) else { return };
        let names: Vec<String> = json_files(&folder).into_iter().filter(|name| !name.contains('/')).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let summary = summary(&folder, &names, FixedDocuments::default).await;
        insta::assert_snapshot!(what.replace('/', "_"), summary);
        what_ran::ran(ONE_EDTECH, names.len());
    }
}

/// None of them names an issuer whose keys can be found, so none is more than undecided.
#[tokio::test]
async fn samples_of_the_1edtech_validator_as_jwt() {
    for (what, names) in [
        ("examples/validator-ob30", &["simple.jwt", "simple-jwt.png", "simple-jwt.svg", "velocity.jwt"][..]),
        ("examples/validator-clr20", &["simple.jwt"][..]),
    ] {
        let Some(folder) = shared(ONE_EDTECH, what) else { return };
        let mut summary = Vec::new();
        for name in names {
            let bytes = std::fs::read(folder.join(name)).unwrap();
            let report = post(&verifier(FixedDocuments::default(), &[]), bytes).await.1;
            summary.push(format!("{name}\n{}", lines(&report)));
            for child in report["children"].as_array().unwrap() {
                summary.push(format!("inside\n{}", lines(child)));
            }
        }
        insta::assert_snapshot!(format!("jwt_{}", what.replace('/', "_")), summary.join("\n"));
        what_ran::ran(ONE_EDTECH, names.len());
    }
}

#[tokio::test]
async fn samples_in_pictures_are_judged_as_the_credentials_in_them() {
    let Some(folder) = shared(ONE_EDTECH, "examples/validator-ob30") else { return };
    let judged = async |bytes: Vec<u8>| post(&verifier(FixedDocuments::default(), &[]), bytes).await.1;
    for name in ["simple-json.png", "simple-json.svg"] {
        let image = std::fs::read(folder.join(name)).unwrap();
        let inside = artefact::baking::unbake(&image).unwrap().text;
        let report = judged(image).await;
        assert_eq!(check(&report, "parse").0, "passed", "{}", lines(&report));
        assert_eq!(report, judged(inside.into_bytes()).await, "{name}");
        what_ran::ran(ONE_EDTECH, 1);
    }
}
