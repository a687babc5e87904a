#include "engine/ai/answer_cache.h"

#include "engine/crypto/hash.h"

namespace hs::ai {

std::string cacheKeyOf(const Request &request)
{
    Json messages = Json::array();
    for (const auto &message : request.messages) {
        Json calls = Json::array();
        for (const auto &call : message.calls)
            calls.push_back({call.id, call.name, call.arguments.is_null() ? Json(call.raw) : call.arguments});
        messages.push_back({int(message.role), message.text, std::move(calls), message.callId, message.tool, message.failed});
    }
    Json tools = Json::array();
    for (const auto &tool : request.tools)
        tools.push_back({tool.name, tool.description, tool.input});
    const Json whole{
        {"purpose", name(request.purpose)},
        {"system", request.system},
        {"messages", std::move(messages)},
        {"tools", std::move(tools)},
        {"schema", {request.schemaName, request.schema}},
        {"limits", {request.maxTokens, request.temperature ? Json(*request.temperature) : Json()}},
        {"wish", {request.provider, request.model, request.cloud}},
        {"entity", request.entity},
    };
    return crypto::sha256(dump(whole)); // members of an object are sorted
}

void AnswerCache::setLimits(std::size_t entries, std::chrono::milliseconds time)
{
    m_most = time.count() > 0 ? entries : 0;
    m_time = time;
    shrink(m_most);
}

void AnswerCache::clear()
{
    m_places.clear();
    m_entries.clear();
}

void AnswerCache::shrink(std::size_t entries)
{
    while (m_entries.size() > entries) {
        m_places.erase(m_entries.back().key);
        m_entries.pop_back();
    }
}

const Answer *AnswerCache::find(const std::string &key)
{
    const auto place = m_places.find(key);
    if (place == m_places.end())
        return nullptr;
    if (place->second->until <= m_clock.now()) {
        m_entries.erase(place->second);
        m_places.erase(place);
        return nullptr;
    }
    m_entries.splice(m_entries.begin(), m_entries, place->second);
    return &m_entries.front().answer;
}

void AnswerCache::put(const std::string &key, Answer answer)
{
    std::size_t bytes = answer.text.size();
    for (const auto &call : answer.calls)
        bytes += call.raw.size() + call.name.size();
    if (m_most == 0 || bytes > MaxAnswer)
        return;
    if (const auto place = m_places.find(key); place != m_places.end()) {
        m_entries.erase(place->second);
        m_places.erase(place);
    }
    m_entries.push_front({key, std::move(answer), m_clock.now() + m_time});
    m_places.emplace(key, m_entries.begin());
    shrink(m_most);
}

} // namespace hs::ai
