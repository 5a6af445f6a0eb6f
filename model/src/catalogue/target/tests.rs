use super::*;

const CTID: &str = "ce-cc62e516-f95d-4306-a11a-c0ecc39d835f";
const RSD: &str = "https://osmt.college.example/api/skills/c9d819b3-de84-401e-808a-ddcbfbdd4953";
const CASE: &str = "https://case.college.example/ims/case/v1p0/CFItems/c9d819b3-de84-401e-808a-ddcbfbdd4953";

fn stated(url: &str, code: Option<&str>, framework: Option<&str>) -> Result<Target, TargetError> {
    let (code, framework) = (code.map(str::to_owned), framework.map(str::to_owned));
    Target::stated(Stated { url: url.into(), code, framework, target_type: None })
}

#[test]
fn each_framework_takes_its_published_form() {
    for (framework, id) in [
        (Framework::CredentialEngine, CTID),
        (Framework::Lightcast, "KS125LS6N7WP4S6SFTCK"),
        (Framework::Lightcast, "ES65621B26F53842D8BE"),
        (Framework::Lightcast, "BGS1024316C916ACCFA3"),
        (Framework::OpenSkills, RSD),
        (Framework::Onet, "15-1212.00"),
        (Framework::Case, CASE),
    ] {
        let target = Target::of(framework, id).unwrap();
        assert_eq!(target.framework(), Some(framework), "{id}");
        assert!(target.url().ends_with(id));
        assert_eq!(Target::stated(target.to_stated()), Ok(target), "{id}");
    }
}

#[test]
fn each_framework_refuses_what_has_another_form() {
    for (framework, wrong) in [
        (Framework::CredentialEngine, "cc62e516-f95d-4306-a11a-c0ecc39d835f"),
        (Framework::CredentialEngine, "ce-1ABB6C52-0F8C-4B17-9F89-7E9807673106"),
        (Framework::CredentialEngine, "urn:ctid:14525AEA-57C5-4F5A-8F1C-BDC95C7F8B9B"),
        (Framework::CredentialEngine, "ce-cc62e516f95d4306a11ac0ecc39d835f"),
        (Framework::CredentialEngine, "ce-"),
        (Framework::Lightcast, "KS125LS6N7WP4S6SFTC"),
        (Framework::Lightcast, "ks125ls6n7wp4s6sftck"),
        (Framework::Lightcast, "XS125LS6N7WP4S6SFTCK"),
        (Framework::OpenSkills, "c9d819b3-de84-401e-808a-ddcbfbdd4953"),
        (Framework::OpenSkills, "https://osmt.college.example/api/skills/python"),
        (Framework::Onet, "15-1212"),
        (Framework::Onet, "15-1212.0x"),
        (Framework::Onet, "１５-1212.00"),
        (Framework::Case, "c9d819b3-de84-401e-808a-ddcbfbdd4953"),
        (Framework::Case, "ftp://x.example/c9d819b3-de84-401e-808a-ddcbfbdd4953"),
    ] {
        let error = Target::of(framework, wrong).unwrap_err();
        assert_eq!(error.expected, framework.expected(), "{wrong}");
        assert!(error.to_string().contains(wrong), "{error}");
    }
}

#[test]
fn a_known_address_names_its_framework_and_is_held_to_it() {
    let old = "https://skills.emsidata.com/skills/KS1200B62W5ZF38RJ7TD";
    let lightcast = stated(old, None, None).unwrap();
    assert_eq!((lightcast.framework(), lightcast.url()), (Some(Framework::Lightcast), old));
    assert_eq!(lightcast.to_stated().code.as_deref(), Some("KS1200B62W5ZF38RJ7TD"));
    let named = "https://lightcast.io/open-skills/skills/KS1258263VKQVRQ9N0Y0/networking-hardware";
    assert_eq!(stated(named, None, None).unwrap().to_stated().code.as_deref(), Some("KS1258263VKQVRQ9N0Y0"));
    assert_eq!(stated(CASE, None, Some("Computing")).unwrap().to_stated().framework.as_deref(), Some("Computing"));
    let wrong = stated("https://credentialengineregistry.org/resources/credential123", None, None).unwrap_err();
    assert_eq!((wrong.what, wrong.found.as_str()), ("a CTID", "credential123"));
    assert!(stated("https://www.onetonline.org/link/summary/15", None, None).is_err());
}

#[test]
fn a_frameworks_name_holds_its_codes_to_its_form() {
    let onet = stated("https://jobs.example/1", Some("15-1212.00"), Some("O*Net OnLine by U.S. Department of Labor"));
    assert_eq!(onet.unwrap().to_stated().framework.as_deref(), Some("O*NET-SOC"));
    assert!(stated("https://jobs.example/1", Some("15-1212"), Some("O*NET")).is_err());
    let osmt = stated(RSD, Some(RSD), Some("OSMT")).unwrap().to_stated();
    assert_eq!((osmt.code, osmt.target_type.as_deref()), (None, Some("ext:RSD")));
    assert!(stated("https://skills.example/python", None, Some("OSMT")).is_err());
}

#[test]
fn another_framework_needs_an_absolute_address_and_a_known_type() {
    let other = stated("https://esco.example/skill/1", Some("S1"), Some("ESCO")).unwrap();
    assert_eq!((other.framework(), other.to_stated().code.as_deref()), (None, Some("S1")));
    assert_eq!(stated("skill/1", None, None).unwrap_err().what, "alignment url");
    let wrong = Stated { url: "https://x.example".into(), target_type: Some("Item".into()), ..Stated::default() };
    assert_eq!(Target::stated(wrong).unwrap_err().what, "target_type");
}

#[test]
fn a_long_finding_is_cut() {
    let error = Target::of(Framework::Onet, &"9".repeat(10_000)).unwrap_err();
    assert_eq!(error.found.len(), 80);
}
