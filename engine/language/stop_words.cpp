#include <algorithm>
#include <array>

#include "engine/language/common_words.h"
#include "engine/language/words.h"

namespace hs::language {

namespace {

/// Sorted while compiling, so that a search halves them.
template<std::size_t N>
consteval std::array<std::string_view, N> sorted(std::array<std::string_view, N> words)
{
    std::sort(words.begin(), words.end());
    return words;
}

template<typename... Words>
consteval auto list(Words... words)
{
    return sorted(std::array<std::string_view, sizeof...(Words)>{std::string_view(words)...});
}

// All as words() folds them: without accents, ß as it is, the parts of "don't" and "l'eau" apart.
constexpr auto English = list("a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "aren",
    "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "could", "couldn",
    "d", "did", "didn", "do", "does", "doesn", "doing", "don", "down", "during", "each", "few", "for", "from", "further", "had", "has",
    "hasn", "have", "haven", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "isn", "it",
    "its", "itself", "just", "ll", "m", "me", "more", "most", "must", "my", "myself", "no", "nor", "not", "now", "of", "off", "on",
    "once", "only", "or", "other", "our", "ours", "out", "over", "own", "re", "s", "same", "she", "should", "so", "some", "such", "t",
    "than", "that", "the", "their", "theirs", "them", "themselves", "then", "there", "these", "they", "this", "those", "through", "to",
    "too", "under", "until", "up", "us", "ve", "very", "was", "wasn", "we", "were", "what", "when", "where", "which", "while", "who",
    "whom", "whose", "why", "will", "with", "would", "you", "your", "yours", "yourself");

constexpr auto German = list("aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "andere", "anderem", "anderen",
    "anderer", "anderes", "auch", "auf", "aus", "bei", "beim", "bin", "bis", "bist", "da", "dabei", "daher", "damit", "dann", "das",
    "dass", "daß", "dein", "deine", "deinem", "deinen", "deiner", "dem", "den", "denen", "denn", "der", "deren", "des", "dessen", "dich",
    "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "dir", "doch", "dort", "du", "durch", "ein", "eine", "einem",
    "einen", "einer", "eines", "er", "es", "etwas", "euch", "euer", "eure", "fur", "gegen", "gibt", "habe", "haben", "hat", "hatte",
    "hatten", "hier", "ich", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihres", "im", "in", "ins", "ist", "ja",
    "jede", "jedem", "jeden", "jeder", "jedes", "jetzt", "kann", "kannst", "kein", "keine", "keinem", "keinen", "keiner", "konnen",
    "konnte", "man", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit", "muss", "mussen", "muß", "nach", "nicht",
    "nichts", "noch", "nun", "nur", "ob", "oder", "ohne", "sehr", "sein", "seine", "seinem", "seinen", "seiner", "sich", "sie", "sind",
    "so", "soll", "sollen", "sollte", "sondern", "sonst", "uber", "um", "und", "uns", "unser", "unsere", "unserem", "unseren",
    "unserer", "unter", "vom", "von", "vor", "wann", "war", "waren", "warum", "was", "weil", "welche", "welchem", "welchen", "welcher",
    "welches", "wenn", "wer", "werde", "werden", "wie", "wieder", "will", "wir", "wird", "wo", "wurde", "wurden", "zu", "zum", "zur",
    "zwar", "zwischen");

constexpr auto French = list("a", "ai", "ainsi", "alors", "apres", "as", "au", "aucun", "aucune", "aussi", "autre", "autres", "aux",
    "avaient", "avait", "avant", "avec", "avez", "avoir", "avons", "c", "car", "ce", "ceci", "cela", "celle", "celles", "celui", "ces",
    "cet", "cette", "ceux", "chaque", "chez", "ci", "combien", "comme", "comment", "d", "dans", "de", "depuis", "des", "donc", "dont", "du", "elle",
    "elles", "en", "encore", "entre", "es", "est", "et", "etaient", "etait", "etant", "ete", "etes", "etre", "eu", "eux", "faire",
    "fait", "font", "ici", "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "lors", "lorsque", "lui", "m", "ma", "mais",
    "me", "meme", "memes", "mes", "moi", "moins", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "parce",
    "pas", "peu", "peut", "peuvent", "plus", "pour", "pourquoi", "puis", "qu", "quand", "que", "quel", "quelle", "quelles", "quels",
    "qui", "quoi", "s", "sa", "sans", "se", "sera", "ses", "si", "sommes", "son", "sont", "sous", "suis", "sur", "t", "ta", "te", "tes",
    "toi", "ton", "tous", "tout", "toute", "toutes", "tres", "tu", "un", "une", "vers", "vos", "votre", "vous", "y");

constexpr auto Spanish = list("a", "al", "algo", "alguna", "algunas", "alguno", "algunos", "ante", "antes", "aquel", "aquella", "aquello",
    "aqui", "asi", "aun", "aunque", "cada", "como", "con", "contra", "cual", "cuales", "cuando", "cuanto", "de", "del", "desde", "donde",
    "durante", "e", "el", "ella", "ellas", "ellos", "en", "entre", "era", "eran", "eres", "es", "esa", "esas", "ese", "eso", "esos",
    "esta", "estaba", "estaban", "estamos", "estan", "estar", "estas", "este", "esto", "estos", "estoy", "fue", "fueron", "ha", "haber",
    "habia", "hacia", "han", "has", "hasta", "hay", "he", "la", "las", "le", "les", "lo", "los", "mas", "me", "mi", "mientras", "mis",
    "muy", "nada", "ni", "no", "nos", "nosotros", "nuestra", "nuestras", "nuestro", "nuestros", "o", "os", "otra", "otras", "otro",
    "otros", "para", "pero", "por", "porque", "puede", "pueden", "pues", "que", "quien", "quienes", "se", "sea", "sean", "ser", "si",
    "sido", "sin", "sobre", "son", "soy", "su", "sus", "suya", "suyo", "tal", "tambien", "tan", "tanto", "te", "tiene", "tienen", "toda",
    "todas", "todo", "todos", "tu", "tus", "un", "una", "unas", "uno", "unos", "usted", "ustedes", "y", "ya", "yo");

// Neighbours of the four, known only so that they are not taken for one of them.
constexpr auto Italian = list("al", "alla", "alle", "anche", "che", "ci", "come", "con", "da", "dal", "dalla", "degli", "dei", "del",
    "della", "delle", "di", "e", "gli", "ha", "hanno", "i", "il", "in", "la", "le", "lo", "ma", "nei", "nel", "nella", "non", "o", "per",
    "perche", "piu", "quando", "quanto", "quello", "questa", "questo", "se", "si", "sono", "sul", "sulla", "un", "una", "uno");
constexpr auto Portuguese = list("a", "ao", "aos", "as", "ate", "com", "como", "da", "das", "de", "do", "dos", "e", "ela", "ele", "em",
    "foi", "isso", "mais", "mas", "muito", "na", "nao", "nas", "no", "nos", "o", "os", "ou", "para", "pela", "pelo", "por", "quando",
    "que", "sao", "se", "seu", "sua", "tambem", "tem", "um", "uma", "voce");
constexpr auto Dutch = list("aan", "als", "bij", "dan", "dat", "de", "deze", "die", "een", "en", "er", "geen", "heeft", "het", "hij",
    "hoe", "ik", "in", "is", "je", "kan", "maar", "met", "na", "naar", "niet", "nog", "of", "om", "onze", "ook", "op", "over", "te",
    "tot", "uit", "van", "voor", "waar", "was", "wat", "we", "worden", "wordt", "zijn");
constexpr auto Scandinavian = list("af", "ar", "at", "att", "av", "da", "de", "den", "det", "du", "en", "er", "ett", "et", "for", "fra",
    "fran", "han", "har", "hvad", "i", "ikke", "inte", "jag", "jeg", "kan", "man", "med", "men", "och", "og", "om", "pa", "sa", "sig",
    "som", "til", "till", "var", "vi", "vil");
constexpr auto Slavic = list("ale", "by", "co", "czy", "dla", "do", "i", "ich", "je", "jest", "jak", "jako", "na", "nebo", "nie", "o",
    "od", "po", "pro", "przez", "se", "si", "sie", "tak", "to", "tylko", "u", "v", "w", "z", "za", "ze");
constexpr auto Others = list("bir", "bu", "ca", "care", "cok", "cu", "daha", "din", "ei", "este", "etta", "gibi", "icin", "ile", "ja",
    "joka", "mai", "mutta", "nu", "olarak", "on", "oli", "ovat", "pe", "pentru", "se", "sunt", "tai", "ve");

// What stands behind "how" and its like where a measure is asked for.
constexpr auto HowWords = list("big", "early", "far", "fast", "high", "large", "late", "long", "many", "much", "often", "old", "quickly", "soon");
constexpr auto WieWords = list("alt", "bald", "fruh", "genau", "gross", "haufig", "hoch", "kurzfristig", "lang", "lange", "oft", "schnell", "spat",
    "teuer", "viel", "viele", "vielen", "weit");

template<std::size_t N>
bool holds(const std::array<std::string_view, N> &words, std::string_view word)
{
    return std::binary_search(words.begin(), words.end(), word);
}

} // namespace

bool isStopWord(std::string_view folded, std::string_view language)
{
    return language == "en" ? holds(English, folded)
        : language == "de"  ? holds(German, folded)
        : language == "fr"  ? holds(French, folded)
        : language == "es"  ? holds(Spanish, folded)
                            : false;
}

bool asksForMeasure(std::string_view word, std::string_view next)
{
    return word == "how" ? holds(HowWords, next)
        : word == "wie"  ? holds(WieWords, next)
                         : (word == "combien" && next == "temps") || (word == "cuanto" && next == "tiempo");
}

std::array<bool, CommonWordLanguages> languagesOfCommonWord(std::string_view folded)
{
    return {holds(English, folded), holds(German, folded), holds(French, folded), holds(Spanish, folded), holds(Italian, folded),
        holds(Portuguese, folded), holds(Dutch, folded), holds(Scandinavian, folded), holds(Slavic, folded), holds(Others, folded)};
}

} // namespace hs::language
