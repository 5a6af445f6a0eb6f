//! Places in a document.

use super::dice::Dice;
use super::doc::Doc;

/// From the root to a value: the position of the item or member at each level.
pub(crate) type Place = Vec<usize>;

/// Members whose values have to look a certain way, so that a change there most often makes the document worthless.
const STRICT: [&str; 5] = ["@context", "@id", "@type", "id", "type"];

/// All places with a value of which `wanted` holds; below [`STRICT`] members only when `everywhere`.
fn all(document: &Doc, everywhere: bool, wanted: impl Fn(&Doc) -> bool) -> Vec<Place> {
    let mut found = Vec::new();
    let mut waiting = vec![(document, Place::new())];
    while let Some((value, place)) = waiting.pop() {
        let below = |index| place.iter().copied().chain([index]).collect();
        match value {
            Doc::Scalar(_) => {}
            Doc::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(index, item)| (item, below(index))));
            }
            Doc::Object(members) => {
                let free = |key: &String| everywhere || !STRICT.contains(&key.as_str());
                let members = members.iter().enumerate().filter(|(_, (key, _))| free(key));
                waiting.extend(members.map(|(index, (_, value))| (value, below(index))));
            }
        }
        if wanted(value) {
            found.push(place);
        }
    }
    found
}

/// A place whose value is `wanted`, once in twelve also below [`STRICT`] members.
pub(crate) fn one(document: &Doc, dice: &mut Dice, wanted: impl Fn(&Doc) -> bool) -> Option<Place> {
    let everywhere = dice.one_in(12);
    let mut places = all(document, everywhere, wanted);
    if places.is_empty() {
        return None;
    }
    let at = dice.below(places.len());
    Some(places.swap_remove(at))
}

/// A value of which `wanted` holds.
pub(crate) fn spot<'d>(document: &'d mut Doc, dice: &mut Dice, wanted: impl Fn(&Doc) -> bool) -> Option<&'d mut Doc> {
    let place = one(document, dice, wanted)?;
    at_mut(document, &place)
}

/// The members of some object that has any.
pub(crate) fn members<'d>(document: &'d mut Doc, dice: &mut Dice) -> Option<&'d mut Vec<(String, Doc)>> {
    match spot(document, dice, |value| matches!(value, Doc::Object(members) if !members.is_empty())) {
        Some(Doc::Object(members)) => Some(members),
        _ => None,
    }
}

/// The items of some array that has any.
pub(crate) fn items<'d>(document: &'d mut Doc, dice: &mut Dice) -> Option<&'d mut Vec<Doc>> {
    match spot(document, dice, |value| matches!(value, Doc::Array(items) if !items.is_empty())) {
        Some(Doc::Array(items)) => Some(items),
        _ => None,
    }
}

pub(crate) fn is_object(value: &Doc) -> bool {
    matches!(value, Doc::Object(_))
}

pub(crate) fn is_scalar(value: &Doc) -> bool {
    matches!(value, Doc::Scalar(_))
}

pub(crate) fn anything(_: &Doc) -> bool {
    true
}

pub(crate) fn at<'d>(document: &'d Doc, place: &[usize]) -> Option<&'d Doc> {
    place.iter().try_fold(document, |value, &index| match value {
        Doc::Scalar(_) => None,
        Doc::Array(items) => items.get(index),
        Doc::Object(members) => members.get(index).map(|(_, value)| value),
    })
}

pub(crate) fn at_mut<'d>(document: &'d mut Doc, place: &[usize]) -> Option<&'d mut Doc> {
    place.iter().try_fold(document, |value, &index| match value {
        Doc::Scalar(_) => None,
        Doc::Array(items) => items.get_mut(index),
        Doc::Object(members) => members.get_mut(index).map(|(_, value)| value),
    })
}

/// Takes a value out of its array or object.
pub(crate) fn take(document: &mut Doc, place: &[usize]) -> Option<Doc> {
    let (&last, parent) = place.split_last()?;
    match at_mut(document, parent)? {
        Doc::Array(items) if last < items.len() => Some(items.remove(last)),
        Doc::Object(members) if last < members.len() => Some(members.remove(last).1),
        _ => None,
    }
}
