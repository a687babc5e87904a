#include "ui/settings/settings_page.h"

#include <algorithm>
#include <utility>

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/setting_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

SettingsPlace placeOf(const QString &id)
{
    for (const SettingsPlace &place : settingsPlaces()) {
        if (place.id == id)
            return place;
    }
    return {id, id, {}};
}

} // namespace

SettingsPage::SettingsPage(ViewContext &context, SettingsStore &store, const QString &id, const QString &sentence, QWidget *parent)
    : QScrollArea(parent), m_context(context), m_store(store), m_place(placeOf(id)), m_body(new QWidget(this)), m_column(new QVBoxLayout(m_body))
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(m_place.title);
    m_body->setProperty("fill", QStringLiteral("surface"));
    m_column->setContentsMargins(28, 22, 28, 24);
    m_column->setSpacing(4);
    m_column->addWidget(makeLabel(m_place.title, TextStyle::Headline, Token::Text, m_body));
    m_column->addWidget(makeWrappingLabel(sentence, TextStyle::Body, Token::Text2, m_body));
    m_column->addStretch(1);
    setWidget(m_body);
    connect(&m_store, &SettingsStore::changed, this, &SettingsPage::fillSections);
}

void SettingsPage::addHeading(const QString &text)
{
    QLabel *label = makeLabel(text, TextStyle::Subtitle, Token::Text, m_body);
    label->setContentsMargins(0, 16, 0, 2);
    addBlock(label);
}

void SettingsPage::addBlock(QWidget *widget)
{
    // A button is as wide as its words.
    const Qt::Alignment alignment = qobject_cast<QPushButton *>(widget) ? Qt::AlignLeft : Qt::Alignment();
    m_column->insertWidget(m_column->count() - 1, widget, 0, alignment);
}

void SettingsPage::addBlock(QLayout *layout)
{
    m_column->insertLayout(m_column->count() - 1, layout);
}

void SettingsPage::addSections(const QStringList &sections)
{
    m_sections << sections;
    fillSections();
}

void SettingsPage::addKeys(const QStringList &keys)
{
    m_keys << keys;
    fillSections();
}

void SettingsPage::fillSections()
{
    const auto present = [this](const QString &key) {
        return std::any_of(m_fields.begin(), m_fields.end(), [&](const SettingField *field) { return field->key() == key; });
    };
    const auto add = [&](const QString &key) {
        auto *field = new SettingField(m_context, m_store, key, m_body);
        m_fields.push_back(field);
        addBlock(field);
        addBlock(makeLine(m_body));
    };
    for (const QString &key : m_keys) {
        if (m_store.row(key) && !present(key))
            add(key);
    }
    for (const QString &section : m_sections) {
        bool headed = std::any_of(m_fields.begin(), m_fields.end(), [&](const SettingField *field) {
            return field->key().startsWith(QLatin1Char('/') + section + QLatin1Char('/'));
        });
        QString group;
        for (const api::SettingRow &row : m_store.rows()) {
            // Sources have cards of their own.
            if (row.section != section || present(row.key) || row.key.startsWith(QLatin1String("/receiver/sources/")))
                continue;
            if (!headed && m_sections.size() > 1)
                addHeading(sectionTitle(section));
            headed = true;
            if (const QString next = settingGroup(row.key); next != std::exchange(group, next) && !next.isEmpty())
                addHeading(next);
            add(row.key);
        }
    }
}

int SettingsPage::filter(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto matches = [&words](const QString &in) {
        return std::all_of(words.begin(), words.end(), [&](const QString &word) { return in.contains(word, Qt::CaseInsensitive); });
    };
    const bool whole = words.isEmpty() || matches(m_place.title + QLatin1Char(' ') + m_keywords);
    int found = whole ? 1 : 0;
    for (SettingField *field : m_fields) {
        const bool hit = whole || matches(field->words());
        field->setVisible(hit);
        found += hit ? 1 : 0;
    }
    return found;
}

} // namespace hs::ui
