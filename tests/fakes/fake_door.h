#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "engine/api/door.h"

namespace hs::test {

/// A door without an engine behind it, for tests of the faces. Any thread.
///
/// What is not set answers emptily: a query with a default-made answer, a command
/// with a default-made receipt. Every call is kept, so a test can see what was asked.
///
///     FakeDoor door;
///     door.onQuery<api::EventDetailQuery>([](const auto &query, const auto &) -> Result<api::EventDetail> {
///         return fail(Errc::NotFound, "no such event");
///     });
///     door.onCommand<api::RetryEvent>([](const auto &command, const auto &) -> Result<api::Receipt> { … });
///     door.addKey("key-1", {.id = "key-1", .name = "Key", .role = api::Role::Operator});
class FakeDoor final : public api::Door {
public:
    enum class Reply {
        AtOnce,  ///< inside the call
        Later,   ///< from a thread of the door's own, as the real engine does
        Held     ///< only when the test says `release()`
    };
    struct AskedQuery {
        api::Caller caller;
        api::Query query;
    };
    struct AskedCommand {
        api::Caller caller;
        api::Command command;
    };

    explicit FakeDoor(Reply reply = Reply::AtOnce);
    /// Replies still held are given with Errc::Cancelled.
    ~FakeDoor() override;
    FakeDoor(const FakeDoor &) = delete;
    FakeDoor &operator=(const FakeDoor &) = delete;

    // ---- what the test sets ----
    void setReply(Reply reply);

    /// `handler(const Q &, const api::Caller &) -> Result<Q::Answer>`
    template <typename Q, typename Handler>
    void onQuery(Handler handler)
    {
        const std::lock_guard lock(m_mutex);
        m_answers[api::Query(Q{}).index()] = [handler = std::move(handler)](const api::Query &query,
                                                                            const api::Caller &caller) -> Result<api::Answer> {
            Result<typename Q::Answer> answer = handler(std::get<Q>(query), caller);
            if (!answer)
                return tl::make_unexpected(std::move(answer).error());
            return api::Answer(std::move(*answer));
        };
    }
    /// `handler(const C &, const api::Caller &) -> Result<api::Receipt>`
    template <typename C, typename Handler>
    void onCommand(Handler handler)
    {
        const std::lock_guard lock(m_mutex);
        m_receipts[api::Command(C{}).index()] = [handler = std::move(handler)](const api::Command &command,
                                                                               const api::Caller &caller) -> Result<api::Receipt> {
            return handler(std::get<C>(command), caller);
        };
    }
    /// Every query and command fails like this, until taken back with an empty one.
    void failAll(std::optional<Error> error);
    void addKey(const QString &key, api::Caller caller);
    void removeKey(const QString &key);

    // ---- what the test looks at ----
    [[nodiscard]] std::vector<AskedQuery> queries() const;
    [[nodiscard]] std::vector<AskedCommand> commands() const;
    [[nodiscard]] int authentications() const { return m_authentications; }
    [[nodiscard]] int held() const; ///< replies that wait for `release()`

    /// The latest query or command of a type, if there was one.
    template <typename Q>
    [[nodiscard]] std::optional<Q> lastQuery() const
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_queries.rbegin(); it != m_queries.rend(); ++it)
            if (const Q *found = std::get_if<Q>(&it->query))
                return *found;
        return std::nullopt;
    }
    template <typename C>
    [[nodiscard]] std::optional<C> lastCommand() const
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_commands.rbegin(); it != m_commands.rend(); ++it)
            if (const C *found = std::get_if<C>(&it->command))
                return *found;
        return std::nullopt;
    }
    void forgetCalls();

    // ---- what the test makes happen ----
    void release();                             ///< gives all held replies, in order, in the caller's thread
    void announce(const api::Change &change);   ///< to all subscribers, in the caller's thread

    // ---- Door ----
    void query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply) override;
    void submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply) override;
    void authenticate(QString key, std::function<void(Result<api::Caller>)> reply) override;
    [[nodiscard]] std::shared_ptr<void> subscribe(std::function<void(const api::Change &)> listener) override;

private:
    using Answering = std::function<Result<api::Answer>(const api::Query &, const api::Caller &)>;
    using Receipting = std::function<Result<api::Receipt>(const api::Command &, const api::Caller &)>;
    using Task = std::function<void(bool cancelled)>;
    struct Listeners;

    void give(Task task);
    void run();

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Reply m_reply;
    bool m_stopping = false;
    std::deque<Task> m_tasks;
    std::array<Answering, std::variant_size_v<api::Query>> m_answers;
    std::array<Receipting, std::variant_size_v<api::Command>> m_receipts;
    std::optional<Error> m_failure;
    std::map<QString, api::Caller> m_keys;
    std::vector<AskedQuery> m_queries;
    std::vector<AskedCommand> m_commands;
    std::atomic<int> m_authentications{0};
    std::shared_ptr<Listeners> m_listeners;
    std::thread m_thread;
};

} // namespace hs::test
