#include "ui/boards/board_model.h"

#include <algorithm>

namespace hs::ui {

namespace {

constexpr int RestPerWork = 4; ///< a fifth of the time
constexpr qint64 RestFrom = 40; ///< milliseconds; quicker answers may come as often as the engine tells of changes

} // namespace

BoardModel::BoardModel(api::Engine &engine, QObject *parent)
    : QObject(parent), m_engine(engine)
{
    m_clock.start();
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_askAgain && !m_asking)
            ask();
    });
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Workflows || m_query.definition.isEmpty())
            return;
        if (change.ids.empty())
            m_manyChanged = true;
        for (const api::Id &id : change.ids)
            m_changed.insert(id);
        refresh();
    });
}

BoardModel::~BoardModel() = default;

void BoardModel::show(const api::BoardQuery &query)
{
    ++m_generation;
    const bool otherBoard = query.definition != m_query.definition;
    m_query = query;
    m_query.column.clear();
    m_query.window = {};
    m_manyChanged = true; // nothing of another filter is kept
    m_asking = false;
    m_askAgain = false;
    m_restUntil = 0;
    if (otherBoard) {
        m_answered = false;
        m_pending.clear();
    }
    for (const auto &column : m_columns)
        column->m_fetching = false;
    m_rest.stop();
    if (m_query.definition.isEmpty())
        return;
    if (m_active)
        ask();
    else
        m_stale = true;
}

void BoardModel::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    if (m_active && m_stale)
        refresh();
}

void BoardModel::refresh()
{
    if (m_query.definition.isEmpty())
        return;
    if (!m_active) {
        m_stale = true;
        return;
    }
    m_askAgain = true;
    if (!m_asking)
        laterOrNow();
}

/// A filter by words looks through all cards of a large board. So that a stream of changes does not keep a reader at
/// that, the next look waits until the last one took no more than a part of the time.
void BoardModel::laterOrNow()
{
    const qint64 wait = m_restUntil - m_clock.elapsed();
    if (wait <= 0)
        ask();
    else if (!m_rest.isActive())
        m_rest.start(int(wait));
}

int BoardModel::loadedMost() const
{
    int most = 0;
    for (const auto &column : m_columns)
        most = std::max(most, column->size());
    return most;
}

void BoardModel::ask()
{
    m_asking = true;
    m_askAgain = false;
    m_stale = false;
    m_askedAt = m_clock.elapsed();
    Q_EMIT loadingChanged(true);
    api::BoardQuery query = m_query;
    query.window.limit = m_answered ? std::clamp(loadedMost(), m_firstPage, LargestPage) : m_firstPage;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::Board> board) {
        if (generation != m_generation)
            return;
        m_asking = false;
        const qint64 took = m_clock.elapsed() - m_askedAt;
        m_restUntil = took < RestFrom ? 0 : m_clock.elapsed() + took * RestPerWork;
        if (board) {
            m_answered = true;
            take(std::move(*board));
            Q_EMIT loadingChanged(m_askAgain);
            Q_EMIT loaded();
            lookAtTail();
        } else {
            Q_EMIT loadingChanged(m_askAgain);
            Q_EMIT failed(board.error());
        }
        if (m_askAgain && m_active)
            laterOrNow();
        else if (m_askAgain)
            m_stale = true;
    });
}

void BoardModel::rebuildColumns(const api::DefinitionInfo &definition)
{
    m_columns.clear();
    for (const api::ColumnInfo &info : definition.columns) {
        auto column = std::make_unique<ColumnModel>(info);
        column->m_marks = m_marks;
        connect(column.get(), &ColumnModel::moreWanted, this, [this, c = column.get()] { loadMore(c); });
        connect(column.get(), &ColumnModel::cardDropped, this,
                [this, key = info.key](const QString &workflow) { Q_EMIT dropped(workflow, key); });
        m_columns.push_back(std::move(column));
    }
}

void BoardModel::take(api::Board board)
{
    std::vector<api::ColumnInfo> infos;
    for (const api::BoardColumn &column : board.columns)
        infos.push_back(column.info);
    const bool alike = infos.size() == m_columns.size()
                       && std::equal(infos.begin(), infos.end(), m_columns.begin(), [](const auto &info, const auto &column) {
                              return info.key == column->info().key && info.title == column->info().title
                                     && info.limit == column->info().limit;
                          });
    m_tags = std::move(board.tags);
    m_versions = std::move(board.versions);
    m_definition = std::move(board.definition);
    m_definition.columns = std::move(infos);
    // The view lets go of the old models before they die.
    std::vector<std::unique_ptr<ColumnModel>> old;
    if (!alike) {
        old.swap(m_columns);
        rebuildColumns(m_definition);
    }

    for (std::size_t i = 0; i < board.columns.size(); ++i) {
        api::BoardColumn &answer = board.columns[i];
        ColumnModel &column = *m_columns[i];
        std::vector<api::Card> cards = std::move(answer.cards);
        // A move under way shows where it goes, whatever the engine knew when it answered.
        std::erase_if(cards, [this, &column](const api::Card &card) {
            const auto pending = m_pending.find(card.row.id);
            return pending != m_pending.end() && pending->second.to != column.info().key;
        });
        column.m_count = answer.count;
        column.m_held = std::max(answer.held, answer.count);
        const bool keepTail = !answer.next.isEmpty() && column.size() > int(cards.size()) && !m_manyChanged;
        if (keepTail && column.replaceHead(cards)) { // a card on its way here stands behind them
            Q_EMIT column.countChanged();
            continue;
        }
        for (const auto &[id, pending] : m_pending) {
            if (pending.to != column.info().key
                || std::any_of(cards.begin(), cards.end(), [&id = id](const auto &card) { return card.row.id == id; }))
                continue;
            api::Card card = pending.card;
            card.row.column = pending.to;
            cards.push_back(std::move(card));
        }
        column.m_next = answer.next;
        column.replaceAll(std::move(cards));
        Q_EMIT column.countChanged();
    }
    if (!alike)
        Q_EMIT columnsReplaced();
}

void BoardModel::lookAtTail()
{
    // Heads are fresh; of the rest only what the feed named can be old.
    QSet<QString> named;
    named.swap(m_changed);
    m_manyChanged = false;
    for (const QString &id : named) {
        for (const auto &column : m_columns) {
            if (column->find(id) < LargestPage)
                continue;
            m_engine.ask(api::WorkflowDetailQuery{id}, this,
                         [this, id, key = column->info().key, generation = m_generation](Result<api::WorkflowDetail> detail) {
                             ColumnModel *there = this->column(key);
                             const int now = there && generation == m_generation ? there->find(id) : -1;
                             if (now < 0 || !detail)
                                 return;
                             if (detail->row.column != key) {
                                 there->removeOne(now);
                             } else {
                                 api::Card card = there->at(now);
                                 card.row = detail->row;
                                 card.moves = detail->moves;
                                 there->update(now, std::move(card));
                             }
                         });
        }
    }
}

void BoardModel::loadMore(ColumnModel *column)
{
    column->m_fetching = true;
    api::BoardQuery query = m_query;
    query.column = column->info().key;
    query.window.after = column->m_next;
    query.window.limit = PageSize;
    m_engine.ask(query, column, [this, column, generation = m_generation](Result<api::Board> board) {
        if (generation != m_generation)
            return;
        column->m_fetching = false;
        if (!board) {
            Q_EMIT failed(board.error());
            return;
        }
        for (api::BoardColumn &answer : board->columns) {
            if (answer.info.key != column->info().key)
                continue;
            column->m_next = answer.next;
            column->m_count = answer.count;
            column->m_held = std::max(answer.held, answer.count);
            column->append(std::move(answer.cards));
            Q_EMIT column->countChanged();
        }
    });
}

ColumnModel *BoardModel::column(const QString &key) const
{
    const auto found =
        std::find_if(m_columns.begin(), m_columns.end(), [&](const auto &column) { return column->info().key == key; });
    return found == m_columns.end() ? nullptr : found->get();
}

qint64 BoardModel::total() const
{
    qint64 sum = 0;
    for (const auto &column : m_columns)
        sum += column->count();
    return sum;
}

const api::Card *BoardModel::card(const api::Id &workflow) const
{
    for (const auto &column : m_columns) {
        if (const int row = column->find(workflow); row >= 0)
            return &column->at(row);
    }
    return nullptr;
}

// By value: the caller's may lie in the row that is taken out here.
void BoardModel::move(api::Id workflow, api::LegalMove move)
{
    ColumnModel *target = column(move.column);
    ColumnModel *source = nullptr;
    for (const auto &column : m_columns) {
        if (column->find(workflow) >= 0)
            source = column.get();
    }
    if (!source || !target || m_pending.contains(workflow))
        return;
    const int row = source->find(workflow);
    api::Card card = source->at(row);
    const QString number = card.row.number;
    if (source != target) {
        m_pending[workflow] = {source->info().key, row, target->info().key, card};
        source->removeOne(row);
        source->m_count -= 1;
        source->m_held -= 1;
        card.row.column = target->info().key;
        card.row.enteredAt = QDateTime::currentDateTimeUtc();
        target->insertOne(target->size(), std::move(card));
        target->m_count += 1;
        target->m_held += 1;
        Q_EMIT source->countChanged();
        Q_EMIT target->countChanged();
    }
    api::SendWorkflowEvent command;
    command.workflow = workflow;
    command.type = move.event;
    m_engine.submit(std::move(command), this, [this, workflow, move, number](Result<api::Receipt> receipt) {
        const bool ignored = receipt && receipt->data.value(QStringLiteral("ignored")).toBool();
        if (receipt && !ignored) {
            m_pending.erase(workflow);
            Q_EMIT moved(workflow, number, columnTitle(move.column, m_definition.columns));
            refresh();
            return;
        }
        slideBack(workflow);
        QString reason;
        if (!receipt)
            reason = QString::fromStdString(receipt.error().what);
        else if (move.guarded)
            //: A card went back on the board. %1 is the name of a rule of the workflow
            reason = tr("The rule “%1” did not allow it.").arg(move.guard);
        else
            reason = tr("The workflow does not take this step now.");
        Q_EMIT moveRefused(workflow, number, reason);
        refresh();
    });
}

void BoardModel::slideBack(const api::Id &workflow)
{
    const auto found = m_pending.find(workflow);
    if (found == m_pending.end())
        return;
    const Pending pending = std::move(found->second);
    m_pending.erase(found);
    if (ColumnModel *target = column(pending.to)) {
        if (const int row = target->find(workflow); row >= 0) {
            target->removeOne(row);
            target->m_count -= 1;
            target->m_held -= 1;
            Q_EMIT target->countChanged();
        }
    }
    if (ColumnModel *source = column(pending.from); source && source->find(workflow) < 0) {
        source->insertOne(std::min(pending.fromRow, source->size()), pending.card);
        source->m_count += 1;
        source->m_held += 1;
        Q_EMIT source->countChanged();
    }
}

} // namespace hs::ui
