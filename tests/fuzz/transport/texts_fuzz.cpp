#include <cstdint>
#include <cstdlib>

#include "engine/http/request_policy.h"
#include "engine/http/smtp.h"

using namespace hs;
using namespace hs::http;

/// Everything the transport reads from others or from people: Retry-After, server and mail
/// addresses, URLs, and mail that must not grow headers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char *>(data), size);
    const auto wait = parseRetryAfter(input, Timestamp());
    if (wait && (*wait < std::chrono::milliseconds(0) || *wait > std::chrono::hours(24)))
        std::abort();
    static_cast<void>(parseSmtpUrl(input));
    if (redactUrl(input).find('?') != std::string::npos)
        std::abort();
    static_cast<void>(pathSegment(input));

    Mail mail;
    mail.from = "studio@studio.example";
    mail.to = {"a@b.example"};
    mail.idempotencyKey = "key";
    const auto half = size / 2;
    (size % 2 == 0 ? mail.subject : mail.to.front()) = input.substr(0, half);
    mail.text = input.substr(half);
    const auto message = composeMail(mail);
    if (!message)
        return 0;
    // Whatever the subject or the address held, the header has its eight fields and no more.
    const auto headers = message->substr(0, message->find("\r\n\r\n") + 2);
    int fields = 0;
    for (std::size_t at = 0; at < headers.size(); at = headers.find("\r\n", at) + 2)
        fields += headers[at] != ' ' ? 1 : 0;
    if (fields != 8)
        std::abort();
    for (const char c : *message) {
        if (static_cast<unsigned char>(c) >= 0x80 || c == '\0')
            std::abort();
    }
    return 0;
}
