//! The commonest words of each language: they tell it from others, and nothing about what a text is about.

use super::Language;
use super::Language::{Ar, De, En, Es, Fr, He, It, Ja, Nl, Pl, Pt, Tr};

/// Each language and its commonest words.
pub(super) const STOP_WORDS: [(Language, &str); 12] = [
    (
        En,
        "a an the this that these those i you he she it we they me him her us them my your his its our their mine yours \
         is are was were be been being am have has had do does did done will would shall should can could may might must \
         and or but if then than so because as of at by for with about into to from in on off out over under again \
         where when why how what which who whom there here all any both each few more most other some such only own same \
         too very just also yet please thanks thank hello hi dear s t d ll re ve m don doesn didn isn aren wasn won \
         after before until while within during once still up down between",
    ),
    (
        De,
        "der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich dich ihn uns euch mir dir \
         ihm ihnen mein meine meinen meinem meiner dein deine deinen deiner sein seine ihre ihren ihrem unser unsere unseren \
         ist sind war waren bin bist seid habe hast hat haben hatte wird werden wurde würde kann können könnte muss müssen \
         soll darf möchte und oder aber wenn dann als weil dass ob von zu zum zur mit bei nach aus auf für über unter vor an \
         am im in ins um durch wo wann warum wie was welche welcher welches wer hier da dort auch noch schon sehr nur mehr \
         so doch bitte danke hallo sich man innerhalb bis seit während sobald gibt",
    ),
    (
        Fr,
        "le la les l un une des du de d et ou mais si donc car que qui quoi quel quelle quels quelles je j tu il elle on nous \
         vous ils elles me m te se s mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces est sont \
         était suis êtes sommes être ai as a avons avez ont avoir fait faire peut peux pouvez puis dois doit devez à au aux en \
         dans par pour sur sous avec chez où quand pourquoi comment y ne n c qu plus très aussi encore déjà ici là bonjour \
         merci svp avant après depuis pendant jusqu lorsque dès cela",
    ),
    (
        Es,
        "el la los las un una unos unas usted ustedes de del al a y o pero si que quien cual cuales cuando donde como por para con en sobre \
         entre desde hasta yo tú él ella nosotros ellos me te se nos le les lo mi mis tu tus su sus nuestro nuestra \
         nuestros es son era soy eres somos ser estar está están estoy ha he has han hemos haber hay tiene tengo puede puedo \
         pueden debe quiero qué quién cuál dónde cuándo cómo porque muy más también ya aún todavía aquí allí este esta estos \
         estas ese esa eso esto hola gracias favor antes después durante",
    ),
    (
        It,
        "il lo la i gli le l un una uno di del della dei delle dello degli d a al alla ai alle da dal dalla in nel nella nei \
         con su sul sulla per tra fra e ed o ma se che chi cui quale quali quando dove come perché io tu lui lei noi voi loro \
         mi ti ci vi si mio mia miei mie tuo tua suo sua suoi sue nostro nostra nostri vostro è sono era sei siamo siete essere \
         ho hai ha abbiamo avete hanno avere può posso possono deve devo vorrei c dov più molto anche ancora già qui lì questo \
         questa questi queste quello quella ciao grazie prego prima dopo durante entro",
    ),
    (
        Pt,
        "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre entre até e ou mas se \
         que quem qual quais quando onde como porque eu tu você ele ela nós vocês eles elas me te lhe meu minha meus minhas \
         teu tua seu sua seus suas nosso nossa nossos é são era sou somos ser estar está estão estou há tem tenho têm pode \
         posso podem deve quero ao aos à às mais muito também já ainda aqui ali este esta estes estas esse essa isso isto olá \
         obrigado obrigada favor antes depois durante",
    ),
    (
        Nl,
        "de het een en of maar als dan dat die dit deze ik je jij u hij zij ze wij we jullie mij me jou hem haar ons hen mijn \
         jouw uw zijn onze hun is ben bent was waren wordt worden heb hebt heeft hebben had kan kunt kunnen moet moeten mag wil \
         wilt zal zullen zou van voor met bij naar uit op aan in te tot over onder door om waar wanneer waarom hoe wat welke \
         wie er hier daar ook nog al heel erg zo toch graag dank hallo binnen na tijdens sinds",
    ),
    (
        Pl,
        "i a w z ze na do od dla po przy przez o u pod nad bez lub albo ale jeśli jeżeli że bo gdy kiedy gdzie jak co kto \
         który która które których czy ja ty on ona ono my wy oni mnie mi cię ci go mu jej nas nam was wam ich im mój moja moje \
         mojego mojej moją twój twoja twoje swój swoje nasz nasza nasze wasz jest są był była było jestem być mam masz ma mamy \
         macie mają może mogę można muszę musi proszę dziękuję dzień dobry się to ten ta te tego tej tym już jeszcze też także \
         bardzo tylko więcej tu tam oraz tak przed podczas ciągu",
    ),
    (
        Tr,
        "bir bu şu o ve veya ya da de ile için ama fakat eğer ki ben sen biz siz onlar bana sana bize size ona beni seni bizi \
         sizi benim senin bizim sizin onun mi mı mu mü ne nerede nasıl neden niçin zaman hangi kim var çok daha en gibi kadar \
         sonra önce hala hâlâ henüz şimdi burada orada lütfen merhaba teşekkürler teşekkür ederim olarak olan olur oldu her \
         tüm bütün içinde kendi artık",
    ),
    (
        Ar,
        "في من على إلى عن مع هذا هذه ذلك تلك التي الذي ما ماذا متى أين كيف لماذا هل أنا أنت أنتم نحن هو هي هم كان كانت يكون \
         تكون قد لقد و أو ثم لكن إذا أن إن كل بعض أي بعد قبل خلال عند عندما لدي لدينا لديك لك لكم لنا لي يمكن يمكنك يمكنني هناك \
         هنا أيضا جدا فقط حتى شكرا مرحبا منذ بين",
    ),
    (
        He,
        "של את על עם אל מן מה מי איפה מתי איך למה האם אני אתה אתם אנחנו הוא היא הם הן זה זו זאת אלה היה הייתה היו יהיה או אבל \
         אם כי כל גם רק עוד כבר עדיין מאוד יותר שלי שלך שלכם שלנו לי לך לכם לנו יש אפשר ניתן כאן שם אחרי לפני תוך בתוך כדי כאשר \
         תודה שלום בבקשה",
    ),
    (
        Ja,
        "の は が を に で と も へ や から まで より です ます した して する いる ある こと これ それ この その ください",
    ),
];
