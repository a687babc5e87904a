#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/fakes/notion/workspace.h"

namespace hs::test {

/// One attempt to tell a subscriber.
struct NotionDelivery {
    std::string subscription;
    std::string event; ///< id; empty: the handshake
    std::string type;  ///< "page.created"; empty: the handshake
    int attempt = 1;
    int status = 0;    ///< 0: nobody answered
    std::string body;
};

namespace notion {

/// Subscriptions, what waits to be told, and what was (integrations.md §2.11). Does no network: its owner fetches what is
/// due and says how it went. Not thread-safe.
class Webhooks {
public:
    explicit Webhooks(Workspace &space) : m_space(space) {}

    struct Subscription {
        std::string id;
        std::string url;
        std::string token; ///< verification_token, which signs
        std::set<std::string> types; ///< empty: all
        bool verified = false;
        bool signHandshake = true;
    };
    struct Due {
        std::size_t place = 0; ///< for settle()
        std::string url;
        std::string signature; ///< header value, or empty
        NotionDelivery delivery;
    };

    const Subscription &subscribe(std::string url, std::set<std::string> types, bool signHandshake);
    bool verify(const std::string &id, const std::string &token);
    bool sendHandshake(const std::string &id); ///< again
    void add(const Happening &happening);
    [[nodiscard]] std::vector<Due> takeDue(); ///< on the fake's clock
    void settle(const Due &due, int status);  ///< not 2xx: comes again later, up to eight times
    void hurry();                             ///< all that waits is due now, retries too
    bool repeat(const std::string &event);    ///< an event that was delivered comes once more, as it was
    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] const std::vector<NotionDelivery> &deliveries() const { return m_deliveries; }

private:
    struct Waiting {
        std::string subscription;
        std::string event;
        Happening happening;
        std::set<std::string> authors;
        Timestamp due{};
        int attempt = 1;
        bool handshake = false;
        bool taken = false;
        bool done = false;
    };
    [[nodiscard]] std::string bodyOf(const Waiting &waiting) const;

    Workspace &m_space;
    std::string m_integration;
    std::map<std::string, Subscription> m_subscriptions;
    std::vector<Waiting> m_waiting;
    std::vector<NotionDelivery> m_deliveries;
};

/// POSTs to http://127.0.0.1:port/path and waits for the status, at most five seconds; 0 when there was none.
[[nodiscard]] int postToLoopback(const std::string &url, const std::string &signature, const std::string &body);

} // namespace notion
} // namespace hs::test
