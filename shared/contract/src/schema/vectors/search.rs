//! What a search looks for, by what a text is found, and what of it is marked.

use language::{finds, marked, query_terms, search_terms};
use serde::Serialize;

use super::line;
use crate::MarkedPart;

/// Texts of cases.
const TEXTS: [&str; 8] = [
    "Nach ZÜRICH, bitte: Straße 5",
    "Refunds, refunded, refund",
    "Order 48213-7 arrived broken",
    "商品の返品はできますか",
    "iPhone15の画面",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "İstanbul’dan kargo, Łódź ve Ærø",
    "x y",
];

/// What somebody types. None is among the words that every text has: which those are the language crate's own tests say.
const QUERIES: [&str; 22] = [
    "",
    "?!",
    "r",
    "re",
    "ref",
    "REFUND",
    "refunded refund",
    "fund",
    "zurich",
    "zür",
    "strasse",
    "5",
    "48213",
    "482",
    "返",
    "返品",
    "返品は",
    "画",
    "Donaudampfschifffahrtsgesellschaft",
    "istanbul lodz",
    "ærø",
    "order order broken arrived 48213 lamp mug seven eight",
];

/// A query: its terms, and what it makes of each text.
#[derive(Serialize)]
struct Query {
    query: &'static str,
    terms: Vec<String>,
    found: Vec<FoundText>,
}

/// A text that is found.
#[derive(Serialize)]
struct FoundText {
    text: &'static str,
    parts: Vec<MarkedPart>,
}

/// The file: a query on each line.
pub(in crate::schema) fn document() -> String {
    let queries = QUERIES.map(|query| line(&answered(query)));
    let texts = TEXTS.map(|text| line(&text));
    format!(
        "{{\"texts\":[\n{}\n],\n\"queries\":[\n{}\n]}}\n",
        texts.join(",\n"),
        queries.join(",\n")
    )
}

fn answered(query: &'static str) -> Query {
    let terms = query_terms(query);
    let is_found = |text: &&'static str| {
        let known = search_terms(text);
        let has = |wanted: &String| known.iter().any(|term| finds(wanted, term));
        !terms.is_empty() && terms.iter().all(has)
    };
    let shown = |text: &'static str| {
        let parts = marked(text, &terms).into_iter();
        let parts = parts.map(|part| MarkedPart { text: part.text, is_hit: part.is_hit });
        FoundText { text, parts: parts.collect() }
    };
    let found = TEXTS.into_iter().filter(is_found).map(shown).collect();
    Query { query, terms, found }
}
