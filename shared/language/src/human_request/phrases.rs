//! How people ask for a person, language by language.
//!
//! Words are folded before they are compared; `*` at the end of one stands for any ending.

use crate::Language;
use crate::Language::{Ar, De, En, Es, Fr, He, It, Nl, Pl, Pt, Tr};

/// The words of one language.
pub(super) struct Speech {
    /// Whose they are.
    pub(super) tongue: Language,
    /// What one does with a person to be helped.
    pub(super) reach: &'static str,
    /// What one says to have one.
    pub(super) want: &'static str,
    /// Who is clearly a person of the shop, or surely no machine.
    pub(super) people: &'static str,
    /// Who is one only if one wants to reach them.
    pub(super) someone: &'static str,
    /// What may stand between.
    pub(super) between: &'static str,
    /// Whom one does not want.
    pub(super) bots: &'static str,
    /// What turns the wish round when it stands before it; behind the first `|`, what always does.
    pub(super) not: &'static str,
    /// What turns a negation back: "why can't I talk to a person" is a wish.
    pub(super) still: &'static str,
    /// Wishes that no rule would find, word for word; `|` separates them.
    pub(super) phrases: &'static str,
    /// Whether the person may come before the verb.
    pub(super) verb_last: bool,
}

/// All languages whose words are separated by spaces.
pub(super) const SPEECHES: [Speech; 11] = [
    Speech {
        tongue: En,
        reach: "talk talking speak speaking chat chatting connect transfer contact reach message forward escalate put pass",
        want: "want need give get require prefer there pass bring put",
        people: "human humans agent representative rep operator person advisor adviser",
        someone: "someone somebody anyone anybody staff employee colleague manager supervisor support service team member seller",
        between: "a an the to with me us my this it through on over onto real live actual human some your another customer please now \
            directly just proper in other here any support service at from",
        bots: "bot bots robot robots machine machines ai chatbot computer",
        not: "not don dont never needn|without|no need|rather than|instead of",
        still: "can cannot cant could couldn why isn is won",
        phrases: "is anyone there|anybody there|anyone real|a real person|real human|please call me|call me back|person i can talk|\
            person i can speak|someone i can talk|someone i can speak|anyone i can talk|anyone i can speak|person to talk to|\
            person to speak to|someone to talk to|someone to speak to|let a human|have a human|have someone contact|have someone call|\
            someone contact me|someone call me",
        verb_last: false,
    },
    Speech {
        tongue: De,
        reach: "sprechen reden sprech* schreiben chatten verbinden verbinde verbindet weiterleiten telefonieren erreichen kontaktieren unterhalten durchstellen übergeben",
        want: "will möchte brauche wünsche bitte gib geben gebt geben holen hol verlange hätte gern gerne",
        people: "mensch menschen mitarbeiter mitarbeiterin mitarbeitern ansprechpartner ansprechpartnerin berater beraterin sachbearbeiter \
            kundenberater kundendienst kundenservice",
        someone: "jemand jemanden jemandem person kollege kollegen kollegin support team service verkäufer chef person",
        between: "mit an zu zum zur einem einen eine einer ein der den dem echten echter echte richtigen richtiger wirklichen lebenden \
            realen eurem ihrem ihren euren mich mir uns bitte jetzt direkt persönlich vom von kundenservice mal sie einfach gerne gern doch",
        bots: "bot bots roboter maschine computer chatbot ki automaten",
        not: "nicht kein keinen keine keinem nie|ohne|statt",
        still: "kann könnte können kannst warum wieso darf",
        phrases: "echter mensch|echten menschen|ruft mich an|rufen sie mich|bitte um rückruf|ist da jemand|jemand da|menschliche hilfe|\
            menschlicher ansprechpartner|gibt es hier einen menschen",
        verb_last: true,
    },
    Speech {
        tongue: Fr,
        reach: "parler parle parlez discuter échanger joindre contacter transférer transférez transfère passer passez passe connecter \
            connectez mettre mettez",
        want: "veux voudrais souhaite besoin aimerais donnez demande exige faut",
        people: "humain humaine conseiller conseillère agent opérateur opératrice employé interlocuteur personne",
        someone: "quelqu vendeur responsable service équipe support collègue",
        between: "à a au aux un une avec le la l de d des du vrai vraie véritable moi me être en votre client clientèle relation directement \
            autre s il vous plaît svp contact quelqu maintenant",
        bots: "bot robot robots machine chatbot ordinateur ia",
        not: "ne n pas jamais|sans",
        still: "peux puis pourquoi peut pourrais possible",
        phrases: "parler à quelqu un|quelqu un de réel|une vraie personne|un vrai humain|un être humain|rappelez moi|y a t il quelqu un|\
            un humain svp",
        verb_last: false,
    },
    Speech {
        tongue: Es,
        reach: "hablar hablo hable hablarle chatear conversar comunicar comuníqueme comunícame contactar conectar conéctame pasar pásame \
            páseme transferir transfiéreme póngame ponme poner",
        want: "quiero quisiera necesito deseo dame deme exijo prefiero",
        people: "humano humana agente representante operador operadora asesor asesora empleado persona",
        someone: "alguien vendedor responsable encargado gerente atención soporte equipo servicio",
        between: "con a al un una el la de del verdadera verdadero real su me que sea ser por favor directamente otro otra ya cliente servicio \
            atención en lugar",
        bots: "bot robot robots máquina chatbot ordenador ia",
        not: "no nunca|sin",
        still: "puedo podría puede qué posible",
        phrases: "persona real|ser humano|alguien real|hay alguien ahí|que me llamen|llámenme|me atienda una persona|me atienda alguien|\
            atención humana",
        verb_last: false,
    },
    Speech {
        tongue: It,
        reach: "parlare parlo parli chattare comunicare contattare collegare collegami passare passami passatemi passi trasferire trasferitemi mettermi",
        want: "voglio vorrei desidero serve bisogno datemi dammi esigo preferisco",
        people: "umano umana operatore operatrice agente rappresentante addetto consulente persona",
        someone: "qualcuno impiegato responsabile commesso assistenza servizio supporto",
        between: "con a ad al un uno una un' l il lo la di del vero vera reale essere in carne e ossa vostro per favore direttamente altro \
            cliente clienti contatto",
        bots: "bot robot macchina chatbot computer ia",
        not: "non mai|senza",
        still: "posso potrei perché può possibile",
        phrases: "persona vera|persona reale|essere umano|c è qualcuno|richiamatemi|operatore umano",
        verb_last: false,
    },
    Speech {
        tongue: Pt,
        reach: "falar falo conversar comunicar contactar contatar ligar ligue passar passe passa transferir transfira conectar",
        want: "quero queria gostaria preciso desejo dê prefiro",
        people: "humano humana atendente agente representante operador operadora assistente funcionário pessoa",
        someone: "alguém vendedor responsável gerente atendimento suporte apoio",
        between: "com a ao à um uma o de do da verdadeira verdadeiro real me que seja ser por favor diretamente outro outra já cliente seu em \
            apoio serviço",
        bots: "bot robô robot máquina chatbot computador ia",
        not: "não nunca|sem",
        still: "posso poderia porque pode possível",
        phrases: "pessoa real|pessoa de verdade|ser humano|tem alguém aí|está aí alguém|me liguem|atendimento humano",
        verb_last: false,
    },
    Speech {
        tongue: Nl,
        reach: "praten spreken spreek praat chatten contact doorverbinden verbind verbinden bereiken overleggen",
        want: "wil graag heb nodig geef krijg wens verlang",
        people: "mens medewerker medewerkster persoon agent adviseur klantenservice",
        someone: "iemand collega verkoper manager team support",
        between: "met een de het echte echt levende met aan van voor jullie uw mij me alstublieft nu direct rechtstreeks gewoon \
            klantenservice menselijke door even kunnen",
        bots: "bot robot computer machine chatbot ai",
        not: "niet geen nooit|zonder",
        still: "kan kunnen waarom mag",
        phrases: "echt persoon|echte mens|echt mens|is daar iemand|bel me terug|menselijke medewerker|een mens alsjeblieft",
        verb_last: true,
    },
    Speech {
        tongue: Pl,
        reach: "rozmawiać porozmawiać mówić pogadać połączyć połącz połączcie proszę przełączyć przełącz skontaktować napisać",
        want: "chcę chciałbym chciałabym potrzebuję poproszę dajcie wolę",
        people: "człowiekiem człowieka człowiek konsultantem konsultanta konsultantką konsultant pracownikiem pracownika operatorem operatora \
            przedstawicielem doradcą doradcę osobą",
        someone: "kimś kogoś ktoś kierownikiem obsługą",
        between: "z ze o się mnie do jakimś prawdziwym prawdziwego żywym żywą żywego prawdziwą waszym teraz bezpośrednio klienta obsługi",
        bots: "botem bot robotem robota maszyną automatem chatbotem",
        not: "nie nigdy|bez",
        still: "mogę można czy dlaczego",
        phrases: "prawdziwy człowiek|żywy człowiek|czy jest tam ktoś|czy jest tu ktoś|proszę o kontakt z człowiekiem|kontakt z konsultantem|\
            rozmowa z konsultantem|oddzwońcie",
        verb_last: false,
    },
    Speech {
        tongue: Tr,
        reach: "konuş* görüş* bağla* aktar* yazış* ulaş*",
        want: "ist* lazım gerek* ihtiyac* ver* rica",
        people: "insan insanla insana temsilci* müşteri temsilcisi yetkili* görevli* operatör* danışman* çalışan*",
        someone: "biri birisi biriyle birisiyle kişi kişiyle destek",
        between: "bir gerçek canlı ile müşteri hizmetleri beni bana bizi lütfen hemen doğrudan hizmetlerinden destek",
        bots: "bot botla robot robotla makine makineyle",
        not: "",
        still: "neden",
        phrases: "canlı destek|gerçek bir insan|gerçek bir kişi|orada kimse var mı|beni arayın",
        verb_last: true,
    },
    Speech {
        tongue: Ar,
        reach: "التحدث اتحدث أتحدث تحدث التكلم اتكلم أتكلم اكلم أكلم الكلام التواصل أتواصل حولني حولوني تحويلي وصلني وصلوني الاتصال",
        want: "أريد اريد أحتاج أرغب بدي عايز ابغى أبغى أود اعطني",
        people: "موظف موظفة إنسان بشري بشر مندوب ممثل وكيل مسؤول مشغل شخص",
        someone: "أحد احد حد الدعم الفريق خدمة زميل",
        between: "مع إلى الى على في من أن ان حقيقي خدمة العملاء الزبائن ب ل فضلك مباشرة آخر",
        bots: "روبوت بوت آلة الي",
        not: "لا ليس لست|بدون",
        still: "لماذا هل ألا ممكن يمكنني",
        phrases: "شخص حقيقي|إنسان حقيقي|هل يوجد أحد|اتصلوا بي|خدمة العملاء من فضلك",
        verb_last: false,
    },
    Speech {
        tongue: He,
        reach: "לדבר מדבר לשוחח להתכתב להתחבר תעבירו תעביר העבירו תחברו חברו לעבור ליצור קשר",
        want: "רוצה צריך צריכה מבקש מבקשת תנו אשמח מעדיף מעדיפה",
        people: "נציג נציגה אדם אנושי אנושית בן מוקדן מוקדנית עובד נציגת",
        someone: "מישהו מישהי מנהל שירות תמיכה מוכר",
        between: "עם אל ל את אותי לי בן אמיתי אמיתית חי שירות לקוחות בבקשה עכשיו ישירות של קשר מ",
        bots: "בוט רובוט מכונה מחשב",
        not: "לא|בלי",
        still: "אפשר למה יכול יכולה מדוע",
        phrases: "בן אדם|אדם אמיתי|נציג אנושי|מענה אנושי|יש שם מישהו|תתקשרו אליי",
        verb_last: false,
    },
];

/// Japanese has no spaces: whom one asks for, and what follows.
pub(super) const JA_PEOPLE: [&str; 12] = [
    "人",
    "人間",
    "担当者",
    "担当の方",
    "担当の人",
    "オペレーター",
    "オペレータ",
    "スタッフ",
    "係の人",
    "係の方",
    "店員さん",
    "サポートの方",
];
/// What one wants of them.
pub(super) const JA_WISHES: [&str; 26] = [
    "と話したい",
    "と話せ",
    "と話をしたい",
    "と話がしたい",
    "とお話ししたい",
    "とお話しでき",
    "と直接話",
    "とチャットしたい",
    "と会話したい",
    "に代わって",
    "にかわって",
    "に替わって",
    "につないで",
    "に繋いで",
    "に繋げて",
    "につなげて",
    "をお願い",
    "お願いします",
    "を出して",
    "を呼んで",
    "に対応して",
    "と連絡を取りたい",
    "に相談したい",
    "に聞きたい",
    "による対応",
    "を希望",
];
/// Wishes that are whole by themselves.
pub(super) const JA_PHRASES: [&str; 5] =
    ["有人対応", "有人チャット", "有人サポート", "人の対応を", "ボットじゃなくて"];
/// What turns a wish round behind it.
pub(super) const JA_NOT: [&str; 6] =
    ["たくない", "たくありません", "必要はな", "必要はありません", "必要ない", "いらな"];
