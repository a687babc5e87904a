#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/vocabulary/clock.h"

/// The serving side of HTTP. (What the engine sends itself is `Transport`'s.)
namespace hs::httpd {

enum class Method { Get, Post, Put, Patch, Delete, Options, Other };

/// "GET"; of `Other` "-".
[[nodiscard]] std::string_view name(Method method);

/// The headers of one request, in order. Names are compared without case. One block of memory for all.
class Headers {
public:
    void add(std::string_view name, std::string_view value);
    void clear();

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    /// The first value of that name; empty when there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] std::size_t size() const { return m_slots.size(); }
    /// Name as sent, and value without the white space around it.
    [[nodiscard]] std::pair<std::string_view, std::string_view> at(std::size_t index) const;

private:
    struct Slot {
        std::uint32_t name = 0;
        std::uint32_t nameSize = 0;
        std::uint32_t value = 0;
        std::uint32_t valueSize = 0;
    };
    [[nodiscard]] const Slot *find(std::string_view name) const;
    [[nodiscard]] std::string_view part(std::uint32_t begin, std::uint32_t size) const;

    std::string m_text;
    std::vector<Slot> m_slots;
};

struct Request {
    Method method = Method::Other;
    bool head = false;          ///< HEAD: `method` is Get, and the server leaves the answer's body out
    int version = 11;           ///< 10 or 11
    std::string path;           ///< percent-decoded UTF-8, begins with "/", no encoded slash in it
    std::string query;          ///< as sent, without "?"; see parseQuery
    Headers headers;
    std::string body;           ///< the raw bytes, chunks joined
    std::string remoteAddress;  ///< "127.0.0.1", without the port
    std::string requestId;      ///< the caller's X-Request-Id if it is a sane one, else one of ours
    Timestamp receivedAt{};     ///< when the head was complete
    bool secure = false;        ///< came over TLS
    std::shared_ptr<const void> context; ///< what the handler's `admit` wanted to keep
};

using QueryItems = std::vector<std::pair<std::string, std::string>>;

/// Splits and decodes "a=1&b=%20x" ('+' is a space). BadInput names the item that is not valid
/// percent-encoded UTF-8.
[[nodiscard]] Result<QueryItems> parseQuery(std::string_view query);

/// Takes a request target apart: "/a%20b?x=1" or "http://host/a%20b?x=1" into path and query.
[[nodiscard]] Result<std::pair<std::string, std::string>> splitTarget(std::string_view target);

/// "application/json; charset=utf-8" → "application/json", in lower case.
[[nodiscard]] std::string mediaType(std::string_view contentType);

/// 1 to 128 characters out of A-Z a-z 0-9 . _ -
[[nodiscard]] bool isSaneRequestId(std::string_view id);

[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

[[nodiscard]] bool isUtf8(std::string_view bytes);

} // namespace hs::httpd
