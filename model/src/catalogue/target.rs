//! What an achievement is aligned to, each by the published form of its framework's identifiers.

use crate::badge::Alignment;
use crate::vocabulary;

/// A framework whose identifiers have a published form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// Credential Engine's registry: a CTID, `ce-` and a UUID in lower case.
    CredentialEngine,
    /// Lightcast Open Skills: 20 of `A-Z` and `0-9` that begin with `KS`, `ES` or `BGS`.
    Lightcast,
    /// Open Skills Network: the address of a rich skill descriptor, which ends in a UUID.
    OpenSkills,
    /// O*NET-SOC: `NN-NNNN.NN`.
    Onet,
    /// CASE 1.0 and 1.1: the address of an item, which ends in a UUID.
    Case,
}

/// All of them.
pub const FRAMEWORKS: [Framework; 5] =
    [Framework::CredentialEngine, Framework::Lightcast, Framework::OpenSkills, Framework::Onet, Framework::Case];

/// Why something is no alignment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} is expected to be {expected}, found “{found}”")]
pub struct TargetError {
    /// Which member, or which framework's identifier.
    pub what: &'static str,
    /// Its form.
    pub expected: &'static str,
    /// The beginning of what is there.
    pub found: String,
}

const REGISTRY: &str = "https://credentialengineregistry.org/resources/";
const LIGHTCAST: &str = "https://lightcast.io/open-skills/skills/";
const ONET: &str = "https://www.onetonline.org/link/summary/";

/// Addresses under which a framework's items are published, without scheme; what follows is the identifier.
const HOMES: [(&str, Framework); 6] = [
    ("credentialengineregistry.org/resources/", Framework::CredentialEngine),
    ("credentialengineregistry.org/graph/", Framework::CredentialEngine),
    ("lightcast.io/open-skills/skills/", Framework::Lightcast),
    ("skills.lightcast.io/skills/", Framework::Lightcast),
    ("skills.emsidata.com/skills/", Framework::Lightcast),
    ("www.onetonline.org/link/summary/", Framework::Onet),
];

impl Framework {
    /// The member of a catalogue file, and the column of a table, that holds one of its identifiers.
    pub const fn member(self) -> &'static str {
        match self {
            Self::CredentialEngine => "ctid",
            Self::Lightcast => "lightcast",
            Self::OpenSkills => "rsd",
            Self::Onet => "onet",
            Self::Case => "case",
        }
    }

    /// `targetFramework`; `None` where the framework is whichever the item's publisher names.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::CredentialEngine => Some("Credential Engine Registry"),
            Self::Lightcast => Some("Lightcast Open Skills"),
            Self::Onet => Some("O*NET-SOC"),
            Self::OpenSkills | Self::Case => None,
        }
    }

    /// `targetType` (Open Badges 3.0 §B.1.5) where nothing closer is stated.
    const fn target_type(self) -> Option<&'static str> {
        match self {
            Self::CredentialEngine => Some("CTDL"),
            Self::OpenSkills => Some("ext:RSD"),
            Self::Case => Some("CFItem"),
            Self::Lightcast | Self::Onet => None,
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::CredentialEngine => "“ce-” and a UUID in lower case",
            Self::Lightcast => "20 of A-Z and 0-9 that begin with KS, ES or BGS",
            Self::OpenSkills => "the http address of a rich skill descriptor, which ends in a UUID",
            Self::Onet => "a code such as 15-1212.00",
            Self::Case => "the http address of a CASE item, which ends in a UUID (its GUID alone has no address)",
        }
    }

    fn fits(self, id: &str) -> bool {
        match self {
            Self::CredentialEngine => {
                id.strip_prefix("ce-").is_some_and(|rest| is_uuid(rest) && !rest.contains(|c: char| c.is_uppercase()))
            }
            Self::Lightcast => {
                let word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
                id.len() == 20 && id.chars().all(word) && ["KS", "ES", "BGS"].iter().any(|one| id.starts_with(one))
            }
            Self::OpenSkills | Self::Case => {
                let http = id.starts_with("https://") || id.starts_with("http://");
                http && vocabulary::is_absolute_uri(id) && id.rsplit('/').next().is_some_and(is_uuid)
            }
            Self::Onet => {
                let fits = |(at, c): (usize, char)| match at {
                    2 => c == '-',
                    7 => c == '.',
                    _ => c.is_ascii_digit(),
                };
                id.len() == 10 && id.chars().enumerate().all(fits)
            }
        }
    }

    fn check(self, id: &str) -> Result<(), TargetError> {
        if self.fits(id) {
            return Ok(());
        }
        let what = match self {
            Self::CredentialEngine => "a CTID",
            Self::Lightcast => "a Lightcast skill id",
            Self::OpenSkills => "an RSD",
            Self::Onet => "an O*NET-SOC code",
            Self::Case => "a CASE item",
        };
        Err(error(what, self.expected(), id))
    }

    /// The framework somebody names in words; `None` for another one.
    fn named(words: &str) -> Option<Self> {
        let letters: String = words.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters = letters.to_ascii_lowercase();
        let begins = |one: &str| letters.starts_with(one);
        match letters.as_str() {
            "osmt" | "rsd" | "openskillsnetwork" => Some(Self::OpenSkills),
            "case" => Some(Self::Case),
            _ if begins("onet") => Some(Self::Onet),
            _ if begins("lightcast") => Some(Self::Lightcast),
            _ if begins("credentialengine") => Some(Self::CredentialEngine),
            _ => None,
        }
    }
}

/// The hyphenated form, in any casing (RFC 9562 §4).
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

fn error(what: &'static str, expected: &'static str, found: &str) -> TargetError {
    TargetError { what, expected, found: found.chars().take(80).collect() }
}

/// An item of a framework. One that breaks its framework's published form cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "the specification's name for it")]
pub struct Target {
    url: String,
    code: Option<String>,
    framework: Option<String>,
    target_type: Option<String>,
    known: Option<Framework>,
}

/// What a source states of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// `targetUrl`.
    pub url: String,
    /// `targetCode`.
    pub code: Option<String>,
    /// `targetFramework`.
    pub framework: Option<String>,
    /// `targetType`.
    pub target_type: Option<String>,
}

impl Target {
    /// The item of a framework by its identifier alone.
    ///
    /// # Errors
    /// [`TargetError`] when the identifier has not the published form.
    pub fn of(framework: Framework, id: &str) -> Result<Self, TargetError> {
        framework.check(id)?;
        let (url, code) = match framework {
            Framework::CredentialEngine => (format!("{REGISTRY}{id}"), Some(id)),
            Framework::Lightcast => (format!("{LIGHTCAST}{id}"), Some(id)),
            Framework::Onet => (format!("{ONET}{id}"), Some(id)),
            Framework::OpenSkills | Framework::Case => (id.to_owned(), None),
        };
        Ok(Self {
            url,
            code: code.map(str::to_owned),
            framework: framework.name().map(str::to_owned),
            target_type: framework.target_type().map(str::to_owned),
            known: Some(framework),
        })
    }

    /// The item a source states. What its address, its framework's name or its type tells to be of a known framework
    /// has to have that framework's form.
    ///
    /// # Errors
    /// [`TargetError`] when the address is not absolute, the type is none of Open Badges 3.0 §B.1.5, or the identifier
    /// has not the published form.
    pub fn stated(stated: Stated) -> Result<Self, TargetError> {
        let Stated { url, code, framework, target_type } = stated;
        if !vocabulary::is_absolute_uri(&url) {
            return Err(error("alignment url", "an absolute URI", &url));
        }
        if let Some(wrong) = target_type.as_deref().filter(|one| !vocabulary::is_target_type(one)) {
            return Err(error("target_type", "one of Open Badges 3.0 §B.1.5, or ext: and a word", wrong));
        }
        let Some((known, id)) = recognised(&url, code.as_deref(), framework.as_deref(), target_type.as_deref()) else {
            return Ok(Self { url, code, framework, target_type, known: None });
        };
        known.check(id)?;
        let plain = Self::of(known, id)?;
        // A descriptor's address repeated as its code tells nothing.
        let code = plain.code.or(code).filter(|code| *code != url);
        let framework = plain.framework.or(framework);
        Ok(Self { code, framework, target_type: target_type.or(plain.target_type), url, known: Some(known) })
    }

    /// The same with what a source says beside the identifier; what it does not say stays.
    ///
    /// # Errors
    /// [`TargetError`] as [`Self::stated`].
    pub fn with(
        self,
        code: Option<String>,
        framework: Option<String>,
        target_type: Option<String>,
    ) -> Result<Self, TargetError> {
        let Self { url, code: known_code, framework: known_framework, target_type: known_type, .. } = self;
        Self::stated(Stated {
            url,
            code: code.or(known_code),
            framework: framework.or(known_framework),
            target_type: target_type.or(known_type),
        })
    }

    /// The framework, where it is one with a published form.
    pub const fn framework(&self) -> Option<Framework> {
        self.known
    }

    /// The item's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same as members; [`Self::stated`] makes the same target of them.
    pub fn to_stated(&self) -> Stated {
        let Self { url, code, framework, target_type, .. } = self.clone();
        Stated { url, code, framework, target_type }
    }
}

/// The framework and the identifier that are meant.
fn recognised<'a>(
    url: &'a str,
    code: Option<&'a str>,
    framework: Option<&str>,
    target_type: Option<&str>,
) -> Option<(Framework, &'a str)> {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    if let Some((rest, known)) = HOMES.iter().find_map(|(home, known)| Some((bare.strip_prefix(home)?, *known))) {
        // Lightcast lets a skill's name follow its id.
        return Some((known, rest.split(['/', '?', '#']).next().unwrap_or_default()));
    }
    if target_type == Some("ext:RSD") {
        return Some((Framework::OpenSkills, url));
    }
    if bare.contains("/ims/case/v1p") && bare.contains("/CFItems/") {
        return Some((Framework::Case, url));
    }
    match framework.and_then(Framework::named)? {
        known @ (Framework::OpenSkills | Framework::Case) => Some((known, url)),
        known => Some((known, code.unwrap_or(url))),
    }
}

/// What an achievement is aligned to, in words and as an item of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// `targetName`.
    pub name: String,
    /// `targetDescription`.
    pub description: Option<String>,
    /// The item.
    pub target: Target,
}

impl From<&Aligned> for Alignment {
    fn from(aligned: &Aligned) -> Self {
        let Aligned { name, description, target } = aligned.clone();
        let Target { url, code, framework, target_type, .. } = target;
        Self { name, url, code, description, framework, target_type }
    }
}

#[cfg(test)]
mod tests;
