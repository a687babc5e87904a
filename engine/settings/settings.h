#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/settings/schema.h"
#include "engine/settings/secrets.h"

namespace hs::settings {

/// Where a value comes from; later ones win.
enum class Source {
    Default,
    File,    ///< written into console.json by hand
    Console, ///< written into console.json by the console itself (listed in "setByConsole")
    Environment
};
[[nodiscard]] std::string_view name(Source source); ///< "default", "file", "console", "environment"

/// One setting with its value.
struct Setting {
    Leaf leaf;
    Json value;
    Source source = Source::Default;
    std::string origin;  ///< "console.json, line 4", "SMTP_FROM", or empty
    bool locked = false; ///< by file or environment: the console does not change it
};

/// The settings as they stand at one moment. Immutable; copies are cheap enough
/// (a few kilobytes); any thread.
class Settings {
public:
    Settings() = default;

    /// The value of a setting: the effective one, else the schema's default, also of a
    /// source that the file does not name. Null for a pointer that is no setting.
    [[nodiscard]] Json value(std::string_view pointer) const;
    [[nodiscard]] std::string text(std::string_view pointer) const;
    [[nodiscard]] std::int64_t integer(std::string_view pointer) const;
    [[nodiscard]] double number(std::string_view pointer) const;
    [[nodiscard]] bool flag(std::string_view pointer) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view pointer) const;

    /// All settings, in the schema's order, then those of every source that the file names.
    [[nodiscard]] std::vector<Setting> all() const;
    /// One setting; nothing when the pointer is none.
    [[nodiscard]] std::optional<Setting> find(std::string_view pointer) const;
    /// Names of the sources that stand in the file.
    [[nodiscard]] std::vector<std::string> sources() const { return namesUnder("/receiver/sources"); }
    /// Names that the file gives at a place where names are free: "/mcp/servers", "/ai/businesses".
    [[nodiscard]] std::vector<std::string> namesUnder(std::string_view pointer) const;

    friend struct Reader;

private:
    struct Origin {
        Source source = Source::Default;
        std::string text;
    };
    [[nodiscard]] Setting settingOf(const Leaf &leaf) const;

    std::optional<Schema> m_schema;
    Json m_values = Json::object(); ///< what is set, as in the file
    std::map<std::string, Origin, std::less<>> m_origins;
};

/// What came of reading.
struct Reading {
    Settings settings;
    std::vector<Error> findings; ///< `where` is "console.json:/receiver/port (line 4)" or "environment: SMTP_FROM"
    bool fileIsGood = true;      ///< false: none of the file was taken, and `settings` are those without it
    Json document;               ///< the file's content, an object
};

/// Reads a configuration: JSON with comments, then the environment over it. A
/// file with any fault is not taken at all; a bad variable is left out alone.
/// `fileText` empty: there is no file. `fileName` stands in the findings. Pure, any thread.
[[nodiscard]] Reading read(const Schema &schema, std::string_view fileText, std::string_view fileName,
                           const Variables &environment);

} // namespace hs::settings
