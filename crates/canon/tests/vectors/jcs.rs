//! The samples of RFC 8785.

use canon::{Budget, jcs};

use crate::shared::{data, json, text};

#[test]
fn samples_of_the_rfc() {
    let Some(data) = data("RFC 8785 (JCS)") else { return };
    let folder = data.join("vectors/jcs");
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("input")).unwrap() {
        let name = entry.unwrap().file_name();
        let canonical = jcs::canonicalize(&json(&folder.join("input").join(&name)), &Budget::default()).unwrap();
        assert_eq!(canonical, text(&folder.join("output").join(&name)).trim_end(), "{}", name.display());
        count += 1;
    }
    assert_eq!(count, 6);
    what_ran::ran("RFC 8785 (JCS)", count);
}
