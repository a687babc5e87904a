#include "ui/settings/setting_field.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/settings/setting_words.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int DataLines = 4;
constexpr double SmallNumber = 0.1; ///< below it, two digits behind the point are too few

QString jsonText(const QJsonValue &value)
{
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    return value.toVariant().toString();
}

/// Whether a line of text can hold the value without losing anything.
bool isFlat(const api::SettingRow &row)
{
    const auto plain = [](const QJsonValue &value) { return !value.isObject() && !value.isArray(); };
    if (row.type == QLatin1String("list")) {
        const QJsonArray all = row.value.toArray();
        const QJsonArray usual = row.fallback.toArray();
        return std::all_of(all.begin(), all.end(), plain) && std::all_of(usual.begin(), usual.end(), plain);
    }
    return row.type != QLatin1String("object") && plain(row.value) && plain(row.fallback);
}

bool holdsNumbers(const api::SettingRow &row)
{
    const QJsonArray all = row.value.toArray().isEmpty() ? row.fallback.toArray() : row.value.toArray();
    return !all.isEmpty() && std::all_of(all.begin(), all.end(), [](const QJsonValue &value) { return value.isDouble(); });
}

/// Digits behind the point: as many as the value, its default and its range need.
int decimalsFor(const api::SettingRow &row)
{
    int digits = 2;
    for (const double number : {row.value.toDouble(), row.fallback.toDouble(), row.minimum, row.maximum}) {
        for (double scaled = std::abs(number) * std::pow(10, digits); digits < 6 && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10)
            ++digits;
    }
    return row.maximum > 0 && row.maximum <= 1 ? std::max(digits, 3) : digits;
}

} // namespace

SettingField::SettingField(ViewContext &context, SettingsStore &store, const QString &key, QWidget *parent)
    : QWidget(parent), m_context(context), m_store(store), m_key(key)
{
    if (const api::SettingRow *row = m_store.row(key))
        build(*row);
    connect(&m_store, &SettingsStore::changed, this, &SettingField::refresh);
    refresh();
}

QString SettingField::words() const
{
    const api::SettingRow *row = m_store.row(m_key);
    return settingTitle(m_key) + QLatin1Char(' ') + settingHelp(m_key, row ? row->help : QString()) + QLatin1Char(' ') + m_key;
}

void SettingField::build(const api::SettingRow &row)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(3);
    auto *line = new QHBoxLayout;
    line->setSpacing(16);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    const QString title = settingTitle(m_key);
    const QString help = settingHelp(m_key, row.help);
    texts->addWidget(makeLabel(title, TextStyle::Strong, Token::Text, this));
    texts->addWidget(makeWrappingLabel(help, TextStyle::Small, Token::Text2, this));
    line->addLayout(texts, 3);
    m_editor = makeEditor(row);
    m_editor->setAccessibleName(title);
    m_editor->setAccessibleDescription(help);
    line->addWidget(m_editor, 2, Qt::AlignTop);
    column->addLayout(line);

    auto *foot = new QHBoxLayout;
    m_note = makeWrappingLabel({}, TextStyle::Caption, Token::Text3, this);
    foot->addWidget(m_note, 1);
    m_reset = makeButton(tr("Back to the default"), ButtonKind::Link, m_context.theme, this);
    //: %1 is the name of a setting
    m_reset->setAccessibleName(tr("%1: back to the default").arg(title));
    connect(m_reset, &QPushButton::clicked, this, [this] { give(QJsonValue(QJsonValue::Null)); });
    foot->addWidget(m_reset);
    column->addLayout(foot);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_error->hide();
    column->addWidget(m_error);
}

QWidget *SettingField::makeEditor(const api::SettingRow &row)
{
    if (row.type == QLatin1String("boolean")) {
        auto *box = new QCheckBox(tr("On"), this);
        connect(box, &QCheckBox::clicked, this, [this](bool on) { give(on); });
        m_show = [box](const QJsonValue &value) { box->setChecked(value.toBool()); };
        return box;
    }
    if (row.type == QLatin1String("integer")) {
        auto *spin = new QSpinBox(this);
        const bool ranged = row.minimum != 0 || row.maximum != 0;
        spin->setRange(ranged ? int(row.minimum) : 0, ranged ? int(row.maximum) : 1'000'000'000);
        const QString unit = settingUnit(m_key);
        spin->setSuffix(unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
        spin->setGroupSeparatorShown(row.maximum > 99999 || !ranged);
        spin->setKeyboardTracking(false);
        connect(spin, &QSpinBox::valueChanged, this, [this](int value) { give(value); });
        m_show = [spin](const QJsonValue &value) { spin->setValue(value.toInt()); };
        return spin;
    }
    if (row.type == QLatin1String("number")) {
        auto *spin = new QDoubleSpinBox(this);
        spin->setDecimals(decimalsFor(row));
        spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        const bool ranged = row.minimum != 0 || row.maximum != 0;
        spin->setRange(ranged ? row.minimum : 0, ranged ? row.maximum : 1e9);
        const QString unit = settingUnit(m_key);
        spin->setSuffix(unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
        spin->setGroupSeparatorShown(true);
        spin->setKeyboardTracking(false);
        connect(spin, &QDoubleSpinBox::valueChanged, this, [this](double value) { give(value); });
        m_show = [spin](const QJsonValue &value) { spin->setValue(value.toDouble()); };
        return spin;
    }
    if (row.type == QLatin1String("enum")) {
        auto *combo = new QComboBox(this);
        for (const QString &option : row.options)
            combo->addItem(optionTitle(m_key, option), option);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(12);
        connect(combo, &QComboBox::activated, this, [this, combo](int index) { give(combo->itemData(index).toString()); });
        m_show = [combo](const QJsonValue &value) { combo->setCurrentIndex(combo->findData(value.toString())); };
        return combo;
    }
    if (row.type == QLatin1String("list") && !row.options.isEmpty()) {
        auto *group = new QWidget(this);
        auto *column = new QVBoxLayout(group);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        QList<QCheckBox *> boxes;
        for (const QString &option : row.options) {
            auto *box = new QCheckBox(optionTitle(m_key, option), group);
            box->setProperty("option", option);
            column->addWidget(box);
            boxes << box;
        }
        for (QCheckBox *box : boxes) {
            connect(box, &QCheckBox::clicked, this, [this, boxes] {
                QJsonArray chosen;
                for (const QCheckBox *each : boxes) {
                    if (each->isChecked())
                        chosen << each->property("option").toString();
                }
                give(chosen);
            });
        }
        m_show = [boxes](const QJsonValue &value) {
            const QJsonArray chosen = value.toArray();
            for (QCheckBox *box : boxes)
                box->setChecked(chosen.contains(QJsonValue(box->property("option").toString())));
        };
        return group;
    }
    if (!isFlat(row)) { // what has parts of its own is written in the file, where they have names
        auto *text = new QPlainTextEdit(this);
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setFixedHeight(fontMetrics().lineSpacing() * DataLines + 16);
        m_show = [text](const QJsonValue &value) { text->setPlainText(jsonText(value)); };
        m_inFile = true;
        return text;
    }
    auto *edit = new QLineEdit(this);
    const bool numbers = holdsNumbers(row);
    const bool list = row.type == QLatin1String("list");
    if (list)
        edit->setPlaceholderText(tr("Separate with commas"));
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, list, numbers] {
        if (!edit->isModified())
            return;
        edit->setModified(false);
        if (!list) {
            give(edit->text());
            return;
        }
        QJsonArray items;
        const QStringList parts = edit->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString &part : parts) {
            bool isNumber = false;
            const double number = numbers ? QLocale().toDouble(part.trimmed(), &isNumber) : 0;
            if (isNumber)
                items << number;
            else
                items << part.trimmed(); // the engine says what is wrong with it
        }
        give(items);
    });
    m_show = [this, edit](const QJsonValue &value) {
        if (!edit->isModified())
            edit->setText(valueText(value));
    };
    return edit;
}

QString SettingField::valueText(const QJsonValue &value) const
{
    if (value.isArray()) {
        QStringList parts;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            parts << (item.isString() ? optionTitle(m_key, item.toString()) : item.isDouble() ? valueText(item) : jsonText(item));
        return parts.join(QStringLiteral(", "));
    }
    if (value.isBool())
        return value.toBool() ? tr("on") : tr("off");
    if (value.isDouble()) {
        const double number = value.toDouble();
        return QLocale().toString(number, 'f', std::floor(number) == number ? 0 : std::abs(number) < SmallNumber ? 4 : 2);
    }
    const api::SettingRow *row = m_store.row(m_key);
    return row && row->type == QLatin1String("enum") ? optionTitle(m_key, value.toString()) : value.toString();
}

void SettingField::refresh()
{
    const api::SettingRow *row = m_store.row(m_key);
    if (!row || !m_editor)
        return;
    {
        const QSignalBlocker quiet(m_editor);
        m_show(row->value);
    }
    m_editor->setEnabled(!row->locked);
    m_reset->setVisible(!row->locked && row->source != QLatin1String("default"));
    QStringList notes;
    if (row->locked && row->source == QLatin1String("environment"))
        notes << tr("Set by the environment, so it can't be changed here.");
    else if (row->locked)
        notes << tr("Set by hand in console.json, so it can't be changed here.");
    const QString fallback = valueText(row->fallback);
    if (!fallback.isEmpty()) {
        const QString unit = row->type == QLatin1String("integer") || row->type == QLatin1String("number") ? settingUnit(m_key) : QString();
        //: %1 is a default value, with its unit if it has one
        notes << tr("Default: %1").arg(unit.isEmpty() ? fallback : fallback + QLatin1Char(' ') + unit);
    }
    if (m_inFile && !row->locked)
        notes << tr("Is written in console.json, where its parts have names.");
    if (row->restart)
        notes << tr("Takes effect at the next start.");
    m_note->setText(notes.join(QStringLiteral("  ·  ")));
}

void SettingField::give(const QJsonValue &value)
{
    m_error->hide();
    m_store.change(m_key, value, [self = QPointer(this)](const Error &error) {
        if (self)
            self->showError(error);
    });
}

void SettingField::showError(const Error &error)
{
    // The engine names what is wrong with the value and how to write it.
    QString text = errorSentence(error);
    if (error.code == Errc::BadInput)
        text += QLatin1Char(' ') + QString::fromStdString(error.what + (error.mend.empty() ? "" : ": " + error.mend));
    else
        text += QLatin1Char(' ') + errorMend(error);
    m_error->setText(text);
    m_error->setAccessibleName(text);
    m_error->show();
    refresh();
}

} // namespace hs::ui
