use super::*;

#[test]
fn greetings_thanks_and_emoji_are_small_talk_in_every_language() {
    for text in [
        "Hi there!",
        "Hello, good morning",
        "Thanks so much :)",
        "ok great, thank you",
        "👍👍",
        "❤️",
        "…",
        "Thank you for your help!",
        "Hallo zusammen",
        "Guten Abend!",
        "Alles klar, vielen Dank",
        "Bonjour madame",
        "D'accord, merci beaucoup !",
        "Buenos días",
        "Perfecto, muchas gracias",
        "Buonasera",
        "Va bene, grazie mille",
        "Olá, boa tarde",
        "Muito obrigada!",
        "Goedemiddag",
        "Prima, dank je wel",
        "Dzień dobry",
        "OK, dziękuję bardzo",
        "Merhaba, iyi günler",
        "Tamam teşekkürler",
        "السلام عليكم",
        "شكرا جزيلا",
        "שלום, בוקר טוב",
        "תודה רבה!",
        "こんにちは",
        "はい、ありがとうございます。",
        "了解です",
    ] {
        assert!(is_small_talk(text), "{text}");
    }
    for text in [
        "Hi, where is my parcel?",
        "Thanks, but it is broken",
        "4711",
        "Hello world clock",
        "no invoice",
        "Danke, aber das Paket fehlt",
        "Bonjour, où est mon colis ?",
        "Hola, quiero devolverlo",
        "こんにちは、返品したいです",
        "שלום, איפה ההזמנה",
        "refund",
        "ok computer album",
    ] {
        assert!(!is_small_talk(text), "{text}");
    }
}

#[test]
fn what_is_asked_stands_without_the_courtesies_around_it() {
    for (text, expected) in [
        ("Hi there, where is my parcel? Thanks a lot!", "where is my parcel?"),
        ("Guten Tag! Wo ist mein Paket? Vielen Dank.", "Wo ist mein Paket?"),
        ("Is it ok", "Is it ok"),
        ("Hello", "Hello"),
        ("where is it?", "where is it?"),
    ] {
        assert_eq!(without_small_talk(text), expected);
    }
}

#[test]
fn replies_that_win_time_or_ask_back_are_no_answers() {
    for text in [
        "Just a moment, I'll look into it.",
        "Hi! Let me check that for you.",
        "Could you send me your order number?",
        "Einen Augenblick bitte, ich schaue nach.",
        "Un instant, je vérifie.",
        "Un momento, por favor.",
        "Un attimo, controllo subito.",
        "Só um momento, vou verificar.",
        "Momentje, ik kijk even.",
        "Chwileczkę, już sprawdzam.",
        "Bir dakika, kontrol ediyorum.",
        "لحظة من فضلك",
        "רגע אחד, אני בודק",
        "少々お待ちください。",
        "Hello! How can I help you today?",
    ] {
        assert!(is_holding(text), "{text}");
    }
    for text in [
        "Not at the moment, sorry for that.",
        "Your parcel leaves on Monday and takes two days.",
        "One moment after payment the order is confirmed, and within two days you get a parcel from our warehouse.",
        "Returns are free within 30 days. Shall I send a label?",
        "",
    ] {
        assert!(!is_holding(text), "{text}");
    }
}

#[test]
fn a_question_turned_round_is_told_from_one_with_a_no_in_it() {
    for text in [
        "I do NOT want to return it",
        "I don't want to cancel",
        "Ich will nicht stornieren",
        "Ich möchte nicht stornieren",
        "Je ne veux pas annuler",
        "No quiero cancelar",
        "Non voglio annullare",
        "Não quero cancelar",
        "Ik wil niet annuleren",
        "Nie chcę anulować",
        "İptal etmek istemiyorum",
        "لا أريد الإلغاء",
        "אני לא רוצה לבטל",
        "キャンセルしたくないです",
    ] {
        assert!(declines(text), "{text}");
    }
    for text in [
        "My order did not come",
        "I want to cancel",
        "Why is it not in stock?",
        "Das Paket ist nicht da",
    ] {
        assert!(!declines(text), "{text}");
    }
}

#[test]
fn a_question_is_the_same_whatever_number_or_slip_is_in_it() {
    let same = "When will my parcel arrive?";
    for text in [
        "when will my parcel arrive",
        "When will my parcel #88123 arrive?",
        "Hi! When will my parcel arrive? Thanks",
        "When will my parcle arrive?",
        "WHEN WILL MY PARCEL ARRIVE!!",
        "when will my parcel arrive 2024-08-15?",
    ] {
        assert!(is_same_question(text, same), "{text}");
    }
    assert!(is_same_question("Wheres the invoice", "Where's the invoice?"));
    assert!(is_same_question("Where is invoice number 4711?", "Where is invoice?"));
    assert!(is_same_question("Où est ma commande n° 123 ?", "Ou est ma commande"));
    for (one, other) in [
        ("Do you ship to Spain?", "Do you ship to Sweden?"),
        ("Is it there in S?", "Is it there in M?"),
        ("Can I return it?", "Can I not return it?"),
        ("How do I pay?", "How do I play?"),
        ("When will my parcel arrive?", "When will my refund arrive?"),
        ("", "?"),
    ] {
        assert!(!is_same_question(one, other), "{one} {other}");
    }
    assert_eq!(question_key("Where IS my order?"), question_key("where is my order"));
}

#[test]
fn a_sentence_asks_whatever_stands_behind_its_question_mark() {
    for asks in [
        "Where?",
        "どこですか？",
        "أين طلبي؟",
        "Πού είναι\u{37e}",
        "Really?!",
        "(Where?)",
        "“Where?”",
        "Where? 😊",
    ] {
        assert!(ends_in_question_mark(asks), "{asks}");
    }
    for says in ["Here.", "Here!", "", "What? No", "?a", "😊", "Where?1"] {
        assert!(!ends_in_question_mark(says), "{says}");
    }
}
