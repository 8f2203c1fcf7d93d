"""Turkish numbers, measures and dates as an English reader reads them."""

import pytest

from service.reading.english import english_form

CASES = {
    # money: by its name, in any case, or by its sign
    "1,6 milyar dolar": "1.6 billion dollars",
    "57 milyar dolarlık": "57 billion dollars",
    "5 milyar dolara": "5 billion dollars",
    "yaklaşık 590 milyon dolar": "590 million dollars",
    "57 milyar ABD doları": "57 billion US dollars",
    "1 dolar": "1 dollar",
    "$5 milyara": "$5 billion",
    "$5 milyar": "$5 billion",
    "5 milyar $'lık": "$5 billion",
    "25 milyon Euro": "25 million euros",
    "25 milyon Euro’luk": "25 million euros",
    "25 milyon avro": "25 million euros",
    "€25 milyon": "€25 million",
    "10 milyon Türk lirasıdır": "10 million Turkish lira",
    "2,5 milyon TL'dir": "2.5 million Turkish lira",
    "300 TENGE": "300 tenge",
    "40 milyar rubleyi": "40 billion roubles",
    "3 bin sterlin": "3,000 pounds",
    # measures
    "2.724.900 km": "2,724,900 km",
    "2,725 milyon km2": "2.725 million km²",
    "2,725 milyon km²": "2.725 million km²",
    "5 km'lik": "5 km",
    "2.724.900 kilometrekaredir": "2,724,900 square kilometres",
    "12 kilometreden": "12 kilometres",
    "18 metredir": "18 metres",
    "20 milyon tona": "20 million tonnes",
    # time
    "6 yıl": "6 years",
    "beş yıldır": "5 years",
    "altı yıllığına": "6 years",
    "bin yıl": "1,000 years",
    "1000 yıl": "1,000 years",
    "1 yıl": "1 year",
    "yedi aylık": "7 months",
    "15 dakika": "15 minutes",
    # who and what is counted
    "1,5 milyon kişi": "1.5 million people",
    "1500 kişilik": "1,500 people",
    "49 üye": "49 members",
    "kırk yedi üyeli": "47 members",
    "3 ülkeyle": "3 countries",
    # years
    "1996 yılında": "1996",
    "2004 yılı": "2004",
    "2015 yıl sonunda": "2015",
    "1996’da": "1996",
    "iki bin yirmi üç yılında": "2023",
    "bin dokuz yüz doksan bir yılında": "1991",
    "622 yılında": "622",
    "1000 yılı aşkın": "1,000 years",
    # below zero
    "%-1,2": "-1.2%",
    "-%1,2": "-1.2%",
    "yüzde eksi 1,2": "-1.2%",
    "-1,5 milyar dolar": "-1.5 billion dollars",
    "−$5 milyar": "-$5 billion",
    "eksi kırk": "-40",
    "eksi 40": "-40",
    "- 5 milyar dolar": "5 billion dollars",
    "-12 Mart 2020": "12 March 2020",
    # dates
    "12 Mart 2020": "12 March 2020",
    "16 Aralık 1991 tarihinde": "16 December 1991",
    "1990 yılının Ekim ayı": "October 1990",
    # shares and bare numbers
    "%2,8": "2.8%",
    "yüzde 49": "49%",
    "12,5%": "12.5%",
    "%14.30": "14.3%",
    "19.74 milyon": "19.74 million",
    "yarım milyon dolar": "500,000 dollars",
    "$1,5bn": "$1.5 billion",
    "kırk yedi": "47",
    "19,74 milyon": "19.74 million",
    "7031": "7,031",
    "on beşinci yıl": "15",
}
NOTHING = (
    "1991", "49", "1990'ların ortaları", "1990 yıllarında", "26. yıl", "saat 15", "5 aydınlık", "11 kararname",
    # clock times, dates with two digits of the year, numbers of sections, years before Christ
    "14.30", "09.30'da", "17.00", "14.30 saatlerinde", "05.10.91", "2.1.1", "-40", "MÖ 1200 yılında", "M.Ö. 500",
    "milattan önce 500 yılında",
    # "hundreds of thousands", shares, and so many each or at a time
    "yüz binlerce kişi", "üçte bir", "dörtte bir", "dörtte biri", "üçte bire düştü", "5 yılda bir", "binde beş",
    "on binde 3", "‰5", "yirmi beşer", "on beşer yıl", "beşer bin lira", "1500'er kişi",
    # ordinals that say which, among other words
    "ikinci el otomobil satışı", "her ayın ikinci salısı",
    "16 bölge ile başkent Nur-Sultan’dan ikişer üye", "2 ile 5 arasında", "Astana",
)  # fmt: skip


@pytest.mark.parametrize(("turkish", "english"), CASES.items())
def test_numbers_with_their_units_and_dates_are_put_into_english(turkish: str, english: str) -> None:
    assert english_form(turkish) == english


@pytest.mark.parametrize("turkish", NOTHING)
def test_what_english_writes_alike_or_needs_more_than_a_number_is_left_alone(turkish: str) -> None:
    assert english_form(turkish) is None
