//! Postal addresses, by the word for a street and the number beside it.

use super::normalized_text::Glyphs;
use super::{Kind, PrivateSpan};

/// Streets whose number and name stand before: `12 Long Lane`.
const ENGLISH: [&str; 24] = [
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "ln",
    "boulevard",
    "blvd",
    "drive",
    "dr",
    "court",
    "ct",
    "terrace",
    "crescent",
    "close",
    "square",
    "highway",
    "hwy",
    "way",
    "place",
    "parkway",
    "gardens",
];
/// Words in the middle: `12 rue des Lilas`.
const FRENCH: [&str; 9] =
    ["rue", "avenue", "boulevard", "chemin", "allée", "impasse", "place", "quai", "route"];
/// Words at the beginning, and the number at the end: `Calle Mayor 5`.
const LEADING: [&str; 26] = [
    "calle",
    "c/",
    "avenida",
    "avda",
    "plaza",
    "paseo",
    "carrer",
    "via",
    "viale",
    "piazza",
    "corso",
    "largo",
    "rua",
    "travessa",
    "praça",
    "estrada",
    "ulica",
    "ul",
    "aleja",
    "al",
    "osiedle",
    "os",
    "شارع",
    "רחוב",
    "רח'",
    "שדרות",
];
/// Ends of a street's name: `Lindenstraße 12`, `Keizersgracht 3`.
const ENDINGS: [&str; 18] = [
    "straße", "strasse", "str", "platz", "allee", "gasse", "weg", "damm", "ufer", "chaussee",
    "straat", "laan", "plein", "gracht", "kade", "caddesi", "sokak", "sokağı",
];
/// The most words of a street's name, and characters of a town behind it.
const NAME: usize = 4;

struct Token {
    start: usize,
    end: usize,
    text: String,
}

impl Token {
    fn is_number(&self) -> bool {
        let digits = self.text.chars().take_while(char::is_ascii_digit).count();
        let rest = self.text.chars().count() - digits;
        (1..=5).contains(&digits) && rest <= 1
    }

    fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        let lower = self.text.to_lowercase();
        words.contains(&lower.as_str())
    }
}

/// Every postal address in the text.
pub(super) fn find(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let tokens = tokens(glyphs);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = street(glyphs, &tokens[at..]);
        if length > 0 {
            let last =
                at + length + town(glyphs, &tokens[at + length..], tokens[at + length - 1].end);
            found.push(glyphs.found(Kind::Address, tokens[at].start, tokens[last - 1].end));
            at = last;
        }
        at += usize::from(length == 0);
    }
    found.extend(japanese(glyphs));
    found
}

fn tokens(glyphs: &Glyphs) -> Vec<Token> {
    let is_inside =
        |at: &usize| glyphs.at(*at).is_alphanumeric() || "-'/’".contains(glyphs.at(*at));
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < glyphs.len() {
        let length = (at..glyphs.len()).take_while(is_inside).count();
        if length > 0 {
            tokens.push(Token { start: at, end: at + length, text: glyphs.text(at, at + length) });
        }
        at += length.max(1);
    }
    tokens
}

/// How many tokens, from the first on, are a street with its number.
fn street(glyphs: &Glyphs, tokens: &[Token]) -> usize {
    let [first, rest @ ..] = tokens else { return 0 };
    let follows = |count: usize| {
        tokens[..count].windows(2).all(|pair| {
            (pair[0].end..pair[1].start).all(|at| matches!(glyphs.at(at), ' ' | '.' | ','))
        })
    };
    if first.is_number() {
        let french = rest.first().is_some_and(|word| word.is_one_of(&FRENCH));
        if french && rest.iter().skip(1).take(NAME).any(Token::is_capital) {
            let name =
                rest.iter().skip(1).take(NAME).rposition(Token::is_capital).unwrap_or_default();
            return if follows(name + 3) { name + 3 } else { 0 };
        }
        let word = rest.iter().take(NAME).position(|word| word.is_one_of(&ENGLISH));
        // "2 Way" is no address; "12 Long Way" is one.
        return word
            .filter(|word| {
                *word > 0 && rest[..=*word].iter().all(Token::is_capital) && follows(word + 2)
            })
            .map_or(0, |word| word + 2);
    }
    let number = |from: usize| {
        tokens.iter().take(NAME + 1).skip(from).position(Token::is_number).map(|at| at + from)
    };
    if first.is_one_of(&LEADING) {
        let unspaced = |token: &Token| {
            token.text.chars().any(|c| !c.is_ascii() && !c.is_uppercase() && !c.is_lowercase())
        };
        return number(2)
            .filter(|number| {
                tokens[1..*number].iter().any(|name| name.is_capital() || unspaced(name))
                    && follows(number + 1)
            })
            .map_or(0, |number| number + 1);
    }
    let lower = first.text.to_lowercase();
    let is_turkish = tokens.get(1).is_some_and(|word| {
        word.is_one_of(&["caddesi", "sokak", "sokağı", "mahallesi", "bulvarı"])
    });
    let is_street = first.is_capital()
        && (is_turkish
            || ENDINGS.iter().any(|end| {
                lower.ends_with(end) && lower.chars().count() > end.chars().count() + 2
            }));
    let place = 1
        + usize::from(is_turkish)
        + usize::from(is_turkish && tokens.get(2).is_some_and(|word| word.is_one_of(&["no"])));
    let has_number = tokens.get(place).is_some_and(Token::is_number) && follows(place + 1)
        || is_turkish && colon(glyphs, tokens, place);
    let is_unit = tokens.get(place + 1).is_some_and(|word| {
        !word.is_capital()
            && glyphs.at(tokens[place].end) == ' '
            && !word.is_one_of(&["in", "à", "te", "a"])
    });
    // "Postweg 12 Tage" counts days.
    let is_counted = lower.ends_with("weg")
        && tokens.get(place + 1).is_some_and(|next| {
            next.is_capital() && !next.is_number() && glyphs.at(tokens[place].end) == ' '
        });
    if is_street && has_number && !is_unit && !is_counted { place + 1 } else { 0 }
}

fn colon(glyphs: &Glyphs, tokens: &[Token], place: usize) -> bool {
    tokens.get(place).is_some_and(|number| {
        number.is_number() && matches!(glyphs.before(number.start), ':' | ' ')
    })
}

/// How many tokens behind a street are its town: a postal code, names, a state.
fn town(glyphs: &Glyphs, tokens: &[Token], mut end: usize) -> usize {
    let mut taken = 0;
    for token in tokens.iter().take(6) {
        let is_near = token.start - end <= 2
            && (end..token.start).all(|at| matches!(glyphs.at(at), ' ' | ','));
        let is_comma = (end..token.start).any(|at| glyphs.at(at) == ',');
        let is_part = token.is_capital() || token.is_one_of(&["nw", "ne", "sw", "se"]);
        if !is_near
            || !is_part
            || (taken == 0 && !is_comma && !token.is_number() && token.text.len() > 2)
        {
            break;
        }
        (taken, end) = (taken + 1, token.end);
    }
    taken
}

/// A Japanese postal code.
fn japanese(glyphs: &Glyphs) -> Vec<PrivateSpan> {
    let is_code = |at: &usize| glyphs.at(*at) == '〒' && glyphs.at(at + 1).is_ascii_digit();
    let line =
        |at: usize| (at..glyphs.len()).take_while(|at| !"\n。、 ".contains(glyphs.at(*at))).count();
    (0..glyphs.len())
        .filter(is_code)
        .map(|at| {
            let code = line(at);
            let rest = if glyphs.at(at + code) == ' ' { 1 + line(at + code + 1) } else { 0 };
            glyphs.found(Kind::Address, at, at + code + rest)
        })
        .collect()
}
