#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QObject>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// The engine's settings as the pages show them; asks again when they change.
class SettingsStore final : public QObject {
    Q_OBJECT
public:
    explicit SettingsStore(ViewContext &context, QObject *parent = nullptr);

    void refresh();
    [[nodiscard]] const std::vector<api::SettingRow> &rows() const { return m_rows; }
    [[nodiscard]] const api::SettingRow *row(const QString &key) const;
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    [[nodiscard]] bool loaded() const { return m_loaded; }

    /// Sets one value, at once; null: back to the default. What it was can be taken
    /// back with Ctrl+Z. `failed` hears why it was refused.
    void change(const QString &key, const QJsonValue &value, std::function<void(const Error &)> failed = {});

Q_SIGNALS:
    void changed();

private:
    void submit(const QString &key, const QJsonValue &value, const QJsonValue &before, bool remember,
                std::function<void(const Error &)> failed);

    ViewContext &m_context;
    std::vector<api::SettingRow> m_rows;
    std::optional<Error> m_failure;
    bool m_loaded = false;
};

} // namespace hs::ui
