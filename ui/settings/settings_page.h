#pragma once

#include <vector>

#include <QScrollArea>

#include "ui/settings/setting_field.h"
#include "ui/settings/settings_places.h"

class QVBoxLayout;

namespace hs::ui {

/// One page of the settings: a title, a sentence, then blocks from the top.
class SettingsPage : public QScrollArea {
    Q_OBJECT
public:
    /// `id`: one of `settingsPlaces()`.
    SettingsPage(ViewContext &context, SettingsStore &store, const QString &id, const QString &sentence, QWidget *parent);

    [[nodiscard]] const SettingsPlace &place() const { return m_place; }
    /// Shows only fields that match; how many did. Empty text: all.
    int filter(const QString &text);
    /// The page came to the front.
    virtual void shown() {}

    /// Adds a field for every setting of these sections, under their headings.
    void addSections(const QStringList &sections);
    /// Adds fields for these keys, as far as the engine knows them.
    void addKeys(const QStringList &keys);
    /// Words that search also finds this page by.
    void setKeywords(const QString &words) { m_keywords = words; }

protected:
    [[nodiscard]] ViewContext &context() const { return m_context; }
    [[nodiscard]] SettingsStore &store() const { return m_store; }
    [[nodiscard]] QWidget *body() const { return m_body; }
    void addHeading(const QString &text);
    void addBlock(QWidget *widget);
    void addBlock(QLayout *layout);

private:
    void fillSections();

    ViewContext &m_context;
    SettingsStore &m_store;
    SettingsPlace m_place;
    QString m_keywords;
    QWidget *m_body;
    QVBoxLayout *m_column;
    std::vector<SettingField *> m_fields;
    QStringList m_sections;
    QStringList m_keys;
};

} // namespace hs::ui
