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
#include <QSqlQuery>
#include <QVariant>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/topic.h"

namespace hs::store {

/// One value bound to a statement. Text is UTF-8 and stored as TEXT, Blob as BLOB.
struct Blob {
    std::string_view bytes;
};
class Arg {
public:
    Arg(std::nullptr_t) {}
    Arg(std::int64_t value) : m_value(QVariant::fromValue(qint64(value))) {}
    Arg(int value) : m_value(value) {}
    Arg(bool value) : m_value(int(value)) {}
    Arg(double value) : m_value(value) {}
    Arg(Timestamp at) : m_value(QVariant::fromValue(qint64(toMillis(at)))) {}
    /// An empty text is a text: a null QString would be bound as NULL.
    Arg(std::string_view text) : m_value(text.empty() ? QString(QLatin1String("")) : QString::fromUtf8(text.data(), qsizetype(text.size()))) {}
    Arg(const std::string &text) : Arg(std::string_view(text)) {}
    Arg(const char *text) : Arg(std::string_view(text)) {}
    Arg(Blob blob) : m_value(QByteArray(blob.bytes.data(), qsizetype(blob.bytes.size()))) {}
    Arg(const Json &json) : Arg(std::string_view(dump(json))) {}
    template <typename T>
    Arg(const std::optional<T> &value)
    {
        if (value)
            *this = Arg(*value);
    }
    [[nodiscard]] const QVariant &value() const { return m_value; }

private:
    QVariant m_value;
};
using Args = std::vector<Arg>;

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
    explicit Row(const QSqlQuery &query) : m_query(query) {}
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    [[nodiscard]] std::int64_t integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] std::string text(int column) const { return m_query.value(column).toString().toStdString(); }
    [[nodiscard]] std::string blob(int column) const { return m_query.value(column).toByteArray().toStdString(); }
    [[nodiscard]] Timestamp time(int column) const { return fromMillis(integer(column)); }
    [[nodiscard]] std::optional<Timestamp> maybeTime(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(time(column));
    }
    [[nodiscard]] Json json(int column) const; ///< null when empty or unreadable

private:
    const QSqlQuery &m_query;
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

    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    void clearFailure() { m_failure.reset(); }

protected:
    QSqlQuery *run(std::string_view sql, const Args &args) const;
    mutable std::optional<Error> m_failure;

private:
    QSqlDatabase m_connection;
    /// Prepared statements by their text.
    mutable std::unordered_map<std::string, std::unique_ptr<QSqlQuery>> m_prepared;
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
    };
    [[nodiscard]] Mark mark() const { return {m_touched.size(), m_afterCommit.size()}; }
    void backTo(Mark mark);
    void reset();
    [[nodiscard]] std::vector<std::function<void()>> takeAfterCommit() { return std::exchange(m_afterCommit, {}); }

private:
    std::vector<Touched> m_touched;
    std::vector<std::function<void()>> m_afterCommit;
};

} // namespace hs::store
