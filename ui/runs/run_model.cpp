#include "ui/runs/run_model.h"

#include <algorithm>
#include <utility>

#include <QLocale>

#include "ui/runs/run_words.h"

namespace hs::ui {

RunModel::RunModel(api::Engine &engine, QObject *parent)
    : QAbstractListModel(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic == api::Topic::Workflows && !m_workflow.isEmpty()
            && (change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_workflow) != change.ids.end()))
            refresh();
    });
}

void RunModel::open(const api::Id &workflow)
{
    beginResetModel();
    ++m_generation;
    m_workflow = workflow;
    m_head = {};
    m_pages.clear();
    m_asked.clear();
    m_last = -1;
    m_incidentRow = m_answered = m_again = false;
    endResetModel();
    if (!workflow.isEmpty())
        ask(-1);
}

void RunModel::refresh()
{
    if (m_workflow.isEmpty())
        return;
    const qint64 newest = m_answered && hasSteps() ? pageOf(m_last) : -1;
    if (m_asked.contains(newest))
        m_again = true;
    else
        ask(newest);
}

qint64 RunModel::pageOf(qint64 seq) const
{
    return m_head.firstSeq + (seq - m_head.firstSeq) / PageSize * PageSize;
}

void RunModel::ask(qint64 from)
{
    m_asked.insert(from);
    api::RunQuery query;
    query.workflow = m_workflow;
    query.from = from;
    query.limit = PageSize;
    m_engine.ask(query, this, [this, from, generation = m_generation](Result<api::RunPage> page) {
        if (generation != m_generation)
            return;
        m_asked.remove(from);
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        take(from, std::move(*page));
    });
}

void RunModel::take(qint64 from, api::RunPage page)
{
    m_answered = true;
    resize(page);
    m_head = page;
    if (!page.steps.empty()) {
        const qint64 start = page.steps.front().seq;
        // The newest page is asked for without knowing where it begins; only a whole one is kept.
        if (start == pageOf(start)) {
            const int first = rowOf(start);
            const int last = rowOf(page.steps.back().seq);
            m_pages[start] = std::move(page);
            Q_EMIT dataChanged(index(first), index(last));
        }
    }
    if (from < 0 && hasSteps())
        wantRows(std::max(0, rowCount() - PageSize), rowCount() - 1);
    Q_EMIT loaded();
    if (std::exchange(m_again, false))
        refresh();
}

/// Rows come at the end, and the failed input's stays the last.
void RunModel::resize(const api::RunPage &page)
{
    const qint64 last = page.lastSeq;
    const bool incident = page.incident.has_value();
    if (!hasSteps() && m_pages.empty() && !m_incidentRow) {
        beginResetModel();
        m_head.firstSeq = page.firstSeq;
        m_last = last;
        m_incidentRow = incident;
        endResetModel();
        return;
    }
    if (m_incidentRow && (!incident || last != m_last)) {
        const int row = rowCount() - 1;
        beginRemoveRows({}, row, row);
        m_incidentRow = false;
        endRemoveRows();
    }
    if (last > m_last) {
        const int row = rowCount();
        beginInsertRows({}, row, row + int(last - m_last) - 1);
        m_last = last;
        endInsertRows();
    }
    if (incident && !m_incidentRow) {
        const int row = rowCount();
        beginInsertRows({}, row, row);
        m_incidentRow = true;
        endInsertRows();
    }
}

const api::RunStep *RunModel::step(qint64 seq) const
{
    const auto page = m_pages.find(pageOf(seq));
    if (seq < m_head.firstSeq || page == m_pages.end())
        return nullptr;
    const auto place = std::size_t(seq - page->first);
    return place < page->second.steps.size() ? &page->second.steps[place] : nullptr;
}

int RunModel::rowOf(qint64 seq) const
{
    const qint64 row = seq - m_head.firstSeq;
    return row >= 0 && row < rowCount() ? int(row) : -1;
}

void RunModel::wantRows(int first, int last)
{
    if (!m_answered || !hasSteps())
        return;
    const qint64 end = std::min(seqOf(last), m_last);
    for (qint64 page = pageOf(std::max<qint64>(m_head.firstSeq, seqOf(first))); page <= end; page += PageSize) {
        const auto found = m_pages.find(page);
        const qint64 whole = std::min<qint64>(PageSize, m_last - page + 1);
        if ((found == m_pages.end() || qint64(found->second.steps.size()) < whole) && !m_asked.contains(page))
            ask(page);
    }
}

RunPicture RunModel::picture(qint64 around) const
{
    if (!hasSteps())
        return {};
    const qint64 middle = pageOf(std::clamp(around, m_head.firstSeq, m_last));
    std::vector<const api::RunPage *> pages;
    for (const qint64 start : {middle - PageSize, middle, middle + PageSize}) {
        const auto found = m_pages.find(start);
        if (found != m_pages.end())
            pages.push_back(&found->second);
        else if (start == middle)
            return {};
    }
    RunPicture picture = joinPages(pages);
    picture.firstSeq = m_head.firstSeq;
    picture.lastSeq = m_last;
    picture.stopped = m_incidentRow;
    return picture;
}

int RunModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_last - m_head.firstSeq + 1) + (m_incidentRow ? 1 : 0);
}

QVariant RunModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qint64 seq = seqOf(index.row());
    if (role == SeqRole)
        return seq;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    if (seq > m_last) {
        const api::RunIncident &incident = *m_head.incident;
        const QString input = inputText(incident.kind, incident.input);
        if (role == Qt::DisplayRole)
            //: %1 is what came in
            return tr("Failed: %1").arg(input);
        //: Read by screen readers. %1 what came in, %2 the error
        return tr("The run stopped here. %1 could not be handled: %2. Nothing of it was kept.").arg(input, incident.error);
    }
    if (const api::RunStep *known = step(seq))
        return role == Qt::DisplayRole ? inputText(known->kind, known->input) : stepSentence(*known);
    //: A row whose content is on its way. %1 is the number of a step
    return tr("Step %1, being read").arg(QLocale().toString(seq));
}

} // namespace hs::ui
