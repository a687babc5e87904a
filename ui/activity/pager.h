#pragma once

#include <algorithm>
#include <functional>

#include <QTimer>

#include "engine/api/engine.h"
#include "ui/activity/row_model.h"

namespace hs::ui {

/// The signals of a pager, whatever it pages through.
class PagerBase : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] bool loading() const { return m_asking; }
    /// True once any answer came: an empty list before that is "not known yet".
    [[nodiscard]] bool answered() const { return m_answered; }
    [[nodiscard]] qint64 total() const { return m_total; }

Q_SIGNALS:
    void loadingChanged(bool loading);
    /// Rows are up to date.
    void loaded();
    void failed(const hs::Error &error);

protected:
    void setAsking(bool asking)
    {
        if (m_asking != asking) {
            m_asking = asking;
            Q_EMIT loadingChanged(asking);
        }
    }
    bool m_asking = false;
    bool m_answered = false;
    qint64 m_total = -1;
};

/// Keeps a model filled from one paged query of the engine.
///
/// - `setQuery` asks anew; old rows stay on screen until the answer is there.
/// - the model's `moreWanted` loads the next page.
/// - `refresh` (after a change) brings the rows up to date: a list that is
///   sorted newest first by its head alone, any other by as much as is loaded.
/// One question is under way at a time; what was asked meanwhile is asked
/// afterwards, once. GUI thread; never waits. Engine and model outlive it.
template <typename Query, typename Row, typename Answer = typename Query::Answer>
class Pager final : public PagerBase {
public:
    enum class Order { NewestFirst, Moving };

    Pager(api::Engine &engine, RowModel<Row> &model, Order order, QObject *parent = nullptr)
        : PagerBase(parent), m_engine(engine), m_model(model), m_order(order)
    {
        QObject::connect(&m_model, &RowModelBase::moreWanted, this, [this] { loadMore(); });
        m_later.setSingleShot(true);
        QObject::connect(&m_later, &QTimer::timeout, this, [this] { start(); });
    }

    /// Called with every first page, for what a page carries beside its rows.
    std::function<void(const Answer &)> onFirstPage;
    /// Rows that are not to be shown; pages are read on until enough remain. None: all are shown.
    std::function<bool(const Row &)> accepts;

    /// A row after which nothing more is to be read (the list is sorted by it). None: all is read.
    std::function<bool(const Row &)> enough;

    [[nodiscard]] const Query &query() const { return m_query; }

    void setQuery(Query query)
    {
        m_query = std::move(query);
        m_anew = true;
        m_wanted = true;
        start();
    }
    void refresh()
    {
        if (!m_answered && !m_asking)
            m_anew = true;
        m_wanted = true;
        // A long list that can change anywhere is read again whole: not at every change.
        const int rows = m_order == Order::Moving ? m_model.rowCount() : 0;
        if (rows <= MaxPage)
            start();
        else if (!m_later.isActive())
            m_later.start(rows / MaxPage * MillisPerPage);
    }

private:
    void start()
    {
        if (m_asking || !m_wanted)
            return;
        m_wanted = false;
        m_collected.clear();
        const bool anew = m_anew;
        m_anew = false;
        const int goal = anew || m_order == Order::NewestFirst ? PageRows : std::max(PageRows, m_model.rowCount());
        collect(anew, goal, QString());
    }

    /// Reads pages until `goal` rows are there, then brings them into the model at once.
    void collect(bool anew, int goal, const QString &after)
    {
        setAsking(true);
        Query query = m_query;
        query.window.after = after;
        query.window.limit = std::clamp(goal - int(m_collected.size()), MinPage, MaxPage);
        m_engine.ask(std::move(query), this, [this, anew, goal, after](Result<Answer> answer) {
            if (m_wanted && m_anew) { // another question was put meanwhile; this answer is of no use
                setAsking(false);
                start();
                return;
            }
            if (!answer) {
                finishWith(answer.error());
                return;
            }
            if (after.isEmpty()) {
                m_total = answer->total;
                if (onFirstPage)
                    onFirstPage(*answer);
            }
            if (takeRows(answer->rows, m_collected))
                answer->next.clear();
            if (!answer->next.isEmpty() && int(m_collected.size()) < goal && ++m_pages < MaxChain) {
                collect(anew, goal, answer->next);
                return;
            }
            m_pages = 0;
            bring(anew, answer->next);
        });
    }

    void bring(bool anew, const QString &next)
    {
        if (anew) {
            m_model.replace(m_collected);
            setNext(next);
        } else if (m_order == Order::Moving) {
            m_model.merge(m_collected);
            setNext(next);
        } else if (next.isEmpty()) {
            m_model.merge(m_collected);
            setNext(next);
        } else if (!m_model.mergeHead(m_collected)) {
            m_model.replace(m_collected);
            setNext(next);
        }
        m_collected.clear();
        finish();
    }

    void loadMore()
    {
        if (m_asking || m_next.isEmpty())
            return;
        setAsking(true);
        m_model.setMore(false);
        Query query = m_query;
        query.window.after = m_next;
        query.window.limit = MaxPage;
        m_engine.ask(std::move(query), this, [this](Result<Answer> answer) {
            if (m_wanted && m_anew) {
                setAsking(false);
                start();
                return;
            }
            if (!answer) {
                setNext(m_next);
                finishWith(answer.error());
                return;
            }
            std::vector<Row> rows;
            rows.reserve(answer->rows.size());
            if (takeRows(answer->rows, rows))
                answer->next.clear();
            const bool nothing = rows.empty();
            m_model.append(rows);
            setNext(answer->next);
            if (nothing && !m_next.isEmpty() && ++m_pages < MaxChain) { // all of this page was filtered out
                m_asking = false;
                loadMore();
                return;
            }
            m_pages = 0;
            finish();
        });
    }

    /// True: the rest of the list is of no interest.
    bool takeRows(std::vector<Row> &from, std::vector<Row> &to)
    {
        for (Row &row : from) {
            if (enough && enough(row))
                return true;
            if (!accepts || accepts(row))
                to.push_back(std::move(row));
        }
        return false;
    }

    void setNext(const QString &next)
    {
        m_next = next;
        m_model.setMore(!next.isEmpty());
    }
    void finish()
    {
        m_answered = true;
        setAsking(false);
        Q_EMIT loaded();
        start();
    }
    void finishWith(const Error &error)
    {
        m_collected.clear();
        m_pages = 0;
        setAsking(false);
        Q_EMIT failed(error);
        start();
    }

    static constexpr int PageRows = 200;
    static constexpr int MinPage = 50;
    static constexpr int MaxPage = 1000;
    static constexpr int MillisPerPage = 250; ///< least time between two readings of a long list, for each page of it
    static constexpr int MaxChain = 1'000;    ///< pages read in one go

    api::Engine &m_engine;
    RowModel<Row> &m_model;
    Order m_order;
    Query m_query;
    QString m_next;
    std::vector<Row> m_collected;
    int m_pages = 0;
    QTimer m_later;
    bool m_wanted = false;
    bool m_anew = true;
};

} // namespace hs::ui
