/* In: a name. Out: is it a city or country of the news; is it an agency, and which.
 *
 * A short list on purpose: it decides only whether a dash behind one capitalised word makes a dateline;
 * capitals, dates and agencies decide for all other places. Both tables were written for this program from
 * general knowledge; no gazetteer is built in. */
#include "extract/places.h"

#include "base/builder.h"
#include "base/utf8.h"
#include "text/text.h"

/* Folded, sorted by nothing, '|' on both sides of each. */
static const char *const places[] = {
    "|abidjan|abu dhabi|abuja|accra|addis "
    "ababa|aden|ajman|al-ahsa|al-khobar|alexandria|algeria|algiers|almaty|amman|",
    "|amsterdam|anbar|ankara|antalya|aqaba|arbil|asmara|astana|athens|atlanta|auckland|austin|baghdad|"
    "bahrain|baku|bali|",
    "|bamako|bangalore|bangkok|bangui|banjul|barcelona|basel|basra|beijing|beirut|belfast|belgrade|belgium|"
    "benghazi|berlin|",
    "|bern|birmingham|bishkek|bogota|bonn|boston|brasilia|bratislava|brazzaville|brisbane|bristol|brussels|"
    "bucharest|",
    "|budapest|buenos aires|bujumbura|bulawayo|cairo|calcutta|canberra|cape "
    "town|caracas|cardiff|casablanca|chicago|",
    "|chennai|chisinau|cleveland|colombo|conakry|copenhagen|dakar|dallas|damascus|dammam|dar es "
    "salaam|davos|delhi|denver|",
    "|detroit|dhahran|dhaka|diyarbakir|djibouti|doha|dubai|dublin|durban|dushanbe|edinburgh|erbil|frankfurt|"
    "freetown|",
    "|fallujah|gaborone|gaza|gaza city|geneva|genoa|glasgow|guangzhou|guatemala "
    "city|hamburg|hanoi|harare|havana|hebron|",
    "|helsinki|hodeidah|hong "
    "kong|honolulu|houston|hyderabad|idlib|irbid|islamabad|istanbul|izmir|jaffa|jakarta|jeddah|jenin|",
    "|jerusalem|johannesburg|juba|kabul|kampala|kandahar|karachi|karbala|kathmandu|kerbala|khartoum|kiev|"
    "kyiv|kigali|",
    "|kingston|kinshasa|kirkuk|kolkata|kuala lumpur|kuwait|kuwait city|lagos|lahore|la "
    "paz|leeds|libreville|lilongwe|lima|",
    "|lisbon|liverpool|ljubljana|lome|london|los "
    "angeles|luanda|lusaka|luxembourg|luxor|lyon|madrid|makkah|male|malmo|",
    "|managua|manama|manchester|manila|maputo|marrakesh|marrakech|marseille|mecca|medina|madinah|melbourne|"
    "mexico city|",
    "|miami|milan|minneapolis|minsk|mogadishu|mombasa|monrovia|montevideo|montreal|moscow|mosul|mumbai|"
    "munich|muscat|nablus|",
    "|nairobi|najaf|naples|nassau|n'djamena|ndjamena|new delhi|new "
    "york|niamey|nicosia|nouakchott|oslo|ottawa|ouagadougou|",
    "|oxford|palermo|palmyra|panama city|paris|peshawar|philadelphia|phnom penh|phoenix|port-au-prince|port "
    "louis|port said|",
    "|prague|pretoria|pristina|pyongyang|quetta|quito|qom|rabat|rabia|ramadi|ramallah|rangoon|yangon|ras "
    "al-khaimah|raqqa|",
    "|reykjavik|riga|rio de janeiro|riyadh|rome|rotterdam|rustenburg|sana'a|sanaa|sana|sao paulo|san "
    "diego|san francisco|",
    "|san jose|san juan|san salvador|santiago|santo domingo|sarajevo|seattle|seoul|shanghai|sharjah|sharm "
    "el-sheikh|",
    "|sharm el "
    "sheikh|shenzhen|sheffield|sidon|singapore|sirte|skopje|sochi|sofia|stockholm|strasbourg|stuttgart|suez|",
    "|sulaimaniya|sulaymaniyah|sydney|taipei|taiz|tashkent|tbilisi|tegucigalpa|tehran|teheran|tel aviv|the "
    "hague|tikrit|",
    "|tirana|tobruk|tokyo|toronto|tripoli|tunis|turin|tyre|ulan bator|valletta|vancouver|vatican "
    "city|venice|vienna|",
    "|vientiane|vilnius|warsaw|washington|washington dc|washington "
    "d.c.|wellington|windhoek|yaounde|yerevan|zagreb|zurich|",
    "|egypt|iraq|iran|jordan|lebanon|libya|morocco|oman|pakistan|qatar|saudi "
    "arabia|sudan|syria|tunisia|turkey|yemen|",
    "|united nations|guantanamo bay|camp david|brighton|cannes|doha city|al-hudaydah|al "
    "hudaydah|hudaydah|zabadani|aleppo|",
    "|homs|hama|latakia|deraa|daraa|misrata|misurata|derna|zintan|sabha|baalbek|zahle|tartus|tartous|kobani|"
    "qamishli|",
    "|القاهرة|الرياض|لندن|بيروت|دمشق|بغداد|عمان|دبي|أبوظبي|ابوظبي|الدوحة|المنامة|مسقط|الكويت|صنعاء|عدن|"
    "الخرطوم|طرابلس|تونس|",
    "|الجزائر|الرباط|نواكشوط|مقديشو|جيبوتي|رام "
    "الله|غزة|القدس|واشنطن|نيويورك|باريس|برلين|موسكو|بكين|طوكيو|أنقرة|اسطنبول|",
    "|إسطنبول|طهران|كابل|كابول|إسلام "
    "آباد|نيودلهي|روما|مدريد|بروكسل|جنيف|فيينا|أثينا|أربيل|اربيل|الموصل|البصرة|النجف|",
    "|كربلاء|جدة|مكة المكرمة|المدينة المنورة|الدمام|أبها|تبوك|نجران|جازان|الطائف|الإسكندرية|بنغازي|الدار "
    "البيضاء|تعز|حلب|",
    "|حمص|لاهاي|جوهانسبورغ|نيروبي|أديس أبابا|الأمم المتحدة|تل أبيب|الناصرة|القامشلي|مأرب|الحديدة|",
};

typedef struct Agency {
    const char *printed; /* lower case */
    const char *name;
} Agency;

/* Longer forms before their own beginnings. */
static const Agency agencies[] = {
    {"associated press", "AP"},
    {"the associated press", "AP"},
    {"ap photo", "AP"},
    {"ap", "AP"},
    {"agence france-presse", "AFP"},
    {"agence france presse", "AFP"},
    {"afp photo", "AFP"},
    {"afp/getty images", "AFP"},
    {"afp", "AFP"},
    {"thomson reuters", "Reuters"},
    {"reuters photo", "Reuters"},
    {"reuters", "Reuters"},
    {"reuter", "Reuters"},
    {"rtrs", "Reuters"},
    {"european pressphoto agency", "EPA"},
    {"epa photo", "EPA"},
    {"epa-efe", "EPA"},
    {"epa", "EPA"},
    {"efe", "EFE"},
    {"dpa", "DPA"},
    {"saudi press agency", "SPA"},
    {"spa", "SPA"},
    {"wam", "WAM"},
    {"mena", "MENA"},
    {"kuna", "KUNA"},
    {"qna", "QNA"},
    {"bna", "BNA"},
    {"petra", "Petra"},
    {"irna", "IRNA"},
    {"isna", "ISNA"},
    {"sana", "SANA"},
    {"anadolu agency", "Anadolu Agency"},
    {"anadolu", "Anadolu Agency"},
    {"aa", "Anadolu Agency"},
    {"xinhua", "Xinhua"},
    {"itar-tass", "TASS"},
    {"tass", "TASS"},
    {"ria novosti", "RIA Novosti"},
    {"interfax", "Interfax"},
    {"kyodo news", "Kyodo"},
    {"kyodo", "Kyodo"},
    {"yonhap", "Yonhap"},
    {"pti", "PTI"},
    {"ani", "ANI"},
    {"ians", "IANS"},
    {"ips", "IPS"},
    {"upi", "UPI"},
    {"ansa", "ANSA"},
    {"bloomberg", "Bloomberg"},
    {"getty images", "Getty Images"},
    {"getty", "Getty Images"},
    {"cnn", "CNN"},
    {"bbc", "BBC"},
    {"pa wire", "PA"},
    {"press association", "PA"},
    {"sputnik", "Sputnik"},
    {"new york times", "New York Times"},
    {"the new york times", "New York Times"},
    {"washington post", "Washington Post"},
    {"los angeles times", "Los Angeles Times"},
    {"al-arabiya", "Al Arabiya"},
    {"al arabiya", "Al Arabiya"},
    {"asharq al-awsat photo", "Asharq Al-Awsat"},
    {"asharq al-awsat", "Asharq Al-Awsat"},
    {"asharq al awsat", "Asharq Al-Awsat"},
    {"asharq alawsat", "Asharq Al-Awsat"},
    {"a. al-awsat", "Asharq Al-Awsat"},
    {"«الشرق الأوسط»", "Asharq Al-Awsat"},
    {"الشرق الأوسط", "Asharq Al-Awsat"},
    {"연합뉴스", "Yonhap"},
    {"뉴시스", "Newsis"},
    {"뉴스1", "News1"},
    {"共同通信社", "Kyodo"},
    {"共同通信", "Kyodo"},
    {"共同", "Kyodo"},
    {"時事通信", "Jiji"},
    {"時事", "Jiji"},
    {"ロイター", "Reuters"},
    {"ＡＰ", "AP"},
    {"ＡＦＰ", "AFP"},
    {"新华社", "Xinhua"},
    {"新華社", "Xinhua"},
    {"тасс", "TASS"},
    {"ТАСС", "TASS"}, /* its own entry: only letters of ASCII are folded */
    {"рейтер", "Reuters"},
    {"рейтерс", "Reuters"},
    {"رويترز", "Reuters"},
    {"أ ف ب", "AFP"},
    {"ا ف ب", "AFP"},
    {"أ.ف.ب", "AFP"},
    {"أ. ف. ب", "AFP"},
    {"ا.ف.ب", "AFP"},
    {"أف ب", "AFP"},
    {"فرانس برس", "AFP"},
    {"وكالة فرانس برس", "AFP"},
    {"أ ب", "AP"},
    {"أ.ب", "AP"},
    {"أ. ب", "AP"},
    {"ا ب", "AP"},
    {"أسوشيتد برس", "AP"},
    {"أسوشيتدبرس", "AP"},
    {"د ب أ", "DPA"},
    {"د.ب.أ", "DPA"},
    {"د ب ا", "DPA"},
    {"د. ب. أ", "DPA"},
    {"واس", "SPA"},
    {"وام", "WAM"},
    {"كونا", "KUNA"},
    {"قنا", "QNA"},
    {"بنا", "BNA"},
    {"بترا", "Petra"},
    {"سانا", "SANA"},
    {"أ ش أ", "MENA"},
    {"أ.ش.أ", "MENA"},
    {"وفا", "WAFA"},
    {"إرنا", "IRNA"},
    {"الأناضول", "Anadolu Agency"},
    {"شينخوا", "Xinhua"},
    {"سبوتنيك", "Sputnik"},
    {"إنترفاكس", "Interfax"},
    {"بلومبرغ", "Bloomberg"},
    {"بي بي سي", "BBC"},
    {"سي إن إن", "CNN"},
    {"العربية.نت", "Al Arabiya"},
    {"العربية نت", "Al Arabiya"},
    {"وكالات", "وكالات"},
    {"الوكالات", "وكالات"},
};
#define AGENCIES (sizeof agencies / sizeof agencies[0])

/* Case folded, typographic apostrophes plain. */
static Slice lower(Arena *arena, Slice name)
{
    Builder out;
    builder_init(&out, arena);
    for (size_t i = 0; i < name.size; i++) {
        Slice rest = slice_skip(name, i);
        if (slice_starts_with(rest, SLICE("’")) || slice_starts_with(rest, SLICE("‘"))) {
            builder_add_byte(&out, '\'');
            i += 2;
        } else {
            builder_add_byte(&out, ascii_lower(name.data[i]));
        }
    }
    return builder_slice(&out);
}

bool place_is_known(Arena *arena, Slice name)
{
    if (name.size < 3 || name.size > 60)
        return false;
    Slice low = lower(arena, name);
    Slice plain = text_fold(arena, low);
    char *key = arena_text(arena, low.size + 2);
    key[0] = '|';
    memcpy(key + 1, low.data, low.size);
    key[low.size + 1] = '|';
    Slice own = slice_of(key, low.size + 2);
    char *bare_key = arena_text(arena, plain.size + 2);
    bare_key[0] = '|';
    memcpy(bare_key + 1, plain.data, plain.size);
    bare_key[plain.size + 1] = '|';
    Slice bare = slice_of(bare_key, plain.size + 2);
    bool is_bare = slice_equal(own, bare);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        Slice row = slice_from(places[i]);
        if (slice_contains(row, own) || (!is_bare && slice_contains(row, bare)))
            return true;
    }
    return false;
}

bool word_begins_capital(Slice word)
{
    size_t size;
    if (word.size == 0)
        return false;
    uint32_t rune = utf8_decode(word, 0, &size);
    if (rune < 0x80)
        return rune >= 'A' && rune <= 'Z';
    return (rune >= 0xC0 && rune <= 0xDE) || (rune >= 0x100 && rune < 0x250 && rune % 2 == 0) ||
           (rune >= 0x410 && rune <= 0x42F) || rune >= 0x600;
}

Slice agency_at(Slice text, size_t *size)
{
    Slice best = SLICE_EMPTY;
    *size = 0;
    for (size_t i = 0; i < AGENCIES; i++) {
        if (text.size == 0 || ascii_lower(text.data[0]) != agencies[i].printed[0])
            continue;
        Slice printed = slice_from(agencies[i].printed);
        if (printed.size <= *size || !slice_starts_with_nocase(text, printed))
            continue;
        bool goes_on =
            printed.size < text.size &&
            (ascii_is_alpha(text.data[printed.size]) || (unsigned char)text.data[printed.size] >= 0xC3) &&
            (unsigned char)text.data[printed.size] != 0xE2;
        bool is_short =
            printed.size <= 3 && ascii_is_alpha(text.data[0]) && text.data[1] >= 'a'; /* "Spa", not SPA */
        if (goes_on || (is_short && text.data[0] >= 'a'))
            continue;
        best = slice_from(agencies[i].name);
        *size = printed.size;
    }
    return best;
}

Slice agency_name(Slice printed)
{
    printed = slice_trim(printed);
    if (slice_equal(printed, SLICE("R")))
        return SLICE("Reuters");
    size_t size = 0;
    Slice name = agency_at(printed, &size);
    return size == printed.size ? name : SLICE_EMPTY;
}
