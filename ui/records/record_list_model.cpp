#include "ui/records/record_list_model.h"

#include <QLocale>

namespace hs::ui {

RecordListModel::RecordListModel(api::Engine &engine, QObject *parent)
    : KeyedListModel(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Records && !m_query.database.isEmpty())
            refresh();
    });
}

void RecordListModel::show(const api::RecordQuery &query)
{
    ++m_generation;
    if (query.database != m_query.database)
        reset({});
    m_query = query;
    m_query.window = {};
    m_answered = m_fetching = m_askAgain = false;
    if (!m_query.database.isEmpty())
        ask();
}

void RecordListModel::refresh()
{
    if (m_query.database.isEmpty())
        return;
    if (m_asking)
        m_askAgain = true;
    else
        ask();
}

void RecordListModel::ask()
{
    m_asking = true;
    m_askAgain = false;
    Q_EMIT loadingChanged(true);
    api::RecordQuery query = m_query;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::Page<api::RecordRow>> page) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (page) {
            const bool first = !m_answered;
            m_answered = true;
            m_total = page->total;
            std::vector<api::RecordRow> next = std::move(page->rows);
            const bool keepTail = !first && !page->next.isEmpty() && size() > int(next.size());
            if (!keepTail || !replaceHead(next)) {
                m_next = page->next;
                replaceAll(std::move(next));
            }
            Q_EMIT loaded();
        } else {
            Q_EMIT failed(page.error());
        }
        Q_EMIT loadingChanged(m_askAgain);
        if (m_askAgain)
            ask();
    });
}

void RecordListModel::loadMore()
{
    if (m_fetching || m_next.isEmpty())
        return;
    m_fetching = true;
    api::RecordQuery query = m_query;
    query.window.after = m_next;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::Page<api::RecordRow>> page) {
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

QVariant RecordListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::RecordRow &row = at(index.row());
    const QString title = row.title.isEmpty() ? tr("Untitled") : row.title;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return title;
    case Qt::AccessibleTextRole:
        //: Read by screen readers. %1 title of a record, %2 date with time, %3 who changed it
        return tr("%1, changed %2 by %3.")
            .arg(title, QLocale().toString(row.updatedAt.toLocalTime(), QLocale::ShortFormat), row.updatedBy);
    default:
        return {};
    }
}

bool RecordListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_next.isEmpty() && !m_fetching;
}

void RecordListModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        loadMore();
}

} // namespace hs::ui
