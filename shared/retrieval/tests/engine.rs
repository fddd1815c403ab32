//! The engine as its users see it: decide, hear the verdict, learn; stop and continue.

use retrieval::{
    Classifier, Decision, Feedback, Part, Permission, Question, RiskBound, Tier, Vector, Vote,
};

const MATTERS: [(&str, &str); 5] = [
    ("tracking", "where is my parcel number"),
    ("refund", "i want my money back for order"),
    ("address", "please change the delivery address of"),
    ("invoice", "can you send me the invoice for"),
    ("", "tell me something funny about number"),
];

fn engine(tier: Tier) -> Classifier {
    Classifier::new(tier, 3, RiskBound::STANDARD, 7).expect("shipped weights")
}

/// The `at`-th question about a matter, worded a little differently each time.
fn asked(at: usize) -> (Question, Feedback<'static>) {
    let matter = (at * 7 + at / 5) % MATTERS.len();
    let (answer, words) = MATTERS[matter];
    let filler = ["hello", "hi there", "quick one", "sorry but", "hey"][at % 5];
    let values = [(matter % 3) as f32 - 1.0, (matter / 3) as f32, 0.2 + (at % 4) as f32 * 0.01];
    let question = Question::lexical(&format!("{filler} {words} {}", at * 37 % 101));
    let verdict = if answer.is_empty() { Feedback::Escalate } else { Feedback::Answer(answer) };
    (question.with_vector(Vector::parse(&values).expect("a direction")), verdict)
}

/// A question of a store that reads words alone. Two of five find no answer.
fn asked_in_words(at: usize) -> (Question, Feedback<'static>) {
    let filler = ["", "hello ", "hi there ", "sorry but ", "quick one: "][at % 5];
    let topic = ["the moon", "your dog", "a good film", "chess", "the weather"][at / 5 % 5];
    let number = at * 37 % 101;
    if at % 5 < 3 {
        let question = Question::lexical(&format!("{filler}where is my parcel {number}"));
        return (question, Feedback::Answer("tracking"));
    }
    let text = format!("{filler}tell me something funny about {topic} and {number}");
    (Question::lexical(&text), Feedback::Escalate)
}

fn live_through(engine: &mut Classifier, days: std::ops::Range<usize>) -> Vec<Decision> {
    let live = |at| {
        let (question, verdict) = asked(at);
        let decision = engine.decide(&question);
        engine.learn(&question, &decision, verdict, 1.0);
        decision
    };
    days.map(live).collect()
}

fn answer_of(decision: &Decision) -> Option<&str> {
    decision.candidate.as_ref().map(|found| found.answer.as_str())
}

#[test]
fn it_learns_to_give_the_answer_that_people_gave() {
    let mut engine = engine(Tier::Lexical);
    live_through(&mut engine, 0..200);
    for at in 200..240 {
        let (question, verdict) = asked(at);
        if let Feedback::Answer(answer) = verdict {
            assert_eq!(answer_of(&engine.decide(&question)), Some(answer));
        }
    }
}

#[test]
fn the_same_verdicts_give_the_same_engine_to_the_bit() {
    let run = || {
        let mut engine = engine(Tier::Both);
        let decisions = live_through(&mut engine, 0..150);
        decisions.into_iter().map(|decision| decision.views).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn without_the_model_the_lexical_tier_decides() {
    let mut engine = engine(Tier::Both);
    live_through(&mut engine, 0..100);
    let decision = engine.decide(&Question::lexical("where is my parcel number 12"));
    assert_eq!(decision.views.last().map(|view| view.tier), Some(Tier::Lexical));
    assert_eq!(answer_of(&decision), Some("tracking"));
}

#[test]
fn what_verdicts_certified_for_words_holds_until_they_have_certified_vectors_too() {
    let mut engine = engine(Tier::Both);
    for at in 0..2_000 {
        let (question, verdict) = asked_in_words(at);
        let decision = engine.decide(&question);
        engine.learn(&question, &decision, verdict, 1.0);
    }
    let is_certified = |engine: &Classifier, tier| {
        engine.tier_state(tier).expect("it sits there").autonomy.is_certified()
    };
    assert!(is_certified(&engine, Tier::Lexical) && !is_certified(&engine, Tier::Both));
    // Its knowledge is read by vectors from now on, and so are questions.
    let direction = Vector::parse(&[1.0, 0.0, 0.0]).expect("a direction");
    let with_vector = |text: &str| Question::lexical(text).with_vector(direction.clone());
    for text in ["where is my parcel now", "has the shipment left the house"] {
        engine.train(&with_vector(text), "tracking");
    }
    let other = Vector::parse(&[0.0, 1.0, 0.0]).expect("a direction");
    engine.train(&Question::lexical("can I get a refund").with_vector(other), "refund");
    let decision = engine.decide(&with_vector("where is my parcel now"));
    assert_eq!(decision.views.last().map(|view| view.tier), Some(Tier::Both));
    assert_eq!(answer_of(&decision), Some("tracking"));
    assert_eq!(engine.permits(&decision), Permission::Answer);
}

#[test]
fn an_engine_resumed_from_its_parts_decides_as_before() {
    let mut before = engine(Tier::Both);
    live_through(&mut before, 0..300);
    let stored = serde_json::to_string(&before.parts()).expect("parts are plain data");
    let parts: Vec<Part> = serde_json::from_str(&stored).expect("parts read back");
    let questions = (0..300).map(asked).map(|(question, verdict)| match verdict {
        Feedback::Answer(answer) => (question, Some(answer)),
        Feedback::Escalate => (question, None),
    });
    let after = engine(Tier::Both).resume(parts.into_iter().rev().collect(), questions);
    for at in 300..330 {
        let (one, other) = (before.decide(&asked(at).0), after.decide(&asked(at).0));
        assert_eq!(answer_of(&one), answer_of(&other));
        let purity = |decision: &Decision| {
            decision.candidate.as_ref().map_or(0.0, |found| found.confidence.purity)
        };
        assert!(
            (purity(&one) - purity(&other)).abs() < 0.01,
            "{} {}",
            purity(&one),
            purity(&other)
        );
    }
}

#[test]
fn every_part_fits_an_item_of_the_table() {
    let mut engine = engine(Tier::Both);
    live_through(&mut engine, 0..600);
    for part in engine.parts() {
        assert!(serde_json::to_string(&part).expect("plain data").len() < 400_000);
    }
}

#[test]
fn a_forgotten_answer_is_never_offered_again() {
    let mut engine = engine(Tier::Both);
    live_through(&mut engine, 0..100);
    engine.forget("tracking");
    assert!(!engine.knows("tracking"));
    for at in 100..140 {
        assert!(!engine.decide(&asked(at).0).offers.iter().any(|offer| offer == "tracking"));
    }
}

#[test]
fn an_added_answer_is_found_without_any_verdict() {
    let mut engine = engine(Tier::Lexical);
    engine.train(&Question::lexical("do you ship to Norway"), "shipping");
    let decision = engine.decide(&Question::lexical("shipping to norway?"));
    assert_eq!(answer_of(&decision), Some("shipping"));
    assert_ne!(engine.permits(&decision), Permission::Answer);
}

#[test]
fn a_models_vote_for_what_was_not_offered_counts_as_none() {
    let mut engine = engine(Tier::WithModel);
    live_through(&mut engine, 0..100);
    let decision = engine.decide(&asked(101).0);
    let (none, invented) = (
        engine.decide_with_vote(&decision, Vote::None),
        engine.decide_with_vote(&decision, Vote::For("no-such")),
    );
    assert_eq!(none.views, invented.views);
    assert_eq!(answer_of(&invented), answer_of(&decision));
}

#[test]
fn a_models_vote_for_an_offer_makes_it_the_candidate() {
    let mut engine = engine(Tier::WithModel);
    live_through(&mut engine, 0..100);
    let decision = engine.decide(&asked(101).0);
    let other = decision.offers.last().expect("an offer").clone();
    assert_eq!(
        answer_of(&engine.decide_with_vote(&decision, Vote::For(&other))),
        Some(other.as_str())
    );
}

#[test]
fn a_shop_that_begins_with_a_list_of_answers_gets_drafts_from_the_first_question_on() {
    let mut engine = engine(Tier::Lexical);
    for question in [
        "Where is my order?",
        "Where is my parcel?",
        "How long does delivery take?",
        "How much is shipping?",
        "How do I return an item?",
        "Can I cancel my order?",
    ] {
        engine.train(&Question::lexical(question), question);
    }
    for (asked, expected) in [
        ("where is my order", Permission::Suggest),
        ("how long does delivery take to Austria?", Permission::Suggest),
        ("can you recommend a good book", Permission::Nothing),
    ] {
        assert_eq!(engine.permits(&engine.decide(&Question::lexical(asked))), expected, "{asked}");
    }
}

#[test]
fn a_vote_counts_by_words_alone_too_and_both_ways() {
    for tier in [Tier::WordsWithModel, Tier::WithModel] {
        let mut engine = engine(tier);
        live_through(&mut engine, 0..100);
        let question = Question { vector: None, ..asked(101).0 };
        let decision = engine.decide(&question);
        let sure = |vote| {
            let voted = engine.decide_with_vote(&decision, vote);
            voted.candidate.map(|candidate| candidate.confidence.probability)
        };
        let before = decision.candidate.as_ref().map(|found| found.confidence.probability);
        let own = answer_of(&decision).expect("a candidate");
        assert!(sure(Vote::For(own)) > before && sure(Vote::None) < before, "{tier:?}");
    }
}

#[test]
fn a_text_without_words_has_a_decision_too() {
    let mut engine = engine(Tier::Lexical);
    live_through(&mut engine, 0..50);
    assert!(
        engine
            .decide(&Question::lexical("?!"))
            .views
            .iter()
            .all(|view| view.confidence.purity.is_finite())
    );
}

#[test]
fn the_very_same_question_is_known_and_so_is_every_answer_that_one_like_it_got() {
    for tier in [Tier::Lexical, Tier::Dense, Tier::Both] {
        let mut engine = Classifier::new(tier, 2, RiskBound::STANDARD, 1).unwrap();
        let question =
            |text: &str| Question::lexical(text).with_vector(Vector::parse(&[0.6, 0.8]).unwrap());
        engine.train(&question("where is my parcel"), "tracking");
        let decision = engine.decide(&question("Where is my parcel?"));
        assert_eq!(engine.same_question(&decision), Some("tracking"), "{tier:?}");
        assert_eq!(engine.alike(&decision), [Some("tracking")], "{tier:?}");
        engine.learn(&question("where is my parcel"), &decision, Feedback::Escalate, 1.0);
        let decision = engine.decide(&question("Where is my parcel?"));
        assert_eq!(engine.alike(&decision), [None, Some("tracking")], "{tier:?}");
        let other = engine.decide(&question("do you sell lamps"));
        assert_eq!(engine.same_question(&other), None, "{tier:?}");
    }
}
