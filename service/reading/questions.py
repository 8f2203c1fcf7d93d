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

CURRENCY = r"(?:dolar|lira|tl\b|euro|avro|frank|sterlin|ruble|tenge|yuan|yen\b|kurus|altin\b|dollar|pound|franc|rouble)"
_MONEY_NOUN = r"(?:fiyat|ucret|maliyet|bedel|butce|maas|harc|kira|odenek|tutar|ceza|burs|para)\w*"
_PLACE = (
    r"(?:sehir|sehr|kent|ulke|il(?:i|de|e|den|in|inde|ine|dedir)?\b|ilce|bolge|yer(?:i|de|e|den|in|inde|dedir)?\b|ada(?:si|da)?\b|"
    r"kita|eyalet|koy(?:u|de|e)?\b|semt|mahalle|cadde|liman|nehir|nehr|gol(?:u|de|e)?\b|baskent|cografya|vilayet)\w*"
)
_BODY = (
    r"(?:kurum|kurulus|bakanli|orgut|sirket|universite|fakulte|parti|birli[kg]|banka|dernek|derneg|vakif|vakf|kurul|meclis|"
    r"mahkeme|komisyon|ajans|ofis|daire|mudurlu|enstitu|konsey|firma|ekip|takim|makam|organ|merci|birim)\w*"
)
_PERSON = (
    r"(?:kisi|bakan(?:i|in)?\b|baskan|lider|yazar|sair|bilim insan|uzman|isim|isme|sanatci|diplomat|siyasetci|siyasi\b|dusunur|"
    r"arastirmaci|profesor|hukumdar|padisah|kral|temsilci|yetkili|kahraman)\w*"
)
_COUNT = r"(?:iki|uc|dort|bes|alti|yedi|sekiz|dokuz|on|\d+)"
_TIME = r"(?:yil|tarih|gun(?:u|de|den|lerde|ler)?\b|ay(?:i|da|in|inda)?\b|sene|donem|yuzyil|saat|hafta|mevsim|cag|asir|on yil)\w*"
_ENGLISH_PLACE = (
    r"(?:city|cities|town|country|countries|place|region|province|district|state\b|island|continent|village|port|river|lake|"
    r"neighbourhood|street|capital|location|site)"
)
_ENGLISH_BODY = (
    r"(?:organi[sz]ation|institution|ministry|company|firm|university|faculty|party|union|bank|association|foundation|council|"
    r"parliament|chamber|court|commission|agency|office|body|department|institute|team|board|authority)\b"
)
_ENGLISH_PERSON = (
    r"(?:person|minister|president|leader|writer|author|poet|scientist|scholar|expert|artist|diplomat|politician|thinker|"
    r"researcher|professor|ruler|sultan|king|queen|official|historian|journalist|student|philosopher|woman|man)\b"
)
_ENGLISH_TIME = r"(?:year|date|day|month|time|century|decade|season|hour|period|era|week)s?\b"
_ENGLISH_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"


def _rows(rows: list[tuple[AnswerKind, str]]) -> tuple[Row, ...]:
    return tuple((kind, re.compile(rf"\b(?:{pattern})")) for kind, pattern in rows)


TIERS: dict[Language, tuple[tuple[Row, ...], ...]] = {
    "tr": (
        _rows(
            [
                ("acronym", r"acilim\w*|(?:neyin |kimin )?kisaltmas\w*|harfler\w* ne\w*"),
                ("percent", r"yuzde kac\w*|yuzdes\w+ (?:ne|kac)\w*|(?:ne|hangi|kac) oran\w*|oran\w* (?:ne|kac)\w*"),
                ("rank", r"kacinci\w*"),
                ("date", rf"ne zaman\w*|ne vakit|hangi (?:\w+ )?{_TIME}|kac yilin\w+|kac senesi\w*|saat kac\w*|kac tarih\w*"),
                ("money", rf"kac (?:\w+ ){{0,2}}{CURRENCY}\w*|(?:kac|ne kadar) (?:para|odem|harca|ucret)\w*|kaca (?:mal|sat|al)\w*"),
                ("money", rf"{_MONEY_NOUN} (?:\w+ )?(?:kac|ne kadar)\w*(?! kisi)"),
                ("list", rf"hangi (?:{_COUNT}|\w+(?:lar|ler))(?:i|a|e|da|de|dan|den|in|la|le|i?ni?n?|ina|ine|inda|inde|dir)?\b"),
                ("list", rf"neler\w*|hangileri\w*|kimler\w*|{_COUNT} (?:\w+ ){{1,2}}(?:nedir|hangi\w*|kim\w*|neler\w*)"),
                ("number", r"kac(?:i|ini|inin|ina|inda|indan|tir|ti|a|ta|tan|ar)?\b|ne kadar\w*|sayis\w+ ne\w*|ne denli"),
                ("definition", r"ne anlam\w*|ne demek\w*|ne ifade\w*|neyi ifade\w*|nasil (?:tanim|tarif)\w*|kime denir|neye denir"),
                ("definition", r"ne (?:ad|isim) ver\w*|ne den(?:ir|iyor|mek\w*)|anlam\w+ ne\w*|tanim\w+ ne\w*"),
                ("person", rf"kim(?:dir|i|in|e|den|le|ce|di|ler|inle|mis|se)?\b|hangi (?:\w+ ){{0,2}}?{_PERSON}"),
                ("reason", r"neden\b(?! ol)|nicin\w*|niye\w*|ne icin|ne (?:sebep|maksat|amac)\w*|neyin nesi"),
                ("reason", r"hangi (?:neden|sebe[bp]|gerekce|amac|kayg|maksat|dusunce)\w*|(?:neden|seb[be]+b|gerekce|amac)\w* (?:ne|hangi)\w*"),
                ("organisation", rf"hangi (?:\w+ ){{0,2}}?{_BODY}"),
                ("place", rf"nere\w*|hangi (?:\w+ )?{_PLACE}"),
                ("manner", r"nasil\w*|ne (?:sekil|bicim|suret)\w*|hangi (?:yol|yontem|bicim|sekil|usul)\w*"),
            ]
        ),
        _rows(
            [
                ("open", r"hangi\w*|ne(?:yi|ye|yle|ydi|den|yin|dir)?\b(?! olur)"),
                ("yes_no", r"m[iu](?:dir|dur|ydi|ydu|ymis|ymus|sin|siniz|yim|yiz|sunuz)?\b"),
            ]
        ),
    ),
    "en": (
        _rows(
            [
                ("acronym", r"stands? for|stood for|abbreviat\w+|acronym\w*|full (?:name|form)|what (?:do|are) the letters"),
                ("percent", r"(?:what|which|how many) percent\w*|(?:what|which) (?:share|proportion|fraction|rate)\b"),
                ("rank", r"(?:what|which) (?:rank|position)\w*|what place does|where (?:does|did|do) [^?]* rank|how (?:does|did) [^?]* rank"),
                ("money", rf"how many (?:\w+ ){{0,3}}{CURRENCY}\w*|how much (?:money|in {CURRENCY})|how much [^?]*\b(?:cost|pay|paid|spen[dt]|charge|worth)\w*"),
                ("money", r"what (?:is|was|are|were|will be)? ?(?:the )?(?:\w+ )?(?:price|fee|cost|budget|salary|rent|fine|fare)\b"),
                ("number", r"how (?:many|much|long|old|far|tall|large|big|high|deep|wide|often|fast|heavy|few)\b"),
                ("number", r"(?:what|which) (?:is|was|are|were)? ?(?:the )?(?:number|population|area|length|height|distance|age|total|amount|quantity)\b"),
                ("number", r"(?:at|within|in|for) (?:what|which) (?:age|distance|height|speed)"),
                ("date", rf"when(?: (?:is|was|were|are|do|does|did|has|have|had|will|can|must|should)\b)|(?:what|which) {_ENGLISH_TIME}|since when|when\b(?=[^?]{{0,25}}\?)"),
                ("list", rf"(?:what|which) (?:are|were) (?:the )?(?:\w+ )?\w+|(?:what|which) {_ENGLISH_COUNT} \w+|who (?:are|were)\b"),
                ("definition", r"what does [^?]* mean\w*|meaning of|what is meant|definition of|(?:how|what) [^?]*\bdefined?\b|what (?:word|name|term) "),
                ("list", r"(?:what|which) (?:(?:other|main|new|different|kinds of|types of) )?(?!does\b|was\b|has\b)\w{3,}(?<![sui])s\b"),
                ("person", rf"(?<!those )(?<!people )(?<!someone )(?<!person )(?<!one )who(?:m|se)?\b|(?:what|which) (?:\w+ ){{0,3}}?{_ENGLISH_PERSON}"),
                ("reason", r"why\b|what [^?]*\breasons?\b|for what (?:reason|purpose)|what (?:caused|makes|made|led|prompted|drove|lies)|how come"),
                ("organisation", rf"(?:what|which) (?:\w+ ){{0,2}}?{_ENGLISH_BODY}"),
                ("place", rf"where(?:abouts)?\b|(?:what|which) (?:\w+ )?{_ENGLISH_PLACE}\b"),
                ("manner", r"how\b|in what (?:way|manner|form)|by what means"),
                ("yes_no", r"(?<!\w )(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|must)\b"),
            ]
        ),
        _rows([("open", r"what\b|which\b|when\b")]),
    ),
}  # fmt: skip
