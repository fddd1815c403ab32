//! Vectors: asked for in batches, believed when each is what it should be.

use serde::Deserialize;
use serde_json::{Map, json};

use super::client::Client;
use super::endpoint::{Endpoint, with_extra};
use super::key::Key;
use super::provider::Provider;
use super::settings::{EmbeddingModel, SettingsError};
use super::usage::{Bill, Counted, Meter, estimated};
use super::{CallContext, Reason, Usage, VectorError};

/// Texts in one request.
const BATCH: usize = 64;

/// A model that gives vectors.
pub(super) struct Embedder {
    model: EmbeddingModel,
    endpoint: Endpoint,
    provider: Provider,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Item>,
    #[serde(default)]
    usage: Option<Tokens>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    embedding: Vec<f32>,
}

#[derive(Deserialize)]
struct Tokens {
    prompt_tokens: u64,
}

impl Embedder {
    /// The model that these settings name.
    pub(super) fn new(
        model: EmbeddingModel,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let endpoint = Endpoint {
            url: format!("{}/embeddings", model.url.trim_end_matches('/')),
            key: Key::new(model.key.clone(), variable)?,
            key_header: ("authorization", "Bearer "),
            headers: &[],
        };
        let provider = Provider::new(model.timeout());
        Ok(Self { model, endpoint, provider })
    }

    /// The most that vectors of these texts may cost. A placeholder can be longer than what it hides.
    pub(super) fn at_most(&self, texts: &[&str]) -> Usage {
        let bytes: usize = texts.iter().map(|text| 2 * text.len()).sum();
        let bill =
            Bill { input_tokens: estimated(bytes), output_tokens: 0, price: self.model.price };
        bill.in_full()
    }

    /// A vector for each text.
    pub(super) async fn embed(
        &self,
        client: &Client,
        texts: &[String],
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<Vec<Vec<f32>>, Reason> {
        let mut vectors = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            let answer = self.ask(client, batch, moment, meter).await?;
            vectors.extend(
                vectors_of(answer, batch.len(), self.model.dimensions).map_err(Reason::Vector)?,
            );
        }
        Ok(vectors)
    }

    async fn ask(
        &self,
        client: &Client,
        batch: &[String],
        moment: CallContext,
        meter: &mut Meter,
    ) -> Result<Answer, Reason> {
        let body = Map::from_iter([
            ("model".to_owned(), json!(self.model.model)),
            ("input".to_owned(), json!(batch)),
            ("encoding_format".to_owned(), json!("float")),
        ]);
        let input_tokens = estimated(batch.iter().map(String::len).sum());
        let bill = Bill { input_tokens, output_tokens: 0, price: self.model.price };
        let body = with_extra(body, &self.model.extra);
        let key = async || self.endpoint.reveal_key(client, moment).await;
        let send = async |key| self.endpoint.post(client, body.clone(), key, moment.now).await;
        self.provider.ask(bill, moment, meter, key, send).await
    }
}

impl Counted for Answer {
    fn counted(&self) -> (Option<u64>, Option<u64>) {
        (self.usage.as_ref().map(|usage| usage.prompt_tokens), None)
    }
}

/// The vectors in the texts' order, if there is one for each and all can be compared.
fn vectors_of(
    mut answer: Answer,
    texts: usize,
    dimensions: usize,
) -> Result<Vec<Vec<f32>>, VectorError> {
    answer.data.sort_by_key(|item| item.index);
    if !answer.data.iter().map(|item| item.index).eq(0..texts) {
        return Err(VectorError::Count);
    }
    let vectors: Vec<Vec<f32>> = answer.data.into_iter().map(|item| item.embedding).collect();
    vectors.iter().try_for_each(|vector| check(vector, dimensions))?;
    Ok(vectors)
}

fn check(vector: &[f32], dimensions: usize) -> Result<(), VectorError> {
    let length: f32 = vector.iter().map(|value| value * value).sum();
    if vector.len() != dimensions {
        return Err(VectorError::Length);
    }
    if !length.is_finite() {
        return Err(VectorError::NotFinite);
    }
    if length > 0.0 { Ok(()) } else { Err(VectorError::Zero) }
}
