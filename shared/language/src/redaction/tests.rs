use super::*;

/// What the token of these tests' customer says.
const KNOWN: [Private<'static>; 5] = [
    Private::Name("Ines Moreau"),
    Private::Name("山田 太郎"),
    Private::Name("Will Rose"),
    Private::Address("Lindenstraße 12, 10115 Berlin"),
    Private::Address("221b Baker Street, London NW1 6XE"),
];

fn masked(text: &str) -> String {
    Mask::new(&KNOWN).hide(text)
}

#[test]
fn personal_data_is_hidden_in_every_form_that_people_write_it() {
    let table = [
        ("Write to ines.moreau+shop@mail.example.com, please", "Write to [email 1], please"),
        ("mailto:INES@EXAMPLE.ORG", "mailto:[email 1]"),
        ("<jörg@müller.example>", "<[email 1]>"),
        ("it is ines (at) example (dot) com", "it is [email 1]"),
        ("ines at example dot com", "[email 1]"),
        ("ines＠example.com", "[email 1]"),
        ("in\u{200b}es@exam\u{200b}ple.com", "[email 1]"),
        ("Call +49 30 1234567 now", "Call [phone 1] now"),
        ("+4915112345678", "[phone 1]"),
        ("0049 151 12345678", "[phone 1]"),
        ("Tel. 030/1234567", "Tel. [phone 1]"),
        ("meine Nummer ist 0151 23456789", "meine Nummer ist [phone 1]"),
        ("(555) 123-4567 is mine", "[phone 1] is mine"),
        ("ring 555-123-4567", "ring [phone 1]"),
        ("+1 (555) 123-4567", "[phone 1]"),
        ("c'est le 06 12 34 56 78", "c'est le [phone 1]"),
        ("mi móvil es 612 345 678", "mi móvil es [phone 1]"),
        ("my phone is 5551234", "my phone is [phone 1]"),
        ("هاتفي ٠٥٠ ١٢٣ ٤٥٦٧", "هاتفي [phone 1]"),
        ("電話は090-1234-5678です", "電話は[phone 1]です"),
        ("‎+972 50-123-4567‎", "‎[phone 1]‎"),
        ("card 4111 1111 1111 1111 exp 12/27", "card [card 1] exp 12/27"),
        ("5500-0055-5555-5559", "[card 1]"),
        ("378282246310005", "[card 1]"),
        ("４１１１１１１１１１１１１１１１", "[card 1]"),
        ("4111 1111\n1111 1111", "[card 1]"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [iban 1] please"),
        ("gb82west12345698765432", "[iban 1]"),
        ("FR14-2004-1010-0505-0001-3M02-606", "[iban 1]"),
        ("my SSN is 078-05-1120", "my SSN is [id number 1]"),
        ("I am Ines Moreau.", "I am [name 1]."),
        ("this is INES, ines moreau's sister", "this is [name 1], [name 2]'s sister"),
        ("Inès here", "[name 1] here"),
        ("山田太郎です", "[name 1]です"),
        ("I live at Lindenstrasse 12 in 10115 berlin", "I live at [address 1] in [address 2]"),
        ("221B Baker Street, London", "[address 1]"),
    ];
    for (text, expected) in table {
        assert_eq!(masked(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_personal_data_is_left_alone() {
    for text in [
        "My order #4711-2024 has not come",
        "order 0123456789 is late",
        "Bestellung 0301234567",
        "注文番号 0901234567",
        "commande n° 06 12 34 56 78",
        "It was 1.299,00 € or $1,299.00",
        "1 299 000 €",
        "on 01.02.2024 at 09:15, or 2024-01-15",
        "03/04/2024 12:30",
        "01. 02. 2024",
        "14 days, size 42, 100 x 200 x 75 cm",
        "tracking 00340434161094042557",
        "EAN 4006381333931",
        "4111111111111112 fails its check",
        "US89370400440532013001 has no such country",
        "SKU AB12345678901",
        "When will it come, and will it bloom?",
        "look at example.com or @yourshop",
        "between 10 and 20 people in Berlin",
        "version 10.0.19045.3803",
        "I paid 4 x 25 on the 3rd",
        "iPhone 15 Pro, 256 GB",
    ] {
        assert_eq!(masked(text), text);
    }
}

#[test]
fn a_name_that_is_a_common_word_counts_only_where_it_is_written_as_a_name() {
    assert_eq!(masked("will it come"), "will it come");
    assert_eq!(masked("Yes, Will ordered it"), "Yes, [name 1] ordered it");
    assert_eq!(masked("will rose ordered it"), "[name 1] ordered it");
}

#[test]
fn the_same_data_has_the_same_placeholder_in_every_text() {
    let mut mask = Mask::new(&[]);
    assert_eq!(mask.hide("a@b.example and c@d.example"), "[email 1] and [email 2]");
    assert_eq!(mask.hide("again C@D.example"), "again [email 2]");
    assert_eq!(mask.hidden(), 2);
}

#[test]
fn what_was_hidden_is_put_back_and_nothing_else() {
    let mut mask = Mask::new(&KNOWN);
    let text = "Ines, write to a@b.example or +49 30 1234567. [phone 7] [x";
    let hidden = mask.hide(text);
    assert_eq!(hidden, "[name 1], write to [email 1] or [phone 1]. [phone 7] [x");
    assert_eq!(mask.restore(&hidden), text);
}

#[test]
fn a_debug_print_never_shows_what_is_hidden() {
    let mut mask = Mask::new(&KNOWN);
    mask.hide("a@b.example");
    assert_eq!(format!("{mask:?}"), "Mask(1 hidden)");
}

proptest::proptest! {
    #[test]
    fn any_text_survives_hiding_and_putting_back(text in "\\PC{0,60}|[0-9 +()./@a-z-]{0,60}") {
        proptest::prop_assume!(!text.contains('['));
        let mut mask = Mask::new(&KNOWN);
        let hidden = mask.hide(&text);
        // The same data in another spelling shares a placeholder, so only its first spelling comes back.
        proptest::prop_assert_eq!(fold(&mask.restore(&hidden)), fold(&text));
    }
}
