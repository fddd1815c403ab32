//! What is wrong with a store's form, and what of a customer's reply to it is kept.

use std::collections::HashSet;

use super::answers::{PreChatAnswer, PreChatAnswers, PreChatReply};
use super::{
    CHOICES, ConsentVersion, FieldKind, LONGEST_ANSWER, LONGEST_CONSENT, LONGEST_CONTACT,
    LONGEST_LABEL, MOST_BYTES, MOST_FIELDS, PreChat, PreChatField,
};
use crate::{CommandError, Text};

impl PreChat {
    /// What is wrong with it, a sentence each. A consent needs the address of the store's privacy notice.
    pub(crate) fn mistakes(&self, privacy: Option<&str>) -> Vec<String> {
        let ids: HashSet<_> = self.fields.iter().map(|field| &field.id).collect();
        let count = |kind| self.fields.iter().filter(|field| field.kind == kind).count();
        let consent = self.consent.as_ref();
        let contact = consent.and_then(|consent| consent.contact.as_ref());
        let bytes = serde_json::to_string(self).map_or(usize::MAX, |json| json.len());
        let rules = [
            (
                self.fields.len() <= MOST_FIELDS,
                format!("`pre_chat.fields` has at most {MOST_FIELDS} fields."),
            ),
            (
                ids.len() == self.fields.len(),
                "Each of `pre_chat.fields` has its own `id`.".to_owned(),
            ),
            (
                count(FieldKind::Name) <= 1 && count(FieldKind::Email) <= 1,
                "`pre_chat.fields` asks once at most for a name, and once for an e-mail address."
                    .to_owned(),
            ),
            (
                consent.is_none_or(|consent| consent.text.is_within(LONGEST_CONSENT, false)),
                format!(
                    "`pre_chat.consent.text` has 1 to {LONGEST_CONSENT} characters in each language, of which each stands once."
                ),
            ),
            (
                contact.is_none_or(|contact| contact.is_within(LONGEST_CONTACT, false)),
                format!(
                    "`pre_chat.consent.contact` has 1 to {LONGEST_CONTACT} characters in each language, of which each stands once."
                ),
            ),
            (
                consent.is_none() || privacy.is_some(),
                "`pre_chat.consent` needs the address of the privacy notice, `appearance.privacy`."
                    .to_owned(),
            ),
            (
                bytes <= MOST_BYTES,
                format!("`pre_chat` has at most {MOST_BYTES} bytes with all its translations."),
            ),
        ];
        let wrong = rules.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence);
        wrong.chain(self.fields.iter().flat_map(PreChatField::mistakes)).collect()
    }

    /// What is kept of a customer's reply: answers to what is asked, each with what the field is called.
    ///
    /// # Errors
    /// `consent_required` where these words have to be agreed to and were not, else `form_incomplete` where an answer is missing
    /// or not one that the field takes.
    pub fn take(
        &self,
        reply: &PreChatReply,
        privacy: Option<&str>,
    ) -> Result<PreChatAnswers, CommandError> {
        let wanted = self.agreed(reply.consent.as_ref(), privacy)?;
        let mut answers = Vec::new();
        for field in &self.fields {
            let mut given = reply.answers.iter().filter(|answer| answer.field == field.id);
            match (given.next(), given.next()) {
                (None, _) if !field.required => {}
                (Some(answer), None) if field.takes(&answer.value) => {
                    let (field, kind, label) =
                        (field.id.clone(), field.kind, field.label.text.clone());
                    answers.push(PreChatAnswer { field, kind, label, value: answer.value.clone() });
                }
                _ => return Err(CommandError::FormIncomplete),
            }
        }
        Ok(PreChatAnswers { answers, consent: wanted })
    }
}

impl PreChat {
    /// The words that were agreed to; none where the store asks for no agreement.
    ///
    /// # Errors
    /// `consent_required` where these words have to be agreed to and were not.
    pub fn agreed(
        &self,
        consent: Option<&ConsentVersion>,
        privacy: Option<&str>,
    ) -> Result<Option<ConsentVersion>, CommandError> {
        let wanted = self.consent.as_ref().map(|consent| consent.version(privacy));
        let is_agreed = wanted.is_none() || wanted.as_ref() == consent;
        if is_agreed { Ok(wanted) } else { Err(CommandError::ConsentRequired) }
    }
}

impl PreChatField {
    fn mistakes(&self) -> Vec<String> {
        let id = &self.id;
        let is_choice = self.kind == FieldKind::Choice;
        let texts: HashSet<_> = self.choices.iter().map(|choice| &choice.text).collect();
        let rules = [
            (
                self.label.is_within(LONGEST_LABEL, true),
                format!(
                    "The label of `{id}` is a line of 1 to {LONGEST_LABEL} characters in each language, of which each stands once."
                ),
            ),
            (
                (1..=LONGEST_ANSWER).contains(&self.max_length)
                    && (1..=self.max_length).contains(&self.min_length),
                format!(
                    "`min_length` and `max_length` of `{id}` are from 1 to {LONGEST_ANSWER}, the first not above the second."
                ),
            ),
            (
                is_choice == CHOICES.contains(&self.choices.len())
                    && (is_choice || self.choices.is_empty())
                    && texts.len() == self.choices.len()
                    && self.choices.iter().all(|choice| choice.is_within(LONGEST_LABEL, true)),
                format!(
                    "`{id}` has {} to {} different `choices` of a line of up to {LONGEST_LABEL} characters where one is asked for, else none.",
                    CHOICES.start(),
                    CHOICES.end()
                ),
            ),
        ];
        rules.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence).collect()
    }

    /// Whether this is an answer to it. The widget says the same beside the field; one table holds both to it.
    fn takes(&self, value: &Text) -> bool {
        let value = value.as_str().trim();
        if self.kind == FieldKind::Choice {
            return self.choices.iter().any(|choice| choice.text == value);
        }
        let length = value.chars().count();
        let is_within =
            (usize::from(self.min_length)..=usize::from(self.max_length)).contains(&length);
        is_within
            && match self.kind {
                FieldKind::Email => is_email(value),
                FieldKind::Text | FieldKind::Choice => true,
                FieldKind::Name | FieldKind::OrderNumber => !value.contains('\n'),
            }
    }
}

/// Whether it has the form of an e-mail address. Whether anybody reads mail there, nobody has asked.
fn is_email(value: &str) -> bool {
    let Some((local, host)) = value.rsplit_once('@') else { return false };
    let is_plain = |c: char| !c.is_whitespace() && !"<>()[],;:\"\\".contains(c);
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() > 1 && labels.iter().all(|label| !label.is_empty());
    !local.is_empty() && !local.contains('@') && is_host && value.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::tests::whole;
    use super::super::{GivenAnswer, Translation};
    use super::*;

    const PRIVACY: Option<&str> = Some("https://shop.example/privacy");

    fn reply(answers: &[(&str, &str)]) -> PreChatReply {
        let given = |(field, value): &(&str, &str)| GivenAnswer {
            field: field.parse().unwrap(),
            value: value.parse().unwrap(),
        };
        let consent = whole().consent.map(|consent| consent.version(PRIVACY));
        PreChatReply { answers: answers.iter().map(given).collect(), consent }
    }

    const ADA: [(&str, &str); 2] = [("name", "Ada"), ("email", "ada@shop.example")];

    #[test]
    fn a_form_with_one_of_each_is_without_mistake() {
        assert_eq!(whole().mistakes(PRIVACY), Vec::<String>::new());
        assert_eq!(PreChat::default().mistakes(None), Vec::<String>::new());
    }

    #[test]
    fn each_mistake_of_a_form_has_its_sentence() {
        type Spoil = fn(&mut PreChat);
        let spoils: [(Spoil, &str); 14] = [
            (|form| form.fields = vec![form.fields[2].clone(); 9], "at most 8 fields"),
            (|form| form.fields.push(form.fields[2].clone()), "its own `id`"),
            (|form| form.fields[2].kind = FieldKind::Name, "asks once at most"),
            (|form| form.fields[2].kind = FieldKind::Email, "asks once at most"),
            (|form| form.fields[0].label = "".into(), "The label of `name`"),
            (|form| form.fields[0].label = "two\nlines".into(), "The label of `name`"),
            (|form| form.fields[0].label.text = "x".repeat(81), "The label of `name`"),
            (|form| form.fields[0].max_length = 501, "`min_length` and `max_length` of `name`"),
            (|form| form.fields[0].min_length = 41, "`min_length` and `max_length` of `name`"),
            (|form| form.fields[3].choices.truncate(1), "`about` has 2 to 20"),
            (|form| form.fields[3].choices = vec!["a".into(), "a".into()], "`about` has 2 to 20"),
            (|form| form.fields[0].choices = vec!["a".into(), "b".into()], "`name` has 2 to 20"),
            (
                |form| {
                    form.consent.as_mut().unwrap().text = "x".repeat(1_001).as_str().into();
                },
                "`pre_chat.consent.text`",
            ),
            (
                |form| form.consent.as_mut().unwrap().contact = Some("".into()),
                "`pre_chat.consent.contact`",
            ),
        ];
        for (spoil, sentence) in spoils {
            let mut form = whole();
            spoil(&mut form);
            let mistakes = form.mistakes(PRIVACY);
            assert!(
                mistakes.iter().any(|said| said.contains(sentence)),
                "{sentence}: {mistakes:?}"
            );
        }
        let unlinked = whole().mistakes(None);
        assert!(unlinked[0].contains("appearance.privacy"), "{unlinked:?}");
        let mut long = whole();
        long.consent.as_mut().unwrap().text.translations = (10..30)
            .map(|n| Translation {
                locale: format!("x{n}").parse().unwrap(),
                text: "x".repeat(1_000),
            })
            .collect();
        assert_eq!(long.mistakes(PRIVACY).len(), 1, "as a whole it is bounded");
    }

    #[test]
    fn what_is_kept_is_what_was_asked_with_what_it_is_called() {
        let mut given = reply(&[ADA[1], ("unasked", "kept by nobody"), ADA[0]]);
        let kept = whole().take(&given, PRIVACY).unwrap();
        let fields: Vec<_> = kept.answers.iter().map(|answer| answer.field.as_str()).collect();
        assert_eq!(fields, ["name", "email"]);
        assert_eq!(kept.answers[1].label, "email");
        assert_eq!(kept.consent, given.consent);
        assert_eq!(kept.name().unwrap().as_str(), "Ada");
        // Of a store that asks nothing nothing is kept.
        assert!(PreChat::default().take(&given, None).unwrap().is_empty());
        given.consent = "0123456789abcdef".parse().ok();
        assert_eq!(whole().take(&given, PRIVACY), Err(CommandError::ConsentRequired));
        given.consent = None;
        assert_eq!(whole().take(&given, PRIVACY), Err(CommandError::ConsentRequired));
    }

    #[test]
    fn what_is_missing_or_does_not_fit_is_refused() {
        let with = |more: (&str, &str)| {
            whole().take(&reply(&[ADA[0], ADA[1], more]), PRIVACY).map(|kept| kept.answers.len())
        };
        let incomplete = Err(CommandError::FormIncomplete);
        assert_eq!(whole().take(&reply(&ADA[..1]), PRIVACY).map(|_| 0), incomplete, "the address");
        assert_eq!(with(("about", "Return")), Ok(3));
        assert_eq!(with(("about", "Anything else")), incomplete);
        assert_eq!(with(("more", "two\nlines")), Ok(3));
        assert_eq!(with(("more", &"x".repeat(41))), incomplete);
        assert_eq!(with(("order", "two\nlines")), incomplete);
        assert_eq!(with(ADA[0]), incomplete, "twice");
    }

    /// The table that the widget's own test reads too.
    #[derive(Deserialize)]
    struct Table {
        answers: Vec<(FieldKind, u16, u16, String, bool)>,
    }

    #[test]
    fn answers_are_what_the_widget_takes_for_answers() {
        let table: Table =
            serde_json::from_str(include_str!("../../fixtures/pre_chat_answers.json")).unwrap();
        for (kind, min_length, max_length, value, takes) in table.answers {
            let mut field = whole().fields[3].clone();
            (field.kind, field.min_length, field.max_length) = (kind, min_length, max_length);
            let is_taken = value.parse().is_ok_and(|value| field.takes(&value));
            assert_eq!(is_taken, takes, "{kind:?} {value:?}");
        }
    }
}
