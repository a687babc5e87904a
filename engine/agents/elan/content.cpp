#include "engine/agents/elan/content.h"

#include <algorithm>

#include "engine/agents/elan/brand.h"
#include "engine/agents/text/tokens.h"
#include "engine/vocabulary/json.h"

namespace hs::agents {

const std::vector<std::string> &contentStages()
{
    static const std::vector<std::string> all{"idea", "research", "draft", "review", "media_creation", "final", "ready", "scheduled", "published", "archived"};
    return all;
}

namespace {

std::ptrdiff_t placeOf(std::string_view stage)
{
    const auto &all = contentStages();
    const auto found = std::find(all.begin(), all.end(), stage);
    return found == all.end() ? -1 : found - all.begin();
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

std::string noAdvanceBecause(std::string_view from, std::string_view to, bool approved)
{
    const auto here = placeOf(from);
    const auto there = placeOf(to);
    if (here < 0 || there < 0)
        return "there is no stage \"" + std::string(here < 0 ? from : to) + "\"";
    if (here == there)
        return "it stands at " + std::string(to) + " already";
    if (from == "archived")
        return "archived content stays as it is";
    const auto isAhead = there == here + 1 || (from == "review" && to == "final") || (from == "ready" && to == "published");
    const auto isBack = there < here && isOneOf(to, {"research", "draft", "review"}) && from != "published";
    if (!isAhead && !isBack)
        return std::string(from) + " does not lead to " + std::string(to);
    if (isOneOf(to, {"ready", "scheduled", "published"}) && !approved)
        return "a person has to approve it before it is " + std::string(to);
    return {};
}

std::string noDistributionBecause(std::string_view stage, bool approved)
{
    const auto here = placeOf(stage);
    if (here < 0)
        return "there is no stage \"" + std::string(stage) + "\"";
    if (here < placeOf("final") || stage == "archived")
        return "content at " + std::string(stage) + " stays in the house";
    return approved ? "" : "a person has to approve it";
}

Variant fitted(std::string_view text, std::string_view link, std::size_t limit)
{
    Variant out;
    out.limit = limit;
    auto tail = link.empty() ? std::string() : (text.empty() ? "" : "\n") + std::string(link);
    if (limit > 0 && charactersOf(tail) + (text.empty() ? 0 : 1) > limit)
        tail.clear(); // it leaves no room for the text
    const auto room = limit - (limit > 0 ? charactersOf(tail) : 0);
    if (limit == 0 || charactersOf(text) <= room) {
        out.text = std::string(text) + tail;
        out.length = charactersOf(out.text);
        return out;
    }
    out.cut = true;
    // the bytes of the first `room` characters, one of which is kept for "…"
    std::size_t end = 0;
    for (std::size_t n = 0; end < text.size(); ++end) {
        const auto begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
        if (begins && n++ == (room > 0 ? room - 1 : 0))
            break;
    }
    auto kept = text.substr(0, end);
    std::size_t sentence = 0;
    for (std::size_t i = 0; i + 1 <= kept.size(); ++i)
        if (std::string_view(".?").find(kept[i]) != std::string_view::npos && (i + 1 == kept.size() ? i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\n') : kept[i + 1] == ' ' || kept[i + 1] == '\n'))
            sentence = i + 1;
    if (sentence * 2 >= kept.size() && sentence > 0)
        out.text = std::string(kept.substr(0, sentence));
    else {
        if (const auto space = kept.find_last_of(" \n"); space != std::string_view::npos && space > 0)
            kept = kept.substr(0, space);
        out.text = room > 0 ? std::string(kept) + "…" : std::string();
    }
    out.text += tail;
    out.length = charactersOf(out.text);
    return out;
}

Result<ContentRules> ContentRules::load(std::string_view text_, const std::string &name)
{
    const auto parsed = parseJson(text_);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    ContentRules rules;
    for (const auto &item : member(*parsed, "types")) {
        Type type;
        type.key = text(item, "key");
        type.title = text(item, "title");
        const auto &words = member(item, "words");
        if (words.is_array() && words.size() == 2 && words[0].is_number_unsigned() && words[1].is_number_unsigned()) {
            type.leastWords = words[0].get<std::size_t>();
            type.mostWords = words[1].get<std::size_t>();
        }
        for (const auto &[language, body] : member(item, "outline").items()) {
            Outline outline;
            outline.title = text(body, "title");
            for (const auto &part : member(body, "lines")) {
                Line line{text(part, "text"), {}, {}, boolean(part, "must")};
                for (const auto &value : member(part, "needs"))
                    line.needs.push_back(scalarText(value));
                for (const auto &value : member(part, "unless"))
                    line.unless.push_back(scalarText(value));
                outline.lines.push_back(std::move(line));
            }
            type.outlines[language] = std::move(outline);
        }
        if (type.key.empty() || type.mostWords < 1 || !type.outlines.contains("en"))
            return fail(Errc::BadInput, "a type has no key, no length or no English outline", name + ":/types/" + type.key, "give all of them");
        rules.m_types.push_back(std::move(type));
    }
    for (const auto &item : member(*parsed, "channels"))
        rules.m_channels.push_back({text(item, "key"), static_cast<std::size_t>(std::max<std::int64_t>(0, integer(item, "characters")))});
    return rules;
}

const ContentRules::Type *ContentRules::type(std::string_view key) const
{
    const auto found = std::find_if(m_types.begin(), m_types.end(), [&](const Type &t) { return t.key == key; });
    return found == m_types.end() ? nullptr : &*found;
}

const ContentRules::Channel *ContentRules::channel(std::string_view name) const
{
    const auto wanted = fold(name);
    const auto found = std::find_if(m_channels.begin(), m_channels.end(), [&](const Channel &c) { return fold(c.key) == wanted; });
    return found == m_channels.end() ? nullptr : &*found;
}

Draft ContentRules::draft(const Type &type, std::string_view language, const Texts::Values &values)
{
    auto outline = type.outlines.find(language);
    if (outline == type.outlines.end())
        outline = type.outlines.find("en");
    const auto has = [&](const std::string &name) {
        const auto value = values.find(name);
        return value != values.end() && !value->second.empty();
    };
    Draft draft;
    draft.title = fillPattern(outline->second.title, values, type.key).value_or("");
    for (const auto &line : outline->second.lines) {
        if (!std::all_of(line.needs.begin(), line.needs.end(), has) || std::any_of(line.unless.begin(), line.unless.end(), has))
            continue;
        const auto names = placeholdersOf(line.text);
        if (std::all_of(names.begin(), names.end(), has)) {
            draft.text += (draft.text.empty() ? "" : "\n\n") + fillPattern(line.text, values, type.key).value_or("");
            continue;
        }
        for (const auto &name : names)
            if (line.must && !has(name) && std::find(draft.missing.begin(), draft.missing.end(), name) == draft.missing.end())
                draft.missing.push_back(name);
    }
    return draft;
}

} // namespace hs::agents
