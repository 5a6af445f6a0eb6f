//! Whole credentials, so that a change of any member is seen.

use model::catalogue::Catalogue;
use model::package::package;
use serde_json::{Value, json};

use super::records::{award, bound, course, definition, packaging, programme, record, reference};

/// JSON with a line for each member, but what fits into one line kept together.
fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    let flat = value.to_string();
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (format!("{key:?}: "), value)).collect(),
        Value::Array(items) => items.iter().map(|item| (String::new(), item)).collect(),
        _ => Vec::new(),
    };
    if flat.len() + 2 * depth < 110 || entries.is_empty() {
        text.push_str(&flat);
        return;
    }
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    text.push(open);
    for (position, (label, value)) in entries.iter().enumerate() {
        text.push_str(if position == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(label);
        write(value, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

const CATALOGUE: &str = r#"
    [[achievement]]
    slug = "certificate-in-welding"
    match = [{ identifier = "cred-welding", source = "Northlake" }]
    image = "https://northlake.example/welding.png"
    achievement_type = "Certificate"
    field_of_study = "Metal trades"
    credits_available = 30.0
    tags = ["welding"]

    [[achievement.alignment]]
    name = "Weld metal parts"
    url = "https://skills.example/weld"
    code = "W-1"
    target_type = "CFItem"

    [[achievement]]
    kind = "course"
    slug = "mw-101"
    match = [{ code = "mw 101" }]
    name = "Metalwork I"
    description = "Measuring, cutting and filing."
    criteria = "Attend, and finish the vice."
    credits_available = 4.5
    grades = ["F", "D", "C", "B", "B+", "A"]
"#;

#[test]
fn a_badge() {
    let mut learner = record(vec![award(0)], vec![]);
    learner.credentials = vec![definition()];
    let catalogue = Catalogue::parse_toml(CATALOGUE).unwrap();
    let packaged = package(&learner, &packaging(&catalogue));
    insta::assert_snapshot!(pretty(&bound(&packaged.credentials[0])), @r##"
    {
      "@context": ["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
      "id": "urn:uuid:57c7da15-6025-8c55-9acd-f1d6637c2327",
      "type": ["VerifiableCredential","OpenBadgeCredential"],
      "name": "Certificate in Welding",
      "description": "Arc and gas welding at workshop level.",
      "issuer": {
        "id": "did:web:northlake.example:default",
        "type": ["Profile"],
        "name": "Northlake College",
        "url": "https://northlake.example"
      },
      "validFrom": "2026-11-24T09:00:00Z",
      "awardedDate": "2023-05-01T00:00:00Z",
      "credentialSubject": {
        "id": "did:key:z6MkvxAYDXSNUJzDsJgNSWPXBqdYY3kQmjWPEkHaXXuS5tKf",
        "type": ["AchievementSubject"],
        "achievement": {
          "id": "https://northlake.example/default/achievements/certificate-in-welding",
          "type": ["Achievement"],
          "achievementType": "Certificate",
          "name": "Certificate in Welding",
          "description": "Arc and gas welding at workshop level.",
          "criteria": {
            "id": "https://northlake.example/default/achievements/certificate-in-welding#criteria",
            "narrative": "Four test pieces without a fault."
          },
          "fieldOfStudy": "Metal trades",
          "creditsAvailable": 30,
          "image": {"id":"https://northlake.example/welding.png","type":"Image"},
          "tag": ["welding"],
          "alignment": [
            {
              "id": "https://northlake.example/default/achievements/certificate-in-welding#alignment-1",
              "type": ["Alignment"],
              "targetName": "Weld metal parts",
              "targetUrl": "https://skills.example/weld",
              "targetCode": "W-1",
              "targetType": "CFItem"
            }
          ]
        }
      },
      "credentialStatus": {
        "id": "https://northlake.example/default/status/1#1",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://northlake.example/default/status/1"
      }
    }
    "##);
}

#[test]
fn a_course_of_a_transcript() {
    let catalogue = Catalogue::parse_toml(CATALOGUE).unwrap();
    let packaged = package(&record(vec![], vec![course(1)]), &packaging(&catalogue));
    insta::assert_snapshot!(pretty(&packaged.credentials[0].children[0].credential), @r##"
    {
      "@context": ["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
      "id": "urn:uuid:9fc4e93c-e743-80df-a029-7bb1d368cdf3",
      "type": ["VerifiableCredential","OpenBadgeCredential"],
      "name": "Metalwork I",
      "description": "Measuring, cutting and filing.",
      "issuer": {
        "id": "did:web:northlake.example:default",
        "type": ["Profile"],
        "name": "Northlake College",
        "url": "https://northlake.example"
      },
      "credentialSubject": {
        "type": ["AchievementSubject"],
        "activityStartDate": "2022-09-05T08:00:00Z",
        "activityEndDate": "2023-01-20T00:00:00Z",
        "creditsEarned": 4,
        "term": "Autumn 2022",
        "achievement": {
          "id": "https://northlake.example/default/achievements/mw-101",
          "type": ["Achievement"],
          "achievementType": "Course",
          "name": "Metalwork I",
          "description": "Measuring, cutting and filing.",
          "criteria": {
            "id": "https://northlake.example/default/achievements/mw-101#criteria",
            "narrative": "Attend, and finish the vice."
          },
          "humanCode": "MW101",
          "creditsAvailable": 4.5,
          "resultDescription": [
            {
              "id": "https://northlake.example/default/achievements/mw-101#grade",
              "type": ["ResultDescription"],
              "name": "Grade",
              "resultType": "LetterGrade",
              "allowedValue": ["F","D","C","B","B+","A"]
            }
          ]
        },
        "result": [
          {
            "id": "urn:uuid:f6b5993c-dcd6-8263-8a07-04ca9ae8a98e",
            "type": ["Result"],
            "resultDescription": "https://northlake.example/default/achievements/mw-101#grade",
            "value": "B+"
          }
        ]
      }
    }
    "##);
}

/// An award, a course that is part of it and a programme; whole children are above, so here are only their ids.
fn small_transcript() -> Value {
    let mut metalwork = course(2);
    metalwork.award = reference("award-0", "");
    let mut learner = record(vec![award(0)], vec![metalwork]);
    learner.programmes = vec![programme(0)];
    let catalogue = Catalogue::demo();
    let packaged = package(&learner, &packaging(&catalogue));
    assert_eq!(packaged.credentials.len(), 2, "one badge, and the transcript after it");
    let mut transcript = bound(&packaged.credentials[1]);
    for child in transcript["credentialSubject"]["verifiableCredential"].as_array_mut().unwrap() {
        *child = json!([child["id"], child["name"], child["credentialStatus"]["statusListIndex"]]);
    }
    transcript
}

#[test]
fn a_transcript() {
    insta::assert_snapshot!(pretty(&small_transcript()), @r##"
    {
      "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
      ],
      "id": "urn:uuid:0ca60221-041a-898f-bce4-48de7ae47434",
      "type": ["VerifiableCredential","ClrCredential"],
      "name": "Transcript from Northlake College",
      "description": "Awards, courses and programmes recorded by Northlake College.",
      "issuer": {
        "id": "did:web:northlake.example:default",
        "type": ["Profile"],
        "name": "Northlake College",
        "url": "https://northlake.example"
      },
      "validFrom": "2026-11-24T09:00:00Z",
      "credentialSubject": {
        "id": "did:key:z6MkvxAYDXSNUJzDsJgNSWPXBqdYY3kQmjWPEkHaXXuS5tKf",
        "type": ["ClrSubject"],
        "verifiableCredential": [
          ["urn:uuid:57c7da15-6025-8c55-9acd-f1d6637c2327","Certificate in Welding","1"],
          ["urn:uuid:258b59fa-d475-8f97-a39a-1207fb2ddb2c","Welding Apprenticeship","2"],
          ["urn:uuid:b48a3b43-61f5-8025-9475-cc55c419797e","Metalwork 2","3"]
        ],
        "association": [
          {
            "type": "Association",
            "associationType": "isPartOf",
            "sourceId": "https://northlake.example/default/achievements/metalwork-2-5336c34f",
            "targetId": "https://northlake.example/default/achievements/certificate-in-welding-83b9163c"
          }
        ]
      },
      "credentialStatus": {
        "id": "https://northlake.example/default/status/1#4",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4",
        "statusListCredential": "https://northlake.example/default/status/1"
      }
    }
    "##);
}
