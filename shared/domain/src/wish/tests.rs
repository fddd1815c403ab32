use super::*;

fn check(expected: bool, texts: &[&str]) {
    let wrong: Vec<_> = texts.iter().filter(|text| asks_for_person(text) != expected).collect();
    assert!(wrong.is_empty(), "expected {expected} for {wrong:#?}");
}

/// The sentence that each of the widget's languages puts on its button, and others.
#[test]
fn the_wish_for_a_person_is_heard_in_every_language() {
    check(
        true,
        &[
            "I'd like to talk to a person.",
            "Can I speak to a human please",
            "HUMAN",
            "agent please!",
            "Real person",
            "operator",
            "Please connect me with an agent",
            "transfer me to customer service",
            "I want a human",
            "I need to speak with someone",
            "let me talk to your manager",
            "is there a human here?",
            "Is anyone there?",
            "Why can't I talk to a human?",
            "No, I want a real person",
            "This doesn't help. Give me a representative",
            "I don't want to talk to a bot",
            "stop this, I won't chat with a robot",
            "can you put me through to someone",
            "pass me on to an agent",
            "get me a human being",
            "can someone call me",
            "I would prefer a person",
        ],
    );
    check(
        true,
        &[
            "Ich möchte mit einem Menschen sprechen.",
            "Kann ich mit jemandem reden?",
            "Verbinden Sie mich mit einem Mitarbeiter",
            "Mitarbeiter bitte",
            "Ich will einen echten Menschen",
            "Kann ich nicht mit einem Menschen sprechen?",
            "Gibt es hier einen Menschen?",
            "Ich will nicht mit einem Bot schreiben",
            "bitte um Rückruf",
            "Mensch!",
            "Ich brauche einen Ansprechpartner",
            "Mit dem Kundenservice sprechen",
        ],
    );
    check(
        true,
        &[
            "Je voudrais parler à une personne.",
            "Je veux parler à un conseiller",
            "un humain svp",
            "Puis-je parler à quelqu'un ?",
            "Passez-moi un conseiller",
            "J'ai besoin d'un agent",
            "Mettez-moi en relation avec un conseiller",
            "Je ne veux pas parler à un robot",
            "Pourquoi je ne peux pas parler à un humain ?",
        ],
    );
    check(
        true,
        &[
            "Quiero hablar con una persona.",
            "¿Puedo hablar con alguien?",
            "Necesito un agente",
            "páseme con un operador",
            "agente por favor",
            "Quiero una persona real",
            "No quiero hablar con un robot",
            "comuníqueme con un asesor",
        ],
    );
    check(
        true,
        &[
            "Vorrei parlare con una persona.",
            "Posso parlare con qualcuno?",
            "operatore per favore",
            "Voglio un operatore umano",
            "mi passi un operatore",
            "Non voglio parlare con un bot",
            "C'è qualcuno?",
        ],
    );
    check(
        true,
        &[
            "Quero falar com uma pessoa.",
            "Posso falar com alguém?",
            "atendente por favor",
            "Preciso de um atendente",
            "Gostaria de falar com um humano",
            "Não quero falar com um robô",
            "passe-me a um operador",
        ],
    );
    check(
        true,
        &[
            "Ik wil graag met een mens praten.",
            "Kan ik iemand spreken?",
            "medewerker graag",
            "Ik wil een medewerker spreken",
            "Verbind me door met een medewerker",
            "Ik wil niet met een robot praten",
            "een echt persoon",
        ],
    );
    check(
        true,
        &[
            "Chcę porozmawiać z człowiekiem.",
            "Czy mogę porozmawiać z kimś?",
            "konsultant proszę",
            "Proszę połączyć mnie z konsultantem",
            "Potrzebuję konsultanta",
            "Nie chcę rozmawiać z botem",
            "Czy jest tam ktoś?",
        ],
    );
    check(
        true,
        &[
            "Bir insanla konuşmak istiyorum.",
            "Müşteri temsilcisine bağlanmak istiyorum",
            "Beni bir yetkiliye bağlayın",
            "temsilci lütfen",
            "Canlı destek",
            "Biriyle görüşebilir miyim?",
            "Robotla konuşmak istemiyorum",
            "gerçek bir insan istiyorum",
        ],
    );
    check(
        true,
        &[
            "أريد التحدث إلى شخص.",
            "أريد التحدث مع موظف",
            "هل يمكنني التكلم مع إنسان حقيقي؟",
            "حولني إلى موظف",
            "موظف من فضلك",
            "ممكن اكلم موظف خدمة العملاء",
            "لا أريد التحدث مع روبوت",
            "أحتاج موظف",
        ],
    );
    check(
        true,
        &[
            "אני רוצה לדבר עם אדם.",
            "אפשר לדבר עם נציג?",
            "נציג בבקשה",
            "תעבירו אותי לנציג",
            "אני צריך נציג אנושי",
            "למה אי אפשר לדבר עם בן אדם?",
            "אני לא רוצה לדבר עם בוט",
        ],
    );
    check(
        true,
        &[
            "人と話したいです。",
            "オペレーターにつないでください",
            "担当者をお願いします",
            "オペレーター",
            "スタッフと話せますか",
            "人間に代わってください",
            "有人対応にしてください",
        ],
    );
}

#[test]
fn what_only_looks_like_the_wish_is_none() {
    check(
        false,
        &[
            "",
            "?",
            "Is this fit for a tall person?",
            "How many people fit in the tent?",
            "Where is my order?",
            "I need a human-sized mannequin",
            "Does the robot vacuum speak English?",
            "Is there a cleaning agent in the set?",
            "I want the orange poster of a human",
            "My robot doesn't work",
            "a gift for a person who has everything",
            "Can I change the contact address?",
            "Does it support Bluetooth?",
            "I bought this for someone",
            "personal details",
            "the operator's manual is missing",
            "I have a question about humanist fonts",
        ],
    );
    check(
        false,
        &[
            "Passt das einer großen Person?",
            "Für wie viele Menschen reicht das Zelt?",
            "Mein Roboter geht nicht",
            "Wo ist meine Bestellung?",
            "Ich brauche eine Tasche für jemanden",
            "menschenleer",
            "Est-ce que la tente convient à trois personnes ?",
            "Mon robot ne marche pas",
            "¿Para cuántas personas es la tienda?",
            "Mi robot no funciona",
            "Per quante persone è la tenda?",
            "Para quantas pessoas é a tenda?",
            "Voor hoeveel personen is de tent?",
            "Mijn robot werkt niet",
            "Dla ilu osób jest namiot?",
            "Çadır kaç kişilik?",
            "لكم شخص تكفي الخيمة؟",
            "כמה אנשים נכנסים לאוהל?",
            "このテントは何人用ですか",
            "友人と話したいときに使えますか",
            "人気の商品はどれですか",
        ],
    );
}

#[test]
fn a_wish_turned_round_is_none() {
    check(
        false,
        &[
            "I don't want a person",
            "I do not need to talk to a human",
            "no need to talk to an agent",
            "please don't transfer me to an agent",
            "can this be done without talking to a person",
            "I never asked to speak to a human",
            "Ich möchte nicht mit einem Menschen sprechen",
            "Ich brauche keinen Menschen",
            "Bitte keinen Mitarbeiter",
            "Je ne veux pas parler à un conseiller",
            "No quiero hablar con una persona",
            "Non voglio parlare con un operatore",
            "Não quero falar com uma pessoa",
            "Ik wil niet met een mens praten",
            "Nie chcę rozmawiać z człowiekiem",
            "Bir insanla konuşmak istemiyorum",
            "لا أريد التحدث مع موظف",
            "אני לא רוצה לדבר עם נציג",
            "人と話したくないです",
            "オペレーターにつないでほしい必要はありません",
        ],
    );
}
