#include "ui/conversations/thread_list_model.h"

#include <QCoreApplication>
#include <QLocale>

namespace hs::ui {
namespace {

struct ThreadRowWords {
    Q_DECLARE_TR_FUNCTIONS(ThreadRow)
};

/// More rows than this are not asked for again at once; later ones are looked at one by one.
constexpr int LargestRefresh = 500;

} // namespace

ThreadListModel::ThreadListModel(api::Engine &engine, QObject *parent)
    : KeyedListModel(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Threads || !m_shownOnce)
            return;
        if (change.ids.empty())
            m_manyChanged = true;
        for (const api::Id &id : change.ids)
            m_changed.insert(id);
        refresh();
    });
}

void ThreadListModel::show(const api::ThreadQuery &query)
{
    ++m_generation;
    m_query = query;
    m_query.window = {};
    m_shownOnce = true;
    m_answered = false;
    m_fetching = false;
    m_askAgain = false;
    ask();
}

void ThreadListModel::refresh()
{
    if (m_asking)
        m_askAgain = true;
    else
        ask();
}

void ThreadListModel::ask()
{
    m_asking = true;
    m_askAgain = false;
    Q_EMIT loadingChanged(true);
    api::ThreadQuery query = m_query;
    query.window.limit = m_answered ? std::clamp(size(), PageSize, LargestRefresh) : PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::Page<api::ThreadRow>> page) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (page)
            take(std::move(*page));
        Q_EMIT loadingChanged(m_askAgain);
        if (page)
            Q_EMIT loaded();
        else
            Q_EMIT failed(page.error());
        if (m_askAgain)
            ask();
    });
}

void ThreadListModel::take(api::Page<api::ThreadRow> page)
{
    const bool first = !m_answered;
    m_answered = true;
    m_total = page.total;
    std::vector<api::ThreadRow> next = std::move(page.rows);
    const bool keepTail = !first && !m_manyChanged && !page.next.isEmpty() && size() > int(next.size());
    m_manyChanged = false;
    if (!keepTail || !replaceHead(next)) {
        m_next = page.next;
        replaceAll(std::move(next));
    }
    lookAtTail();
}

void ThreadListModel::lookAtTail()
{
    QSet<QString> named;
    named.swap(m_changed);
    for (const QString &id : named) {
        if (find(id) < LargestRefresh)
            continue;
        api::ThreadDetailQuery query;
        query.id = id;
        query.window.limit = 1;
        m_engine.ask(query, this, [this, id](Result<api::ThreadDetail> detail) {
            if (const int row = find(id); row >= 0 && detail)
                update(row, detail->row);
        });
    }
}

void ThreadListModel::loadMore()
{
    if (m_fetching || m_next.isEmpty())
        return;
    m_fetching = true;
    api::ThreadQuery query = m_query;
    query.window.after = m_next;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::Page<api::ThreadRow>> page) {
        if (generation != m_generation)
            return;
        m_fetching = false;
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        m_next = page->next;
        append(std::move(page->rows));
    });
}

bool ThreadListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_next.isEmpty() && !m_fetching;
}

void ThreadListModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        loadMore();
}

bool ThreadListModel::same(const api::ThreadRow &a, const api::ThreadRow &b) const
{
    return a.title == b.title && a.agent == b.agent && a.channel == b.channel && a.lastLine == b.lastLine
           && a.lastAt == b.lastAt && a.chip == b.chip && a.entity == b.entity && a.assignee == b.assignee
           && a.unread == b.unread && a.takenOver == b.takenOver && a.hasDraft == b.hasDraft
           && a.snoozedUntil == b.snoozedUntil && a.escalation == b.escalation && a.contact == b.contact;
}

QVariant ThreadListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::ThreadRow &row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return threadSentence(row);
    default:
        return {};
    }
}

QString threadChipText(const QString &chip)
{
    if (chip == QLatin1String("needs_reply"))
        return ThreadRowWords::tr("Needs reply");
    if (chip == QLatin1String("running"))
        return ThreadRowWords::tr("Running");
    if (chip == QLatin1String("escalated"))
        return ThreadRowWords::tr("Escalated");
    if (chip == QLatin1String("answered"))
        return ThreadRowWords::tr("Answered");
    if (chip == QLatin1String("done"))
        return ThreadRowWords::tr("Done");
    if (chip == QLatin1String("waiting"))
        return ThreadRowWords::tr("Waiting");
    return {};
}

QString threadSentence(const api::ThreadRow &row)
{
    QStringList parts{row.title};
    if (const QString state = threadChipText(row.chip); !state.isEmpty())
        parts << state;
    if (row.unread)
        parts << ThreadRowWords::tr("unread");
    if (row.hasDraft)
        parts << ThreadRowWords::tr("has your draft");
    if (row.takenOver)
        parts << ThreadRowWords::tr("taken over by a person");
    if (row.snoozedUntil.isValid() && row.snoozedUntil > QDateTime::currentDateTimeUtc())
        //: %1 is a date with time
        parts << ThreadRowWords::tr("snoozed until %1").arg(QLocale().toString(row.snoozedUntil.toLocalTime(), QLocale::ShortFormat));
    if (row.lastAt.isValid())
        //: %1 is a date with time
        parts << ThreadRowWords::tr("last message %1").arg(QLocale().toString(row.lastAt.toLocalTime(), QLocale::ShortFormat));
    if (!row.lastLine.isEmpty())
        parts << row.lastLine;
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

} // namespace hs::ui
