#include "engine/agents/texts.h"

#include <algorithm>

#include "engine/vocabulary/json.h"

namespace hs::agents {

Result<Texts> Texts::load(std::string_view text, const std::string &name)
{
    const auto parsed = parseJson(text);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    Texts texts;
    for (const auto &[key, languages] : parsed->items()) {
        if (key == "about")
            continue;
        if (!languages.is_object() || !languages.contains("en"))
            return fail(Errc::BadInput, "a text has no English", name + ":/" + key, "write it under \"en\"");
        for (const auto &[language, body] : languages.items()) {
            std::string whole;
            if (body.is_array()) // a letter as lines, so that the file can be read
                for (const auto &line : body)
                    whole += (whole.empty() ? "" : "\n") + (line.is_string() ? line.get<std::string>() : std::string());
            else if (body.is_string())
                whole = body.get<std::string>();
            else
                return fail(Errc::BadInput, "a text is neither a string nor a list of lines", name + ":/" + key + "/" + language, "write one of them");
            texts.m_texts[key][language] = std::move(whole);
        }
    }
    return texts;
}

bool Texts::has(std::string_view key) const
{
    return m_texts.find(key) != m_texts.end();
}

std::string Texts::languageFor(std::string_view key, std::string_view language) const
{
    const auto found = m_texts.find(key);
    return found != m_texts.end() && found->second.contains(language) ? std::string(language) : "en";
}

Result<std::string> fillPattern(std::string_view pattern, const Texts::Values &values, const std::string &where)
{
    std::string out;
    std::size_t at = 0;
    while (true) {
        const auto open = pattern.find("{{", at);
        if (open == std::string_view::npos)
            break;
        const auto close = pattern.find("}}", open);
        if (close == std::string_view::npos)
            return fail(Errc::BadInput, "a placeholder is not closed", where, "end it with }}");
        out.append(pattern, at, open - at);
        const auto name = std::string(pattern.substr(open + 2, close - open - 2));
        const auto value = values.find(name);
        if (value == values.end() || value->second.empty())
            return fail(Errc::BadInput, "no value for {{" + name + "}}", where, "give it, or use a text without it");
        out += value->second;
        at = close + 2;
    }
    out.append(pattern.substr(at));
    return out;
}

std::vector<std::string> placeholdersOf(std::string_view pattern)
{
    std::vector<std::string> names;
    for (auto open = pattern.find("{{"); open != std::string_view::npos; open = pattern.find("{{", open + 2)) {
        const auto close = pattern.find("}}", open);
        if (close == std::string_view::npos)
            break;
        auto name = std::string(pattern.substr(open + 2, close - open - 2));
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

Result<std::string> Texts::fill(std::string_view key, std::string_view language, const Values &values) const
{
    const auto found = m_texts.find(key);
    if (found == m_texts.end())
        return fail(Errc::NotFound, "no such text", "texts.json: " + std::string(key), "add it in English");
    auto variant = found->second.find(language);
    if (variant == found->second.end())
        variant = found->second.find("en");
    return fillPattern(variant->second, values, "texts.json: " + std::string(key));
}

} // namespace hs::agents
