//! What of a model's reply may be shown.

use super::reply_schema::Part;
use super::sentence::{content, joined, sentences};
use super::support::{Source, Support, support};
use super::{Draft, DraftError, Reader, Used};
use crate::detection::Script;
use crate::redaction::Mask;
use domain::Text;

use crate::Language;

/// The longest reply and its longest sentence, in characters, and the most sentences.
const REPLY_CHARS: usize = 1_500;
const SENTENCE_CHARS: usize = 500;
const SENTENCES: usize = 15;
/// The longest quote, in characters.
const QUOTE_CHARS: usize = 300;

/// What a reply is held against.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) sources: Vec<Source>,
    pub(super) wanted: Option<Language>,
    pub(super) reader: Reader,
    /// The masked question: in a language that is not told by its words, the script still is.
    pub(super) question: String,
}

/// A sentence of the reply, and the offers it names.
struct Claim<'a> {
    text: &'a str,
    offers: &'a [usize],
}

/// The draft that these parts make.
pub(super) fn draft(parts: &[Part], terms: &Terms, mask: &Mask) -> Result<Draft, DraftError> {
    let claims = claims(parts)?;
    let whole = claims.iter().map(|claim| claim.text).collect::<Vec<_>>().join(" ");
    let tongue = language(&whole, terms)?;
    let unsupported = unsupported(&claims, terms, tongue)?;
    let restored: Vec<String> = claims.iter().map(|claim| mask.restore(claim.text)).collect();
    let text = Text::try_from(joined(&restored)).map_err(|_| DraftError::Length)?;
    Ok(Draft { text, sentences: restored, unsupported, used: used(&claims, terms, tongue, mask) })
}

/// Each sentence for itself, also where the model put several into one part: what is checked together hides in each other.
fn claims(parts: &[Part]) -> Result<Vec<Claim<'_>>, DraftError> {
    let mut claims = Vec::new();
    for part in parts {
        let own = sentences(&part.text);
        if own.is_empty() {
            return Err(DraftError::Length);
        }
        claims.extend(own.into_iter().map(|text| Claim { text, offers: &part.offers }));
    }
    let length = |claim: &Claim<'_>| claim.text.chars().count();
    let is_too_long = claims.iter().any(|claim| length(claim) > SENTENCE_CHARS)
        || claims.iter().map(length).sum::<usize>() > REPLY_CHARS;
    if is_too_long || claims.len() > SENTENCES { Err(DraftError::Length) } else { Ok(claims) }
}

/// The reply's language, if it may be the customer's.
fn language(reply: &str, terms: &Terms) -> Result<Option<Language>, DraftError> {
    let is_script_right = match terms.wanted {
        Some(tongue) => Script::of(reply) == Some(tongue.script()),
        None => {
            Script::of(reply) == Script::of(&terms.question)
                || Script::of(&terms.question).is_none()
        }
    };
    match (Language::of(reply), terms.wanted) {
        (Some(spoken), Some(wanted)) if spoken != wanted => Err(DraftError::Language),
        _ if !is_script_right => Err(DraftError::Language),
        (spoken, wanted) => Ok(spoken.or(wanted)),
    }
}

/// The places of the sentences that are not their sources' own, if there may be any.
fn unsupported(
    claims: &[Claim<'_>],
    terms: &Terms,
    tongue: Option<Language>,
) -> Result<Vec<u16>, DraftError> {
    let (mut marked, mut weak) = (Vec::new(), 0);
    for (place, claim) in (0..).zip(claims) {
        let sources: Vec<&Source> =
            claim.offers.iter().map(|offer| &terms.sources[*offer]).collect();
        match support(claim.text, &sources, tongue) {
            Support::Full => continue,
            Support::Near => {}
            Support::Weak => weak += 1,
            Support::Foreign => return Err(DraftError::Foreign),
        }
        marked.push(place);
    }
    let is_mostly_weak = 2 * weak > claims.len() || weak == claims.len();
    let may_stand = match terms.reader {
        Reader::Customer => marked.is_empty(),
        Reader::Agent => !is_mostly_weak,
    };
    if may_stand { Ok(marked) } else { Err(DraftError::Unsupported) }
}

fn used(claims: &[Claim<'_>], terms: &Terms, tongue: Option<Language>, mask: &Mask) -> Vec<Used> {
    let mut used: Vec<Used> = Vec::new();
    for (offer, source) in terms.sources.iter().enumerate() {
        let resting = claims.iter().filter(|claim| claim.offers.contains(&offer));
        let words: Vec<String> = resting.flat_map(|claim| content(claim.text, tongue)).collect();
        let is_named = claims.iter().any(|claim| claim.offers.contains(&offer));
        let quote = source.quote(&words).filter(|_| is_named);
        used.extend(quote.map(|quote| Used { offer, quote: cut(&mask.restore(quote)) }));
    }
    used
}

fn cut(quote: &str) -> String {
    quote.chars().take(QUOTE_CHARS).collect()
}
