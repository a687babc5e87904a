#include "engine/mcp/changes.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace hs::mcp {

namespace {

constexpr std::string_view UriScheme = "higherself://";

/// First part of the addresses that a topic is about; empty: of none.
std::string_view kindOf(Topic topic)
{
    switch (topic) {
    case Topic::Records:
    case Topic::Tasks:
        return "records/";
    case Topic::Threads:
        return "conversations/";
    case Topic::Workflows:
        return "workflows/";
    case Topic::Escalations:
        return "escalations/";
    case Topic::Status:
        return "status";
    default:
        return {};
    }
}

/// What resources/list shows beside the databases.
bool isListed(Topic topic)
{
    return topic == Topic::Threads || topic == Topic::Workflows || topic == Topic::Escalations;
}

bool isTouched(std::string_view uri, std::string_view kind, const std::vector<api::Id> &ids)
{
    uri.remove_prefix(std::min(uri.size(), UriScheme.size()));
    if (kind.empty() || !uri.starts_with(kind))
        return false;
    const auto rest = uri.substr(kind.size());
    if (ids.empty() || rest.empty() || (kind == "records/" && rest.find('/') == std::string_view::npos)) // a whole database
        return true;
    const auto id = rest.substr(rest.rfind('/') + 1); // the whole of it when there is none: npos + 1 is 0
    return std::any_of(ids.begin(), ids.end(), [&](const api::Id &one) { return one == QLatin1String(id.data(), qsizetype(id.size())); });
}

Json paramsFor(const Json &stream)
{
    return stream.is_null() ? Json::object() : Json{{"_meta", {{meta::Subscription, stream}}}};
}

} // namespace

struct Changes::Home {
    struct Stream {
        bool lists = false;
        std::set<std::string> uris;
        bool listsDirty = false;
        std::set<std::string> dirty;
    };

    std::function<void(Json)> tell;
    std::chrono::milliseconds quiet;
    std::mutex mutex;
    std::condition_variable wake;
    std::map<Json, Stream> streams;
    std::vector<Json> firsts; // acknowledgements, told before anything else
    bool dirty = false;
    bool stopped = false;

    void heard(const api::Change &change)
    {
        const auto kind = kindOf(change.topic);
        const std::lock_guard lock(mutex);
        for (auto &[id, stream] : streams) {
            stream.listsDirty = stream.listsDirty || (stream.lists && isListed(change.topic));
            for (const auto &uri : stream.uris)
                if (isTouched(uri, kind, change.ids))
                    stream.dirty.insert(uri);
            dirty = dirty || stream.listsDirty || !stream.dirty.empty();
        }
        if (dirty)
            wake.notify_one();
    }

    std::vector<Json> collect()
    {
        std::vector<Json> told;
        for (auto &[id, stream] : streams) {
            if (std::exchange(stream.listsDirty, false))
                told.push_back(notificationJson("notifications/resources/list_changed", paramsFor(id)));
            for (const auto &uri : stream.dirty) {
                auto params = paramsFor(id);
                params["uri"] = uri;
                told.push_back(notificationJson("notifications/resources/updated", std::move(params)));
            }
            stream.dirty.clear();
        }
        dirty = false;
        return told;
    }

    void run()
    {
        std::unique_lock lock(mutex);
        auto notBefore = std::chrono::steady_clock::now();
        while (true) {
            wake.wait(lock, [this] { return stopped || dirty || !firsts.empty(); });
            if (stopped)
                return;
            auto now = std::exchange(firsts, {});
            if (now.empty() && dirty) {
                // What else happens meanwhile goes with it.
                wake.wait_until(lock, notBefore, [this] { return stopped || !firsts.empty(); });
                if (stopped)
                    return;
                if (std::chrono::steady_clock::now() < notBefore)
                    continue;
                now = collect();
                notBefore = std::chrono::steady_clock::now() + quiet;
            }
            lock.unlock();
            for (auto &one : now)
                tell(std::move(one));
            lock.lock();
        }
    }
};

Changes::Changes(api::Door &door, std::function<void(Json)> tell, std::chrono::milliseconds quiet) : m_home(std::make_shared<Home>())
{
    m_home->tell = std::move(tell);
    m_home->quiet = quiet;
    m_subscription = door.subscribe([weak = std::weak_ptr(m_home)](const api::Change &change) {
        if (const auto home = weak.lock())
            home->heard(change);
    });
    m_thread = std::thread([home = m_home] { home->run(); });
}

Changes::~Changes()
{
    m_subscription.reset();
    {
        const std::lock_guard lock(m_home->mutex);
        m_home->stopped = true;
    }
    m_home->wake.notify_one();
    m_thread.join();
}

bool Changes::open(const Json &id, bool lists, std::set<std::string> uris, const Json &first)
{
    const std::lock_guard lock(m_home->mutex);
    if (m_home->streams.size() >= MostStreams || uris.size() > MostUris)
        return false;
    m_home->streams[id] = {lists, std::move(uris), false, {}};
    m_home->firsts.push_back(first);
    m_home->wake.notify_one();
    return true;
}

bool Changes::close(const Json &id)
{
    const std::lock_guard lock(m_home->mutex);
    return m_home->streams.erase(id) > 0;
}

bool Changes::addUri(const std::string &uri)
{
    const std::lock_guard lock(m_home->mutex);
    auto &uris = m_home->streams[nullptr].uris;
    if (uris.size() >= MostUris && !uris.contains(uri))
        return false;
    uris.insert(uri);
    return true;
}

void Changes::removeUri(const std::string &uri)
{
    const std::lock_guard lock(m_home->mutex);
    m_home->streams[nullptr].uris.erase(uri);
}

void Changes::wantLists()
{
    const std::lock_guard lock(m_home->mutex);
    m_home->streams[nullptr].lists = true;
}

} // namespace hs::mcp
