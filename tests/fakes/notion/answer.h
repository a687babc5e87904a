#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "tests/fakes/notion/refusal.h"

namespace hs::test::notion {

/// A body in slices: long texts that objects keep are shared and not copied.
class Body {
public:
    Body() = default;
    explicit Body(std::string text) { add(std::move(text)); }
    void add(std::string text) { add(std::make_shared<const std::string>(std::move(text))); }
    void add(std::shared_ptr<const std::string> text)
    {
        m_size += text->size();
        m_slices.push_back(std::move(text));
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] const std::vector<std::shared_ptr<const std::string>> &slices() const { return m_slices; }
    [[nodiscard]] std::string text() const
    {
        std::string out;
        for (const auto &slice : m_slices)
            out += *slice;
        return out;
    }

private:
    std::vector<std::shared_ptr<const std::string>> m_slices;
    std::size_t m_size = 0;
};

struct Answer {
    int status = 200;
    std::string contentType = "application/json; charset=utf-8";
    std::string retryAfter;  ///< seconds, or empty
    Body body;
    std::string committed;   ///< id of what a write made or changed, for answers that deny it
    std::vector<std::string> committedChildren;
};

[[nodiscard]] inline Answer jsonAnswer(const Json &body, int status = 200)
{
    Answer answer;
    answer.status = status;
    answer.body = Body(dump(body));
    return answer;
}

/// The error body of the API (integrations.md §2.3).
[[nodiscard]] inline Answer refusalAnswer(const Refusal &refusal, const std::string &requestId)
{
    Json body{{"object", "error"}, {"status", refusal.status}, {"code", refusal.code}, {"message", refusal.message}, {"request_id", requestId}};
    if (!refusal.additional.is_null())
        body["additional_data"] = refusal.additional;
    return jsonAnswer(body, refusal.status);
}

} // namespace hs::test::notion
