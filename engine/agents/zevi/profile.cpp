#include "engine/agents/zevi/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "engine/agents/text/lexicon.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

/// The first word of the text that is a form of one of the lemmas; empty: none.
std::string wordOf(std::string_view text, std::initializer_list<const char *> lemmas)
{
    std::vector<std::string> forms;
    for (const auto *lemma : lemmas)
        for (auto &form : inflect(lemma, "n"))
            forms.push_back(std::move(form));
    for (const auto &token : tokenize(text))
        if (!token.word.empty() && std::find(forms.begin(), forms.end(), token.word) != forms.end())
            return token.word;
    return {};
}

/// What stands in the notes behind "Name: ", line by line.
std::string notesAfter(const std::string &notes, std::initializer_list<std::string_view> names)
{
    std::string out;
    for (std::size_t begin = 0; begin < notes.size();) {
        auto end = notes.find('\n', begin);
        if (end == std::string::npos)
            end = notes.size();
        const auto line = std::string_view(notes).substr(begin, end - begin);
        if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            const auto name = fold(line.substr(0, colon));
            if (std::find(names.begin(), names.end(), name) != names.end())
                out.append(line.substr(colon + 1)).append("\n");
        }
        begin = end + 1;
    }
    return out;
}

} // namespace

Profile profileOf(const Contact &contact)
{
    const auto notes = fieldText(contact.fields, "Notes");
    auto tags = notesAfter(notes, {"tag", "tags"});
    for (const auto &tag : contact.tags)
        tags += tag + "\n";
    const auto interest = notesAfter(notes, {"interest", "interests", "interesse"});
    const auto told = contact.leadSource + "\n" + notes;
    const auto standing = tags + "\n" + fieldText(contact.fields, "Job Title") + "\n" + contact.company + "\n" + contact.type;
    if (const auto word = wordOf(tags, {"artist", "creator", "painter", "sculptor"}); !word.empty())
        return {"Artist", "artist", word};
    if (const auto word = wordOf(interest, {"wellness", "meditation", "yoga", "healing"}); !word.empty())
        return {"Wellness Client", "wellness", word};
    if (const auto word = wordOf(told, {"workshop"}); !word.empty())
        return {"Workshop Participant", "workshop", word};
    if (const auto word = wordOf(told, {"event", "exhibition"}); !word.empty())
        return {"Event Attendee", "event", word};
    if (const auto word = wordOf(tags, {"collector", "buyer"}); !word.empty())
        return {"Collector", "collector", word};
    if (const auto word = wordOf(standing, {"curator", "gallery"}); !word.empty())
        return {word.starts_with("curator") ? "Curator" : "Gallery Contact", "curator", word};
    if (const auto word = wordOf(standing, {"media", "press"}); !word.empty())
        return {"Media Contact", "media", word};
    if (const auto word = wordOf(standing, {"vendor", "supplier"}); !word.empty())
        return {"Business Contact", "vendor", word};
    return {"Visitor", "visitor", {}};
}

std::string priceTierOf(double price)
{
    return price < 100 ? "Budget" : price < 500 ? "Standard" : "Premium";
}

Fit fitOf(const Contact &contact, double budget, double mark)
{
    Fit fit;
    const auto add = [&](const char *rule, double points, std::string evidence) { fit.points.push_back({rule, points, std::move(evidence)}); };
    if (mark > 0 && budget >= mark)
        add("budget at the mark", 40, numberText(budget) + " of " + numberText(mark));
    else if (mark > 0 && budget >= mark / 2)
        add("budget at half the mark", 20, numberText(budget) + " of " + numberText(mark));
    if (mark > 0 && contact.lifetimeValue >= mark)
        add("lifetime value at the mark", 20, numberText(contact.lifetimeValue));
    else if (contact.lifetimeValue > 0)
        add("bought before", 10, numberText(contact.lifetimeValue));
    const auto isVip = fold(contact.tier) == "vip" || std::find(contact.tags.begin(), contact.tags.end(), "VIP") != contact.tags.end();
    if (isVip)
        add("VIP", 25, fold(contact.tier) == "vip" ? "Customer Tier" : "Tags");
    else if (fold(contact.tier) == "premium")
        add("premium", 15, "Customer Tier");
    if (const auto lead = std::clamp(fieldNumber(contact.fields, "Lead Score"), 0.0, 100.0); lead > 0)
        add("Lead Score", lead * 0.15, numberText(lead));
    double sum = 0;
    for (const auto &p : fit.points)
        sum += p.points;
    fit.score = static_cast<int>(std::lround(std::min(sum, 100.0)));
    fit.tier = fit.score >= 70 ? "vip" : fit.score >= 40 ? "premium" : "standard";
    fit.highValue = mark > 0 && (budget >= mark || contact.lifetimeValue >= mark);
    return fit;
}

} // namespace hs::agents
