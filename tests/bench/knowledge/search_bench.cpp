// How long a search takes over many passages: words alone, and words with meanings, text and marks included. Words follow Zipf's law, as those
// of real texts do. Run by hand: bench_knowledge_search [PASSAGES [QUESTIONS [exact]]]. The database is kept in the folder that TMPDIR names.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>

#include <QTemporaryDir>

#include "engine/knowledge/search.h"
#include "engine/store/store.h"
#include "resources/resources.h"

using namespace hs;
using namespace hs::knowledge;
namespace table = store::knowledge;
using Clock_ = std::chrono::steady_clock;

namespace {

constexpr int Vocabulary = 30'000;
constexpr int WordsOfPassage = 120;
constexpr int PassagesOfDocument = 20;
constexpr int DocumentsAtOnce = 50;

/// Pronounceable, each another one.
std::string wordOf(int number)
{
    static const char *Syllables[] = {"ba", "ko", "ri", "mu", "te", "sa", "lo", "vi", "ne", "du", "pa", "ge", "fi", "ho", "za", "cru"};
    std::string word;
    for (int rest = number + 16; rest > 0; rest /= 16)
        word += Syllables[rest % 16];
    return word;
}

class Zipf {
public:
    Zipf()
    {
        double sum = 0;
        for (int rank = 1; rank <= Vocabulary; ++rank)
            m_sums.push_back(sum += 1 / std::pow(double(rank), 1.05));
    }
    int operator()(std::mt19937 &random)
    {
        const double at = std::uniform_real_distribution<>(0, m_sums.back())(random);
        return int(std::lower_bound(m_sums.begin(), m_sums.end(), at) - m_sums.begin());
    }

private:
    std::vector<double> m_sums;
};

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

} // namespace

int main(int argc, char **argv)
{
    const int passages = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const int questions = argc > 2 ? std::atoi(argv[2]) : 200;
    const bool exact = argc > 3 && std::string_view(argv[3]) == "exact"; // as it is while the graph is being made
    std::mt19937 random(11);
    Zipf zipf;
    QTemporaryDir dir;
    auto store = store::Store::open({dir.path().toStdString(), false, 2});
    const auto model = resources::sentenceModel();
    const auto encoder = embedding::SentenceEncoder::load(model.value_or(std::string_view()));
    if (!store || !encoder) {
        std::fprintf(stderr, "%s\n", (store ? describe(encoder.error()) : describe(store.error())).c_str());
        return 1;
    }
    const auto text = [&](int words) {
        std::string body;
        for (int at = 0; at < words; ++at)
            body += wordOf(zipf(random)) + (at % 14 == 13 ? ". " : " ");
        return body;
    };
    const auto begun = Clock_::now();
    std::vector<std::pair<std::int64_t, std::string>> all;
    for (int made = 0; made < passages;) {
        const auto written = (*store)->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            if (made == 0) {
                table::Source source;
                source.id = source.place = "src_a";
                table::put(tx, source);
            }
            for (int one = 0; one < DocumentsAtOnce && made < passages; ++one) {
                table::Document document;
                document.id = "doc_" + std::to_string(made);
                document.source = "src_a";
                document.external = document.title = document.id;
                document.language = "en";
                std::vector<table::Passage> pieces;
                for (int at = 0; at < PassagesOfDocument && made < passages; ++at, ++made) {
                    table::Passage piece;
                    piece.ordinal = at;
                    piece.heading = wordOf(zipf(random)) + " " + wordOf(zipf(random));
                    piece.body = text(WordsOfPassage);
                    piece.hash = std::to_string(made);
                    pieces.push_back(std::move(piece));
                }
                table::write(tx, document, "", {}, pieces);
                for (auto &piece : pieces)
                    all.emplace_back(piece.id, std::move(piece.body));
            }
            return {};
        });
        if (!written) {
            std::fprintf(stderr, "%s\n", describe(written.error()).c_str());
            return 1;
        }
    }
    std::printf("%d passages written and their words indexed in %.1f s\n", passages, std::chrono::duration<double>(Clock_::now() - begun).count());

    const auto basis = embedding::CorpusBasis::fit(std::min<std::size_t>(all.size(), 30'000), [&](std::size_t at) { return embedding::CorpusBasis::Passage{{}, all[at].second, "en"}; });
    if (!basis) {
        std::fprintf(stderr, "%s\n", describe(basis.error()).c_str());
        return 1;
    }
    embedding::VectorIndex::Options options;
    options.split = embedding::SentenceEncoder::Dimensions;
    auto index = std::make_shared<embedding::VectorIndex>(options);
    std::normal_distribution<float> normal;
    std::vector<float> row(std::size_t(LocalDimensions), 0.0F);
    for (const auto &[id, body] : all) {
        for (int at = 0; at < embedding::SentenceEncoder::Dimensions; ++at)
            row[std::size_t(at)] = normal(random);
        embedding::normalise(std::span(row).first(embedding::SentenceEncoder::Dimensions));
        const auto learned = (*basis)->fold({}, body, "en");
        std::copy(learned.begin(), learned.end(), row.begin() + embedding::SentenceEncoder::Dimensions);
        const auto stored = embedding::quantise(row);
        index->put(id, stored.scale, stored.values);
    }
    const auto tended = Clock_::now();
    index->tend([exact] { return exact; });
    if (index->graphReady())
        std::printf("graph made in %.0f s\n", std::chrono::duration<double>(Clock_::now() - tended).count());
    std::printf("vectors in memory: %.2f of their raw size\n", double(index->bytes()) / (double(all.size()) * (LocalDimensions + 4.0)));
    Meanings meanings;
    meanings.name = LocalModelName;
    meanings.local = {*encoder, *basis};
    meanings.index = index;

    std::vector<double> byWords, hybrid;
    for (int at = 0; at < questions; ++at) {
        Ask ask;
        ask.text = text(3 + int(random() % 6));
        for (const auto mode : {Mode::Words, Mode::Hybrid}) {
            ask.mode = mode;
            const auto asked = Clock_::now();
            const auto found = (*store)->readNow<std::size_t>([&](const store::ReadSql &sql) -> Result<std::size_t> { return search(sql, meanings, passages, ask).found.size(); });
            const double millis = std::chrono::duration<double, std::milli>(Clock_::now() - asked).count();
            if (!found)
                return 1;
            (mode == Mode::Words ? byWords : hybrid).push_back(millis);
        }
    }
    for (const auto &[name, times] : {std::pair("words", &byWords), std::pair("words and meaning", &hybrid)})
        std::printf("%-18s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms\n", name, percentile(*times, 0.5), percentile(*times, 0.95), percentile(*times, 0.99));
    std::printf("hybrid to words, p50: %.2f\n", percentile(hybrid, 0.5) / percentile(byWords, 0.5));
    return 0;
}
