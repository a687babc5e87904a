#include "engine/settings/settings.h"

#include <algorithm>
#include <charconv>

#include "engine/settings/positions.h"

namespace hs::settings {

namespace {

/// The text without user, password and path, for a value that people see.
std::string withoutPassword(const std::string &url)
{
    const auto begin = url.find("://");
    const auto at = url.rfind('@');
    if (begin == std::string::npos || at == std::string::npos || at < begin)
        return url;
    const auto colon = url.find(':', begin + 3);
    return colon < at ? url.substr(0, colon) + url.substr(at) : url;
}

/// A variable's text as a value of the setting's type; what cannot be one stays a text and is found by the schema.
Json fromVariable(const Leaf &leaf, const std::string &text)
{
    if (leaf.type == "boolean" && (text == "true" || text == "false"))
        return text == "true";
    if (leaf.type == "integer" || leaf.type == "number") {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size())
            return leaf.type == "integer" && number == double(std::int64_t(number)) ? Json(std::int64_t(number))
                                                                                    : Json(number);
    }
    return leaf.pointer == "/mail/smtpUrl" ? withoutPassword(text) : text;
}

/// A document that holds one value alone.
Json alone(const std::string &pointer, const Json &value)
{
    Json document = Json::object();
    document[Json::json_pointer(pointer)] = value;
    return document;
}

} // namespace

std::string_view name(Source source)
{
    switch (source) {
    case Source::File:
        return "file";
    case Source::Console:
        return "console";
    case Source::Environment:
        return "environment";
    case Source::Default:
        break;
    }
    return "default";
}

Json Settings::value(std::string_view pointer) const
{
    if (!m_schema)
        return {};
    const auto leaf = m_schema->leaf(pointer);
    return leaf ? settingOf(*leaf).value : Json();
}

std::string Settings::text(std::string_view pointer) const
{
    const auto found = value(pointer);
    return found.is_string() ? found.get<std::string>() : std::string();
}

std::int64_t Settings::integer(std::string_view pointer) const
{
    const auto found = value(pointer);
    return found.is_number() ? found.get<std::int64_t>() : 0;
}

double Settings::number(std::string_view pointer) const
{
    const auto found = value(pointer);
    return found.is_number() ? found.get<double>() : 0;
}

bool Settings::flag(std::string_view pointer) const
{
    const auto found = value(pointer);
    return found.is_boolean() && found.get<bool>();
}

std::vector<std::string> Settings::texts(std::string_view pointer) const
{
    std::vector<std::string> list;
    const auto found = value(pointer);
    if (found.is_array())
        for (const auto &item : found)
            list.push_back(scalarText(item));
    return list;
}

Setting Settings::settingOf(const Leaf &leaf) const
{
    Setting setting{leaf, leaf.fallback, Source::Default, {}, false};
    const Json::json_pointer path(leaf.pointer);
    if (m_values.contains(path))
        setting.value = m_values.at(path);
    if (const auto origin = m_origins.find(leaf.pointer); origin != m_origins.end()) {
        setting.source = origin->second.source;
        setting.origin = origin->second.text;
        setting.locked = setting.source == Source::File || setting.source == Source::Environment;
    }
    return setting;
}

std::vector<Setting> Settings::all() const
{
    std::vector<Setting> settings;
    if (!m_schema)
        return settings;
    for (const auto &leaf : m_schema->leaves())
        settings.push_back(settingOf(leaf));
    for (const auto &source : sources())
        for (const auto &leaf : m_schema->leavesOfSource(source))
            settings.push_back(settingOf(leaf));
    return settings;
}

std::optional<Setting> Settings::find(std::string_view pointer) const
{
    const auto leaf = m_schema ? m_schema->leaf(pointer) : std::nullopt;
    if (!leaf)
        return {};
    return settingOf(*leaf);
}

std::vector<std::string> Settings::namesUnder(std::string_view pointer) const
{
    std::vector<std::string> names;
    const Json::json_pointer place{std::string(pointer)};
    if (m_values.contains(place) && m_values.at(place).is_object())
        for (const auto &[name, value] : m_values.at(place).items())
            names.push_back(name);
    return names;
}

/// Puts a reading together; the only one who fills Settings.
struct Reader {
    const Schema &schema;
    std::string_view text;
    std::string file;
    Reading reading;

    Reader(const Schema &s, std::string_view t, std::string_view f) : schema(s), text(t), file(f)
    {
        reading.document = Json::object();
        reading.settings.m_schema = s;
    }

    void blame(const std::string &what, const std::string &pointer, std::size_t line, const std::string &mend)
    {
        reading.fileIsGood = false;
        reading.findings.push_back(
            {Errc::BadInput,
             what,
             file + ":" + pointer +
                 (pointer.empty() ? "line " + std::to_string(line) : " (line " + std::to_string(line) + ")"),
             mend,
             {}});
    }

    void readFile()
    {
        Json document;
        try {
            document = Json::parse(text, nullptr, /*allow_exceptions=*/true, /*ignore_comments=*/true);
        } catch (const Json::parse_error &error) {
            const auto at = positionAt(text, error.byte > 0 ? error.byte - 1 : 0);
            blame("not JSON", "", at.line,
                  "look at column " + std::to_string(at.column) +
                      ": a comma, a brace or a quote may be missing or too many");
            return;
        } catch (const Json::exception &error) {
            blame(std::string("not JSON: ") + error.what(), "", 1, "mend the file");
            return;
        }
        const auto positions = findPositions(text);
        if (positions.doubled)
            blame("the key stands here a second time", *positions.doubled,
                  positionAt(text, positions.doubledOffset).line, "keep one of them");
        auto faults = schema.check(document);
        std::stable_sort(faults.begin(), faults.end(), [&](const Fault &a, const Fault &b) {
            return positions.line(text, a.pointer) < positions.line(text, b.pointer);
        });
        for (const auto &fault : faults)
            blame(fault.what, fault.pointer, positions.line(text, fault.pointer), fault.mend);
        if (!reading.fileIsGood)
            return;
        reading.document = document;
        std::vector<std::string> byConsole;
        if (const Json &list = member(document, "setByConsole"); list.is_array())
            for (const auto &pointer : list)
                byConsole.push_back(scalarText(pointer));
        Settings &settings = reading.settings;
        settings.m_values = document;
        for (const auto &setting : settings.all())
            if (document.contains(Json::json_pointer(setting.leaf.pointer))) {
                const bool own =
                    std::find(byConsole.begin(), byConsole.end(), setting.leaf.pointer) != byConsole.end();
                settings.m_origins[setting.leaf.pointer] = {
                    own ? Source::Console : Source::File,
                    file + ", line " + std::to_string(positions.line(text, setting.leaf.pointer))};
            }
    }

    void readEnvironment(const Variables &environment)
    {
        for (const auto &leaf : schema.leaves()) {
            if (leaf.environment.empty())
                continue;
            const auto variable = environment.find(leaf.environment);
            if (variable == environment.end() || variable->second.empty())
                continue;
            const auto value = fromVariable(leaf, variable->second);
            if (const auto faults = schema.check(alone(leaf.pointer, value)); !faults.empty()) {
                reading.findings.push_back({Errc::BadInput,
                                            faults.front().what,
                                            "environment: " + leaf.environment,
                                            faults.front().mend,
                                            {}});
                continue;
            }
            reading.settings.m_values[Json::json_pointer(leaf.pointer)] = value;
            reading.settings.m_origins[leaf.pointer] = {Source::Environment, leaf.environment};
        }
    }
};

Reading read(const Schema &schema, std::string_view fileText, std::string_view fileName, const Variables &environment)
{
    Reader reader(schema, fileText, fileName);
    if (fileText.find_first_not_of(" \t\r\n") != std::string_view::npos)
        reader.readFile();
    reader.readEnvironment(environment);
    return std::move(reader.reading);
}

} // namespace hs::settings
