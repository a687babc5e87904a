#include "ui/integrations/notion_databases.h"

#include <QDesktopServices>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

NotionDatabaseEntry::NotionDatabaseEntry(ViewContext &context, QWidget *parent) : QFrame(parent), m_context(context)
{
    const Theme &theme = context.theme;
    setProperty("frame", QStringLiteral("card"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(3);
    auto *head = new FlowLayout(nullptr, 8, 4);
    m_title = makeLabel({}, TextStyle::Strong, Token::Text, this);
    m_state = new Chip(theme, this);
    head->addWidget(m_title);
    head->addWidget(m_state);
    column->addLayout(head);
    m_remote = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_facts = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_extras = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLabel *label : {m_remote, m_facts, m_extras, m_error})
        column->addWidget(label);
    auto *buttons = new FlowLayout(nullptr, 6, 4);
    m_open = makeButton(tr("Open in Notion"), ButtonKind::Link, theme, this, QStringLiteral("external-link"));
    m_look = makeButton(tr("Look now"), ButtonKind::Link, theme, this, QStringLiteral("refresh-cw"));
    buttons->addWidget(m_open);
    buttons->addWidget(m_look);
    column->addLayout(buttons);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(m_row.url)); });
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT lookWanted(m_row.database); });
}

void NotionDatabaseEntry::setRow(const api::NotionDatabaseRow &row)
{
    m_row = row;
    m_title->setText(row.title);
    if (!row.connected)
        m_state->setLook(tr("Not connected", "a database"), Tone::Neutral, QStringLiteral("unplug"));
    else if (!row.error.isEmpty())
        m_state->setLook(tr("Cannot be read", "a database in Notion"), Tone::Danger, QStringLiteral("circle-alert"));
    else if (row.gone > 0 || row.parked > 0)
        m_state->setLook(tr("Needs a look", "a database"), Tone::Warn, QStringLiteral("triangle-alert"));
    else if (row.pulling)
        m_state->setLook(tr("Being read", "a database in Notion"), Tone::Info, QStringLiteral("download"));
    else if (row.waiting > 0)
        m_state->setLook(tr("Uploading", "a database"), Tone::Info, QStringLiteral("upload"));
    else
        m_state->setLook(tr("Uploaded", "a database: all of its changes are"), Tone::Ok, QStringLiteral("circle-check"));
    //: %1 is how a database is called in Notion
    m_remote->setText(row.remoteTitle.isEmpty() ? QString() : tr("In Notion: %1").arg(row.remoteTitle));
    m_remote->setVisible(!m_remote->text().isEmpty());
    //: %1 is a list of names
    m_extras->setText(tr("Added by people in Notion: %1").arg(row.extras.join(QStringLiteral(", "))));
    m_extras->setVisible(!row.extras.isEmpty());
    m_error->setText(engineSentence(row.error));
    m_error->setVisible(!row.error.isEmpty());
    m_open->setVisible(!row.url.isEmpty());
    m_look->setVisible(row.connected);
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_look->setEnabled(may);
    m_look->setToolTip(may ? QString() : tr("Needs the role operator."));
    for (QPushButton *button : {m_open, m_look})
        //: Read by screen readers. %1 what a button does, %2 name of a database
        button->setAccessibleName(tr("%1 (%2)").arg(button->text(), row.title));
    tick();
    //: A database, spoken: %1 name, %2 state, %3 facts
    setAccessibleName(tr("%1, %2. %3").arg(row.title, m_state->text(), m_facts->text()));
}

void NotionDatabaseEntry::tick()
{
    const QLocale locale;
    QStringList facts;
    if (m_row.connected)
        //: %1 pages in Notion, %2 records here
        facts << tr("%1 pages for %2 records").arg(locale.toString(m_row.pages), locale.toString(m_row.records));
    else
        facts << tr("%n record(s)", nullptr, int(m_row.records));
    if (m_row.waiting > 0)
        facts << tr("%n change(s) to upload", nullptr, int(m_row.waiting));
    if (m_row.parked > 0)
        facts << tr("%n stuck", "changes of a database", int(m_row.parked));
    if (m_row.gone > 0)
        facts << tr("%n missing in Notion", "pages of a database", int(m_row.gone));
    if (m_row.connected)
        facts << (m_row.pulledAt.isValid()
                      //: %1 is a moment such as "10:42"
                      ? tr("downloaded last %1").arg(momentText(m_row.pulledAt, m_context.ticker.now()))
                      : tr("not downloaded yet"));
    const QString text = facts.join(QStringLiteral(" · "));
    if (m_facts->text() != text)
        m_facts->setText(text);
}

NotionDatabases::NotionDatabases(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(12, 10, 12, 12);
    m_column->setSpacing(8);
    m_column->addStretch(1);
}

void NotionDatabases::setRows(const std::vector<api::NotionDatabaseRow> &rows)
{
    while (m_entries.size() > rows.size()) {
        m_entries.back()->hide();
        m_entries.back()->deleteLater();
        m_entries.pop_back();
    }
    while (m_entries.size() < rows.size()) {
        auto *entry = new NotionDatabaseEntry(m_context, this);
        connect(entry, &NotionDatabaseEntry::lookWanted, this, &NotionDatabases::lookWanted);
        m_column->insertWidget(int(m_entries.size()), entry);
        m_entries.push_back(entry);
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_entries[i]->setRow(rows[i]);
}

void NotionDatabases::tick()
{
    for (NotionDatabaseEntry *entry : m_entries)
        entry->tick();
}

} // namespace hs::ui
