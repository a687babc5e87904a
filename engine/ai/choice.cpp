#include "engine/ai/choice.h"

#include <algorithm>

namespace hs::ai {

namespace {

constexpr double PlaceWeight = 0.35;
constexpr double CostWeight = 0.3;
constexpr double LatencyWeight = 0.3;

struct Weighed {
    std::size_t candidate = 0;
    std::vector<double> by; ///< compared one after the other, less is better
};

/// Numbers that order the candidates by what the studio prefers.
class Scale {
public:
    Scale(const std::vector<Candidate> &candidates, const std::vector<std::size_t> &able)
    {
        for (const auto at : able) {
            m_mostCost = std::max(m_mostCost, candidates[at].cost.value_or(0));
            m_mostUsual = std::max(m_mostUsual, double(candidates[at].usual.count()));
        }
    }
    [[nodiscard]] double cost(const Candidate &candidate) const
    {
        if (!candidate.cost)
            return m_mostCost > 0 ? m_mostCost * 2 : 1; // whoever tells no price is thought dear
        return *candidate.cost;
    }
    [[nodiscard]] double latency(const Candidate &candidate) const
    {
        return candidate.usual.count() > 0 ? double(candidate.usual.count()) : m_mostUsual + 1;
    }
    [[nodiscard]] double balance(const Candidate &candidate, std::size_t place) const
    {
        const double cost = !candidate.cost ? 1 : m_mostCost > 0 ? *candidate.cost / m_mostCost : 0;
        const double usual = candidate.usual.count() > 0 && m_mostUsual > 0 ? double(candidate.usual.count()) / m_mostUsual : 1;
        return PlaceWeight * double(place) + CostWeight * cost + LatencyWeight * usual;
    }

private:
    double m_mostCost = 0, m_mostUsual = 0;
};

std::string whyNot(const Candidate &candidate, const Need &need)
{
    if (!need.cloud && !candidate.local)
        return "nothing may leave this machine";
    if (!candidate.out.empty())
        return candidate.out;
    if (candidate.inputLimit > 0 && (need.input > candidate.inputLimit || (need.longerThan > 0 && candidate.inputLimit <= need.longerThan)))
        return "the request is too long for it";
    return {};
}

bool tooDear(const Candidate &candidate, const Need &need)
{
    if (!need.room || (candidate.cost && *candidate.cost <= 0))
        return false;
    return candidate.cost ? *candidate.cost > *need.room : *need.room <= 0;
}

} // namespace

Choice choose(const std::vector<Candidate> &candidates, const Need &need)
{
    Choice choice;
    std::vector<std::size_t> able;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        const auto &candidate = candidates[at];
        if (auto why = whyNot(candidate, need); !why.empty()) {
            choice.leftOut.push_back({at, std::move(why)});
        } else if (tooDear(candidate, need)) {
            choice.byBudget = true;
            choice.leftOut.push_back({at, "the budget does not allow it"});
        } else if (!candidate.wait || candidate.wait->count() > 0) {
            if (candidate.wait)
                choice.soonest = std::min(choice.soonest.value_or(*candidate.wait), *candidate.wait);
            choice.leftOut.push_back({at, "it is left alone for a while"});
        } else {
            able.push_back(at);
        }
    }
    const Scale scale(candidates, able);
    std::vector<Weighed> weighed;
    for (std::size_t place = 0; place < able.size(); ++place) {
        const auto &candidate = candidates[able[place]];
        Weighed one{able[place], {}};
        if (need.thrifty) {
            one.by = {scale.cost(candidate)};
        } else {
            one.by = {candidate.wished ? 0.0 : 1.0};
            if (need.preferred == "cost")
                one.by.push_back(scale.cost(candidate));
            else if (need.preferred == "latency")
                one.by.push_back(scale.latency(candidate));
            else if (need.preferred != "quality")
                one.by.push_back(scale.balance(candidate, place));
        }
        weighed.push_back(std::move(one));
    }
    std::stable_sort(weighed.begin(), weighed.end(), [](const Weighed &a, const Weighed &b) { return a.by < b.by; });
    for (const auto &one : weighed)
        choice.order.push_back(one.candidate);
    return choice;
}

Error nobody(const std::vector<Candidate> &candidates, const Need &need, const Choice &choice)
{
    Error error;
    if (choice.byBudget && !choice.soonest) {
        error.code = Errc::RateLimited;
        error.what = "the budget for language models does not allow this today";
        error.where = need.whose;
        error.mend = "raise the limit in the settings, or set up a local model";
        return error;
    }
    error.code = Errc::Unavailable;
    error.retryAfter = choice.soonest;
    if (candidates.empty()) {
        error.what = "no language model is set up";
        error.mend = "set up a provider in the settings";
        return error;
    }
    error.what = "no language model can be asked";
    for (const auto &left : choice.leftOut) {
        if (error.where.size() > 300)
            break;
        error.where += (error.where.empty() ? "" : "; ") + candidates[left.candidate].provider + ": " + left.why;
    }
    error.mend = choice.soonest ? "try again later" : "look at the providers in the settings";
    return error;
}

} // namespace hs::ai
