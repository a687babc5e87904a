#include "ui/integrations/notion_overview.h"

#include <QFrame>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

NotionOverview::NotionOverview(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(12, 10, 12, 12);
    m_column->setSpacing(10);
    m_goneColumn = new QVBoxLayout;
    m_goneColumn->setSpacing(8);
    m_column->addLayout(m_goneColumn);
    m_queue = addFact(tr("To upload"));
    m_parked = addFact(tr("Stuck"));
    m_downloads = addFact(tr("Downloads"));
    m_budget = addFact(tr("Requests"));
    m_pause = addFact(tr("Notion asked for time"));
    m_connection = addFact(tr("Connection"));
    m_skew = addFact(tr("Clocks"));
    m_counts = addFact(tr("Since the console started"));
    m_place = addFact(tr("Workspace"));
    m_column->addStretch(1);
}

NotionOverview::Fact NotionOverview::addFact(const QString &name)
{
    auto *box = new QWidget(this);
    auto *lines = new QVBoxLayout(box);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(1);
    const Fact fact{box, makeLabel(name, TextStyle::Small, Token::Text2, box), makeWrappingLabel({}, TextStyle::Body, Token::Text, box)};
    fact.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lines->addWidget(fact.name);
    lines->addWidget(fact.text);
    m_column->addWidget(box);
    box->hide();
    return fact;
}

void NotionOverview::setFact(const Fact &fact, const QString &text)
{
    if (fact.text->text() == text && fact.box->isHidden() == text.isEmpty())
        return;
    fact.text->setText(text);
    //: Read by screen readers. %1 name of a fact, %2 the fact
    fact.text->setAccessibleName(tr("%1: %2").arg(fact.name->text(), text));
    fact.box->setVisible(!text.isEmpty());
}

void NotionOverview::setStatus(const api::NotionStatus &status)
{
    m_status = status;
    const QLocale locale;
    setFact(m_parked, status.parked > 0 ? tr("%n change(s) could not be uploaded and wait for somebody", nullptr, int(status.parked)) : QString());
    setFact(m_budget, notionBudget(status));
    setFact(m_skew, notionSkew(status));
    setFact(m_counts, status.downloaded + status.uploaded > 0
                          //: %1 and %2 are numbers
                          ? tr("%1 pages read, %2 changes uploaded").arg(locale.toString(status.downloaded), locale.toString(status.uploaded))
                          : QString());
    setFact(m_place, status.workspace);
    showGone();
    tick();
}

void NotionOverview::tick()
{
    const QDateTime now = m_context.ticker.now();
    const QString waiting = notionWaiting(m_status, now);
    setFact(m_queue, waiting.isEmpty() ? tr("All changes are uploaded") : waiting);
    QStringList pulling;
    for (const api::NotionDatabaseRow &row : m_status.databases) {
        if (row.pulling)
            pulling << row.title;
    }
    const QDateTime at = notionDownloadedAt(m_status);
    //: %1 is a moment such as "10:42"
    QString downloads = at.isValid() ? tr("Everything was downloaded last at %1").arg(momentText(at, now)) : tr("Not everything has been downloaded yet");
    if (!pulling.isEmpty())
        //: %1 what was downloaded when, %2 names of databases
        downloads = tr("%1. Being read now: %2").arg(downloads, pulling.join(QStringLiteral(", ")));
    setFact(m_downloads, downloads);
    setFact(m_pause, notionPause(m_status, now));
    setFact(m_connection, m_status.tokenSet ? notionConnection(m_status, now) : QString());
}

void NotionOverview::showGone()
{
    std::vector<const api::NotionDatabaseRow *> rows;
    for (const api::NotionDatabaseRow &row : m_status.databases) {
        if (row.gone > 0)
            rows.push_back(&row);
    }
    while (m_gone.size() > rows.size()) {
        m_gone.back().box->hide();
        m_gone.back().box->deleteLater();
        m_gone.pop_back();
    }
    while (m_gone.size() < rows.size()) {
        Gone one{};
        one.box = makeFrame("warn", this);
        auto *column = new QVBoxLayout(one.box);
        column->setContentsMargins(12, 10, 12, 10);
        one.text = makeWrappingLabel({}, TextStyle::Body, Token::Text, one.box);
        column->addWidget(one.text);
        auto *buttons = new FlowLayout(nullptr, 6, 6);
        one.keep = makeButton(tr("Keep them here"), ButtonKind::Primary, m_context.theme, one.box);
        one.gone = makeButton(tr("They are gone"), ButtonKind::Danger, m_context.theme, one.box);
        buttons->addWidget(one.keep);
        buttons->addWidget(one.gone);
        column->addLayout(buttons);
        const std::size_t index = m_gone.size();
        const auto decide = [this, index](bool gone) {
            std::size_t seen = 0;
            for (const api::NotionDatabaseRow &row : m_status.databases) {
                if (row.gone > 0 && seen++ == index) {
                    Q_EMIT goneDecided(row.database, row.title, gone);
                    return;
                }
            }
        };
        connect(one.keep, &QPushButton::clicked, this, [decide] { decide(false); });
        connect(one.gone, &QPushButton::clicked, this, [decide] { decide(true); });
        m_goneColumn->addWidget(one.box);
        m_gone.push_back(one);
    }
    const bool may = m_context.engine.caller().role >= api::Role::Admin;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        //: Pages in Notion that are suddenly not there. %1 is the name of a database
        const QString text = tr("%n page(s) of “%1” went missing in Notion all at once. Nothing has been removed here: say whether they are gone.", nullptr,
                                int(rows[i]->gone))
                                 .arg(rows[i]->title);
        m_gone[i].text->setText(text);
        for (QPushButton *button : {m_gone[i].gone, m_gone[i].keep}) {
            button->setEnabled(may);
            button->setToolTip(may ? QString() : tr("Needs the role administrator."));
            //: Read by screen readers. %1 what a button does, %2 name of a database
            button->setAccessibleName(tr("%1 (%2)").arg(button->text(), rows[i]->title));
        }
    }
}

} // namespace hs::ui
