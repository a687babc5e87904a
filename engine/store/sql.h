#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <QSqlDatabase>

#include "engine/store/statement.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/topic.h"

namespace hs::store {

/// Columns that hold NULL where there is nothing to say.
[[nodiscard]] inline Arg orNull(const std::string &text)
{
    return text.empty() ? Arg(nullptr) : Arg(text);
}
[[nodiscard]] inline Arg orNull(const Json &json)
{
    return json.is_null() ? Arg(nullptr) : Arg(json);
}
[[nodiscard]] inline std::optional<Timestamp> maybeMoment(std::optional<std::int64_t> millis)
{
    return millis ? std::optional(fromMillis(*millis)) : std::nullopt;
}

/// The row a select stands on. Columns count from 0. Valid only within the callback.
class Row {
public:
    explicit Row(const Statement &statement) : m_statement(statement) {}
    [[nodiscard]] bool isNull(int column) const { return m_statement.isNull(column); }
    [[nodiscard]] std::int64_t integer(int column) const { return m_statement.integer(column); }
    [[nodiscard]] double real(int column) const { return m_statement.real(column); }
    [[nodiscard]] std::string text(int column) const { return std::string(m_statement.bytes(column)); }
    [[nodiscard]] std::string blob(int column) const { return std::string(m_statement.bytes(column)); }
    [[nodiscard]] Timestamp time(int column) const { return fromMillis(integer(column)); }
    [[nodiscard]] std::optional<Timestamp> maybeTime(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(time(column));
    }
    [[nodiscard]] Json json(int column) const; ///< null when empty or unreadable

private:
    const Statement &m_statement;
};
[[nodiscard]] inline std::string firstText(const Row &row)
{
    return row.text(0);
}

/// Reading statements over one connection. Bound to the connection's thread.
///
/// The first failure is kept and every later call does nothing: the job that
/// uses this object then fails as a whole, so that the code of tables reads
/// straight down. Whoever runs the job asks `failure()` at its end.
class ReadSql {
public:
    explicit ReadSql(const QSqlDatabase &connection);
    ReadSql(const ReadSql &) = delete;
    ReadSql &operator=(const ReadSql &) = delete;
    virtual ~ReadSql();

    void each(std::string_view sql, const Args &args, const std::function<void(const Row &)> &row) const;
    /// The first row's value, or nothing.
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view sql, const Args &args = {}) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view sql, const Args &args = {}) const;
    template <typename T>
    [[nodiscard]] std::vector<T> list(std::string_view sql, const Args &args, T (*read)(const Row &)) const
    {
        std::vector<T> rows;
        each(sql, args, [&](const Row &row) { rows.push_back(read(row)); });
        return rows;
    }
    template <typename T>
    [[nodiscard]] std::optional<T> one(std::string_view sql, const Args &args, T (*read)(const Row &)) const
    {
        std::optional<T> found;
        each(sql, args, [&](const Row &row) {
            if (!found)
                found = read(row);
        });
        return found;
    }

    /// What a table keeps in mind of its rows from one job of the writer to the next, so that it need not ask for each again. It must
    /// say `changed` with each change, so that it is forgotten when the change is taken back.
    class Memory {
    public:
        Memory() = default;
        Memory(const Memory &) = delete;
        Memory &operator=(const Memory &) = delete;
        virtual ~Memory() = default;
        [[nodiscard]] std::uint64_t changes() const { return m_changes; }

    protected:
        void changed() { ++m_changes; }

    private:
        std::uint64_t m_changes = 0;
    };
    /// Null: nothing is kept in mind, as always on connections that only read.
    [[nodiscard]] Memory *memory() const { return m_memory.get(); }

    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    void clearFailure() { m_failure.reset(); }

protected:
    Statement *run(std::string_view sql, const Args &args) const;
    mutable std::optional<Error> m_failure;
    std::unique_ptr<Memory> m_memory;

private:
    QSqlDatabase m_connection;
    /// Prepared statements by their text.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    mutable std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> m_prepared;
};

/// A running write transaction: what is done here is committed together or not at all.
class Transaction final : public ReadSql {
public:
    using ReadSql::ReadSql;

    /// Runs a statement that writes; the number of rows it changed.
    std::int64_t exec(std::string_view sql, const Args &args = {});

    /// Says that something was changed; announced once the transaction is durable.
    void touch(Topic topic, std::string_view id);
    struct Touched {
        Topic topic;
        std::string id;
    };
    [[nodiscard]] const std::vector<Touched> &touched() const { return m_touched; }
    /// The last row of the audit's chain, kept between the jobs of a commit so that it is read and written once.
    struct ChainHead {
        std::int64_t seq = 0;
        std::string hash;
        bool changed = false;
    };
    [[nodiscard]] std::optional<ChainHead> &chainHead() { return m_chain; }

    /// Outlives the commit, until it is forgotten or one of its changes is taken back.
    void keepInMind(std::unique_ptr<Memory> memory) { m_memory = std::move(memory); }
    void forget() { m_memory.reset(); }

    /// Runs after the commit, in the writer's thread; dropped when the job fails. Must be quick.
    void afterCommit(std::function<void()> task) { m_afterCommit.push_back(std::move(task)); }

    /// Runs a part of the work that may fail alone: what it wrote is then taken back, the rest stands.
    template <typename T>
    [[nodiscard]] Result<T> part(const std::function<Result<T>()> &work)
    {
        const auto here = mark();
        exec("SAVEPOINT part");
        auto done = work();
        if (done && !m_failure) {
            exec("RELEASE part");
            return done;
        }
        if (done)
            done = tl::make_unexpected(*m_failure);
        clearFailure();
        exec("ROLLBACK TO part");
        exec("RELEASE part");
        backTo(here);
        return done;
    }

    // For the writer: marks to go back to when a job fails.
    struct Mark {
        std::size_t touched;
        std::size_t afterCommit;
        std::optional<ChainHead> chain;
        const Memory *memory;
        std::uint64_t changes; ///< of the memory
    };
    [[nodiscard]] Mark mark() const { return {m_touched.size(), m_afterCommit.size(), m_chain, m_memory.get(), m_memory ? m_memory->changes() : 0}; }
    void backTo(const Mark &mark);
    void reset();
    [[nodiscard]] std::vector<std::function<void()>> takeAfterCommit() { return std::exchange(m_afterCommit, {}); }

private:
    std::vector<Touched> m_touched;
    std::vector<std::function<void()>> m_afterCommit;
    std::optional<ChainHead> m_chain;
};

} // namespace hs::store
