#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <QSqlDatabase>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::store {

/// One value bound to a statement. Text is UTF-8 and stored as TEXT, Blob as BLOB.
struct Blob {
    std::string_view bytes;
};
class Arg {
public:
    struct Bytes {
        std::string bytes;
    };
    using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, std::string_view, Bytes>;

    Arg(std::nullptr_t) {}
    Arg(std::int64_t value) : m_value(value) {}
    Arg(int value) : m_value(std::int64_t(value)) {}
    Arg(bool value) : m_value(std::int64_t(value)) {}
    Arg(double value) : m_value(value) {}
    Arg(Timestamp at) : m_value(toMillis(at)) {}
    Arg(std::string text) : m_value(std::move(text)) {}
    Arg(std::string_view text) : m_value(std::string(text)) {}
    Arg(const char *text) : m_value(std::string(text)) {}
    Arg(Blob blob) : m_value(Bytes{std::string(blob.bytes)}) {}
    /// Text that is not copied: it must stay as it is until the statement has finished. For rows that are long or many.
    [[nodiscard]] static Arg lent(std::string_view text)
    {
        Arg arg(nullptr);
        arg.m_value = text;
        return arg;
    }
    static Arg lent(std::string &&) = delete;
    Arg(const Json &json) : m_value(dump(json)) {}
    template <typename T>
    Arg(const std::optional<T> &value)
    {
        if (value)
            *this = Arg(*value);
    }
    [[nodiscard]] const Value &value() const { return m_value; }

private:
    Value m_value{nullptr};
};
using Args = std::vector<Arg>;

/// One prepared statement of a connection, run again and again. Bound to the connection's thread.
///
/// On SQLite it speaks to the library itself, through the connection that Qt Sql has opened: text stays UTF-8 and no value
/// takes the way through a QVariant, which costs a workflow's step twice the time of its rows. Every other driver, and a
/// SQLite that Qt's driver brings along inside itself, is asked through QSqlQuery.
class Statement {
public:
    virtual ~Statement() = default;

    /// Fails with what the driver says of the text.
    [[nodiscard]] static Result<std::unique_ptr<Statement>> prepare(const QSqlDatabase &connection, std::string_view sql);

    /// Begins a run. One that gives no rows is over then. `args` are not copied: they must live until `finish`.
    [[nodiscard]] virtual Result<void> run(const Args &args) = 0;
    /// The next row; false after the last one.
    [[nodiscard]] virtual Result<bool> next() = 0;
    /// Ends a run early or late; the statement can be run again.
    virtual void finish() = 0;
    /// Rows that the run has changed.
    [[nodiscard]] virtual std::int64_t changed() const = 0;

    // Columns of the row, counted from 0.
    [[nodiscard]] virtual bool isNull(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    /// Text and bytes alike; valid until the next row.
    [[nodiscard]] virtual std::string_view bytes(int column) const = 0;
};

} // namespace hs::store
