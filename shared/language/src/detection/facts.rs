//! Words that change what is promised: numbers, measures of time, and negations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::Language;
use super::Language::{Ar, De, En, Es, Fr, He, It, Ja, Nl, Pl, Pt, Tr};
use crate::text::{fold, folded_words};

/// What negates, as whole words.
const NEGATIONS: [(Language, &str); 12] = [
    (En, "not no never none cannot nobody nothing neither nor without unable"),
    (De, "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne"),
    (Fr, "ne n pas jamais aucun aucune sans rien"),
    (Es, "no nunca sin ningún ninguna ninguno nada jamás tampoco"),
    (It, "non mai senza nessun nessuno nessuna niente nulla"),
    (Pt, "não nunca sem nenhum nenhuma nada jamais"),
    (Nl, "niet geen nooit zonder niets niemand"),
    (Pl, "nie nigdy bez żaden żadna żadnych nic brak"),
    (Tr, "değil yok hiç asla olmaz olmadan"),
    (Ar, "لا لم لن ليس ليست غير بدون"),
    (He, "לא אין בלי אינו אינה איננו אינם ללא"),
    (Ja, ""),
];
/// What negates within a word, by its language.
const NEGATING_PARTS: [(Language, &[&str]); 3] = [
    (En, &["n't"]),
    (Tr, &["miyor", "muyor", "mayac", "meyec", "madi", "medi", "maz ", "mez "]),
    (Ja, &["ない", "ません", "なし", "なく", "ず、"]),
];

/// Number words, each language's in the order of [`VALUES`]. One is left out: it is an article in most.
const NUMBERS: [(Language, &str); 11] = [
    (
        En,
        "two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty forty fifty sixty ninety hundred thousand",
    ),
    (
        De,
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf vierzehn fünfzehn zwanzig dreißig vierzig fünfzig sechzig neunzig hundert tausend",
    ),
    (
        Fr,
        "deux trois quatre cinq six sept huit neuf dix onze douze quatorze quinze vingt trente quarante cinquante soixante _ cent mille",
    ),
    (
        Es,
        "dos tres cuatro cinco seis siete ocho nueve diez once doce catorce quince veinte treinta cuarenta cincuenta sesenta noventa cien mil",
    ),
    (
        It,
        "due tre quattro cinque sei sette otto nove dieci undici dodici quattordici quindici venti trenta quaranta cinquanta sessanta novanta cento mille",
    ),
    (
        Pt,
        "dois três quatro cinco seis sete oito nove dez onze doze catorze quinze vinte trinta quarenta cinquenta sessenta noventa cem mil",
    ),
    (
        Nl,
        "twee drie vier vijf zes zeven acht negen tien elf twaalf veertien vijftien twintig dertig veertig vijftig zestig negentig honderd duizend",
    ),
    (
        Pl,
        "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście czternaście piętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt dziewięćdziesiąt sto tysiąc",
    ),
    (
        Tr,
        "iki üç dört beş altı yedi sekiz dokuz on _ _ _ _ yirmi otuz kırk elli altmış doksan yüz bin",
    ),
    (
        Ar,
        "_ ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة _ _ _ _ عشرون ثلاثون أربعون خمسون ستون تسعون مئة ألف",
    ),
    (
        He,
        "שני שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה _ _ _ _ עשרים שלושים ארבעים חמישים שישים תשעים מאה אלף",
    ),
];
const VALUES: [&str; 21] = [
    "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "14", "15", "20", "30", "40", "50",
    "60", "90", "100", "1000",
];

/// Measures of time, weekdays and months; "may" is left out, which may be no month.
const MEASURES: &str = "minute minutes hour hours day days week weeks month months year years monday tuesday wednesday thursday \
    friday saturday sunday january february april june july august september october november december minuten stunde stunden \
    tag tage tagen woche wochen monat monate monaten jahr jahre jahren montag dienstag mittwoch donnerstag freitag samstag \
    sonntag januar februar märz juni juli oktober dezember heure heures jour jours semaine semaines mois année années lundi \
    mardi mercredi jeudi vendredi samedi dimanche minuto minutos hora horas día días semana semanas mes meses año años lunes \
    martes miércoles jueves viernes sábado domingo minuti ora ore giorno giorni settimana settimane mese mesi anno anni lunedì \
    martedì mercoledì giovedì venerdì sabato domenica dia dias mês ano anos segunda terça quarta quinta sexta minuut minuten uur \
    uren dag dagen week weken maand maanden jaar jaren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag minut godzin \
    godziny dni dnia tydzień tygodni tygodnie miesiąc miesiące miesięcy rok lata dakika saat gün gunler hafta yıl pazartesi \
    salı çarşamba perşembe cuma cumartesi دقيقة دقائق ساعة ساعات يوم أيام أسبوع أسابيع شهر أشهر سنة דקה דקות שעה שעות יום ימים \
    שבוע שבועות חודש חודשים שנה שנים";

/// Beginnings of words that promise something or ask for a secret.
const PROMISES: &str = "refund discount voucher coupon compensat guarant warrant password free gratis credit bonus gift \
    erstatt rückerstatt rabatt gutschein entschädig garant passwort kostenlos geschenk umsonst rembours remise réduction gratuit \
    cadeau dédommag reembols descuento cupón contraseña regalo rimbors sconto buono garan omaggio desconto cupom cupão senha \
    grátis brinde terugbetal korting tegoed wachtwoord rabat zniżk kupon gwaranc hasł darmow bezpłatn prezent iade indirim \
    garanti şifre parola ücretsiz bedava hediye استرداد خصم قسيمة ضمان مرور مجان هدية החזר הנחה קופון אחריות סיסמ חינם מתנה \
    返金 割引 クーポン 保証 パスワード 無料 プレゼント ギフト";

/// Words for what nobody of a shop asks for or tells, as they are.
const SECRETS: &str = "pin pins cvv cvc otp tan passcode iban ssn";

/// Words that draw a limit, or take one away.
const LIMITS: &str = "after before until within only all every always more less over under least most except unless without \
    during once nach vor bis innerhalb nur alle allen jede jeder jedes immer mehr weniger über unter mindestens höchstens \
    außer ohne während après avant jusqu sous seulement uniquement tous toutes chaque toujours plus moins sauf sans pendant \
    después antes hasta dentro solo todos todas cada siempre más menos excepto salvo sin durante dopo prima fino entro tutti \
    tutte ogni sempre più meno eccetto tranne senza depois após até só apenas sempre mais exceto sem na tot binnen alleen elke \
    altijd meer minder behalve zonder tijdens po przed ciągu tylko wszystkie każdy zawsze więcej mniej oprócz bez podczas sonra \
    önce kadar içinde sadece yalnızca tüm bütün hep fazla hariç بعد قبل حتى خلال فقط كل جميع دائما أكثر أقل إلا بدون אחרי לפני עד \
    תוך בתוך רק כל תמיד יותר פחות חוץ בלי";

static ALL_LIMITS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| folded_words(LIMITS).into_iter().collect());
static ALL_PROMISES: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(PROMISES));
static ALL_SECRETS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| folded_words(SECRETS).into_iter().collect());
static PROMISE_PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("promises.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(" | ")).map(spelt).collect()
});
static ALL_NEGATIONS: LazyLock<Vec<(Language, BTreeSet<String>)>> = LazyLock::new(|| {
    NEGATIONS
        .iter()
        .map(|(tongue, list)| (*tongue, folded_words(list).into_iter().collect()))
        .collect()
});
static ALL_NUMBERS: LazyLock<BTreeMap<(Language, String), &'static str>> = LazyLock::new(|| {
    let of = |(tongue, list): &(Language, &'static str)| {
        let tongue = *tongue;
        let words = list.split_whitespace().zip(VALUES).filter(|(word, _)| *word != "_");
        words.map(|(word, value)| ((tongue, fold(word)), value)).collect::<Vec<_>>()
    };
    NUMBERS.iter().flat_map(of).collect()
});
static ALL_MEASURES: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| folded_words(MEASURES).into_iter().collect());

/// Whether a text denies something; in an unknown language, whether it might.
pub(crate) fn is_negated(text: &str, tongue: Option<Language>) -> bool {
    let is_spoken = |owner: Language| tongue.is_none_or(|tongue| tongue == owner);
    let folded = fold(text) + " ";
    let words = folded_words(text);
    let has_word = ALL_NEGATIONS
        .iter()
        .any(|(owner, list)| is_spoken(*owner) && words.iter().any(|word| list.contains(word)));
    has_word
        || NEGATING_PARTS.iter().any(|(owner, parts)| {
            is_spoken(*owner) && parts.iter().any(|part| folded.contains(part))
        })
}

/// The digits that a folded word stands for.
pub(crate) fn number(word: &str, tongue: Option<Language>) -> Option<&'static str> {
    ALL_NUMBERS.get(&(tongue?, word.to_owned())).copied()
}

/// Whether a folded word measures time or names a day.
pub(crate) fn is_measure(word: &str) -> bool {
    ALL_MEASURES.contains(word)
}

/// Whether a folded word draws a limit or takes one away.
pub(crate) fn is_limit(word: &str) -> bool {
    ALL_LIMITS.contains(word)
}

/// Whether a folded word promises something or asks for a secret.
pub(crate) fn is_promise(word: &str) -> bool {
    ALL_SECRETS.contains(word)
        || ALL_PROMISES.iter().any(|promise| word.starts_with(promise.as_str()))
}

/// The promises of several words that a text makes: "your next order is on us".
pub(crate) fn promise_phrases(text: &str) -> Vec<&'static str> {
    let text = spelt(text);
    let is_made = |phrase: &&String| text.contains(phrase.as_str());
    PROMISE_PHRASES.iter().filter(is_made).map(String::as_str).collect()
}

/// The folded words of a text, so that a phrase in it is found as whole words where words are apart.
fn spelt(text: &str) -> String {
    let words = folded_words(text).join(" ");
    if words.chars().any(crate::text::is_unspaced) { words } else { format!(" {words} ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_is_heard_in_every_language() {
        let table = [
            (En, "You can't return it.", "You can return it."),
            (De, "Das geht leider nicht.", "Das geht leider."),
            (Fr, "Ce n'est pas possible.", "C'est possible."),
            (Es, "No se puede devolver.", "Se puede devolver."),
            (It, "Non si può rendere.", "Si può rendere."),
            (Pt, "Não pode devolver.", "Pode devolver."),
            (Nl, "Dat kan niet.", "Dat kan."),
            (Pl, "Nie można zwrócić.", "Można zwrócić."),
            (Tr, "İade kabul etmiyoruz.", "İade kabul ediyoruz."),
            (Ar, "لا يمكن الإرجاع.", "يمكن الإرجاع."),
            (He, "לא ניתן להחזיר.", "ניתן להחזיר."),
            (Ja, "返品できません。", "返品できます。"),
        ];
        for (tongue, denied, granted) in table {
            assert!(is_negated(denied, Some(tongue)), "{denied}");
            assert!(!is_negated(granted, Some(tongue)), "{granted}");
        }
    }

    #[test]
    fn a_number_word_is_its_digits_in_its_own_language() {
        assert_eq!(number("fourteen", Some(En)), Some("14"));
        assert_eq!(number("dreissig", Some(De)), Some("30"));
        assert_eq!(number("on", Some(Tr)), Some("10"));
        assert_eq!(number("on", Some(En)), None, "the preposition");
        assert_eq!(number("_", Some(Tr)), None);
    }

    #[test]
    fn every_list_of_numbers_has_a_word_or_a_gap_for_each_value() {
        for (tongue, list) in NUMBERS {
            assert_eq!(list.split_whitespace().count(), VALUES.len(), "{tongue:?}");
        }
    }
}
