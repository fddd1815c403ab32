//! Personal data never reaches a model: what is looked at is what its server received.

use language::drafting::{Offer, Reader, Speaker, Task, Turn};
use language::redaction::Private;
use serde_json::json;

use crate::llm::model::{Act, Model};
use crate::llm::{GOOD, chat, later, llm};

/// What people write, and what of it must not leave.
const FORMS: [(&str, &str); 26] = [
    ("Write to ines.moreau+shop@mail.example.com", "ines.moreau"),
    ("MAILTO:INES@EXAMPLE.ORG", "INES@EXAMPLE"),
    ("I am jörg@müller.example", "jörg@"),
    ("ines (at) example (dot) com", "ines (at)"),
    ("ines at example dot com", "ines at"),
    ("in\u{200b}es2@exam\u{200b}ple.com", "es2@"),
    ("Call +49 30 1234567", "1234567"),
    ("+4915112345678 is my mobile", "15112345678"),
    ("0049 151 22345678", "22345678"),
    ("Tel. 030/7654321", "7654321"),
    ("(555) 123-4567", "123-4567"),
    ("ring 555-765-4321", "765-4321"),
    ("06 12 34 56 78 s'il vous plaît", "34 56 78"),
    ("mi móvil es 612 345 678", "345 678"),
    ("my phone is 5559876", "5559876"),
    ("هاتفي ٠٥٠ ١٢٣ ٤٥٦٧", "٤٥٦٧"),
    ("電話は090-1234-5678です", "1234-5678"),
    ("card 4111 1111 1111 1111", "1111 1111"),
    ("5500-0055-5555-5559", "5555-5559"),
    ("amex 378282246310005", "378282246310005"),
    ("IBAN DE89 3704 0044 0532 0130 00", "0532 0130"),
    ("gb82west12345698765432", "west12345698765432"),
    ("SSN 078-05-1120", "078-05"),
    ("I am Ines Moreau-Öztürk", "Moreau"),
    ("INES MOREAU OZTURK here", "MOREAU"),
    ("Lindenstrasse 12, 10115 Berlin", "Lindenstrasse"),
];

#[tokio::test]
async fn personal_data_in_every_form_and_place_stays_here() {
    let model = Model::start(|_, received| match received.json().get("input") {
        Some(_) => {
            Act::Answer(200, json!({ "data": [{ "index": 0, "embedding": [1.0] }] }).to_string())
        }
        None => crate::llm::model::said(GOOD),
    })
    .await;
    let embeddings =
        json!({ "url": model.url(), "model": "e", "dimensions": 1, "price": { "input": 0 } });
    let llm = llm(&json!({ "chat": [chat(model.url())], "embeddings": embeddings }), &[]);
    let private =
        [Private::Name("Ines Moreau-Öztürk"), Private::Address("Lindenstraße 12, 10115 Berlin")];
    for (form, secret) in FORMS {
        let offers = [Offer { question: form, text: form }];
        let history = [
            Turn { speaker: Speaker::Customer, text: form },
            Turn { speaker: Speaker::Agent, text: form },
        ];
        let task = Task {
            question: form,
            locale: None,
            history: &history,
            offers: &offers,
            private: &private,
            reader: Reader::Agent,
        };
        let _ = llm.draft(&task, later(0)).await;
        llm.embed(&[form], &private, later(0)).await.unwrap();
        for received in model.received() {
            assert!(!received.body.contains(secret), "{secret} left in {}", received.body);
            let readable = serde_json::to_string(&received.json()).unwrap();
            assert!(!readable.contains(secret), "{secret} left in {readable}");
        }
    }
    assert_eq!(model.received().len(), 2 * FORMS.len());
}
