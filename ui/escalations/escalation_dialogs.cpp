#include "ui/escalations/escalation_dialogs.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace hs::ui {

namespace {

constexpr int DialogMargin = 20;
constexpr int DialogSpacing = 10;
constexpr int LeastWidthInLetters = 56;
constexpr int LinesOfReason = 4;

QVBoxLayout *dialogLayout(QDialog *dialog)
{
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(DialogMargin, DialogMargin, DialogMargin, DialogMargin);
    layout->setSpacing(DialogSpacing);
    dialog->setMinimumWidth(dialog->fontMetrics().averageCharWidth() * LeastWidthInLetters);
    return layout;
}

QLabel *wrapped(const QString &text, const char *style, const char *tone = nullptr)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("textStyle", QLatin1String(style));
    if (tone)
        label->setProperty("tone", QLatin1String(tone));
    return label;
}

QPlainTextEdit *reasonField(const QString &placeholder)
{
    auto *field = new QPlainTextEdit;
    field->setPlaceholderText(placeholder);
    field->setTabChangesFocus(true);
    field->setMinimumHeight(field->fontMetrics().lineSpacing() * LinesOfReason);
    return field;
}

} // namespace

// ---- reason --------------------------------------------------------------

ReasonDialog::ReasonDialog(const Ask &ask, QWidget *parent) : QDialog(parent), m_required(ask.required)
{
    setWindowTitle(ask.title);
    auto *layout = dialogLayout(this);
    layout->addWidget(wrapped(ask.title, "title"));
    if (!ask.text.isEmpty())
        layout->addWidget(wrapped(ask.text, "body", "text2"));

    for (const auto &[key, text] : ask.choices) {
        auto *button = new QRadioButton(text);
        button->setChecked(m_choices.empty());
        layout->addWidget(button);
        m_choices.emplace_back(key, button);
    }

    if (!ask.reasons.isEmpty()) {
        auto *label = wrapped(tr("Reason"), "strong");
        m_list = new QComboBox;
        m_list->addItem(tr("Choose from the list", "no reason is chosen yet"));
        m_list->addItems(ask.reasons);
        m_list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_list->setAccessibleName(tr("Reason from the list"));
        label->setBuddy(m_list);
        layout->addWidget(label);
        layout->addWidget(m_list);
        connect(m_list, &QComboBox::currentIndexChanged, this, &ReasonDialog::check);
    }
    m_words = reasonField(ask.reasons.isEmpty() ? tr("Why?", "asks for a reason")
                                                : tr("In your own words, if the list does not say it"));
    m_words->setAccessibleName(tr("Reason in your own words"));
    if (!ask.reason.isEmpty()) {
        const int known = m_list ? m_list->findText(ask.reason) : -1;
        if (known > 0)
            m_list->setCurrentIndex(known);
        else
            m_words->setPlainText(ask.reason);
    }
    layout->addWidget(m_words);
    m_hint = wrapped(tr("A reason is needed. It is kept with the decision."), "caption", "text3");
    m_hint->setVisible(m_required);
    layout->addWidget(m_hint);

    auto *buttons = new QDialogButtonBox;
    m_accept = buttons->addButton(ask.accept, QDialogButtonBox::AcceptRole);
    m_accept->setProperty("kind", ask.danger ? "danger" : "primary");
    m_accept->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_words, &QPlainTextEdit::textChanged, this, &ReasonDialog::check);
    check();
    (m_list ? static_cast<QWidget *>(m_list) : m_words)->setFocus();
}

QString ReasonDialog::reason() const
{
    const QString listed = m_list && m_list->currentIndex() > 0 ? m_list->currentText() : QString();
    const QString words = m_words->toPlainText().trimmed();
    if (listed.isEmpty() || words.isEmpty())
        return listed + words;
    //: A reason from the list and words of one's own.
    return tr("%1: %2").arg(listed, words);
}

QString ReasonDialog::choice() const
{
    for (const auto &[key, button] : m_choices) {
        if (button->isChecked())
            return key;
    }
    return {};
}

void ReasonDialog::check()
{
    m_accept->setEnabled(!m_required || !reason().isEmpty());
}

ReasonDialog *ReasonDialog::ask(const Ask &ask, QWidget *parent,
                                std::function<void(const QString &, const QString &)> accepted)
{
    auto *dialog = new ReasonDialog(ask, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, [dialog, accepted = std::move(accepted)] {
        accepted(dialog->reason(), dialog->choice());
    });
    dialog->open();
    return dialog;
}

// ---- person --------------------------------------------------------------

void PersonDialog::sort(std::vector<api::OperatorRow> &people)
{
    std::stable_sort(people.begin(), people.end(), [](const api::OperatorRow &a, const api::OperatorRow &b) {
        if (a.present != b.present)
            return a.present;
        if (a.load != b.load)
            return a.load < b.load;
        return a.name.localeAwareCompare(b.name) < 0;
    });
}

PersonDialog::PersonDialog(const QString &title, std::vector<api::OperatorRow> people, bool withReason, QWidget *parent)
    : QDialog(parent), m_list(new QListWidget)
{
    setWindowTitle(title);
    auto *layout = dialogLayout(this);
    layout->addWidget(wrapped(title, "title"));
    sort(people);
    for (const api::OperatorRow &person : people) {
        const QString presence = person.present ? tr("at the desk", "a person is present") : tr("away", "a person is not present");
        const QString load = tr("%n open claim(s)", "how much a person has in hand", int(person.load));
        //: A person to assign something to: %1 name, %2 at the desk or away, %3 number of claims.
        auto *item = new QListWidgetItem(tr("%1 · %2 · %3").arg(person.name, presence, load), m_list);
        item->setData(Qt::UserRole, person.id);
    }
    m_list->setAccessibleName(tr("People"));
    m_list->setProperty("focusRing", true);
    m_list->setSpacing(4);
    m_list->setMinimumHeight(m_list->fontMetrics().lineSpacing() * 9);
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    layout->addWidget(m_list);
    if (people.empty())
        layout->addWidget(wrapped(tr("Nobody else works here yet. Add people in the settings."), "body", "text2"));
    if (withReason) {
        m_words = reasonField(tr("A word for them, if you like"));
        m_words->setAccessibleName(tr("Reason"));
        layout->addWidget(m_words);
    }

    auto *buttons = new QDialogButtonBox;
    m_accept = buttons->addButton(tr("Assign"), QDialogButtonBox::AcceptRole);
    m_accept->setProperty("kind", "primary");
    m_accept->setDefault(true);
    m_accept->setEnabled(m_list->count() > 0);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    m_list->setFocus();
}

QString PersonDialog::person() const
{
    return m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toString() : QString();
}

QString PersonDialog::reason() const
{
    return m_words ? m_words->toPlainText().trimmed() : QString();
}

} // namespace hs::ui
