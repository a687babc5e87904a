#include "engine/agents/business_kinds.h"

#include <algorithm>
#include <optional>
#include <set>

namespace hs::agents {

namespace {

constexpr std::string_view NurtureKey = "nurture";

std::vector<int> wholeNumbers(const Json &value)
{
    std::vector<int> out;
    if (value.is_array())
        for (const auto &item : value)
            if (item.is_number_integer())
                out.push_back(item.get<int>());
    return out;
}

/// What is wrong with a step; nothing: it can be carried out.
std::optional<std::string> stepFault(const Json &step)
{
    const auto kind = text(step, "kind");
    if (!member(step, "minutes").is_number_integer())
        return "a step has no minutes";
    if (kind == "N" || kind == "T")
        return text(step, "title").empty() ? std::optional<std::string>("a notice or task has no title") : std::nullopt;
    if (kind != "M")
        return "a step is none of N, T, M";
    const auto letter = text(step, "letter");
    if (letter == "sentence" && text(member(step, "text"), "en").empty())
        return "a letter has no words in English";
    if (letter != "sentence" && letter != "welcome" && letter != NurtureKey)
        return "a letter is none of sentence, welcome, nurture";
    return std::nullopt;
}

std::optional<std::string> orderFault(const Json &steps, bool appointment)
{
    std::optional<std::int64_t> before;
    for (const auto &step : steps) {
        if ((text(step, "from") == "appointment") != appointment)
            continue;
        const auto at = integer(step, "minutes");
        if (before && at < *before)
            return "the steps are not in the order of their time";
        before = at;
    }
    return std::nullopt;
}

} // namespace

Result<BusinessKinds> BusinessKinds::load(std::string_view content, const std::string &name)
{
    const auto parsed = parseJson(content);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    BusinessKinds kinds;
    for (const auto &[key, item] : member(*parsed, "sequences").items()) {
        const auto where = name + ":/sequences/" + key;
        const auto &steps = member(item, "steps");
        if (!steps.is_array() || steps.empty())
            return fail(Errc::BadInput, "a sequence has no steps", where, "write at least one");
        for (const auto &step : steps)
            if (const auto fault = stepFault(step))
                return fail(Errc::BadInput, *fault, where, "mend the step");
        for (const bool appointment : {false, true})
            if (const auto fault = orderFault(steps, appointment))
                return fail(Errc::BadInput, *fault, where, "sort them");
        kinds.m_sequences[key] = {key, text(item, "title"), steps, textList(member(item, "until"))};
    }
    if (!kinds.m_sequences.contains(NurtureKey))
        return fail(Errc::BadInput, "the sequence \"nurture\" is missing", name + ":/sequences", "it stands in where nothing else fits");
    std::set<std::string> types;
    for (const auto &item : member(*parsed, "kinds")) {
        Kind kind;
        kind.key = text(item, "key");
        const auto where = name + ":/kinds/" + kind.key;
        kind.title = text(item, "title");
        kind.entityTypes = textList(member(item, "entityTypes"));
        kind.machines = textList(member(item, "machines"));
        kind.sequences = textList(member(item, "sequences"));
        for (const auto &[profile, sequence] : member(item, "byProfile").items())
            kind.byProfile[profile] = scalarText(sequence);
        kind.inquiry = text(item, "inquiry");
        kind.answerHours = int(integer(item, "answerHours"));
        kind.followUpDays = wholeNumbers(member(item, "followUpDays"));
        if (kind.key.empty() || kind.entityTypes.empty() || kind.machines.empty() || kind.answerHours <= 0 || kind.followUpDays.empty())
            return fail(Errc::BadInput, "a kind lacks its key, types, machines, answer time or follow-ups", where, "write all of them");
        if (!std::is_sorted(kind.followUpDays.begin(), kind.followUpDays.end()))
            return fail(Errc::BadInput, "the days of the follow-ups do not rise", where + "/followUpDays", "sort them");
        for (const auto &type : kind.entityTypes)
            if (!types.insert(type).second)
                return fail(Errc::BadInput, type + " is of two kinds", where + "/entityTypes", "name it once");
        auto named = kind.sequences;
        named.push_back(kind.inquiry);
        for (const auto &[profile, sequence] : kind.byProfile)
            named.push_back(sequence);
        for (const auto &sequence : named)
            if (!kinds.m_sequences.contains(sequence))
                return fail(Errc::BadInput, "there is no sequence \"" + sequence + "\"", where, "name one of /sequences");
        kinds.m_kinds.push_back(std::move(kind));
    }
    if (kinds.m_kinds.empty())
        return fail(Errc::BadInput, "there are no kinds of business", name + ":/kinds", "take them from the shipped file");
    return kinds;
}

const BusinessKinds::Kind *BusinessKinds::of(std::string_view entityType) const
{
    for (const auto &kind : m_kinds)
        if (std::find(kind.entityTypes.begin(), kind.entityTypes.end(), entityType) != kind.entityTypes.end())
            return &kind;
    return nullptr;
}

bool BusinessKinds::worksWith(std::string_view entityType, std::string_view machine) const
{
    const auto *kind = of(entityType);
    return kind && std::find(kind->machines.begin(), kind->machines.end(), machine) != kind->machines.end();
}

const BusinessKinds::Sequence *BusinessKinds::sequence(std::string_view key) const
{
    const auto found = m_sequences.find(key);
    return found == m_sequences.end() ? nullptr : &found->second;
}

const BusinessKinds::Sequence &BusinessKinds::inquiry(const Kind *kind, const std::vector<std::string> &profiles) const
{
    if (kind) {
        for (const auto &profile : profiles)
            if (const auto found = kind->byProfile.find(profile); found != kind->byProfile.end())
                return m_sequences.find(found->second)->second;
        return m_sequences.find(kind->inquiry)->second;
    }
    return m_sequences.find(NurtureKey)->second;
}

} // namespace hs::agents
