// How well the knowledge search finds, answers and refuses, on the shipped collection (knowledge/README.md): the folder is read by the
// real reader, cut, indexed and compared as in the console. Prints a table; fails below a threshold.
//
//   hs_eval_knowledge [--rows] [PREFIX…]
//
// --rows prints each question with the figures that decide on its refusal. With prefixes the studio has only the documents whose names begin
// with one of them; asked is what these answer, and what none of the collection does.
#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include <QCoreApplication>
#include <QTemporaryDir>

#include "engine/knowledge/answering.h"
#include "engine/knowledge/library.h"
#include "engine/knowledge/support.h"
#include "engine/vocabulary/json.h"
#include "resources/resources.h"

using namespace hs;
namespace table = store::knowledge;

namespace {

// What was reached is asserted, so that it cannot get worse unseen. The aims (README.md): nine of ten questions without an answer refused, one of
// twenty with an answer; near questions are refused by no rule that is known.
constexpr double LeastNdcg = 0.60, AboveWords = 0.03, BelowWordsInALanguage = 0.02, MostWronglyRefused = 0.08, LeastForeignRefused = 0.7;
constexpr int First = 10;
constexpr std::int64_t LeastDocuments = 10;
constexpr int PassagesAsked = 60;

struct Question {
    std::string id, text, language, answer, kind;
    std::set<std::string> documents;
    bool held = false;
};

struct Figures {
    int rows = 0;
    double ndcg = 0, recall = 0, mrr = 0;
    void add(const std::vector<std::string> &ranked, const std::set<std::string> &right)
    {
        ++rows;
        double gain = 0, ideal = 0;
        int found = 0, first = 0;
        for (int at = 0; at < std::min(First, int(ranked.size())); ++at) {
            if (!right.contains(ranked[std::size_t(at)]))
                continue;
            gain += 1 / std::log2(at + 2);
            ++found;
            first = first == 0 ? at + 1 : first;
        }
        for (int at = 0; at < std::min(First, int(right.size())); ++at)
            ideal += 1 / std::log2(at + 2);
        ndcg += gain / ideal;
        recall += double(found) / double(right.size());
        mrr += first > 0 ? 1.0 / first : 0;
    }
};

struct Refusals {
    int rows = 0, refused = 0;
    [[nodiscard]] double share() const { return rows > 0 ? double(refused) / rows : 0; }
};

std::vector<Question> questionsOf(const std::filesystem::path &file)
{
    std::vector<Question> list;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto json = parseJson(line);
        if (!json)
            continue;
        Question question{text(*json, "id"), text(*json, "question"), text(*json, "lang"), text(*json, "answer"), text(*json, "kind"), {}, boolean(*json, "held")};
        for (const auto &document : textList(member(*json, "documents")))
            question.documents.insert(document);
        list.push_back(std::move(question));
    }
    return list;
}

std::vector<std::string> documentsOf(const knowledge::SearchResult &result)
{
    std::vector<std::string> list;
    for (const auto &found : result.found) {
        const auto name = std::filesystem::path(found.document.external).stem().string();
        if (std::find(list.begin(), list.end(), name) == list.end())
            list.push_back(name);
    }
    return list;
}

/// The documents whose names begin with one of the prefixes, in a folder of their own.
std::filesystem::path partOf(const std::filesystem::path &corpus, const std::vector<std::string> &prefixes, const std::filesystem::path &to)
{
    std::filesystem::create_directories(to);
    for (const auto &entry : std::filesystem::directory_iterator(corpus)) {
        const auto name = entry.path().filename().string();
        if (std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string &prefix) { return name.starts_with(prefix); }))
            std::filesystem::copy_file(entry.path(), to / name);
    }
    return to;
}

/// What a part of the collection answers as the whole does, or nothing of it.
bool asksOf(const Question &question, const std::filesystem::path &corpus)
{
    return question.documents.empty() ? question.kind == "foreign"
                                      : std::all_of(question.documents.begin(), question.documents.end(),
                                                    [&](const std::string &document) { return std::filesystem::exists(corpus / (document + ".md")); });
}

/// Whether a passage that the answer cites holds the words that are asked for.
bool holdsAnswer(const knowledge::SearchResult &result, const knowledge::Composed &composed, const std::string &answer)
{
    for (const auto &sentence : composed.sentences) {
        for (const int cite : sentence.cites) {
            if (result.found[std::size_t(cite) - 1].passage.body.find(answer) != std::string::npos)
                return true;
        }
    }
    return false;
}

void print(const char *title, const std::map<std::string, std::pair<Figures, Figures>> &groups)
{
    std::printf("\n%-18s %5s | %8s %9s %6s | %8s %9s %6s\n", title, "rows", "nDCG@10", "recall@10", "MRR", "nDCG@10", "recall@10", "MRR");
    for (const auto &[name, both] : groups) {
        const auto &[words, hybrid] = both;
        std::printf("%-18s %5d | %8.3f %9.3f %6.3f | %8.3f %9.3f %6.3f\n", name.c_str(), words.rows, words.ndcg / words.rows, words.recall / words.rows, words.mrr / words.rows,
                    hybrid.ndcg / hybrid.rows, hybrid.recall / hybrid.rows, hybrid.mrr / hybrid.rows);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto folder = std::filesystem::path(qEnvironmentVariable("HS_SOURCE_DIR").toStdString()) / "tests/eval/knowledge";
    std::vector<std::string> prefixes(argv + 1, argv + argc);
    const bool details = std::erase(prefixes, "--rows") > 0;
    QTemporaryDir dir;
    const auto corpus = prefixes.empty() ? folder / "corpus" : partOf(folder / "corpus", prefixes, std::filesystem::path(dir.path().toStdString()) / "corpus");
    auto store = store::Store::open({dir.path().toStdString(), false, 2});
    const auto shipped = knowledge::LocalModel::load(resources::sentenceModel(), resources::generalSubjects());
    if (!store || !shipped) {
        std::fprintf(stderr, "%s\n", (store ? describe(shipped.error()) : describe(store.error())).c_str());
        return 1;
    }
    SystemClock clock;
    IdMaker ids(clock);
    const auto planted = (*store)->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::Source source;
        source.id = "src_corpus";
        source.place = corpus.string();
        source.title = "Corpus";
        source.at = clock.now();
        table::put(tx, source);
        return {};
    });
    if (!planted) {
        std::fprintf(stderr, "%s\n", describe(planted.error()).c_str());
        return 1;
    }
    std::mutex mutex;
    std::condition_variable told;
    knowledge::Library::Options options;
    options.folder = std::filesystem::path(dir.path().toStdString()) / "knowledge";
    options.program = qEnvironmentVariable("HS_CONSOLE").toStdString();
    options.shipped = *shipped;
    options.changed = [&] { told.notify_all(); };
    knowledge::Library library(**store, clock, ids, options);
    library.start();
    {
        std::unique_lock lock(mutex);
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(10);
        const auto done = [&] {
            const auto totals = (*store)->readNow<table::Totals>([](const store::ReadSql &sql) -> Result<table::Totals> { return table::totals(sql); });
            return totals && totals->documents >= LeastDocuments && library.idle() && library.learning().embedded >= totals->passages;
        };
        while (!done() && std::chrono::steady_clock::now() < end)
            told.wait_for(lock, std::chrono::milliseconds(200));
    }
    std::map<std::string, std::pair<Figures, Figures>> all, languages, kinds, parts;
    std::map<std::string, Refusals> refusals;
    int answered = 0, rightly = 0;
    for (const auto &question : questionsOf(folder / "questions.jsonl")) {
        if (!prefixes.empty() && !asksOf(question, corpus))
            continue;
        struct Both {
            knowledge::SearchResult words, hybrid;
        };
        const auto both = (*store)->readNow<Both>([&](const store::ReadSql &sql) -> Result<Both> {
            knowledge::Ask ask;
            ask.text = question.text;
            ask.limit = PassagesAsked;
            ask.now = clock.now();
            ask.marks = false;
            Both result;
            result.hybrid = library.search(sql, ask);
            ask.mode = knowledge::Mode::Words;
            result.words = library.search(sql, ask);
            return result;
        });
        if (!both) {
            std::fprintf(stderr, "%s\n", describe(both.error()).c_str());
            return 1;
        }
        const auto local = library.meanings()->local;
        const double support = knowledge::support(both->hybrid);
        const bool refused = support < knowledge::AnswerAt;
        const std::string part = question.held ? "held" : "tune";
        auto &refusal = refusals[part + " " + (question.documents.empty() ? question.kind : "answerable")];
        ++refusal.rows;
        refusal.refused += refused ? 1 : 0;
        if (details) {
            const auto &found = both->hybrid;
            std::printf("%s\t%s\t%s\t%s\t%.4f\t%.4f\t%.4f\t%.4f\t%zu\t%.4f\t%.4f\t%lld\t%.3f\t%s\n", question.id.c_str(), part.c_str(), question.kind.c_str(),
                        question.language.c_str(), found.bestCosine, found.strength, found.unknown, found.coverage, found.asked.terms.size(), found.usual,
                        found.elsewhere, static_cast<long long>(found.passages), support, documentsOf(found).empty() ? "" : documentsOf(found).front().c_str());
        }
        if (question.documents.empty())
            continue;
        const auto words = documentsOf(both->words);
        const auto hybrid = documentsOf(both->hybrid);
        for (auto *group : {&all["all"], &languages[question.language], &kinds[question.kind], &parts[part]}) {
            group->first.add(words, question.documents);
            group->second.add(hybrid, question.documents);
        }
        if (!refused) {
            ++answered;
            rightly += holdsAnswer(both->hybrid, knowledge::answerByExtraction(both->hybrid, local, clock.now()), question.answer) ? 1 : 0;
        }
    }
    library.stop();
    std::printf("%-18s %5s | %25s | %25s\n", "", "", "words", "hybrid");
    print("", all);
    print("language", languages);
    print("kind", kinds);
    print("part", parts);
    std::printf("\n%-24s %5s %8s\n", "refused", "rows", "share");
    for (const auto &[name, refusal] : refusals)
        std::printf("%-24s %5d %8.3f\n", name.c_str(), refusal.rows, refusal.share());
    if (!prefixes.empty())
        return 0;
    int faults = 0;
    const auto gate = [&](bool holds, const char *what) {
        if (!holds) {
            std::printf("BELOW ITS THRESHOLD: %s\n", what);
            ++faults;
        }
    };
    const auto &[byWords, byBoth] = all["all"];
    const double words = byWords.ndcg / byWords.rows, hybrid = byBoth.ndcg / byBoth.rows;
    gate(hybrid >= LeastNdcg, "nDCG@10 of words and meaning");
    gate(hybrid >= words + AboveWords, "nDCG@10 of words and meaning above that of words");
    for (const auto &[name, both] : languages)
        gate(both.second.ndcg / both.second.rows >= both.first.ndcg / both.first.rows - BelowWordsInALanguage, ("nDCG@10 in " + name).c_str());
    gate(refusals["tune answerable"].share() <= MostWronglyRefused && refusals["held answerable"].share() <= MostWronglyRefused, "answerable questions that are refused");
    gate(refusals["tune foreign"].share() >= LeastForeignRefused, "foreign questions that are refused");
    std::printf("\nanswered %d of those that have an answer; a cited passage holds it in %d\n", answered, rightly);
    return faults == 0 ? 0 : 1;
}
