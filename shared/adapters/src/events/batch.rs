//! How many events go into one request.

use super::Notice;

/// The service's bounds for one request.
const MOST_ENTRIES: usize = 10;
const MOST_BYTES: usize = 256 * 1024;
/// What the service counts for an event's time.
const TIME: usize = 14;

/// The places of the next events that fit into one request: at least one, however large.
pub(super) fn next_batch(left: &[usize], notices: &[Notice]) -> Vec<usize> {
    let mut bytes = 0;
    let fits = |at: &&usize| {
        bytes += size(&notices[**at]);
        bytes <= MOST_BYTES
    };
    let fitting = left.iter().take(MOST_ENTRIES).take_while(fits).count();
    left[..fitting.max(1).min(left.len())].to_vec()
}

/// What the service counts.
fn size(notice: &Notice) -> usize {
    TIME + notice.source.len() + notice.kind.len() + notice.detail.len()
}
