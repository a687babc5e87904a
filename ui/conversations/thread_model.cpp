#include "ui/conversations/thread_model.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/text/engine_words.h"
#include "ui/thinking/thinking_words.h"

namespace hs::ui {
namespace {

struct ThreadItemWords {
    Q_DECLARE_TR_FUNCTIONS(ThreadItem)
};

QString deliveryWords(const QString &delivery)
{
    if (delivery == QLatin1String("draft"))
        return ThreadItemWords::tr("waits as a draft, not sent");
    if (delivery == QLatin1String("held"))
        return ThreadItemWords::tr("held, can still be undone");
    if (delivery == QLatin1String("queued"))
        return ThreadItemWords::tr("about to be sent");
    if (delivery == QLatin1String("sent"))
        return ThreadItemWords::tr("sent");
    if (delivery == QLatin1String("failed"))
        return ThreadItemWords::tr("could not be sent");
    return {};
}

/// An answer under way as the last item of its conversation.
api::ThreadItem thinkingItem(const api::Thinking &thinking)
{
    api::ThreadItem item;
    item.id = QStringLiteral("thinking/") + thinking.thought;
    item.kind = QStringLiteral("thinking");
    item.author = thinking.agent;
    item.text = thinking.text;
    item.at = thinking.since;
    item.thought = thinking.thought;
    item.tool = {{QStringLiteral("doing"), thinking.doing}};
    return item;
}

} // namespace

ThreadModel::ThreadModel(api::Engine &engine, QObject *parent)
    : KeyedListModel(parent), m_engine(engine)
{
    connect(&engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (m_thread.isEmpty())
            return;
        const bool mine = change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_thread) != change.ids.end();
        // Delivery states come from effects; their ids are not the thread's.
        if ((change.topic == api::Topic::Threads && mine) || change.topic == api::Topic::Effects)
            refresh();
    });
}

void ThreadModel::open(const api::Id &thread)
{
    if (thread == m_thread && m_answered)
        return;
    ++m_generation;
    m_thread = thread;
    m_detail = {};
    m_older.clear();
    m_open.clear();
    m_answered = m_asking = m_askAgain = m_fetching = false;
    reset({});
    Q_EMIT opened(thread);
    if (!thread.isEmpty())
        ask();
}

void ThreadModel::refresh()
{
    if (m_thread.isEmpty())
        return;
    if (m_asking)
        m_askAgain = true;
    else
        ask();
}

void ThreadModel::ask()
{
    m_asking = true;
    m_askAgain = false;
    Q_EMIT loadingChanged(true);
    api::ThreadDetailQuery query;
    query.id = m_thread;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::ThreadDetail> detail) {
        if (generation != m_generation)
            return;
        m_asking = false;
        if (detail)
            take(std::move(*detail));
        Q_EMIT loadingChanged(m_askAgain);
        if (!detail)
            Q_EMIT failed(detail.error());
        if (m_askAgain && !m_asking)
            ask();
    });
}

void ThreadModel::take(api::ThreadDetail detail)
{
    const bool first = !m_answered;
    m_answered = true;
    std::vector<api::ThreadItem> items = std::move(detail.items);
    // Older pages stay in front, unless so much came meanwhile that there would be a gap.
    const int overlap = items.empty() ? -1 : find(items.front().id);
    if (!first && overlap > 0) {
        std::vector<api::ThreadItem> whole(rows().begin(), rows().begin() + overlap);
        whole.insert(whole.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
        items = std::move(whole);
    } else if (first || overlap < 0) {
        m_older = detail.older;
    }
    for (const api::Thinking &thinking : detail.thinking) {
        items.push_back(thinkingItem(thinking));
        if (agentName)
            items.back().authorName = agentName(thinking.agent);
    }
    m_detail = std::move(detail);
    m_detail.items.clear();
    replaceAll(std::move(items));
    Q_EMIT loaded(first);
}

void ThreadModel::loadOlder()
{
    if (m_fetching || m_older.isEmpty())
        return;
    m_fetching = true;
    api::ThreadDetailQuery query;
    query.id = m_thread;
    query.window.after = m_older;
    query.window.limit = PageSize;
    m_engine.ask(query, this, [this, generation = m_generation](Result<api::ThreadDetail> detail) {
        if (generation != m_generation)
            return;
        m_fetching = false;
        if (!detail) {
            Q_EMIT failed(detail.error());
            return;
        }
        m_older = detail->older;
        prepend(std::move(detail->items));
    });
}

void ThreadModel::setOpen(const QString &item, bool open)
{
    if (open)
        m_open.insert(item);
    else
        m_open.remove(item);
    if (const int row = find(item); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

bool ThreadModel::same(const api::ThreadItem &a, const api::ThreadItem &b) const
{
    return a.kind == b.kind && a.authorName == b.authorName && a.text == b.text && a.at == b.at
           && a.delivery == b.delivery && a.effect == b.effect && a.holdUntil == b.holdUntil && a.tool == b.tool
           && a.citations == b.citations && a.attachments == b.attachments && a.thought == b.thought;
}

const api::ThreadItem *ThreadModel::newest() const
{
    for (int row = size() - 1; row >= 0; --row) {
        if (!isThinking(at(row)))
            return &at(row);
    }
    return nullptr;
}

QVariant ThreadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::ThreadItem &item = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return item.text;
    case Qt::AccessibleTextRole:
        return itemSentence(item);
    default:
        return {};
    }
}

QString itemSentence(const api::ThreadItem &item)
{
    const QString who = item.authorName.isEmpty() ? item.author : item.authorName;
    QString text = item.text;
    QString head;
    if (item.kind == QLatin1String("note")) {
        //: Read by screen readers. %1 is a colleague's name
        head = ThreadItemWords::tr("Internal note by %1").arg(who);
    } else if (item.kind == QLatin1String("tool")) {
        //: Read by screen readers. %1 is an agent's name
        head = ThreadItemWords::tr("%1 used a tool").arg(who);
        text = toolTitle(item.tool.value(QStringLiteral("what")).toString()) + QStringLiteral(", ")
               + engineWords(item.tool.value(QStringLiteral("result")).toString());
    } else if (item.kind == QLatin1String("thinking")) {
        //: Read by screen readers: an answer under way. %1 is an agent's name, %2 what it does, such as "reading Contacts & Profiles"
        head = ThreadItemWords::tr("%1 is thinking (%2)").arg(who, engineWords(item.tool.value(QStringLiteral("doing")).toString()));
    } else if (item.kind == QLatin1String("system")) {
        head = ThreadItemWords::tr("Notice");
        text = engineWords(item.text);
    } else {
        //: Read by screen readers. %1 is a name
        head = ThreadItemWords::tr("%1 wrote").arg(who);
    }
    QStringList parts{head};
    if (item.at.isValid())
        parts << QLocale().toString(item.at.toLocalTime(), QLocale::ShortFormat);
    if (const QString delivery = deliveryWords(item.delivery); !delivery.isEmpty())
        parts << delivery;
    return parts.join(QStringLiteral(", ")) + QStringLiteral(": ") + text;
}

} // namespace hs::ui
