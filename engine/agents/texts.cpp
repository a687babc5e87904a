#include "engine/agents/texts.h"

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

Result<std::string> Texts::fill(std::string_view key, std::string_view language, const Values &values) const
{
    const auto found = m_texts.find(key);
    if (found == m_texts.end())
        return fail(Errc::NotFound, "no such text", "texts.json: " + std::string(key), "add it in English");
    auto variant = found->second.find(language);
    if (variant == found->second.end())
        variant = found->second.find("en");
    const auto &pattern = variant->second;
    std::string out;
    std::size_t at = 0;
    while (true) {
        const auto open = pattern.find("{{", at);
        if (open == std::string::npos)
            break;
        const auto close = pattern.find("}}", open);
        if (close == std::string::npos)
            return fail(Errc::BadInput, "a placeholder is not closed", "texts.json: " + std::string(key), "end it with }}");
        out.append(pattern, at, open - at);
        const auto name = pattern.substr(open + 2, close - open - 2);
        const auto value = values.find(name);
        if (value == values.end() || value->second.empty())
            return fail(Errc::BadInput, "no value for {{" + name + "}}", "text " + std::string(key), "give it, or use a text without it");
        out += value->second;
        at = close + 2;
    }
    out.append(pattern, at, std::string::npos);
    return out;
}

} // namespace hs::agents
