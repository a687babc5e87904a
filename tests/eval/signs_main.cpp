#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/agents/grace/reading.h"
#include "engine/agents/text/signs.h"
#include "tests/eval/asked.h"
#include "tests/eval/rows.h"

// Learns resources/routing/signs.json: which stems and pairs of a request speak for a person, by logistic regression with L2 over the
// labelled requests that are not kept apart. Says first, by leaving out one part of ten in turn, what can be expected of strangers.
//
//   HS_SOURCE_DIR=. hs_learn_signs [--false-alarms 0.05] > resources/routing/signs.json
//
// What a rule reads from facts instead of words (a VIP by its record, three failed tries, a refund's sum) teaches nothing about words and
// is left out.

namespace {

using namespace hs;

constexpr int Folds = 10, Rounds = 400;
constexpr double Step = 2, Momentum = 0.9, Decay = 3e-4; // of the descent; L2 per weight
constexpr double Scale = 3;                                // of a text's length, so that the steps fit
constexpr std::size_t Kept = 8'000;                        // weights that are shipped, the heaviest

struct Example {
    std::vector<std::string> signs;
    double length = 1;
    bool person = false;
};

struct Model {
    std::unordered_map<std::string, double> weights; ///< times the rareness of the sign
    double bias = 0;

    [[nodiscard]] double score(const Example &example) const
    {
        double total = 0;
        for (const auto &sign : example.signs)
            if (const auto found = weights.find(sign); found != weights.end())
                total += found->second;
        return bias + total / (Scale * example.length);
    }
};

Model learn(const std::vector<const Example *> &examples)
{
    std::map<std::string, int> counts; // sorted, so that sums are the same each time
    for (const auto *example : examples)
        for (const auto &sign : example->signs)
            ++counts[sign];
    std::unordered_map<std::string, std::size_t> index;
    std::vector<double> rareness;
    std::vector<const std::string *> names;
    for (const auto &[sign, count] : counts) {
        index.emplace(sign, names.size());
        names.push_back(&sign);
        rareness.push_back(std::log(double(examples.size()) / count));
    }
    struct Entry {
        std::size_t sign;
        double value;
    };
    std::vector<std::vector<Entry>> rows;
    for (const auto *example : examples) {
        auto &row = rows.emplace_back();
        for (const auto &sign : example->signs)
            row.push_back({index[sign], rareness[index[sign]] / (Scale * example->length)});
    }
    std::vector<double> weights(names.size()), speed(names.size()), slope(names.size());
    double bias = 0, biasSpeed = 0;
    const auto n = double(examples.size());
    for (int round = 0; round < Rounds; ++round) {
        for (std::size_t i = 0; i < weights.size(); ++i)
            slope[i] = Decay * weights[i];
        double biasSlope = 0;
        for (std::size_t e = 0; e < rows.size(); ++e) {
            double z = bias;
            for (const auto &entry : rows[e])
                z += weights[entry.sign] * entry.value;
            const double wrong = (1 / (1 + std::exp(-z)) - (examples[e]->person ? 1 : 0)) / n;
            biasSlope += wrong;
            for (const auto &entry : rows[e])
                slope[entry.sign] += wrong * entry.value;
        }
        for (std::size_t i = 0; i < weights.size(); ++i) {
            speed[i] = Momentum * speed[i] - Step * slope[i];
            weights[i] += speed[i];
        }
        biasSpeed = Momentum * biasSpeed - Step * biasSlope;
        bias += biasSpeed;
    }
    Model model;
    model.bias = bias;
    for (std::size_t i = 0; i < weights.size(); ++i)
        model.weights.emplace(*names[i], weights[i] * rareness[i]);
    return model;
}

Model lightened(Model model)
{
    if (model.weights.size() <= Kept)
        return model;
    std::vector<double> sizes;
    for (const auto &[sign, weight] : model.weights)
        sizes.push_back(std::abs(weight));
    std::nth_element(sizes.begin(), sizes.begin() + std::ptrdiff_t(Kept), sizes.end(), std::greater<>());
    const double least = sizes[Kept];
    std::erase_if(model.weights, [least](const auto &one) { return std::abs(one.second) <= least; });
    return model;
}

} // namespace

int main(int count, char **words)
{
    double falseAlarms = 0.05;
    if (count == 3 && std::string_view(words[1]) == "--false-alarms")
        falseAlarms = std::atof(words[2]);
    const auto *root = std::getenv("HS_SOURCE_DIR");
    const std::filesystem::path source = root ? root : ".";
    const auto folder = source / "tests" / "eval";
    const auto studio = eval::readStudio(folder / "studio.json");
    std::vector<agents::Lexicon::Source> lists;
    std::map<std::string, std::string> texts;
    for (const auto &entry : std::filesystem::directory_iterator(source / "resources" / "routing"))
        if (entry.path().filename().string().starts_with("lexicon."))
            texts[entry.path().filename().string()] = eval::readFile(entry.path()).value_or("");
    for (const auto &[name, text] : texts)
        lists.push_back({name, text});
    const auto lexicon = agents::Lexicon::load(lists);
    if (!studio || !lexicon) {
        std::fprintf(stderr, "%s\n", describe(studio ? lexicon.error() : studio.error()).c_str());
        return 2;
    }
    std::vector<Example> examples;
    for (const auto *set : {"requests", "blind", "second", "third"}) {
        const auto rows = eval::readRows(folder / set);
        if (!rows) {
            std::fprintf(stderr, "%s\n", describe(rows.error()).c_str());
            return 2;
        }
        for (const auto &row : *rows) {
            const auto &expect = member(row.data, "expect");
            const auto rule = text(expect, "rule"), language = text(row.data, "language");
            const bool byFacts = rule == "R3" || integer(row.data, "failed_tries") >= 3 || boolean(row.data, "open_for_a_day");
            if (row.heldOut || boolean(row.data, "implied") || byFacts || (language != "en" && language != "de"))
                continue;
            const agents::Reading reading(eval::requestOf(row.data), eval::factsOf(row.data, *studio), *lexicon);
            if (!reading.hits("refund", true).empty() && !(reading.money().empty() && reading.sums().empty()))
                continue; // the limits decide
            Example example;
            for (auto &sign : agents::signsIn(reading.tokens, reading.language))
                example.signs.push_back(std::move(sign.name));
            example.length = agents::lengthOf(reading.tokens);
            example.person = boolean(expect, "must_escalate");
            examples.push_back(std::move(example));
        }
    }
    // What strangers get: each tenth is scored by what the other nine taught.
    std::vector<double> ordinary, needed;
    for (int fold = 0; fold < Folds; ++fold) {
        std::vector<const Example *> others;
        for (std::size_t i = 0; i < examples.size(); ++i)
            if (int(i * 7919 % Folds) != fold)
                others.push_back(&examples[i]);
        const auto model = lightened(learn(others));
        for (std::size_t i = 0; i < examples.size(); ++i)
            if (int(i * 7919 % Folds) == fold)
                (examples[i].person ? needed : ordinary).push_back(model.score(examples[i]));
    }
    std::sort(ordinary.begin(), ordinary.end());
    std::sort(needed.begin(), needed.end());
    double above = 0;
    for (const auto score : needed)
        above += double(std::lower_bound(ordinary.begin(), ordinary.end(), score) - ordinary.begin());
    std::fprintf(stderr, "%zu requests, %zu for a person; area under the curve, left out in turn: %.3f\n", examples.size(), needed.size(), above / double(needed.size() * ordinary.size()));
    double threshold = 0;
    for (const double share : {0.02, falseAlarms, 0.1, 0.15, 0.2}) {
        const double at = ordinary[std::min(ordinary.size() - 1, std::size_t(double(ordinary.size()) * (1 - share)))];
        if (share == falseAlarms)
            threshold = at;
        std::fprintf(stderr, "  from %6.3f on: %4.1f %% of ordinary ones, %4.1f %% of those for a person\n", at, share * 100,
                     100 * double(needed.end() - std::lower_bound(needed.begin(), needed.end(), at)) / double(needed.size()));
    }
    std::vector<const Example *> all;
    for (const auto &example : examples)
        all.push_back(&example);
    const auto model = lightened(learn(all));
    std::map<std::string, double> sorted(model.weights.begin(), model.weights.end());
    std::printf("{\n  \"about\": \"Learned by hs_learn_signs (tests/eval) from labelled requests: what stems and pairs of neighbours speak for a person, and how much.\",\n"
                "  \"bias\": %.4f,\n  \"threshold\": %.4f,\n  \"weights\": {\n",
                model.bias, threshold);
    std::size_t left = sorted.size();
    for (const auto &[sign, weight] : sorted)
        std::printf("    %s: %.3f%s\n", dump(Json(sign)).c_str(), weight / Scale, --left > 0 ? "," : "");
    std::printf("  }\n}\n");
    return 0;
}
