#include "engine/settings/settings_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <QFile>
#include <QSaveFile>

#include "engine/settings/positions.h"
#include "engine/vocabulary/nearest.h"

namespace hs::settings {

namespace {

constexpr auto ByConsole = "setByConsole";
constexpr qint64 MaxFileBytes = 1024 * 1024;

std::string fileName(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

bool sameValues(const Settings &a, const Settings &b)
{
    const auto left = a.all();
    const auto right = b.all();
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const Setting &x, const Setting &y) {
        return x.leaf.pointer == y.leaf.pointer && x.value == y.value && x.source == y.source;
    });
}

/// Takes a value out, and the objects around it that it leaves empty.
void removeAt(Json &document, const std::string &pointer)
{
    Json::json_pointer path(pointer);
    for (bool first = true; !path.empty(); path = path.parent_pointer(), first = false) {
        if (!document.contains(path) || (!first && !document.at(path).empty()))
            return;
        document.at(path.parent_pointer()).erase(path.back());
    }
}

void mark(Json &document, const std::string &pointer, bool own)
{
    Json &list = document[ByConsole];
    if (!list.is_array())
        list = Json::array();
    const auto found = std::find(list.begin(), list.end(), Json(pointer));
    if (own && found == list.end())
        list.push_back(pointer);
    else if (!own && found != list.end())
        list.erase(found);
    if (list.empty())
        document.erase(ByConsole);
}

} // namespace

SettingsFile::SettingsFile(Schema schema, std::string path, Variables environment)
    : m_schema(std::move(schema)), m_path(std::move(path)), m_environment(std::move(environment)),
      m_settings(std::make_shared<const Settings>(read(m_schema, {}, fileName(m_path), m_environment).settings))
{
}

bool SettingsFile::reload()
{
    QFile file(QString::fromStdString(m_path));
    std::string text;
    m_findings.clear();
    m_fileIsGood = true;
    if (file.exists()) {
        if (file.size() > MaxFileBytes) {
            m_fileIsGood = false;
            m_findings.push_back({Errc::BadInput, "the file has more than 1 MiB", m_path, "shorten it", {}});
        } else if (!file.open(QIODevice::ReadOnly)) {
            m_fileIsGood = false;
            m_findings.push_back({Errc::Unavailable,
                                  "the file cannot be read: " + file.errorString().toStdString(),
                                  m_path,
                                  "let this user read it",
                                  {}});
        } else {
            text = file.readAll().toStdString();
        }
    }
    if (!m_fileIsGood)
        return false;
    auto reading = read(m_schema, text, fileName(m_path), m_environment);
    m_findings = std::move(reading.findings);
    m_fileIsGood = reading.fileIsGood;
    if (!m_fileIsGood)
        return false;
    m_document = std::move(reading.document);
    const bool changed = !sameValues(*m_settings, reading.settings);
    m_settings = std::make_shared<const Settings>(std::move(reading.settings));
    return changed;
}

Result<void> SettingsFile::check(const Json &values) const
{
    if (!values.is_object() || values.empty())
        return fail(Errc::BadInput, "the settings must be an object of pointers and values", "settings",
                    "send {\"/receiver/port\": 8787}");
    std::vector<std::string> known;
    for (const auto &leaf : m_schema.leaves())
        known.push_back(leaf.pointer);
    for (const auto &[pointer, value] : values.items()) {
        const auto setting = m_settings->find(pointer);
        if (!setting) {
            const auto meant = nearest(pointer, known);
            return fail(Errc::BadInput, "there is no such setting", pointer,
                        meant.empty() ? "ask for the list of settings" : "did you mean \"" + meant + "\"?");
        }
        if (setting->source == Source::Environment)
            return fail(Errc::Conflict, "is set by the environment", pointer,
                        "change or unset the variable " + setting->origin);
        if (setting->source == Source::File)
            return fail(Errc::Conflict, "is set by hand in " + setting->origin, pointer,
                        "change it there, or remove it from the file");
    }
    return {};
}

Result<void> SettingsFile::change(const Json &values)
{
    reload(); // people may have edited the file a moment ago
    if (!m_fileIsGood)
        return fail(Errc::Conflict, m_findings.front().what, m_findings.front().where,
                    "mend the file first; it would be overwritten");
    HS_TRY(check(values));
    Json document = m_document;
    for (const auto &[pointer, value] : values.items()) {
        if (value.is_null())
            removeAt(document, pointer);
        else
            document[Json::json_pointer(pointer)] = value;
        mark(document, pointer, !value.is_null());
    }
    if (const auto faults = m_schema.check(document); !faults.empty())
        return fail(Errc::BadInput, faults.front().what, faults.front().pointer, faults.front().mend);
    HS_TRY(write(document));
    reload();
    return {};
}

Result<void> SettingsFile::write(const Json &document) const
{
    QSaveFile file(QString::fromStdString(m_path)); // a new file beside it, flushed, then renamed over it
    const auto text = QByteArray::fromStdString(document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    errno = 0;
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    const bool full = errno == ENOSPC || errno == EDQUOT;
    return fail(full ? Errc::StorageFull : Errc::Unavailable,
                "the settings cannot be written: " + file.errorString().toStdString(), m_path,
                full ? "make room on the disk" : "let this user write the file and its folder");
}

} // namespace hs::settings
