#include "engine/http/curl_transport.h"

#include <condition_variable>
#include <deque>
#include <unordered_map>
#include <utility>

#include "engine/http/transfer.h"

namespace hs::http {

/// The thread and all that belongs to it. Only `add` is called from outside of it.
class CurlTransport::Loop {
public:
    explicit Loop(const Options &options) : m_limit(options.waiting), m_multi(curl_multi_init())
    {
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, options.connections);
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerHost);
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

    /// Takes the transfer unless there are too many already; then it is handed back.
    [[nodiscard]] std::unique_ptr<Transfer> add(std::unique_ptr<Transfer> transfer)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_underWay >= m_limit)
                return transfer;
            ++m_underWay;
            m_incoming.push_back(std::move(transfer));
        }
        curl_multi_wakeup(m_multi.get());
        return nullptr;
    }

private:
    static constexpr int IdleMillis = 60'000; // a wakeup ends it early

    void run(const std::stop_token &stop)
    {
        const std::stop_callback wake(stop, [this] { curl_multi_wakeup(m_multi.get()); });
        while (!stop.stop_requested()) {
            startIncoming();
            dropCancelled(false);
            int running = 0;
            const CURLMcode code = curl_multi_perform(m_multi.get(), &running);
            finishDone();
            if (code == CURLM_OK)
                curl_multi_poll(m_multi.get(), nullptr, 0, IdleMillis, nullptr);
            else
                dropCancelled(true, {Errc::Internal, std::string("the network failed: ") + curl_multi_strerror(code), {}, {}, {}});
        }
        startIncoming();
        dropCancelled(true); // every caller gets its answer
    }

    void startIncoming()
    {
        std::vector<std::unique_ptr<Transfer>> incoming;
        {
            const std::lock_guard lock(m_mutex);
            incoming.swap(m_incoming);
        }
        for (auto &transfer : incoming) {
            const auto begun = transfer->begin();
            if (!begun) {
                transfer->refuse(begun.error());
                forget();
                continue;
            }
            transfer->watch(m_multi.get());
            curl_multi_add_handle(m_multi.get(), *begun);
            m_transfers.emplace(*begun, std::move(transfer));
        }
    }

    void dropCancelled(bool all, const Error &why = {Errc::Cancelled, "cancelled", {}, {}, {}})
    {
        for (auto it = m_transfers.begin(); it != m_transfers.end();) {
            if (!all && !it->second->cancelled()) {
                ++it;
                continue;
            }
            curl_multi_remove_handle(m_multi.get(), it->first);
            it->second->refuse(why);
            it = m_transfers.erase(it);
            forget();
        }
    }

    void finishDone()
    {
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(m_multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            CURL *const handle = message->easy_handle;
            const CURLcode code = message->data.result; // the message dies with the next call
            const auto found = m_transfers.find(handle);
            curl_multi_remove_handle(m_multi.get(), handle);
            if (found == m_transfers.end())
                continue;
            if (found->second->cancelled())
                found->second->refuse({Errc::Cancelled, "cancelled", {}, {}, {}});
            else
                found->second->finish(code);
            m_transfers.erase(found);
            forget();
        }
    }

    void forget()
    {
        const std::lock_guard lock(m_mutex);
        --m_underWay;
    }

    const std::size_t m_limit;
    Multi m_multi;
    std::unordered_map<CURL *, std::unique_ptr<Transfer>> m_transfers; // handles die before m_multi
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Transfer>> m_incoming;
    std::size_t m_underWay = 0;
    std::jthread m_thread; // last: all above outlives it
};

/// The thread that hands over mail, one after the other.
class CurlTransport::MailLoop {
public:
    explicit MailLoop(const Options &options) : m_limit(options.waiting)
    {
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    }

    /// Takes the mail unless there are too many already; then it is handed back.
    [[nodiscard]] std::unique_ptr<MailTransfer> add(std::unique_ptr<MailTransfer> transfer)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_incoming.size() >= m_limit)
                return transfer;
            m_incoming.push_back(std::move(transfer));
        }
        m_arrived.notify_one();
        return nullptr;
    }

private:
    void run(const std::stop_token &stop)
    {
        while (true) {
            std::unique_ptr<MailTransfer> transfer;
            {
                std::unique_lock lock(m_mutex);
                m_arrived.wait(lock, stop, [this] { return !m_incoming.empty(); });
                if (m_incoming.empty())
                    return; // stopped; while mail waits, each gets its "cancelled" first
                transfer = std::move(m_incoming.front());
                m_incoming.pop_front();
            }
            transfer->run(stop);
        }
    }

    const std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable_any m_arrived;
    std::deque<std::unique_ptr<MailTransfer>> m_incoming;
    std::jthread m_thread; // last: all above outlives it
};

namespace {

const Error Offline{Errc::Unavailable, "the console is offline", {}, "start it without --offline", {}};
const Error TooMany{Errc::Unavailable, "too many requests wait already", {}, {}, {}};

} // namespace

CurlTransport::CurlTransport(Mailbox &home) : CurlTransport(home, Options()) {}

CurlTransport::CurlTransport(Mailbox &home, Options options) : m_home(home), m_options(std::move(options))
{
    curl_global_init(CURL_GLOBAL_DEFAULT); // counted by libcurl; pairs with the cleanup below
    m_loop = std::make_unique<Loop>(m_options);
    m_mailLoop = std::make_unique<MailLoop>(m_options);
}

CurlTransport::~CurlTransport()
{
    m_mailLoop.reset();
    m_loop.reset();
    curl_global_cleanup();
}

void CurlTransport::send(Request request, std::stop_token cancel, Transport::Done done)
{
    const auto sound = checkRequest(request);
    auto transfer = std::make_unique<HttpTransfer>(m_home, m_options, std::move(request), std::move(cancel), std::move(done));
    if (!sound)
        transfer->refuse(sound.error());
    else if (m_offline)
        transfer->refuse(Offline);
    else if (const auto refused = m_loop->add(std::move(transfer)))
        refused->refuse(TooMany);
}

void CurlTransport::sendMail(SmtpAccount account, Mail mail, std::stop_token cancel, MailCarrier::Done done)
{
    auto message = composeMail(mail);
    if (!message) {
        m_home.post([done = std::move(done), error = std::move(message).error()]() mutable {
            done(tl::make_unexpected(std::move(error)));
        });
        return;
    }
    // composeMail has read every address already.
    const auto from = parseMailAddress(mail.from)->address;
    std::vector<std::string> to;
    for (const auto &text : mail.to)
        to.push_back(parseMailAddress(text)->address);
    auto transfer = std::make_unique<MailTransfer>(m_home, m_options, std::move(account), from, std::move(to), std::move(*message),
                                                   messageIdFor(mail.idempotencyKey, from), std::move(cancel), std::move(done));
    if (m_offline)
        transfer->refuse(Offline);
    else if (const auto refused = m_mailLoop->add(std::move(transfer)))
        refused->refuse(TooMany);
}

} // namespace hs::http
