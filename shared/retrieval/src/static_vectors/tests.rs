use super::*;

fn piece(text: &str, score: f32, values: [f32; 2]) -> Piece {
    Piece { text: text.to_owned(), score, values: values.to_vec() }
}

fn table(method: Method, pieces: &[(&str, f32, [f32; 2])]) -> StaticVectors {
    let pieces = pieces.iter().map(|(text, score, values)| piece(text, *score, *values));
    let folding = Folding { lower_case: true, accents: true };
    StaticVectors::parse(StaticVectors::build("two", method, folding, pieces.collect())).unwrap()
}

fn cut(table: &StaticVectors, text: &str) -> Vec<String> {
    let text_of = |piece| String::from_utf8_lossy(table.text(piece).unwrap()).into_owned();
    table.pieces(text).into_iter().map(text_of).collect()
}

#[test]
fn merges_come_in_the_order_of_their_ranks() {
    let pieces = ["\u{2581}", "a", "b", "c", "ab", "bc", "\u{2581}a"];
    let rank = |(number, text): (usize, &&'static str)| (*text, number as f32, [1.0, 0.0]);
    let pieces: Vec<_> = pieces.iter().enumerate().map(rank).collect();
    assert_eq!(cut(&table(Method::Merges, &pieces), "ABC"), ["\u{2581}", "ab", "c"]);
}

#[test]
fn a_character_that_no_piece_has_falls_back_to_its_bytes() {
    let pieces = [("\u{2581}", 0.0, [1.0, 0.0]), ("<0x21>", 1.0, [1.0, 0.0])];
    assert_eq!(cut(&table(Method::Merges, &pieces), "!"), ["\u{2581}", "<0x21>"]);
}

#[test]
fn the_longest_piece_is_taken_and_an_unknown_word_is_left_out() {
    let pieces = ["un", "##do", "##doing", "."].map(|text| (text, 0.0, [1.0, 0.0]));
    assert_eq!(cut(&table(Method::Longest, &pieces), "Undoing undox."), ["un", "##doing", "."]);
}

#[test]
fn the_likeliest_cut_is_taken() {
    let pieces = [
        ("\u{2581}ab", -9.0, [1.0, 0.0]),
        ("\u{2581}a", -2.0, [1.0, 0.0]),
        ("b", -3.0, [1.0, 0.0]),
    ];
    assert_eq!(cut(&table(Method::Likeliest, &pieces), "äb"), ["\u{2581}a", "b"]);
}

#[test]
fn a_text_points_where_its_pieces_do_on_the_mean() {
    let table = table(Method::Longest, &[("east", 0.0, [2.0, 0.0]), ("north", 0.0, [0.0, 2.0])]);
    let values: Vec<f32> = table.embed("north east").unwrap().values().collect();
    assert!((values[0] - values[1]).abs() < 1e-3 && values[0] > 0.7, "{values:?}");
    assert!(table.embed("west?").is_none());
    assert_eq!((table.name(), table.dimensions()), ("two", 2));
}

#[test]
fn what_is_no_table_is_refused() {
    let good = table(Method::Longest, &[("east", 0.0, [2.0, 0.0])]).bytes;
    let parse = |bytes: &[u8]| StaticVectors::parse(bytes.to_vec()).err();
    assert_eq!(parse(&good[..good.len() - 1]), Some(StaticVectorsError::Damaged));
    assert_eq!(parse(&good[..20]), Some(StaticVectorsError::Damaged));
    assert_eq!(parse(b"PK"), Some(StaticVectorsError::UnknownFormat));
    let newer = [&b"FLvec\0\0\x63"[..], &good[8..]].concat();
    assert_eq!(parse(&newer), Some(StaticVectorsError::UnknownFormat));
    assert_eq!(parse(&[]), Some(StaticVectorsError::UnknownFormat));
}

#[test]
fn a_single_wrong_bit_is_found_wherever_it_is() {
    let good =
        table(Method::Longest, &[("east", 0.0, [2.0, 0.0]), ("north", 1.0, [0.0, 2.0])]).bytes;
    for place in 8..good.len() {
        let mut bytes = good.clone();
        bytes[place] ^= 4;
        let error = StaticVectors::parse(bytes).err();
        assert_eq!(error, Some(StaticVectorsError::Damaged), "byte {place}");
    }
}

#[test]
fn dimensions_that_the_file_does_not_hold_are_refused_although_the_checksum_is_right() {
    let good = table(Method::Longest, &[("east", 0.0, [2.0, 0.0])]).bytes;
    for (field, value) in [(2, 0u32), (2, 3), (2, u32::MAX), (3, 0), (3, u32::MAX), (4, u32::MAX)] {
        let mut bytes = good[..good.len() - CHECKSUM].to_vec();
        bytes[8 + 4 * field..][..4].copy_from_slice(&value.to_le_bytes());
        let checksum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&checksum.to_le_bytes());
        let error = StaticVectors::parse(bytes).err();
        assert_eq!(error, Some(StaticVectorsError::Damaged), "field {field}: {value}");
    }
}
