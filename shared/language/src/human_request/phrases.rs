//! How people ask for a person, language by language: the tables stand in `words/`, a file each.
//!
//! Words are folded before they are compared; `*` at the end of one stands for any ending, `|` separates sequences.
//!
//! | line | what stands in it |
//! |---|---|
//! | reach | what one does with a person to be helped |
//! | want | what one says to have one |
//! | people | who is clearly a person of the shop, or surely no machine |
//! | someone | who is one only if one wants to reach them |
//! | between | what may stand between |
//! | alone | what is a request by itself, beside words of courtesy |
//! | courtesy | those words |
//! | bots | whom one does not want |
//! | not | what turns the request round when it stands before it; behind the first `|`, what always does |
//! | still | what turns a negation back: "why can't I talk to a person" is a request |
//! | report | what was done before and is told: "I was talking to an agent yesterday" |
//! | phrases | requests that no rule would find, word for word |
//! | order | whether the person may come before the verb |

use crate::Language;

/// All languages whose words are separated by spaces, each with its table.
pub(super) const TABLES: [(Language, &str); 11] = word_tables!();

/// The words of one line of a table; nothing where the language has none.
pub(super) fn line<'a>(table: &'a str, name: &str) -> &'a str {
    let of = |line: &'a str| line.strip_prefix(name)?.strip_prefix(':').map(str::trim);
    table.lines().find_map(of).unwrap_or_default()
}

/// Japanese has no spaces: whom one asks for, and what follows.
pub(super) const JA_PEOPLE: [&str; 16] = [
    "人",
    "人間",
    "担当者",
    "担当の方",
    "担当の人",
    "オペレーター",
    "オペレータ",
    "スタッフ",
    "係の人",
    "係の方",
    "店員さん",
    "サポートの方",
    "カスタマーサービス",
    "カスタマーサポート",
    "コールセンター",
    "生身の人",
];
/// What one wants of them.
pub(super) const JA_WISHES: [&str; 26] = [
    "と話したい",
    "と話せ",
    "と話をしたい",
    "と話がしたい",
    "とお話ししたい",
    "とお話しでき",
    "と直接話",
    "とチャットしたい",
    "と会話したい",
    "に代わって",
    "にかわって",
    "に替わって",
    "につないで",
    "に繋いで",
    "に繋げて",
    "につなげて",
    "をお願い",
    "お願いします",
    "を出して",
    "を呼んで",
    "に対応して",
    "と連絡を取りたい",
    "に相談したい",
    "に聞きたい",
    "による対応",
    "を希望",
];
/// Wishes that are whole by themselves.
pub(super) const JA_PHRASES: [&str; 5] =
    ["有人対応", "有人チャット", "有人サポート", "人の対応を", "ボットじゃなくて"];
/// What turns a wish round behind it.
pub(super) const JA_NOT: [&str; 6] =
    ["たくない", "たくありません", "必要はな", "必要はありません", "必要ない", "いらな"];
