#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/vocabulary/json.h"

/// The Model Context Protocol in both roles and both eras: the modern one (revision 2026-07-28, every request stands for itself)
/// and the legacy one (2025-11-25 and before, a session that begins with `initialize`). Sources: the specification of either
/// revision, modelcontextprotocol.io.
namespace hs::mcp {

inline constexpr std::string_view ModernVersion = "2026-07-28";
/// Newest first.
inline constexpr std::string_view LegacyVersions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
[[nodiscard]] bool isLegacyVersion(std::string_view version);
inline constexpr std::string_view BatchVersion = "2025-03-26"; ///< the one revision in which messages may come in lists

inline constexpr std::size_t MaxMessage = std::size_t(4) << 20U; ///< bytes of one message
inline constexpr std::size_t MaxBatch = 32;                      ///< messages in a list
inline constexpr std::size_t MaxIdText = 256;                    ///< bytes of a request's id

namespace meta {
inline constexpr const char *Version = "io.modelcontextprotocol/protocolVersion";
inline constexpr const char *ClientCapabilities = "io.modelcontextprotocol/clientCapabilities";
inline constexpr const char *ClientInfo = "io.modelcontextprotocol/clientInfo";
inline constexpr const char *ServerInfo = "io.modelcontextprotocol/serverInfo";
inline constexpr const char *Subscription = "io.modelcontextprotocol/subscriptionId";
} // namespace meta

/// Codes of JSON-RPC 2.0, and those the protocol adds.
namespace code {
inline constexpr int ParseError = -32700;
inline constexpr int InvalidRequest = -32600;
inline constexpr int MethodNotFound = -32601;
inline constexpr int InvalidParams = -32602;
inline constexpr int InternalError = -32603;
inline constexpr int LegacyNotFound = -32002; ///< a resource, before 2026-07-28; InvalidParams since
inline constexpr int HeaderMismatch = -32020;
inline constexpr int MissingCapability = -32021;
inline constexpr int UnsupportedVersion = -32022;
} // namespace code

struct RpcError {
    int code = code::InternalError;
    std::string message;
    Json data = nullptr;
};

/// One message, checked.
struct Message {
    enum class Kind { Request, Notification, Answer };
    Kind kind = Kind::Request;
    Json id;            ///< a text or a whole number; null of a notification, and of an answer to what could not be read
    std::string method; ///< of requests and notifications
    Json params = Json::object();
    Json result;                   ///< of an answer that is no error; an object
    std::optional<RpcError> error; ///< of an answer
};

/// Why something is no message, and whose it was as far as that can be told.
struct Refusal {
    Json id;
    RpcError error;
};

/// Parses the text of one message or of a list of them. ParseError, or InvalidRequest for what is too long.
[[nodiscard]] tl::expected<Json, Refusal> readText(std::string_view text);
/// Takes one message apart. InvalidRequest.
[[nodiscard]] tl::expected<Message, Refusal> readMessage(const Json &value);

[[nodiscard]] Json requestJson(Json id, std::string_view method, Json params);
[[nodiscard]] Json notificationJson(std::string_view method, Json params = Json::object());
[[nodiscard]] Json resultJson(Json id, Json result);
[[nodiscard]] Json errorJson(Json id, RpcError error); ///< a null id is left out

} // namespace hs::mcp
