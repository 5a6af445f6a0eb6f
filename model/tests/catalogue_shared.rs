//! Imports achievements from the files that others publish.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

use model::catalogue::import::{FindingCode, Format, Imported, import};
use model::catalogue::{Catalogue, to_toml};
use model::ids::TenantSecret;
use model::lif;
use model::package::{LeftOut, MonthDates, Packaging, Reason, Sources, ZoneRule, package};
use model::profile::IssuerProfile;
use model::time::Time;

/// By file: the form, entries taken, those that wait for criteria, things left out, duplicates.
type Expected = (&'static str, Format, [usize; 4]);

const PUBLISHED: [Expected; 29] = [
    ("badgr/1_0_basic_badgeclass.json", Format::BadgeClass, [1, 0, 0, 0]),
    ("badgr/1_0_basic_instance.json", Format::BadgeClass, [0, 0, 1, 0]),
    ("badgr/2_0_assertion_embedded_badgeclass.json", Format::BadgeClass, [1, 0, 0, 0]),
    ("ctdl/CENSUS-DRAFT2.jsonld", Format::Ctdl, [1, 1, 6, 0]),
    ("ctdl/CompTIA-IT_Networking_Specialist.jsonld", Format::Ctdl, [8, 8, 2, 0]),
    ("ctdl/SampleCompetencyFramework_with_Envelope.json", Format::Ctdl, [0, 0, 14, 0]),
    ("ctdl/cer-credential.json", Format::Ctdl, [1, 1, 0, 0]),
    ("ctdl/cer-organization.json", Format::Ctdl, [0, 0, 1, 0]),
    ("lif/composed-3orgs/alan.json", Format::Lif, [4, 4, 0, 0]),
    ("lif/composed-3orgs/alan.planner.json", Format::Lif, [4, 4, 0, 0]),
    ("lif/composed-3orgs/jenna.json", Format::Lif, [4, 4, 0, 0]),
    ("lif/composed-3orgs/jenna.planner.json", Format::Lif, [4, 4, 0, 0]),
    ("lif/composed-3orgs/matt.json", Format::Lif, [11, 11, 0, 0]),
    ("lif/composed-3orgs/matt.planner.json", Format::Lif, [11, 11, 0, 0]),
    ("lif/composed-3orgs/sarah.json", Format::Lif, [27, 27, 0, 0]),
    ("lif/composed-3orgs/sarah.planner.json", Format::Lif, [27, 27, 0, 0]),
    ("lif/graphql-response-alan.json", Format::Lif, [7, 7, 0, 0]),
    ("lif/graphql-response-jenna.json", Format::Lif, [7, 7, 0, 0]),
    ("lif/graphql-response-matt.json", Format::Lif, [8, 8, 0, 0]),
    ("lif/graphql-response-sarah.json", Format::Lif, [11, 11, 0, 0]),
    ("lif/sample_data/advisor-demo-org1/Matt-validated.json", Format::Lif, [8, 7, 14, 0]),
    ("lif/sample_data/advisor-demo-org1/Sarah-validated.json", Format::Lif, [12, 10, 20, 0]),
    ("lif/sample_data/advisor-demo-org2/Alan-validated.json", Format::Lif, [2, 2, 1, 0]),
    ("lif/sample_data/advisor-demo-org2/Jenna-validated.json", Format::Lif, [2, 2, 1, 0]),
    ("lif/sample_data/advisor-demo-org2/Sarah-validated.json", Format::Lif, [2, 2, 1, 0]),
    ("lif/sample_data/dev-single-org/Alan-validated.json", Format::Lif, [19, 19, 8, 0]),
    ("lif/sample_data/dev-single-org/Jenna-validated.json", Format::Lif, [17, 17, 7, 0]),
    ("lif/sample_data/dev-single-org/Matt-validated.json", Format::Lif, [20, 19, 5, 0]),
    ("lif/sample_data/dev-single-org/Sarah-validated.json", Format::Lif, [20, 18, 16, 0]),
];

/// `../shared/data` beside the workspace, unless it is absent and nobody insists.
fn shared(suite: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if root.is_dir() {
        return Some(root);
    }
    what_ran::skipped(suite, 0, "../shared/data is absent");
    None
}

fn taken(root: &Path, name: &str) -> Imported {
    let imported = import(&fs::read(root.join(name)).unwrap(), name).unwrap_or_else(|error| panic!("{error}"));
    let text = to_toml(&imported.entries).unwrap();
    let read = Catalogue::parse_toml(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(read.entries(), imported.entries, "{name}: what is written reads as the same");
    imported
}

fn counts(imported: &Imported) -> [usize; 4] {
    let of = |code| imported.findings.iter().filter(|finding| finding.code == code).count();
    let [criteria, left_out, twice] =
        [FindingCode::CriteriaWanting, FindingCode::LeftOut, FindingCode::Duplicate].map(of);
    [imported.entries.len(), criteria, left_out, twice]
}

#[test]
fn everything_that_can_be_awarded_is_taken() {
    let Some(root) = shared("catalogue imports") else { return };
    for (name, format, expected) in PUBLISHED {
        let imported = taken(&root, name);
        assert_eq!((imported.format, counts(&imported)), (format, expected), "{name}");
    }
    what_ran::ran("catalogue imports", PUBLISHED.len());
}

#[test]
fn what_a_file_gets_wrong_is_named() {
    let Some(root) = shared("catalogue imports, findings") else { return };
    for (name, place, expected) in [
        ("ctdl/CompTIA-IT_Networking_Specialist.jsonld", "/@graph/4/ceterms:ctid", "a CTID is expected to be"),
        ("ctdl/cer-credential.json", "/ceterms:ctid", "a CTID is expected to be"),
        ("ctdl/CENSUS-DRAFT2.jsonld", "/@graph/0", "“ceterms:CredentialOrganization” is nothing that is awarded"),
        ("ctdl/cer-organization.json", "the top", "“ceterms:CredentialOrganization” is nothing that is awarded"),
        ("badgr/1_0_basic_instance.json", "/badge", "expected the badge class itself in the assertion, found a text"),
    ] {
        let imported = taken(&root, name);
        let found =
            imported.findings.iter().find(|finding| finding.place == place && finding.detail.starts_with(expected));
        assert!(found.is_some(), "{name}: {:?}", imported.findings);
    }
    what_ran::ran("catalogue imports, findings", 5);
}

#[test]
fn files_of_another_kind_are_refused_by_name() {
    let Some(root) = shared("catalogue imports, other files") else { return };
    let others = [
        ("rsd/Skills-Import.csv", ", line 1: expected a column “name” in the heading, found “Collection”"),
        ("rsd/osmt-v2-skill-get.json", "a catalogue can be imported from LIF, CTDL"),
        ("rsd/osmt-openapi-v3.yaml", ", line 1: expected a column “name”"),
        ("ctdl/ce_registry-credential.schema.json", "a catalogue can be imported from"),
        ("badgr/1_0_basic_issuer.json", "a catalogue can be imported from"),
        ("lif/lif-schema.json", "expected JSON, found otherwise at line 2633"),
        ("lif/lif-schema.fixed.json", "a catalogue can be imported from"),
    ];
    for (name, expected) in others {
        let error = import(&fs::read(root.join(name)).unwrap(), name).unwrap_err().to_string();
        assert!(error.starts_with(name) && error.contains(expected), "{error}");
    }
    what_ran::ran("catalogue imports, other files", others.len());
}

/// A catalogue made from a whole document, with a sentence of the institution in each entry that lacks one: nothing
/// that has a name is left out for want of words.
#[test]
fn with_a_sentence_an_entry_every_named_award_is_packaged() {
    let Some(root) = shared("catalogue imports, packaged") else { return };
    let whole = PUBLISHED.iter().filter(|(name, ..)| name.starts_with("lif/"));
    let mut cases = 0;
    for (name, ..) in whole {
        let mut imported = taken(&root, name);
        for entry in &mut imported.entries {
            entry.description.get_or_insert_with(|| "{name}, at {issuer}.".to_owned());
            entry.criteria.narrative.get_or_insert_with(|| "As the prospectus says.".to_owned());
        }
        let catalogue = Catalogue::parse_toml(&to_toml(&imported.entries).unwrap()).unwrap();
        for record in lif::read(&fs::read(root.join(name)).unwrap(), name).unwrap() {
            let packaged = package(&record, &packaging(&catalogue));
            let wordless = |line: &&LeftOut| matches!(line.reason, Reason::NoDescription | Reason::NoCriteria);
            let left: Vec<_> = packaged.left_out.iter().filter(wordless).collect();
            assert!(left.is_empty(), "{name}: {left:?}");
            // Those of the second organisation have one award, for an employment, and courses without a state.
            assert_eq!(packaged.credentials.is_empty(), name.contains("demo-org2"), "{name}");
        }
        cases += 1;
    }
    what_ran::ran("catalogue imports, packaged", cases);
}

fn packaging(catalogue: &Catalogue) -> Packaging<'_> {
    static SECRET: TenantSecret = TenantSecret::new([42; 32]);
    let issuer =
        IssuerProfile { id: "did:web:riverbend.example".into(), name: "Riverbend".into(), ..IssuerProfile::default() };
    Packaging {
        catalogue,
        issuer,
        sources: Sources::All,
        secret: &SECRET,
        base: Some("https://riverbend.example/default".into()),
        now: Time::parse("2026-11-24T09:00:00Z").unwrap(),
        zone: ZoneRule::UTC,
        month_dates: MonthDates::OmitDate,
    }
}
