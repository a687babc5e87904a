#include "tests/fakes/fake_door.h"

#include <utility>

namespace hs::test {

using namespace hs::api;

struct FakeDoor::Listeners {
    std::mutex mutex;
    std::map<int, std::function<void(const Change &)>> all;
    int next = 0;
};

namespace {

/// The empty answer of the query whose place in the variant is `index`.
template <std::size_t I = 0>
Answer emptyAnswer(std::size_t index)
{
    if constexpr (I + 1 < std::variant_size_v<Query>) {
        if (index != I)
            return emptyAnswer<I + 1>(index);
    }
    return Answer(typename std::variant_alternative_t<I, Query>::Answer{});
}

Error cancelledError()
{
    return Error{Errc::Cancelled, "the engine stopped", {}, {}, std::nullopt};
}

} // namespace

FakeDoor::FakeDoor(Reply reply)
    : m_reply(reply), m_listeners(std::make_shared<Listeners>()), m_thread([this] { run(); })
{
}

FakeDoor::~FakeDoor()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    for (auto &task : std::exchange(m_tasks, {}))
        task(true);
}

void FakeDoor::setReply(Reply reply)
{
    {
        const std::lock_guard lock(m_mutex);
        m_reply = reply;
    }
    m_wake.notify_all();
}

void FakeDoor::failAll(std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_failure = std::move(error);
}

void FakeDoor::addKey(const QString &key, Caller caller)
{
    const std::lock_guard lock(m_mutex);
    m_keys[key] = std::move(caller);
}

void FakeDoor::removeKey(const QString &key)
{
    const std::lock_guard lock(m_mutex);
    m_keys.erase(key);
}

std::vector<FakeDoor::AskedQuery> FakeDoor::queries() const
{
    const std::lock_guard lock(m_mutex);
    return m_queries;
}

std::vector<FakeDoor::AskedCommand> FakeDoor::commands() const
{
    const std::lock_guard lock(m_mutex);
    return m_commands;
}

int FakeDoor::held() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_tasks.size());
}

void FakeDoor::forgetCalls()
{
    const std::lock_guard lock(m_mutex);
    m_queries.clear();
    m_commands.clear();
    m_authentications = 0;
}

void FakeDoor::release()
{
    std::deque<Task> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_tasks);
    }
    for (auto &task : tasks)
        task(false);
}

void FakeDoor::announce(const Change &change)
{
    std::vector<std::function<void(const Change &)>> listeners;
    {
        const std::lock_guard lock(m_listeners->mutex);
        for (const auto &[id, listener] : m_listeners->all)
            listeners.push_back(listener);
    }
    for (const auto &listener : listeners)
        listener(change);
}

void FakeDoor::give(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_reply != Reply::AtOnce) {
            m_tasks.push_back(std::move(task));
            m_wake.notify_all();
            return;
        }
    }
    task(false);
}

void FakeDoor::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || (m_reply == Reply::Later && !m_tasks.empty()); });
        if (m_stopping)
            return;
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task(false);
        lock.lock();
    }
}

void FakeDoor::query(Caller caller, Query query, std::function<void(Result<Answer>)> reply)
{
    Result<Answer> answer = emptyAnswer(query.index());
    Answering answering;
    {
        const std::lock_guard lock(m_mutex);
        m_queries.push_back({caller, query});
        if (m_failure)
            answer = tl::make_unexpected(*m_failure);
        else
            answering = m_answers[query.index()];
    }
    if (answering)
        answer = answering(query, caller);
    give([reply = std::move(reply), answer = std::move(answer)](bool cancelled) {
        reply(cancelled ? Result<Answer>(tl::make_unexpected(cancelledError())) : answer);
    });
}

void FakeDoor::submit(Caller caller, Command command, std::function<void(Result<Receipt>)> reply)
{
    Result<Receipt> receipt = Receipt{};
    Receipting receipting;
    {
        const std::lock_guard lock(m_mutex);
        m_commands.push_back({caller, command});
        if (m_failure)
            receipt = tl::make_unexpected(*m_failure);
        else
            receipting = m_receipts[command.index()];
    }
    if (receipting)
        receipt = receipting(command, caller);
    give([reply = std::move(reply), receipt = std::move(receipt)](bool cancelled) {
        reply(cancelled ? Result<Receipt>(tl::make_unexpected(cancelledError())) : receipt);
    });
}

void FakeDoor::authenticate(QString key, std::function<void(Result<Caller>)> reply)
{
    ++m_authentications;
    Result<Caller> who = fail(Errc::Unauthorized, "unknown API key");
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_keys.find(key); found != m_keys.end())
            who = found->second;
    }
    give([reply = std::move(reply), who = std::move(who)](bool cancelled) {
        reply(cancelled ? Result<Caller>(tl::make_unexpected(cancelledError())) : who);
    });
}

std::shared_ptr<void> FakeDoor::subscribe(std::function<void(const Change &)> listener)
{
    int id = 0;
    {
        const std::lock_guard lock(m_listeners->mutex);
        id = m_listeners->next++;
        m_listeners->all.emplace(id, std::move(listener));
    }
    return {m_listeners.get(), [id, home = m_listeners](void *) {
                const std::lock_guard lock(home->mutex);
                home->all.erase(id);
            }};
}

} // namespace hs::test
