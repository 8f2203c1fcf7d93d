"""The forms questions take: which words, folded, ask for which kind of answer, in Turkish and in English.

Rows of a tier are searched together; what stands first in the question decides, and of two at one place the upper row.
The second tier is words that ask only where nothing else does.
"""

import re
from typing import Literal

from corpus.types import Language

AnswerKind = Literal[
    "person", "organisation", "place", "date", "number", "money", "percent", "rank", "list", "definition", "acronym",
    "reason", "manner", "yes_no", "open",
]  # fmt: skip
Row = tuple[AnswerKind, re.Pattern[str]]

# What is said around a question to be polite.
CHAT = re.compile(
    r"\b(?:(?:merhaba(?:lar)?|selam(?:lar)?|iyi (?:gunler|aksamlar)|gunaydin|acaba|lutfen|"
    r"bir (?:sey|soru) (?:soracaktim|sorabilir miyim)|(?:sunu )?merak ediyorum|bilmek istiyorum|bana (?:soyle|anlat)\w*|"
    r"hi|hello|hey|good (?:morning|evening)|please|excuse me|thanks|(?:can|could|would) you (?:please )?tell me|"
    r"tell me|do you know|i (?:would like|want|wanted|was wondering|wonder|'d like)(?: to (?:know|ask))?(?: if| about)?|"
    r"quick question)\b[\s,.!:;-]*)+"
)

# What may be asked for by name: "hangi kent", "which company".
CURRENCY = (
    r"(?:dolar|lira|tl\b|euro|avro|frank|sterlin|ruble|tenge|yuan|yen\b|kurus|altin\b|kron|dollar|pound|franc|rouble|crown)"
)
_MONEY = r"(?:fiyat|ucret|maliyet|bedel|butce|maas|harc|kira|odenek|tutar|ceza|burs|para(?!graf|metre))\w*"
_PLACE = (
    r"(?:sehir|sehr|kent|ulke|il(?:i|de|e|den|in|inde|ine|dedir)?\b|ilce|bolge|yer(?:i|de|e|den|in|inde|dedir)?\b|kita|"
    r"ada(?:si|da)?\b|eyalet|koy(?:u|de|e)?\b|semt|mahalle|cadde|liman|nehir|nehr|gol(?:u|de|e)?\b|baskent|cografya|"
    r"vilayet|deniz|okyanus)\w*"
)
_BODY = (
    r"(?:kurum|kurulus|bakanli|orgut|sirket|universite|fakulte|parti|birli[kg]|banka|dernek|derneg|vakif|vakf|kurul|meclis|"
    r"mahkeme|komisyon|ajans|ofis|daire|mudurlu|enstitu|konsey|firma|ekip|takim|makam|organ|merci|birim)\w*"
)
_PERSON = (
    r"(?:kisi|bakan(?:i|in)?\b|baskan|lider|yazar|sair|bilim insan|uzman|isim|isme|sanatci|diplomat|siyasetci|siyasi\b|"
    r"dusunur|arastirmaci|profesor|hukumdar|padisah|kral|temsilci|yetkili|kahraman|sarkici|oyuncu)\w*"
)
_TIME = (
    r"(?:yil(?!diz|an)\w*|tarih(?!ci)\w*|(?:gun|ay)(?:[ae]|d[ae]n?|[ui](?:n|n[ae]|nd[ae]n?)?|l[ae]r\w*)?\b|"
    r"sene(?!t)\w*|donem\w*|yuzyil\w*|saat\w*|hafta\w*|mevsim\w*|cag\b|asir\w*)"
)
_LASTS = r"(?:sure|zaman|devam|yil|sene|ay\b|gun|hafta|saat)"  # asks how long a rent or a penalty runs
_COUNT = r"(?:iki|uc|dort|bes|alti|yedi|sekiz|dokuz|on|\d+)"
_PLURAL = r"\w+(?:lar|ler)(?:i|a|e|da|de|dan|den|in|la|le|i?ni?n?|ina|ine|inda|inde|dir)?\b"
_ENGLISH_PLACE = (
    r"(?:city|town|country|place|region|province|district|state\b|island|continent|village|port|river|lake|sea|ocean|"
    r"neighbourhood|street|location|site)\b"
)
# "What is the capital of Peru?", but not that of a firm, which is money.
_NO_SEAT = r"(?! of (?:\w+ ){0,2}?(?:compan|firm|bank|fund|business))"
_WHAT_IS_THE = r"what(?: is| was|'s) (?:the |its |their |his |her )"
_ENGLISH_SEAT = (
    rf"(?:{_WHAT_IS_THE}(?:current |new |old |first |former )?|^)capital(?: city)?(?:{_NO_SEAT} of\b|\W*$)|"
    rf"{_WHAT_IS_THE}(?:headquarters|birthplace|location)\b|which capital\b"
)
_ENGLISH_BODY = (
    r"(?:organi[sz]ation|institution|ministry|company|firm|university|faculty|party|union|bank|association|foundation|"
    r"council|parliament|chamber|court|commission|agency|office|body|department|institute|team|board|authority)\b"
)
_ENGLISH_PERSON = (
    r"(?:person|minister|president|leader|writer|author|poet|scientist|scholar|expert|artist|diplomat|politician|thinker|"
    r"researcher|professor|ruler|sultan|king|queen|official|historian|journalist|student|philosopher|woman|man|singer|"
    r"actor|actress)\b"
)
_ENGLISH_TIME = r"(?:year|date|day|month|time|century|decade|season|hour|period|era|week)s?\b"
_ENGLISH_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_ENGLISH_PLURAL = r"(?:(?:other|main|new|different|kinds of|types of) )?(?!does\b|was\b|has\b|is\b)\w{3,}(?<![sui])s\b"
_BETWEEN = r"(?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b)\w+ )"  # adjectives
_HELPING = r"(?:are|were|do|did|have|can|should|will|may|must|might|could|would)\b"


def _rows(*rows: tuple[AnswerKind, *tuple[str, ...]]) -> tuple[Row, ...]:
    return tuple((kind, re.compile(rf"\b(?:{'|'.join(patterns)})")) for kind, *patterns in rows)


_TURKISH = _rows(
    ("acronym", r"acilim(?:i|ini|idir)?\b", r"(?:neyin |kimin )?kisaltmas\w*", r"harfler\w* ne(?:yi|ler\w*|dir|yin)?\b"),
    ("percent", r"yuzde kac\w*", r"yuzdes\w+ (?:ne|kac)\w*", r"(?:ne|hangi|kac) oran\w*", r"oran\w* (?:ne|kac)\w*"),
    ("rank", r"kacinci\w*", r"hangi sira\w*"),
    ("list", r"hangi (?:\w+ )?(?:donem|asama|evre|safha)ler\w*", r"hangi (?:\w+ )?(?:asama|safha)lar\w*"),
    ("date", r"ne zaman\w*", r"ne vakit", rf"hangi (?:\w+ )?{_TIME}", r"kac yilin\w+", r"kac senesi\w*", r"saat kac\w*"),
    ("date", r"kac tarih\w*"),
    ("money", rf"kac (?:\w+ ){{0,2}}{CURRENCY}\w*", r"(?:kac|ne kadar) (?:para(?!graf|metre)|odem|harca|ucret)\w*"),
    ("money", r"kaca (?:mal|sat|al)\w*", rf"{_MONEY} (?!yuzde\b)(?:\w+ )?(?:kac|ne kadar)\w*\b(?! {_LASTS})"),
    ("list", rf"hangi (?:{_COUNT}\b|{_PLURAL})", r"neler\w*", r"hangileri\w*", r"kimler\w*"),
    ("list", rf"{_COUNT} (?:\w+ ){{1,2}}(?:nedir|hangi\w*|kim\w*|neler\w*)"),
    (
        "number",
        r"kac(?:i|ini|inin|ina|inda|indan|tir|ti|a|ta|tan|ar)?\b",
        r"ne kadar\w*",
        r"sayis\w+ ne(?:dir|ydi)?\b(?! zaman)",
        r"ne denli",
    ),
    ("definition", r"ne anlam\w*", r"ne demek\w*", r"ney?i? ifade\w*", r"nasil (?:tanim|tarif)\w*", r"(?:kime|neye) denir"),
    ("definition", r"ne (?:ad|isim) ver\w*", r"ne den(?:ir|iyor|mek\w*)", r"anlam\w+ ne\w*", r"tanim\w+ ne\w*"),
    ("person", r"kim(?:dir|i|in|e|den|le|ce|di|ler|inle|mis|se|de|dedir|dendir)?\b", rf"hangi (?:\w+ ){{0,2}}?{_PERSON}"),
    ("reason", r"neden\b(?! ol)", r"nicin\w*", r"niye\w*", r"ne icin", r"ne (?:sebep|maksat|amac)\w*"),
    (
        "reason",
        r"hangi (?:neden|sebe[bp]|gerekce|amac|kayg|maksat)\w*",
        r"(?:neden|seb[be]+b|gerekce|amac)\w* (?:ne|hangi)\w*",
    ),
    ("organisation", rf"hangi (?:\w+ ){{0,2}}?{_BODY}"),
    (
        "place",
        r"nere\w*",
        rf"hangi (?:\w+ )?{_PLACE}",
        r"baskent\w* (?:ne(?:dir|ydi)?\W*$|hangisi)",
        r"baskent(?:i|leri)?\W*$",
    ),
    ("manner", r"nasil\w*", r"ne (?:sekil|bicim|suret)\w*", r"hangi (?:yol|yontem|bicim|sekil|usul)\w*"),
)
_TURKISH_ELSE = _rows(
    ("open", r"hangi\w*", r"ne(?:yi|ye|yle|ydi|den|yin|dir)?\b(?! olur)"),
    ("yes_no", r"m[iu](?:dir|dur|ydi|ydu|ymis|ymus|sin|siniz|yim|yiz|sunuz)?\b"),
)
_ENGLISH = _rows(
    (
        "acronym",
        r"stands? for",
        r"stood for",
        r"abbreviat\w+",
        r"acronym\w*",
        r"full (?:name|form)",
        r"what (?:do|are) the letters",
    ),
    ("percent", r"(?:what|which|how many) percent\w*", r"(?:what|which) (?:share|proportion|fraction|rate)\b"),
    ("rank", r"(?:what|which) (?:rank|position)\w*", r"what place does", r"(?:where|how) (?:does|did|do) [^?]* rank"),
    ("money", rf"how many (?:\w+ ){{0,3}}{CURRENCY}\w*", rf"how much (?:money|in {CURRENCY})"),
    ("money", r"how much [^?]*\b(?:cost|pay|paid|spen[dt]|charge|worth)\w*"),
    ("money", r"what (?:is|was|are|were|will be)? ?(?:the )?(?:\w+ )?(?:price|fee|cost|budget|salary|rent|fine|fare)\b"),
    ("number", r"how (?:many|much|long|old|far|tall|large|big|high|deep|wide|often|fast|heavy|few)\b"),
    (
        "number",
        r"(?:what|which) (?:is|was|are|were)? ?(?:the )?(?:number|population|area|length|height|distance|age|total)\b",
    ),
    ("number", r"(?:at|within|in|for) (?:what|which) (?:age|distance|height|speed)"),
    (
        "date",
        r"when (?:is|was|were|are|do|does|did|has|have|had|will|can|must|should)\b",
        rf"(?:what|which) {_ENGLISH_TIME}",
    ),
    ("date", r"since when", r"when\b(?=[^?]{0,25}\?)"),
    (
        "list",
        r"(?:what|which) (?:are|were) (?:the )?(?:\w+ )?\w+",
        rf"(?:what|which) {_ENGLISH_COUNT} \w+",
        r"who (?:are|were)\b",
    ),
    ("list", rf"which {_ENGLISH_PLURAL}", rf"what {_ENGLISH_PLURAL}(?= (?:\w+ )?{_HELPING})"),
    (
        "definition",
        r"what does [^?]* mean\w*",
        r"meaning of",
        r"what is meant",
        r"definition of",
        r"what (?:word|name|term) ",
    ),
    ("definition", r"(?:how|what) [^?]*\bdefined?\b"),
    ("person", r"(?<!those )(?<!people )(?<!someone )(?<!person )(?<!one )who(?:m|se)?\b"),
    ("person", rf"(?:what|which) {_BETWEEN}{{0,3}}?{_ENGLISH_PERSON}"),
    ("reason", r"why\b", r"what [^?]*\breasons?\b", r"for what (?:reason|purpose)", r"how come"),
    ("reason", r"what (?:caused|makes|made|led|prompted|drove|lies|gives rise|causes|leads)"),
    ("organisation", rf"(?:what|which) {_BETWEEN}{{0,2}}?{_ENGLISH_BODY}"),
    ("place", r"where(?:abouts)?\b", rf"(?:what|which) (?:\w+ )?{_ENGLISH_PLACE}", _ENGLISH_SEAT),
    ("manner", r"how\b", r"in what (?:way|manner|form)", r"by what means"),
    ("yes_no", r"(?<!\w )(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|must)\b"),
)
_ENGLISH_ELSE = _rows(("open", r"what\b", r"which\b", r"when\b"))

TIERS: dict[Language, tuple[tuple[Row, ...], ...]] = {"tr": (_TURKISH, _TURKISH_ELSE), "en": (_ENGLISH, _ENGLISH_ELSE)}
