//! Reads a model in Model2Vec's form, or WordLlama's: a tokenizer and a table of vectors, and writes our compact file.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use retrieval::StaticVectors;
use retrieval::static_vectors::{Folding, Method, Piece};
use serde_json::Value;

/// The compact file of a `tokenizer.json` and a `model.safetensors` of one tensor.
pub(crate) fn convert(name: &str, tokenizer: &Path, weights: &Path) -> anyhow::Result<Vec<u8>> {
    let text = std::fs::read_to_string(tokenizer)
        .with_context(|| format!("cannot read {}", tokenizer.display()))?;
    let tokenizer: Value = serde_json::from_str(&text)?;
    let bytes =
        std::fs::read(weights).with_context(|| format!("cannot read {}", weights.display()))?;
    let rows = table(&bytes)?;
    let (method, scored) = vocabulary(&tokenizer["model"])?;
    let special = special_pieces(&tokenizer);
    let pieces = scored.into_iter().filter(|(text, _, _)| !special.contains(&text.as_str()));
    let pieces = pieces.filter_map(|(text, number, score)| {
        Some(Piece { text, score, values: rows.get(number)?.clone() })
    });
    Ok(StaticVectors::build(name, method, folding(&tokenizer), pieces.collect()))
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

/// The rows of the only two-dimensional tensor in a safetensors file.
fn table(bytes: &[u8]) -> anyhow::Result<Vec<Vec<f32>>> {
    let (length, rest) = bytes.split_first_chunk::<8>().context("the file is too short")?;
    let length = u64::from_le_bytes(*length) as usize;
    ensure!(length <= rest.len(), "the file's header is damaged");
    let (header, data) = rest.split_at(length);
    let header: Value = serde_json::from_slice(header)?;
    let tensors = header.as_object().context("the file's header is no map")?;
    let is_table =
        |tensor: &&Value| tensor["shape"].as_array().is_some_and(|shape| shape.len() == 2);
    let mut tables = tensors.values().filter(is_table);
    let (Some(tensor), None) = (tables.next(), tables.next()) else {
        bail!("the file holds no table of vectors, or several");
    };
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let columns = number(&tensor["shape"][1]);
    let (from, to) = (number(&tensor["data_offsets"][0]), number(&tensor["data_offsets"][1]));
    let data = data.get(from..to).context("the file ends early")?;
    let values: Vec<f32> = match tensor["dtype"].as_str() {
        Some("F32") => {
            data.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
        }
        Some("F16") => {
            data.as_chunks::<2>().0.iter().map(|bytes| half(u16::from_le_bytes(*bytes))).collect()
        }
        other => bail!("values of the type {other:?} are not supported"),
    };
    ensure!(
        columns > 0 && values.len() == columns * number(&tensor["shape"][0]),
        "the table's size is wrong"
    );
    Ok(values.chunks_exact(columns).map(<[f32]>::to_vec).collect())
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

    #[test]
    fn a_model_in_model2vecs_form_is_read_with_its_folding() {
        let folder = std::env::temp_dir().join(format!("vectors-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (tokenizer, weights) =
            (folder.join("tokenizer.json"), folder.join("model.safetensors"));
        std::fs::write(
            &tokenizer,
            r###"{"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null},
            "added_tokens":[{"content":"[UNK]"}],
            "model":{"type":"WordPiece","vocab":{"[UNK]":0,"order":1,"##s":2}}}"###,
        )
        .unwrap();
        let header = r#"{"embeddings":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}"#;
        let values = [9f32, 9.0, 1.0, 0.0, 0.0, 1.0].map(f32::to_le_bytes).concat();
        let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &values].concat();
        std::fs::write(&weights, &file).unwrap();
        let vectors = StaticVectors::parse(convert("two", &tokenizer, &weights).unwrap()).unwrap();
        let values: Vec<f32> = vectors.embed("ÓRDERS").unwrap().values().collect();
        assert!((values[0] - values[1]).abs() < 1e-3 && values[0] > 0.7, "{values:?}");
        assert!(vectors.embed("[UNK]").is_none());
        std::fs::write(&weights, &file[..file.len() - 1]).unwrap();
        assert!(convert("two", &tokenizer, &weights).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
