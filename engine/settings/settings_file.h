#pragma once

#include <memory>

#include "engine/settings/settings.h"

namespace hs::settings {

/// console.json on disk and the settings read from it. One thread at a time.
///
/// The console writes settings into the same file that people edit: it lists its
/// own in "setByConsole". Writing keeps every key of the file, but not its
/// comments and its layout.
class SettingsFile {
public:
    /// Reads nothing yet: the settings are the defaults until `reload`.
    SettingsFile(Schema schema, std::string path, Variables environment);

    /// Reads the file and the environment. A file that is missing means defaults; one
    /// with faults keeps the settings that held before. True when the settings changed.
    bool reload();

    /// Never null; a new object after every change, the old one stays as it is.
    [[nodiscard]] std::shared_ptr<const Settings> settings() const { return m_settings; }
    /// What was wrong at the last reading; empty: nothing.
    [[nodiscard]] const std::vector<Error> &findings() const { return m_findings; }
    [[nodiscard]] const std::string &path() const { return m_path; }

    /// Sets settings (JSON pointer → value, null: back to the default) and writes the
    /// file: all or none, replaced in one step. Fails with
    /// - BadInput: a pointer that is no setting, or a value that the schema refuses
    /// - Conflict: a setting that is locked by hand or by a variable, or a file that has faults
    /// - Unavailable or StorageFull: the file cannot be written
    [[nodiscard]] Result<void> change(const Json &values);

private:
    [[nodiscard]] Result<void> check(const Json &values) const;
    [[nodiscard]] Result<void> write(const Json &document) const;

    Schema m_schema;
    std::string m_path;
    Variables m_environment;
    std::shared_ptr<const Settings> m_settings;
    std::vector<Error> m_findings;
    Json m_document = Json::object(); ///< of the last good reading
    bool m_fileIsGood = true;
};

} // namespace hs::settings
