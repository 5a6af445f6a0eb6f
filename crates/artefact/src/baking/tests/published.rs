use super::{JSON, baked, refused, shared, unbaked};
use crate::baking::{BakingError, Form, Picture, Standard, bake, unbake};

const SUITE: &str = "artefact: 1EdTech's baked samples";

#[test]
fn samples_of_the_1edtech_validator_are_opened_and_baked_again() {
    let Some(folder) = shared(SUITE, "examples/validator-ob30") else { return };
    let samples = [("simple-json", Form::Json), ("simple-jwt", Form::Jws), ("simple-jwt_v1", Form::Jws)];
    for (name, form) in samples {
        for (extension, picture) in [("png", Picture::Png), ("svg", Picture::Svg)] {
            let image = std::fs::read(folder.join(format!("{name}.{extension}"))).unwrap();
            let found = unbake(&image).unwrap();
            assert_eq!((found.picture, found.standard, found.form), (picture, Standard::OpenBadges3, form));
            // XML reads every line end as one newline.
            let bytes: Vec<u8> = image.iter().copied().filter(|byte| *byte != b'\r').collect();
            assert!(
                bytes.windows(found.text.len()).any(|window| window == found.text.as_bytes()),
                "it is there as it is"
            );
            assert!(found.text.len() > 1000 && found.text.ends_with(|end: char| end == '}' || end.is_alphanumeric()));
            let again = bake(&image, JSON).unwrap();
            assert_eq!((again.replaced, unbaked(&again.bytes).as_str()), (1, JSON));
            assert_eq!(unbaked(&baked(&again.bytes, &found.text)), found.text);
            what_ran::ran(SUITE, 1);
        }
    }
}

#[test]
fn a_picture_by_others_without_a_credential_is_refused() {
    let Some(folder) = shared(SUITE, "examples/dcc-vc-test-fixtures") else { return };
    let image = std::fs::read(folder.join("v1-baked.svg")).unwrap();
    assert!(matches!(refused(&image), BakingError::Nothing { .. }));
    what_ran::ran(SUITE, 1);
}
