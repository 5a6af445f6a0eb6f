//! The documents that are measured: a badge and transcripts, of people and courses that do not exist. Each number gives
//! another document: other ids, another learner, other dates, other results. The shapes are those that `model` packages.

use std::sync::LazyLock;

use serde_json::{Value, json};

const VC: &str = contexts::VC2_CONTEXT;
const OB: &str = contexts::OB_CONTEXT;
const CLR: &str = contexts::CLR_CONTEXT;

/// Which nodes of a document have an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// Those that must have one by the published schemas, and no others.
    Required,
    /// Every node that may have one by the published schemas.
    Everywhere,
}

/// A badge of about 3.6 kB.
pub fn badge(number: usize, issuer: &str) -> Value {
    let made = Made { number, issuer, ids: Ids::Required };
    let mut badge = made.credential(0, &WOODWORK);
    badge["credentialSubject"]["identifier"] = json!([made.learner_number(), {
        "type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": made.uuid(9, 0),
        "identityHash": format!("sha256${}{}", made.digits(1), made.digits(2)),
    }]);
    badge["credentialSubject"]["achievement"]["criteria"] = json!({
        "id": "https://hollowell.example/catalogue/woodwork-2/criteria",
        "narrative": "Plan a piece of furniture from drawing to cutting list.\n\nBuild it by hand with at least *three* \
                      kinds of joint, and explain to the class why each was chosen. Two teachers look at the piece \
                      together and agree on a mark before they write it down.",
    });
    if let Some(alignments) = badge["credentialSubject"]["achievement"]["alignment"].as_array_mut() {
        alignments.push(json!({
            "type": ["Alignment"], "targetType": "ext:OccupationalStandard", "targetFramework": "Standards of the Joiners' Guild",
            "targetCode": "JG-7.2", "targetName": "Chooses joints for their load and their look",
            "targetUrl": "https://guild.example/standards/7-2",
            "targetDescription": "Knows the twelve common joints, which loads each bears, and how each is cut by hand.",
        }));
    }
    badge["evidence"] = json!([{
        "id": format!("https://hollowell.example/works/{}", made.uuid(8, 0)), "type": ["Evidence"],
        "name": "Oak stool", "genre": "Photographs", "audience": "Teachers",
        "description": "Six photographs of the stool and of the drawing it was made from, with the list of timber.",
    }]);
    badge["validUntil"] = json!(made.moment(12));
    badge["credentialStatus"] = json!({
        "id": format!("https://hollowell.example/status/3#{number}"), "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation", "statusListIndex": number.to_string(),
        "statusListCredential": "https://hollowell.example/status/3",
    });
    badge
}

/// The badge without the one ordered list in it, the grades that may be given. Digital Bazaar's `di-sd-primitives` gives
/// lists an `@id`, which its own JSON-LD processor refuses, so a badge with one has no base proof there.
pub fn badge_without_list(number: usize, issuer: &str) -> Value {
    let mut badge = badge(number, issuer);
    if let Some(grade) = badge.pointer_mut("/credentialSubject/achievement/resultDescription/0") {
        grade.as_object_mut().and_then(|grade| grade.shift_remove("allowedValue"));
    }
    badge
}

/// A transcript of so many courses; sixty are about 130 kB.
pub fn transcript(number: usize, courses: usize, issuer: &str, ids: Ids) -> Value {
    let made = Made { number, issuer, ids };
    let children: Vec<Value> = (0..courses).map(|at| made.credential(at, &Made::course(at))).collect();
    json!({
        "@context": [VC, CLR, OB],
        "id": format!("urn:uuid:{}", made.uuid(0, courses)),
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": made.school(),
        "validFrom": made.moment(3),
        "name": "Transcript of Records",
        "partial": false,
        "credentialSubject": {
            "id": made.learner(), "type": ["ClrSubject"], "identifier": [made.learner_number()],
            "verifiableCredential": children,
        },
    })
}

struct Course {
    name: String,
    code: String,
    slug: String,
    kind: &'static str,
    credits: f64,
}

static WOODWORK: LazyLock<Course> = LazyLock::new(|| Course {
    name: "Woodwork II".into(),
    code: "WDW-202".into(),
    slug: "woodwork-2".into(),
    kind: "Course",
    credits: 4.5,
});

/// What stays the same throughout one document.
struct Made<'a> {
    number: usize,
    issuer: &'a str,
    ids: Ids,
}

impl Made<'_> {
    fn credential(&self, at: usize, course: &Course) -> Value {
        json!({
            "@context": [VC, OB],
            "id": format!("urn:uuid:{}", self.uuid(1, at)),
            "type": ["VerifiableCredential", "AchievementCredential"],
            "issuer": self.school(),
            "validFrom": self.moment(at % 3),
            "name": course.name,
            "credentialSubject": {
                "id": self.learner(), "type": ["AchievementSubject"],
                "activityStartDate": self.moment(1), "activityEndDate": self.moment(2),
                "creditsEarned": course.credits,
                "achievement": self.achievement(course),
                "result": self.results(at, course),
            },
        })
    }

    fn achievement(&self, course: &Course) -> Value {
        let url = format!("https://hollowell.example/catalogue/{}", course.slug);
        let mut criteria =
            json!({"narrative": format!("Pass the examination of {} and all its exercises.", course.name)});
        let mut alignment = json!({
            "type": ["Alignment"], "targetType": "CFItem", "targetFramework": "Framework of Crafts",
            "targetCode": format!("CR.{}", course.code), "targetName": format!("Works with care: {}", course.name),
            "targetUrl": format!("https://frameworks.example/crafts/{}", course.slug),
        });
        let other = json!({
            "type": "IdentifierEntry", "identifierType": "ext:courseCode", "identifier": course.code,
        });
        self.name_node(&mut criteria, &format!("{url}#criteria"));
        self.name_node(&mut alignment, &format!("{url}#alignment"));
        json!({
            "id": url, "type": ["Achievement"], "achievementType": course.kind, "name": course.name,
            "description": format!(
                "{} at Hollowell College: lectures, weekly exercises in the workshop under two teachers, and one project of the learner's own \
                 choice, which is shown to the whole school at the end of the term and kept with the drawings, notes and \
                 samples that led to it, for the learners of the next year.",
                course.name
            ),
            "humanCode": course.code, "fieldOfStudy": "Crafts", "creditsAvailable": course.credits,
            "inLanguage": "en", "criteria": criteria, "alignment": [alignment], "otherIdentifier": [other],
            "image": {"id": format!("{url}.png"), "type": "Image", "caption": format!("Emblem of {}", course.name)},
            "tag": ["crafts", course.slug],
            "resultDescription": [{
                "id": format!("{url}#grade"), "type": ["ResultDescription"], "name": "Grade",
                "resultType": "LetterGrade", "allowedValue": ["F", "D", "C", "B", "A"], "requiredValue": "D",
            }],
        })
    }

    fn results(&self, at: usize, course: &Course) -> Value {
        let letters = ["A", "B", "C", "D"];
        let url = format!("https://hollowell.example/catalogue/{}", course.slug);
        let letter = letters[(self.number + at) % letters.len()];
        let mut result = json!({
            "type": ["Result"], "resultDescription": format!("{url}#grade"), "status": "Completed", "value": letter,
        });
        self.name_node(&mut result, &format!("urn:uuid:{}", self.uuid(2, at)));
        json!([result])
    }

    fn school(&self) -> Value {
        let mut address = json!({
            "type": ["Address"], "streetAddress": "1 Mill Lane", "addressLocality": "Hollowell",
            "postalCode": "00417", "addressCountry": "GB",
        });
        self.name_node(&mut address, "https://hollowell.example/#address");
        let mut school = json!({
            "id": self.issuer, "type": ["Profile"], "name": "Hollowell College of Crafts",
            "url": "https://hollowell.example/",
        });
        if self.ids == Ids::Everywhere {
            school["address"] = address;
        }
        school
    }

    fn learner_number(&self) -> Value {
        json!({
            "type": "IdentityObject", "hashed": false, "identityType": "sourcedId",
            "identityHash": format!("HC-{:08}", self.number),
        })
    }

    fn course(at: usize) -> Course {
        let crafts = ["Pottery", "Weaving", "Bookbinding", "Smithing", "Carving", "Glazing", "Dyeing"];
        let name = crafts[at % crafts.len()];
        Course {
            name: format!("{name} {}", at / crafts.len() + 1),
            code: format!("{}-{:04}", &name[..3].to_uppercase(), at + 100),
            slug: format!("{}-{}", name.to_lowercase(), at / crafts.len() + 1),
            kind: "Course",
            credits: [3.0, 4.5, 6.0, 1.5][at % 4],
        }
    }

    fn name_node(&self, node: &mut Value, id: &str) {
        if self.ids == Ids::Everywhere {
            node["id"] = json!(id);
        }
    }

    fn learner(&self) -> String {
        format!("urn:uuid:{}", self.uuid(4, 0))
    }

    /// In the form of version 8, from the document's number: the same again in the next run.
    fn uuid(&self, kind: usize, at: usize) -> String {
        let digits = digits(&[self.number, kind, at]);
        format!("{}-{}-8{}-a{}-{}", &digits[..8], &digits[8..12], &digits[12..15], &digits[15..18], &digits[18..30])
    }

    fn digits(&self, salt: usize) -> String {
        digits(&[self.number, 77, salt])
    }

    fn moment(&self, plus: usize) -> String {
        let day = (self.number * 7 + plus * 3) % 28 + 1;
        format!(
            "20{:02}-{:02}-{day:02}T{:02}:{:02}:00Z",
            20 + plus,
            self.number % 12 + 1,
            self.number % 24,
            self.number % 60
        )
    }
}

/// 32 hexadecimal digits that depend on every number.
fn digits(numbers: &[usize]) -> String {
    let mix = |seed: u64| {
        numbers.iter().fold(seed, |hash, number| {
            let hash = (hash ^ *number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ hash >> 32
        })
    };
    format!("{:016x}{:016x}", mix(0x0123_4567), mix(0x89ab_cdef))
}
