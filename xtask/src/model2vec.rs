//! Reads a model in Model2Vec's form, or WordLlama's: a tokenizer and a table of vectors, and writes our compact file.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use retrieval::StaticVectors;
use retrieval::static_vectors::{Folding, Method, Piece};
use serde_json::Value;

/// The compact file of a `tokenizer.json` and a `model.safetensors`: a table of vectors, and where the model has them, each
/// piece's weight (`weights`) and its row in the table (`mapping`).
pub(crate) fn convert(name: &str, tokenizer: &Path, weights: &Path) -> anyhow::Result<Vec<u8>> {
    let text = std::fs::read_to_string(tokenizer)
        .with_context(|| format!("cannot read {}", tokenizer.display()))?;
    let tokenizer: Value = serde_json::from_str(&text)?;
    let bytes =
        std::fs::read(weights).with_context(|| format!("cannot read {}", weights.display()))?;
    let model = Model::read(&bytes).with_context(|| weights.display().to_string())?;
    let (method, scored) = vocabulary(&tokenizer["model"])?;
    let special = special_pieces(&tokenizer);
    let pieces = scored.into_iter().filter(|(text, _, _)| !special.contains(&text.as_str()));
    let pieces = pieces.filter_map(|(text, number, score)| {
        Some(Piece { text, score, values: model.vector(number)? })
    });
    let pieces: Vec<Piece> = pieces.collect();
    ensure!(!pieces.is_empty(), "no piece of the vocabulary has a vector");
    Ok(StaticVectors::build(name, method, folding(&tokenizer), pieces))
}

/// A piece's text, its row in the table, its score.
type Scored = (String, usize, f32);

/// How the model cuts words, and its pieces.
fn vocabulary(model: &Value) -> anyhow::Result<(Method, Vec<Scored>)> {
    let kind = model["type"].as_str().unwrap_or("WordPiece");
    if kind == "Unigram" {
        let pieces = model["vocab"].as_array().context("the vocabulary is no list")?;
        let piece = |(number, piece): (usize, &Value)| {
            Some((piece[0].as_str()?.to_owned(), number, piece[1].as_f64()? as f32))
        };
        return Ok((Method::Likeliest, pieces.iter().enumerate().filter_map(piece).collect()));
    }
    let method = match kind {
        "WordPiece" => Method::Longest,
        // SentencePiece ranks a merge by the number of the piece that it makes; byte-level ones do not.
        "BPE" if model["byte_fallback"] == true => Method::Merges,
        other => bail!("a tokenizer of the kind {other} is not supported"),
    };
    let pieces = model["vocab"].as_object().context("the vocabulary is no map")?;
    let piece = |(text, number): (&String, &Value)| {
        let number = number.as_u64()? as usize;
        Some((text.clone(), number, number as f32))
    };
    Ok((method, pieces.iter().filter_map(piece).collect()))
}

fn special_pieces(tokenizer: &Value) -> Vec<&str> {
    let added = tokenizer["added_tokens"].as_array().map(Vec::as_slice).unwrap_or_default();
    added.iter().filter_map(|token| token["content"].as_str()).collect()
}

/// What the tokenizer's normalizer folds: BERT's folds accents with the case unless it is told otherwise.
fn folding(tokenizer: &Value) -> Folding {
    let normalizer = tokenizer["normalizer"].to_string();
    let lower_case =
        normalizer.contains("\"lowercase\":true") || normalizer.contains("\"Lowercase\"");
    let accents = normalizer.contains("\"strip_accents\":true")
        || normalizer.contains("\"StripAccents\"")
        || (lower_case && normalizer.contains("\"strip_accents\":null"));
    Folding { lower_case, accents }
}

/// The tensors of a model.
struct Model {
    rows: Vec<Vec<f32>>,
    weights: Option<Vec<f32>>,
    mapping: Option<Vec<f32>>,
}

impl Model {
    /// Reads a safetensors file with one table.
    fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let (length, rest) = bytes.split_first_chunk::<8>().context("the file is too short")?;
        let length = usize::try_from(u64::from_le_bytes(*length))?;
        ensure!(length <= rest.len(), "the file's header is damaged");
        let (header, data) = rest.split_at(length);
        let header: Value = serde_json::from_slice(header)?;
        let tensors = header.as_object().context("the file's header is no map")?;
        let is_table =
            |tensor: &&Value| tensor["shape"].as_array().is_some_and(|shape| shape.len() == 2);
        let mut tables = tensors.values().filter(is_table);
        let (Some(table), None) = (tables.next(), tables.next()) else {
            bail!("the file holds no table of vectors, or several");
        };
        let columns = table["shape"][1].as_u64().map_or(0, |columns| columns as usize);
        let values = values(table, data)?;
        ensure!(columns > 0 && !values.is_empty(), "the table is empty");
        let optional = |name: &str| tensors.get(name).map(|tensor| self::values(tensor, data));
        let (weights, mapping) =
            (optional("weights").transpose()?, optional("mapping").transpose()?);
        Ok(Self {
            rows: values.chunks_exact(columns).map(<[f32]>::to_vec).collect(),
            weights,
            mapping,
        })
    }

    /// The vector of the piece with this number in the vocabulary; none where the table has none.
    fn vector(&self, number: usize) -> Option<Vec<f32>> {
        let weight =
            self.weights.as_ref().map_or(Some(1.0), |weights| weights.get(number).copied())?;
        // A row's number is a whole one below 2^24, which a float holds exactly.
        let row = self.mapping.as_ref().map_or(Some(number), |mapping| {
            mapping.get(number).filter(|row| **row >= 0.0).map(|row| *row as usize)
        })?;
        Some(self.rows.get(row)?.iter().map(|value| value * weight).collect())
    }
}

/// All values of a tensor, as many as its shape says.
fn values(tensor: &Value, data: &[u8]) -> anyhow::Result<Vec<f32>> {
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let (from, to) = (number(&tensor["data_offsets"][0]), number(&tensor["data_offsets"][1]));
    let data = data.get(from..to).context("the file ends early")?;
    let values: Vec<f32> = match tensor["dtype"].as_str() {
        Some("F64") => read(data, |bytes| f64::from_le_bytes(bytes) as f32),
        Some("F32") => read(data, f32::from_le_bytes),
        Some("F16") => read(data, |bytes| half(u16::from_le_bytes(bytes))),
        Some("BF16") => {
            read(data, |bytes| f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16))
        }
        Some("I8") => read(data, |bytes| f32::from(i8::from_le_bytes(bytes))),
        Some("I32") => read(data, |bytes| i32::from_le_bytes(bytes) as f32),
        Some("I64") => read(data, |bytes| i64::from_le_bytes(bytes) as f32),
        other => bail!("values of the type {other:?} are not supported"),
    };
    let shape = tensor["shape"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_whole = values.len() == shape.iter().map(number).product::<usize>();
    ensure!(is_whole && values.iter().all(|value| value.is_finite()), "a tensor is damaged");
    Ok(values)
}

fn read<const BYTES: usize>(data: &[u8], value: impl Fn([u8; BYTES]) -> f32) -> Vec<f32> {
    data.as_chunks::<BYTES>().0.iter().map(|bytes| value(*bytes)).collect()
}

/// The value of a half-precision number.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff) / 1024.0);
    sign * match exponent {
        0 => fraction * 2f32.powi(-14),
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_numbers_keep_their_value() {
        for (bits, value) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8)]
        {
            assert_eq!(half(bits), value);
        }
    }

    const TOKENIZER: &str = r###"{"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null},
        "added_tokens":[{"content":"[UNK]"}],
        "model":{"type":"WordPiece","vocab":{"[UNK]":0,"order":1,"##s":2}}}"###;

    /// What is converted of a safetensors file with this header and these values.
    fn converted(name: &str, header: &str, data: &[u8]) -> anyhow::Result<StaticVectors> {
        let folder = std::env::temp_dir().join(format!("model-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (tokenizer, weights) =
            (folder.join("tokenizer.json"), folder.join("model.safetensors"));
        std::fs::write(&tokenizer, TOKENIZER).unwrap();
        let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), data].concat();
        std::fs::write(&weights, &file).unwrap();
        let converted = convert("two", &tokenizer, &weights);
        std::fs::remove_dir_all(folder).unwrap();
        Ok(StaticVectors::parse(converted?)?)
    }

    /// The direction of a text with two dimensions.
    fn direction(vectors: &StaticVectors, text: &str) -> [f32; 2] {
        let values: Vec<f32> = vectors.embed(text).unwrap().values().collect();
        [values[0], values[1]]
    }

    #[test]
    fn a_model_in_model2vecs_form_is_read_with_its_folding() {
        let header = r#"{"embeddings":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}"#;
        let values = [9f32, 9.0, 1.0, 0.0, 0.0, 1.0].map(f32::to_le_bytes).concat();
        let vectors = converted("folding", header, &values).unwrap();
        let [one, other] = direction(&vectors, "ÓRDERS");
        assert!((one - other).abs() < 1e-3 && one > 0.7, "{one} {other}");
        assert!(vectors.embed("[UNK]").is_none());
        assert_eq!(vectors.dimensions(), 2);
    }

    #[test]
    fn weights_and_a_mapping_of_pieces_to_rows_count() {
        let header = r#"{"embeddings":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]},
            "weights":{"dtype":"F64","shape":[3],"data_offsets":[4,28]},
            "mapping":{"dtype":"I64","shape":[3],"data_offsets":[28,52]}}"#;
        let weights = [1f64, 1.0, 3.0].map(f64::to_le_bytes).concat();
        let mapping = [0i64, 1, 0].map(i64::to_le_bytes).concat();
        let vectors =
            converted("mapping", header, &[&[1, 0, 0, 1][..], &weights, &mapping].concat())
                .unwrap();
        // "order" has the second row, "##s" the first one three times.
        let [first, second] = direction(&vectors, "orders");
        assert!((first / second - 3.0).abs() < 0.05, "{first} {second}");
    }

    #[test]
    fn a_model_with_wrong_dimensions_or_values_is_refused() {
        let whole = [1f32; 6].map(f32::to_le_bytes).concat();
        let table = |shape: &str, dtype: &str, to: usize| {
            format!(
                r#"{{"embeddings":{{"dtype":"{dtype}","shape":{shape},"data_offsets":[0,{to}]}}}}"#
            )
        };
        let nan = [f32::NAN; 6].map(f32::to_le_bytes).concat();
        for (name, header, data) in [
            ("ends early", table("[3,2]", "F32", 24), &whole[..20]),
            ("fewer rows than said", table("[4,2]", "F32", 24), &whole[..]),
            ("more columns than said", table("[3,3]", "F32", 24), &whole[..]),
            ("no columns", table("[3,0]", "F32", 0), &whole[..]),
            ("no table", table("[6]", "F32", 24), &whole[..]),
            ("an unknown type", table("[3,2]", "U4", 24), &whole[..]),
            ("no numbers", table("[3,2]", "F32", 24), &nan[..]),
            ("no header", "[]".to_owned(), &whole[..]),
        ] {
            assert!(converted("refused", &header, data).is_err(), "{name}");
        }
    }
}
