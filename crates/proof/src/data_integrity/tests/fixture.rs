//! A badge of our own making, with most of what Open Badges 3.0 allows.

use canon::Budget;
use model::time::Time;
use serde_json::{Value, json};

use super::super::{ProofOptions, sign};
use crate::did;
use crate::keys::SigningKey;

pub(in crate::data_integrity) const NOW: Time = Time::from_unix(1_790_000_000);

pub(super) fn key() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

pub(super) fn options() -> ProofOptions {
    ProofOptions::assertion(NOW, did::did_key_method(&key().public()))
}

pub(super) fn signed() -> Value {
    sign(&badge(), &key(), &options(), &Budget::default()).unwrap()
}

pub(in crate::data_integrity) fn badge() -> Value {
    json!({
        "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT],
        "id": "urn:uuid:5f0c8a6e-3c53-8d1b-9c0e-0f4f2d0b7a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Bread baking, level 2",
        "issuer": {
            "id": did::did_key(&key().public()),
            "type": ["Profile"],
            "name": "Harbour Evening School",
            "url": "https://harbour.example.edu",
            "email": "office@harbour.example.edu",
            "image": {"id": "https://harbour.example.edu/logo.png", "type": "Image", "caption": "A lighthouse"},
        },
        "validFrom": "2026-05-29T00:00:00Z",
        "validUntil": "2031-05-29T00:00:00Z",
        "credentialStatus": {
            "id": "https://harbour.example.edu/status/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://harbour.example.edu/status/1",
        },
        "credentialSubject": subject(),
        "evidence": [{
            "id": "https://harbour.example.edu/evidence/7",
            "type": ["Evidence"],
            "name": "A rye loaf",
            "narrative": "Baked before two examiners.",
        }],
    })
}

fn subject() -> Value {
    json!({
        "id": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "type": ["AchievementSubject"],
        "activityStartDate": "2026-01-10T00:00:00Z",
        "creditsEarned": 4.5,
        "identifier": [{
            "type": "IdentityObject",
            "hashed": true,
            "identityHash": "sha256$b1f6d0f5",
            "identityType": "emailAddress",
            "salt": "s4",
        }],
        "achievement": {
            "id": "https://harbour.example.edu/achievements/bread-2",
            "type": ["Achievement"],
            "achievementType": "Course",
            "name": "Bread baking, level 2",
            "description": "Sourdough, rye and enriched doughs.",
            "humanCode": "BRD 2",
            "creditsAvailable": 5.0,
            "criteria": {"narrative": "Bake three loaves that pass."},
            "tag": ["bread", "craft"],
            "alignment": [{
                "type": ["Alignment"],
                "targetName": "Baking",
                "targetUrl": "https://skills.example.org/baking",
                "targetFramework": "Craft skills",
                "targetType": "CFItem",
            }],
            "resultDescription": [{
                "id": "urn:uuid:0c5d7c1e-5f5e-8a2b-8b1f-1d2c3b4a5f60",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["A", "B", "C"],
            }],
        },
        "result": [{
            "type": ["Result"],
            "resultDescription": "urn:uuid:0c5d7c1e-5f5e-8a2b-8b1f-1d2c3b4a5f60",
            "value": "B",
        }],
    })
}
