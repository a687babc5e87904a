#include "ui/records/history_model.h"

#include <QCoreApplication>
#include <QLocale>

namespace hs::ui {
namespace {

struct HistoryWords {
    Q_DECLARE_TR_FUNCTIONS(History)
};

/// State ids are paths; people know the last word.
QString lastKey(const QString &state)
{
    return state.section(QLatin1Char('.'), -1);
}

} // namespace

HistoryModel::HistoryModel(api::Engine &engine, QObject *parent)
    : KeyedListModel(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Workflows && !m_workflow.isEmpty()
            && (change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_workflow) != change.ids.end()))
            refresh();
    });
}

void HistoryModel::open(const api::Id &workflow)
{
    ++m_generation;
    m_workflow = workflow;
    m_next.clear();
    m_lastAfter.clear();
    m_open.clear();
    m_longest = 1;
    m_answered = m_asking = m_askAgain = false;
    reset({});
    if (!workflow.isEmpty())
        ask({});
}

void HistoryModel::refresh()
{
    if (m_workflow.isEmpty() || hasMore()) // what is new lies beyond a page not loaded yet
        return;
    if (m_asking)
        m_askAgain = true;
    else
        ask(m_lastAfter);
}

void HistoryModel::loadMore()
{
    if (!m_asking && hasMore())
        ask(m_next);
}

void HistoryModel::ask(const QString &after)
{
    m_asking = true;
    m_askAgain = false;
    api::HistoryQuery query;
    query.workflow = m_workflow;
    query.window.after = after;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, after, generation = m_generation](Result<api::Page<api::HistoryRow>> page) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        m_answered = true;
        m_lastAfter = after;
        m_next = page->next;
        const int longestBefore = m_longest;
        for (const api::HistoryRow &row : page->rows)
            m_longest = std::max(m_longest, row.durationMicros);
        append(std::move(page->rows));
        if (m_longest != longestBefore && !isEmpty())
            Q_EMIT dataChanged(index(0), index(size() - 1), {Qt::DecorationRole}); // the bars' scale
        Q_EMIT loaded();
        if (m_askAgain && !hasMore())
            ask(m_lastAfter);
    });
}

void HistoryModel::setOpen(qint64 seq, bool open)
{
    if (open)
        m_open.insert(seq);
    else
        m_open.remove(seq);
    if (const int row = find(QString::number(seq)); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return stepInput(at(index.row()));
    case Qt::AccessibleTextRole:
        return stepSentence(at(index.row()));
    default:
        return {};
    }
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && hasMore() && !m_asking;
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        loadMore();
}

QString stepInput(const api::HistoryRow &row)
{
    // The names come from the workflow format: xstate.after.<key>.<state>, xstate.done.actor.<id>, xstate.error.actor.<id>.
    const QString &input = row.input;
    if (input.isEmpty() || input == QLatin1String("xstate.init"))
        return HistoryWords::tr("Started");
    if (input.startsWith(QLatin1String("xstate.after.")))
        //: A timer ended. %1 is its length or name
        return HistoryWords::tr("Timer “%1” ended").arg(input.section(QLatin1Char('.'), 2, 2));
    if (input.startsWith(QLatin1String("xstate.done.actor.")))
        //: %1 is the id of a task of the workflow
        return HistoryWords::tr("Task “%1” done").arg(input.section(QLatin1Char('.'), 3));
    if (input.startsWith(QLatin1String("xstate.error.actor.")))
        //: %1 is the id of a task of the workflow
        return HistoryWords::tr("Task “%1” failed").arg(input.section(QLatin1Char('.'), 3));
    return input;
}

QString stepPath(const api::HistoryRow &row)
{
    QStringList from;
    for (const QString &state : row.exited)
        from << lastKey(state);
    QStringList to;
    for (const QString &state : row.entered)
        to << lastKey(state);
    if (from.isEmpty() && to.isEmpty())
        return {};
    if (from == to)
        //: A workflow step that left and entered the same state. %1 is the state
        return HistoryWords::tr("again in %1").arg(to.join(QStringLiteral(", ")));
    if (from.isEmpty())
        //: A workflow step. %1 is a state
        return HistoryWords::tr("into %1").arg(to.join(QStringLiteral(", ")));
    if (to.isEmpty())
        //: A workflow step. %1 is a state
        return HistoryWords::tr("out of %1").arg(from.join(QStringLiteral(", ")));
    //: A workflow step from one state to another
    return HistoryWords::tr("%1 → %2").arg(from.join(QStringLiteral(", ")), to.join(QStringLiteral(", ")));
}

QString stepSentence(const api::HistoryRow &row)
{
    QStringList parts;
    //: Read by screen readers. %1 number of the step, %2 what came in
    parts << HistoryWords::tr("Step %1, %2").arg(QLocale().toString(row.seq), stepInput(row));
    if (row.at.isValid())
        parts << QLocale().toString(row.at.toLocalTime(), QLocale::ShortFormat);
    if (!row.actor.isEmpty())
        //: %1 is who or what caused it
        parts << HistoryWords::tr("by %1").arg(row.actor);
    if (row.ignored)
        parts << HistoryWords::tr("ignored, nothing changed");
    if (const QString path = stepPath(row); !path.isEmpty())
        parts << path;
    if (!row.reason.isEmpty())
        parts << row.reason;
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

} // namespace hs::ui
