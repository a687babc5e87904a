#pragma once

#include <QWidget>

#include "ui/settings/settings_store.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

/// One setting: name, sentence, editor by type, default, and where a locked
/// value comes from. Applies at once.
class SettingField final : public QWidget {
    Q_OBJECT
public:
    SettingField(ViewContext &context, SettingsStore &store, const QString &key, QWidget *parent);

    [[nodiscard]] QString key() const { return m_key; }
    [[nodiscard]] QString words() const; ///< what search looks in
    void refresh();

private:
    void build(const api::SettingRow &row);
    QWidget *makeEditor(const api::SettingRow &row);
    void give(const QJsonValue &value);
    void showError(const Error &error);
    [[nodiscard]] QString valueText(const QJsonValue &value) const;

    ViewContext &m_context;
    SettingsStore &m_store;
    QString m_key;
    QLabel *m_note = nullptr;
    QLabel *m_error = nullptr;
    QPushButton *m_reset = nullptr;
    QWidget *m_editor = nullptr;
    bool m_inFile = false; ///< too deep for a field: shown, changed by hand
    std::function<void(const QJsonValue &)> m_show;
};

} // namespace hs::ui
