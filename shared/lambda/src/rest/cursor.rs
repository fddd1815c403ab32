//! Cursors are opaque to callers: base64url of a place in an index.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Failure;

/// A place as callers get it.
pub fn seal(place: Option<String>) -> Option<String> {
    place.map(|place| URL_SAFE_NO_PAD.encode(place))
}

/// The place that a caller's cursor means; it must have the form of a place in that list.
///
/// # Errors
/// The problem `bad_frame`: no page gave this cursor.
pub fn open(cursor: Option<String>, is_place: fn(&str) -> bool) -> Result<Option<String>, Failure> {
    let Some(cursor) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let place = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let place = place.filter(|place| is_place(place));
    let expected = || Failure::malformed("A cursor is one that an earlier page gave.");
    place.map(Some).ok_or_else(expected)
}
