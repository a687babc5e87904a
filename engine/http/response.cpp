#include "engine/http/response.h"

#include <algorithm>

namespace hs::httpd {

int statusOf(Errc code)
{
    switch (code) {
    case Errc::BadInput:
        return 400;
    case Errc::Unauthorized:
        return 401;
    case Errc::Forbidden:
        return 403;
    case Errc::NotFound:
        return 404;
    case Errc::Conflict:
        return 409;
    case Errc::RateLimited:
        return 429;
    case Errc::Unavailable:
    case Errc::Cancelled: // the engine stops; the next one will answer
    case Errc::StorageFull:
    case Errc::Corrupt: // nothing was kept: the sender shall come again, once the database was restored
        return 503;
    case Errc::Timeout:
        return 504;
    case Errc::Internal:
        return 500;
    }
    return 500;
}

Response errorResponse(int status, std::string_view code, std::string_view message, const Json &details)
{
    Response response;
    response.status = status;
    response.body = dump(Json{{"error", {{"code", code}, {"message", message}, {"details", details}}}});
    return response;
}

void setRetryAfter(Response &response, std::chrono::milliseconds wait)
{
    const auto seconds = std::max<std::int64_t>(1, (wait.count() + 999) / 1000);
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
}

Response errorResponse(const Error &error)
{
    const int status = statusOf(error.code);
    Json details = Json::object();
    if (status != 500) {
        if (!error.where.empty())
            details["where"] = error.where;
        if (!error.mend.empty())
            details["mend"] = error.mend;
    }
    Response response = errorResponse(status, name(error.code),
                                      status == 500 ? "the engine failed on this request; its log tells more" : error.what,
                                      details);
    if (error.retryAfter)
        setRetryAfter(response, *error.retryAfter);
    else if (status == 503 || status == 429)
        setRetryAfter(response, std::chrono::seconds(30));
    return response;
}

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return {};
    }
}

namespace {

void appendField(std::string &out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ");
    if (value.find_first_of("\r\n") == std::string_view::npos) {
        out.append(value);
    } else { // a value must not be able to begin a line of its own
        for (const char c : value)
            if (c != '\r' && c != '\n')
                out += c;
    }
    out.append("\r\n");
}

} // namespace

void appendHead(std::string &out, const Response &response, const ResponseFrame &frame)
{
    out.append(frame.version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ");
    out.append(std::to_string(response.status)).append(" ").append(reasonPhrase(response.status)).append("\r\n");
    appendField(out, "Date", frame.date);
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) {
        if (!response.contentType.empty())
            appendField(out, "Content-Type", response.contentType);
        if (!frame.chunked)
            appendField(out, "Content-Length", std::to_string(response.body.size()));
        else if (frame.version != 10)
            appendField(out, "Transfer-Encoding", "chunked");
    }
    appendField(out, "X-Request-Id", frame.requestId);
    if (!frame.keepAlive)
        out.append("Connection: close\r\n");
    for (const auto &[field, value] : response.headers)
        appendField(out, field, value);
    out.append("\r\n");
}

} // namespace hs::httpd
