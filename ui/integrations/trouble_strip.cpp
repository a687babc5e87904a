#include "ui/integrations/trouble_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

TroubleLook troubleLook(api::TroubleLevel level)
{
    switch (level) {
    case api::TroubleLevel::Recovery:
        //: How trouble with the console is answered; level 1.
        return {TroubleStrip::tr("1 · recovers by itself"), Tone::Info, QStringLiteral("refresh-cw")};
    case api::TroubleLevel::Operational:
        //: Level 2.
        return {TroubleStrip::tr("2 · for an administrator"), Tone::Warn, QStringLiteral("wrench")};
    case api::TroubleLevel::Development:
        //: Level 3.
        return {TroubleStrip::tr("3 · for development"), Tone::Warn, QStringLiteral("bug")};
    case api::TroubleLevel::Business:
        break;
    }
    //: Level 4.
    return {TroubleStrip::tr("4 · business impact"), Tone::Danger, QStringLiteral("siren")};
}

TroubleEntry::TroubleEntry(ViewContext &context, QWidget *parent) : QFrame(parent), m_context(context)
{
    const Theme &theme = context.theme;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(4);
    auto *head = new FlowLayout(nullptr, 8, 4);
    m_level = new Chip(theme, this);
    m_title = makeLabel({}, TextStyle::Strong, Token::Text, this);
    m_times = makeLabel({}, TextStyle::Small, Token::Text2, this);
    head->addWidget(m_level);
    head->addWidget(m_title);
    head->addWidget(m_times);
    column->addLayout(head);
    m_fault = makeWrappingLabel({}, TextStyle::Body, Token::Text, this);
    m_tried = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_next = makeWrappingLabel({}, TextStyle::Small, Token::Text, this);
    column->addWidget(m_fault);
    column->addWidget(m_tried);
    column->addWidget(m_next);
    auto *buttons = new FlowLayout(nullptr, 6, 4);
    m_task = makeButton(tr("Open the task"), ButtonKind::Link, theme, this);
    m_case = makeButton(tr("Open the escalation"), ButtonKind::Link, theme, this);
    m_audit = makeButton(tr("Show in Activity"), ButtonKind::Link, theme, this);
    for (QPushButton *button : {m_task, m_case, m_audit})
        buttons->addWidget(button);
    column->addLayout(buttons);
    connect(m_task, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("task"), m_row.task); });
    connect(m_case, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("escalation"), m_row.escalation); });
    connect(m_audit, &QPushButton::clicked, this, [this] { m_context.navigator.open(QStringLiteral("audit"), m_row.id); });
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void TroubleEntry::setRow(const api::TroubleRow &row)
{
    m_row = row;
    const TroubleLook look = troubleLook(row.level);
    m_level->setLook(look.word, look.tone, look.icon);
    m_level->setToolTip(engineSentence(row.why));
    const QString title = engineWords(row.title);
    m_title->setText(title);
    m_fault->setText(engineSentence(row.fault));
    //: %1: what the engine did about a trouble by itself.
    m_tried->setText(tr("Tried: %1").arg(engineWords(row.tried)));
    m_tried->setVisible(!row.tried.isEmpty());
    //: %1: what a person should do about a trouble.
    m_next->setText(tr("Next: %1").arg(engineWords(row.next)));
    m_next->setVisible(!row.next.isEmpty());
    m_task->setVisible(!row.task.isEmpty());
    m_case->setVisible(!row.escalation.isEmpty());
    m_audit->setVisible(!row.id.isEmpty());
    //: A trouble, spoken: %1 level, %2 component, %3 what is wrong, %4 what to do.
    setAccessibleName(tr("%1, %2: %3 %4").arg(look.word, title, engineSentence(row.fault), m_next->text()));
    tick();
    update();
}

void TroubleEntry::tick()
{
    const QDateTime now = m_context.ticker.now();
    const QString since = momentText(m_row.since, now);
    //: %1 a moment, such as "10:43" or "yesterday 10:43"; %n times within 24 hours.
    const QString text = m_row.count > 1 ? tr("since %1, %n times in 24 hours", nullptr, int(m_row.count)).arg(since)
                                         //: %1 a moment, such as "10:43" or "yesterday 10:43".
                                         : tr("since %1").arg(since);
    if (m_times->text() == text)
        return;
    m_times->setText(text);
    m_times->setToolTip(fullMoment(m_row.since));
}

void TroubleEntry::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCard(painter, m_context.theme, rect(), false, false, m_context.theme.toneColor(troubleLook(m_row.level).tone));
}

TroubleStrip::TroubleStrip(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(12, 10, 12, 0);
    m_column->setSpacing(8);
    m_head = makeLabel({}, TextStyle::Strong, Token::Text, this);
    m_more = makeButton(tr("Show all"), ButtonKind::Link, context.theme, this);
    m_column->addWidget(m_head);
    m_column->addWidget(m_more, 0, Qt::AlignLeading);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_all = !m_all;
        arrange();
    });
    hide();
}

void TroubleStrip::refresh()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_context.engine.ask(api::TroubleQuery{}, this, [this](const Result<std::vector<api::TroubleRow>> &rows) {
        m_loading = false;
        if (rows) // else what was read last stays; the cards say that the engine does not answer
            take(*rows);
        if (m_again)
            refresh();
    });
}

void TroubleStrip::take(const std::vector<api::TroubleRow> &rows)
{
    const auto before = m_entries.empty() ? api::TroubleLevel::Recovery : m_entries.front()->row().level;
    while (m_entries.size() > rows.size()) {
        m_column->removeWidget(m_entries.back());
        m_entries.back()->deleteLater();
        m_entries.pop_back();
    }
    while (m_entries.size() < rows.size()) {
        auto *entry = new TroubleEntry(m_context, this);
        m_column->insertWidget(m_column->count() - 1, entry); // above "show all"
        m_entries.push_back(entry);
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_entries[i]->setRow(rows[i]);
    arrange();
    if (!rows.empty() && rows.front().level > before) {
        QAccessibleEvent event(m_head, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void TroubleStrip::arrange()
{
    const int count = int(m_entries.size());
    //: Head of a list in the integrations dock: what does not work in the console itself.
    m_head->setText(tr("%n open troubles", nullptr, count));
    for (int i = 0; i < count; ++i)
        m_entries[std::size_t(i)]->setVisible(m_all || i < Few);
    m_more->setText(m_all ? tr("Show fewer") : tr("Show all %n", "troubles", count));
    m_more->setAccessibleName(m_more->text());
    m_more->setVisible(count > Few);
    setVisible(count > 0);
}

void TroubleStrip::tick()
{
    for (TroubleEntry *entry : m_entries)
        entry->tick();
}

} // namespace hs::ui
